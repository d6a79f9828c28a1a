import { DomainError } from "./errors.ts";
import { Tensor } from "./tensor.ts";

/**
 * The integers that an argument gives, one or several.
 *
 * @param low - the least that is allowed.
 * @throws DomainError naming the argument and the number that is none of these.
 */
export function integerList(
  operation: string,
  argument: string,
  value: number | readonly number[],
  low = -Infinity,
): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = list.find((entry) => !Number.isInteger(entry) || (entry as number) < low);
  if (wrong === undefined && !list.includes(undefined)) return list as readonly number[];
  const got = wrong instanceof Tensor ? "a tensor: toArray() gives its numbers" : String(wrong);
  throw new DomainError(
    `${operation}: ${argument} must be ${low === 0 ? "integers from 0" : "an integer"}, got ${got}`,
    { operation, [argument]: value },
  );
}
