import { transform } from "sucrase";
import { echo } from "./echo.ts";
import { statements } from "./statements.ts";

/** A mistake in the user's source, with the line it stands on where that is known. */
export class SourceError extends Error {
  readonly line: number | null;
  constructor(message: string, line: number | null) {
    super(message);
    this.name = "SyntaxError";
    this.line = line;
  }
}

/** Body of an async function: `require` for imports, `exports`, and one call per echoed expression. */
export type Program = (
  require: (name: string) => unknown,
  exports: object,
  echo: (line: number, value: unknown) => void,
) => Promise<unknown>;

/** The name under which the program appears in stack traces. */
export const programName = "playground.ts";

/** Lines that `AsyncFunction` writes above the body; a stack trace counts them. */
export const linesAbove = 2;

/**
 * Turns the user's TypeScript into a function. Types are removed and imports rewritten by sucrase,
 * which works on tokens, keeps every line where it was, and needs no type information.
 */
export function compileProgram(source: string): Program {
  const code = strip(echo(source));
  try {
    return build(code);
  } catch (error) {
    throw new SourceError((error as Error).message, firstBadLine(source));
  }
}

function strip(source: string): string {
  try {
    return transform(source, {
      transforms: ["typescript", "imports"],
      disableESTransforms: true,
      filePath: programName,
    }).code;
  } catch (error) {
    const [, message, line] =
      /^(?:Error transforming [^:]*: )?(.*) \((\d+):\d+\)$/s.exec((error as Error).message) ?? [];
    throw new SourceError(message ?? (error as Error).message, line === undefined ? null : Number(line));
  }
}

const AsyncFunction = (async () => {}).constructor as new (...parts: string[]) => Program;

function build(code: string): Program {
  return new AsyncFunction(
    "require",
    "exports",
    "$echo",
    `"use strict"; ${code}\n//# sourceURL=${programName}`,
  );
}

/**
 * V8 names no line for errors such as a second `const x`. The shortest prefix of whole statements
 * that fails ends with the guilty one.
 */
function firstBadLine(source: string): number | null {
  const ends = statements(source);
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compiles(source.slice(0, ends[middle]!.to))) low = middle + 1;
    else high = middle;
  }
  return ends[low]?.line ?? null;
}

function compiles(source: string): boolean {
  try {
    build(strip(source));
    return true;
  } catch {
    return false;
  }
}
