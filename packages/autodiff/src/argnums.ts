import { DomainError } from "@adjoint/tensor";
import type { Gradient } from "./types.ts";

/** Which arguments to differentiate with respect to: one, or several as a list. */
export type Argnums = number | readonly number[];

/** The options of `grad` and of what is built on it. */
export interface GradOptions<Chosen extends Argnums = Argnums> {
  /** The argument or arguments to differentiate with respect to; the first, 0, if not given. */
  readonly argnums?: Chosen;
}

/** The gradients that `argnums` names: of one argument as it is, of several as a list. */
export type GradientOf<Args extends readonly unknown[], Chosen> = Chosen extends number
  ? Gradient<Args[Chosen]>
  : Chosen extends readonly number[]
    ? { readonly [Key in keyof Chosen]: Gradient<Args[Chosen[Key] & number]> }
    : never;

/**
 * The arguments that `argnums` names, as a list, and `f` as a function of these alone.
 *
 * @throws DomainError if there is no such argument, or one is named twice.
 */
export function chooseArguments(
  operation: string,
  f: (...args: never[]) => unknown,
  args: readonly unknown[],
  argnums: Argnums,
): {
  readonly chosen: readonly unknown[];
  /** The places of the chosen arguments among all. */
  readonly places: readonly number[];
  readonly call: (...chosen: never[]) => unknown;
} {
  const places = typeof argnums === "number" ? [argnums] : argnums;
  for (const place of places) {
    if (!Number.isInteger(place) || place < 0 || place >= args.length) {
      throw new DomainError(
        `${operation}: argnums names argument ${place}, but the function was called with ${args.length} ` +
          `argument${args.length === 1 ? "" : "s"} (the first is 0)`,
        { operation, argnums, count: args.length },
      );
    }
  }
  if (places.some((place, i) => places.indexOf(place) !== i)) {
    throw new DomainError(`${operation}: argnums names an argument twice: [${places.join(", ")}]`, {
      operation,
      argnums,
    });
  }
  if (places.length === args.length && places.every((place, i) => place === i)) {
    return { chosen: args, places, call: f };
  }
  return {
    chosen: places.map((place) => args[place]),
    places,
    call: (...chosen) => {
      const all = [...args];
      places.forEach((place, i) => (all[place] = chosen[i]));
      return f(...(all as never[]));
    },
  };
}

/** A list of results, one for each chosen argument, as `argnums` asked for them. */
export function asAsked(argnums: Argnums, results: readonly unknown[]): unknown {
  return typeof argnums === "number" ? results[0] : results;
}
