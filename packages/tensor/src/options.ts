import { DTypeError, DomainError } from "./errors.ts";

/**
 * The options of a call, after refusing those that the operation does not have: a misspelt one would be ignored in
 * silence.
 *
 * @param names - the options that there are.
 * @throws DTypeError if the options are no object, DomainError naming an unknown one.
 * @example
 * ```ts
 * import { sum } from "@adjoint/tensor";
 *
 * let message = "";
 * try {
 *   sum([1, 2], { dim: 0 } as object);
 * } catch (error) {
 *   message = String(error);
 * }
 * message; // => "DomainError: sum: no option dim; the options are axis, keepDims"
 * ```
 */
export function checkOptions<Options extends object>(
  operation: string,
  options: Options,
  names: readonly (keyof Options & string)[],
): Options {
  if (typeof options !== "object" || options === null) {
    throw new DTypeError(
      `${operation}: options must be an object with ${names.join(", ")}, got ${String(options)}`,
      { operation, options },
    );
  }
  for (const name in options) {
    if (!(names as readonly string[]).includes(name)) {
      throw new DomainError(`${operation}: no option ${name}; the options are ${names.join(", ")}`, {
        operation,
        option: name,
      });
    }
  }
  return options;
}
