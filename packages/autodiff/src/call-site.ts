/** Raised while a stack is taken, since a function may lie deep in the library. */
const frames = 60;

/**
 * Where the code outside of the library was when it called in: the innermost frame that lies neither in one of its
 * packages nor beside this file or the callers given as library frames. `undefined` where the host tells no stack.
 */
export function callSite(): string | undefined {
  return outsideOf(withLongStacks(() => new Error("call site").stack));
}

/** Runs `f` with so many frames in the stacks of errors that the code which called the library is among them. */
export function withLongStacks<Result>(f: () => Result): Result {
  const host = Error as { stackTraceLimit?: number };
  const limit = host.stackTraceLimit;
  host.stackTraceLimit = frames;
  try {
    return f();
  } finally {
    if (limit !== undefined) host.stackTraceLimit = limit;
  }
}

/** The innermost frame of a stack that lies outside of the library. */
export function outsideOf(stack: string | undefined): string | undefined {
  const places = (stack ?? "").split("\n").filter((line) => /:\d+:\d+/.test(line));
  const own = folderOf(places[0] ?? "");
  return places
    .find((line) => folderOf(line) !== own && !inLibrary.test(line))
    ?.trim()
    .replace(/^at /, "");
}

const inLibrary =
  /[\\/](?:@adjoint|packages)[\\/][a-z]+[\\/](?:src|dist)[\\/]|^\s*at (?:Array|Map|Object)\.[a-z]\w* \(<anonymous>\)/;

function folderOf(line: string): string {
  return line.replace(/^.*?\(?((?:file:\/\/)?[^\s(]*)[\\/][^\\/]*:\d+:\d+\)?$/, "$1");
}
