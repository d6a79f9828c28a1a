import { AdjointError } from "@adjoint/tensor";

/**
 * A formula that cannot be read: where, what was expected, what stood there.
 *
 * The message shows the line with a caret under the place.
 *
 * @example
 * ```ts
 * import { parse, ParseError } from "@adjoint/expression";
 * let caught: unknown;
 * try {
 *   parse("(x + 1");
 * } catch (error) {
 *   caught = error;
 * }
 * caught instanceof ParseError && caught.position; // => 6
 * caught instanceof ParseError && caught.expected; // => 'an operator or ")"'
 * ```
 */
export class ParseError extends AdjointError {
  /** The whole formula. */
  readonly source: string;
  /** Where the trouble begins, in UTF-16 code units from the start of `source`. */
  readonly position: number;
  /** What could have stood there. */
  readonly expected: string;

  constructor(problem: string, details: ParseErrorDetails) {
    super(`parse: ${problem}\n${excerpt(details.source, details.position)}`, { ...details });
    this.source = details.source;
    this.position = details.position;
    this.expected = details.expected;
  }
}

/** The place and the expectation that a `ParseError` carries. */
export interface ParseErrorDetails {
  readonly source: string;
  readonly position: number;
  readonly expected: string;
}

const contextWidth = 60;

/** The line that holds `position`, cut to a readable width, with a caret below the place. */
function excerpt(source: string, position: number): string {
  const lineStart = source.lastIndexOf("\n", position - 1) + 1;
  const lineBreak = source.indexOf("\n", position);
  const lineEnd = lineBreak === -1 ? source.length : lineBreak;
  const start = Math.max(lineStart, position - contextWidth);
  const end = Math.min(lineEnd, position + contextWidth);
  const before = (start > lineStart ? "…" : "") + source.slice(start, position);
  const after = source.slice(position, end) + (end < lineEnd ? "…" : "");
  const indent = Array.from(before, (character) => (character === "\t" ? "\t" : " ")).join("");
  return `  ${before}${after}\n  ${indent}^`;
}
