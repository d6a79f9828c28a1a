import {
  asFloat,
  asTensor,
  checkOptions,
  checkShape,
  DomainError,
  formatShape,
  type Shape,
  ShapeError,
  sizeOf,
  take,
  Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import { boundedIntegers } from "./bounded-integers.ts";
import { categorical } from "./categorical.ts";
import { gumbel } from "./gumbel.ts";
import type { Key } from "./key.ts";
import { permutation } from "./permutation.ts";
import { checkParameter } from "./sample-shape.ts";

/** How `choice` draws. */
export interface ChoiceOptions {
  /** Whether a place may come more than once, true unless given. */
  readonly replace?: boolean;
  /** The probabilities of the places, or numbers in proportion to them; all alike unless given. */
  readonly probs?: TensorLike;
}

/**
 * Random places 0, …, n − 1, or elements of a tensor along axis 0, with or without replacement.
 *
 * Without replacement and with probabilities, places come in the order in which they would be drawn one after the other
 * from what is left: those of the largest logarithms of probability plus Gumbel noise.
 *
 * Source: P. S. Efraimidis, P. G. Spirakis, "Weighted random sampling with a reservoir", Inf. Process. Lett. 97 (2006).
 *
 * @param shape - that of the places drawn; the result has the other axes of the tensor behind it.
 * @throws DomainError when more places are wanted than there are, or than have a probability; ShapeError for a tensor
 * without axes or probabilities of another length.
 *
 * @example
 * ```ts
 * import { choice, key } from "@adjoint/random";
 *
 * [...choice(key(1), 5, [5], { replace: false }).data].sort(); // => [0, 1, 2, 3, 4]
 * choice(key(1), [10, 20, 30], [4], { probs: [0, 1, 0] }).toArray(); // => [20, 20, 20, 20]
 * ```
 */
export function choice(key: Key, x: TensorLike, shape: Shape = [], options: ChoiceOptions = {}): Tensor {
  const { replace = true, probs } = checkOptions("choice", options, ["replace", "probs"]);
  const population = typeof x === "number" ? undefined : asTensor("choice", "x", x);
  const n = population === undefined ? (x as number) : population.shape[0];
  if (n === undefined) {
    throw new ShapeError(
      "choice: x is a scalar tensor, which has no axis to choose from; give a plain number",
      {},
    );
  }
  const drawn = checkShape("choice", shape);
  if (!Number.isInteger(n) || n < 0 || n > 2 ** 31 || (n === 0 && sizeOf(drawn) > 0)) {
    throw new DomainError(`choice: there must be something to choose from, got ${n} places`, { n });
  }
  const places =
    probs === undefined ? evenPlaces(key, n, drawn, replace) : weightedPlaces(key, n, drawn, replace, probs);
  return population === undefined ? places : take(population, places, { axis: 0 });
}

function evenPlaces(key: Key, n: number, shape: Shape, replace: boolean): Tensor {
  const count = sizeOf(shape);
  if (replace) {
    return new Tensor(shape, "int32", Int32Array.from(boundedIntegers("choice", key, count, () => n)));
  }
  checkEnough(count, n);
  return new Tensor(shape, "int32", (permutation(key, n).data as Int32Array).slice(0, count));
}

function weightedPlaces(key: Key, n: number, shape: Shape, replace: boolean, probs: TensorLike): Tensor {
  const p = asFloat("choice", "probs", probs);
  if (p.shape.length !== 1 || p.shape[0] !== n) {
    throw new ShapeError(
      `choice: probs must have the shape [${n}], one for each place, got ${formatShape(p.shape)}`,
      {
        operation: "choice",
        shape: p.shape,
      },
    );
  }
  checkParameter("choice", "probs", p, (value) => value >= 0 && value < Infinity, "at least 0 and finite");
  const count = sizeOf(shape);
  const possible = Array.from(p.data).filter((value) => value > 0).length;
  if (replace) return categorical(key, shape, { probs: p });
  checkEnough(count, possible);
  const noise = gumbel(key, [n]).data;
  const keys = Float64Array.from(p.data, (value, i) => Math.log(value) + noise[i]!);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => keys[j]! - keys[i]!);
  return new Tensor(shape, "int32", Int32Array.from(order.slice(0, count)));
}

function checkEnough(wanted: number, possible: number): void {
  if (wanted <= possible) return;
  throw new DomainError(
    `choice: ${wanted} places without replacement from ${possible} that are possible; ask for fewer, or replace`,
    { operation: "choice", wanted, possible },
  );
}
