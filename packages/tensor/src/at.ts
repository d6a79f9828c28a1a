import { mul, numeric } from "./arithmetic.ts";
import { broadcastTo } from "./broadcast-sum.ts";
import { asTensor, promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { ShapeError } from "./errors.ts";
import { maximum, minimum } from "./extrema.ts";
import { knownData } from "./known-data.ts";
import { placesOf } from "./places.ts";
import type { AtPart, Places } from "./places.ts";
import { put } from "./put.ts";
import { reshape } from "./reshape.ts";
import { broadcastShapes, formatShape, sameShape } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { scatterAdd, take } from "./take.ts";
import { Tensor } from "./tensor.ts";

/** A region of a tensor: its elements, and the tensors in which they are others. */
export interface Region {
  /** The elements of the region. */
  readonly get: () => Tensor;
  /** The tensor with the values in place of the region's elements; of several for one element the last stays. */
  readonly set: (values: TensorLike) => Tensor;
  /** The tensor with the values added to the region's elements; an element named twice receives both. */
  readonly add: (values: TensorLike) => Tensor;
  /** The tensor with the region's elements times the values, one after another for an element named twice. */
  readonly multiply: (values: TensorLike) => Tensor;
  /** The tensor with the smaller of each of the region's elements and the values; ties share the derivative. */
  readonly min: (values: TensorLike) => Tensor;
  /** The tensor with the larger of each of the region's elements and the values; ties share the derivative. */
  readonly max: (values: TensorLike) => Tensor;
}

/**
 * The region `x[parts]`, to read or to change in a copy: `x` itself never changes.
 *
 * Parts are those of `slice`, and for an axis also integer indices (a tensor or typed array, negative from the back)
 * or a mask (a boolean tensor, which stands for as many axes as it has), under NumPy's rules: several index arrays
 * broadcast together, and numbers beside them count as arrays; their axes stand first in the region if other parts lie
 * between them. Values broadcast to the region and promote together with `x`. All of it is differentiable in `x` and
 * in the values, and `add` and `set` also where indices repeat.
 *
 * @throws ShapeError if a place is out of bounds, there are more parts than axes, or values do not fit;
 * DTypeError for a part that is none of these; TracerError for a mask, or repeated indices other than in `set` and
 * `add`, whose values are not known.
 * @example
 * ```ts
 * import { at, tensor } from "@adjoint/tensor";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * at(x, 0, [1, null]).set(0).toArray(); // => [[1, 0, 0], [4, 5, 6]]
 * at(x, [], tensor([0, 0, 2])).add(1).toArray(); // => [[3, 2, 4], [6, 5, 7]]
 * at(x, "...", -1).get().toArray(); // => [3, 6]
 * ```
 */
export function at(x: TensorLike, ...parts: readonly AtPart[]): Region {
  const input = asTensor("at", "x", x);
  const region = placesOf(input.shape, parts);
  const flat = (tensor: Tensor): Tensor => reshape(tensor, [-1]);
  const update =
    (f: (y: Tensor, values: Tensor) => Tensor) =>
    (values: TensorLike): Tensor => {
      const [whole, part] = operands(x, values, region.places.shape);
      return reshape(f(flat(whole), part), input.shape);
    };
  const combine = (f: (a: Tensor, b: Tensor) => Tensor): ((values: TensorLike) => Tensor) =>
    update((y, values) => combineAt(y, values, region, f));
  return {
    get: () => take(flat(input), region.places, { axis: 0 }),
    set: update((y, values) => put(y, region.places, values, region.distinct)),
    add: update((y, values) => scatterAdd(y, region.places, values)),
    multiply: update((y, values) => combineAt(numeric(y), numeric(values), region, mul)),
    min: combine(minimum),
    max: combine(maximum),
  };
}

function operands(x: TensorLike, values: TensorLike, shape: Shape): [x: Tensor, values: Tensor] {
  const [whole, part] = promoteOperands("at", x, values);
  if (!sameShape(broadcastShapes("at", part.shape, shape), shape)) {
    throw new ShapeError(
      `at: values of shape ${formatShape(part.shape)} do not fit into the region, which has the shape ` +
        `${formatShape(shape)}; their lengths must be 1 or those of the region, aligned at the last axis`,
      { operation: "at", values: part.shape, region: shape },
    );
  }
  return [whole, broadcastTo(part, shape)];
}

/** f(yₖ, vₖ) at every place, in rounds in each of which no place is named twice. */
function combineAt(
  y: Tensor,
  values: Tensor,
  { places, distinct }: Places,
  f: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  if (distinct) return put(y, places, f(take(y, places), values), true);
  const flatPlaces = reshape(places, [-1]);
  const flatValues = reshape(values, [-1]);
  let result = y;
  for (const round of roundsOf(flatPlaces)) {
    const at = take(flatPlaces, round);
    result = put(result, at, f(take(result, at), take(flatValues, round)), true);
  }
  return result;
}

/** The numbers of the indices that name their place for the first time, for the second time, and so on. */
function roundsOf(places: Tensor): Tensor[] {
  const data = knownData(
    "at",
    "an index array",
    places,
    "use set(f(get(), values)) where no place is named twice",
  );
  const seen = new Map<number, number>();
  const rounds: number[][] = [];
  data.forEach((place, k) => {
    const times = seen.get(place) ?? 0;
    seen.set(place, times + 1);
    (rounds[times] ??= []).push(k);
  });
  return rounds.map((round) => new Tensor([round.length], "int32", Int32Array.from(round)));
}
