/**
 * A fixture as read from JSON, with the strings `"nan"`, `"inf"` and `"-inf"` turned into the numbers
 * that JSON cannot hold.
 *
 * @example
 * ```ts
 * import { reviveNumbers } from "@adjoint/testing";
 *
 * reviveNumbers({ x: [1, "-inf"] }).x; // => [1, -Infinity]
 * ```
 */
export function reviveNumbers<Fixture>(fixture: Fixture): Revived<Fixture> {
  return revive(fixture) as Revived<Fixture>;
}

/** A fixture whose numbers may have been written as strings. */
export type Revived<Fixture> = Fixture extends string | number
  ? number
  : Fixture extends readonly (infer Element)[]
    ? Revived<Element>[]
    : Fixture extends object
      ? { [Key in keyof Fixture]: Revived<Fixture[Key]> }
      : Fixture;

const special: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, "-inf": -Infinity };

function revive(value: unknown): unknown {
  if (typeof value === "string") return special[value] ?? value;
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revive(part)]));
}
