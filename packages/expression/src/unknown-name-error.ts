import { AdjointError } from "@adjoint/tensor";

/**
 * A formula uses a name that nobody gave a value.
 *
 * The message lists what is known and proposes the closest spelling.
 *
 * @example
 * ```ts
 * import { evaluate, parse, UnknownNameError } from "@adjoint/expression";
 * let caught: unknown;
 * try {
 *   evaluate(parse("2 * lenght"), { length: 3 });
 * } catch (error) {
 *   caught = error;
 * }
 * caught instanceof UnknownNameError && caught.message; // => 'evaluate: unknown name "lenght"; did you mean "length"? Known: length, e, pi, π'
 * ```
 */
export class UnknownNameError extends AdjointError {
  /** The name without a value. */
  readonly unknown: string;
  /** The names that do have one. */
  readonly known: readonly string[];

  constructor(message: string, unknown: string, known: readonly string[]) {
    super(message, { unknown, known });
    this.unknown = unknown;
    this.known = known;
  }
}
