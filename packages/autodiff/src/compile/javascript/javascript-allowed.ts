/** A cache: it depends on the host alone. */
let allowed: boolean | undefined;

/** Whether the host lets programs make functions of text: a content security policy may forbid it. */
export function javascriptAllowed(): boolean {
  return (allowed ??= evaluates());
}

function evaluates(): boolean {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- to ask whether it may
    return (new Function("return true") as () => boolean)();
  } catch {
    return false;
  }
}
