import { add } from "./arithmetic.ts";
import { broadcastTo } from "./broadcast-sum.ts";
import { placesOfTrue } from "./compress.ts";
import { asTensor } from "./convert.ts";
import type { NumericArray } from "./convert.ts";
import { DTypeError, ShapeError } from "./errors.ts";
import { intVector } from "./int-vector.ts";
import { dataIfKnown } from "./known-data.ts";
import { reshape } from "./reshape.ts";
import { broadcastShapes, formatShape, sameShape, sizeOf, stridesOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { placeAt, rangeOf } from "./slice.ts";
import type { SlicePart, SliceRange } from "./slice.ts";
import { asIndices, placeOf, take } from "./take.ts";
import { Tensor } from "./tensor.ts";

/** One part of an `at`: a part of a `slice`, integer indices for an axis, or a mask for as many axes as it has. */
export type AtPart = SlicePart | Tensor | NumericArray;

/** Where the elements of a region lie in row-major order, in the shape of the region. */
export interface Places {
  readonly places: Tensor;
  /** Whether it is known that no element is named twice: ranges name none twice, indices may. */
  readonly distinct: boolean;
}

/** A part that says where along an axis: `count` places, and whether the region keeps the axis. */
interface Range {
  readonly axis: number | null;
  readonly start: number;
  readonly count: number;
  readonly step: number;
  readonly kept: boolean;
}

const nothing: Range = { axis: null, start: 0, count: 1, step: 1, kept: false };

/** A part that gives the places along an axis one by one. */
interface Indices {
  readonly axis: number;
  readonly indices: Tensor;
}

/**
 * The places of `x[parts]` under NumPy's advanced indexing: index arrays broadcast together, numbers beside them
 * count as arrays, and their common axes stand where they stood, or first if other parts lie between them.
 */
export function placesOf(shape: Shape, parts: readonly AtPart[]): Places {
  const items = itemsOf(shape, parts);
  const ranges = items.filter((item): item is Range => "count" in item);
  const arrays = items.filter((item) => "indices" in item);
  if (arrays.length === 0) return { places: rangePlaces(shape, ranges, 0, []), distinct: true };
  const positions = items.flatMap((item, i) => ("indices" in item ? [i] : []));
  const together = positions.every((position, i) => position === positions[0]! + i);
  const before = together ? positions[0]! : 0;
  const common = arrays.reduce<Shape>((all, { indices }) => broadcastShapes("at", all, indices.shape), []);
  const base = rangePlaces(shape, ranges, before, new Array<number>(common.length).fill(1));
  const first = ranges.slice(0, before).filter(({ kept }) => kept).length;
  const following = base.shape.length - common.length - first;
  const steps = arrays.map(({ axis, indices }) => offsets(shape, axis, indices, following));
  const places = (ranges.length > 0 ? [base, ...steps] : steps).reduce((sum, step) => add(sum, step));
  return {
    places: broadcastTo(places, base.shape.toSpliced(first, common.length, ...common)),
    distinct: false,
  };
}

/** The places that ranges alone lead to, with the axes `common` in front of range number `before`. */
function rangePlaces(shape: Shape, ranges: readonly Range[], before: number, common: Shape): Tensor {
  const strides = stridesOf(shape);
  let places = new Int32Array(1);
  for (const { axis, start, count, step } of ranges) {
    const stride = axis === null ? 0 : strides[axis]!;
    const longer = new Int32Array(places.length * count);
    for (let p = 0, k = 0; p < places.length; p++) {
      for (let i = 0; i < count; i++, k++) longer[k] = places[p]! + (start + i * step) * stride;
    }
    places = longer;
  }
  const lengths = (part: readonly Range[]): number[] =>
    part.flatMap(({ count, kept }) => (kept ? [count] : []));
  const result = [...lengths(ranges.slice(0, before)), ...common, ...lengths(ranges.slice(before))];
  return new Tensor(result, "int32", places);
}

/** How far the indices along an axis lead, with axes of length 1 for the ranges that follow. */
function offsets(shape: Shape, axis: number, indices: Tensor, following: number): Tensor {
  const stride = stridesOf(shape)[axis]!;
  const table = intVector(shape[axis]!, (i) => i * stride);
  const taken = take(table, indices, { axis: 0 });
  return reshape(taken, [...indices.shape, ...new Array<number>(following).fill(1)]);
}

function itemsOf(shape: Shape, parts: readonly AtPart[]): (Range | Indices)[] {
  const arrays = parts.map((part) => arrayOf(part));
  const axesOf = (part: AtPart, i: number): number =>
    part === null || part === "..." ? 0 : arrays[i]?.dtype === "bool" ? arrays[i].shape.length : 1;
  const named = parts.reduce<number>((count, part, i) => count + axesOf(part, i), 0);
  if (named > shape.length || parts.filter((part) => part === "...").length > 1) {
    throw new ShapeError(
      `at: parts for ${named} axes, but x has ${shape.length} (x is ${formatShape(shape)}); ` +
        `give at most one part an axis and one "..."`,
      { operation: "at", parts, shape },
    );
  }
  const anyArray = arrays.some((array) => array !== undefined);
  let axis = 0;
  const range = (part: SliceRange): Range => {
    const found = rangeOf("at", part, shape[axis]!);
    return { axis: axis++, ...found, kept: true };
  };
  return (parts.includes("...") ? parts : [...parts, "..." as const]).flatMap(
    (part, i): (Range | Indices)[] => {
      const array = arrays[i];
      if (array !== undefined) {
        const found =
          array.dtype === "bool" ? maskItems(shape, axis, array) : [indexItem(shape, axis, array)];
        axis += found.length;
        return found;
      }
      if (part === null) return [{ axis: null, start: 0, count: 1, step: 1, kept: true }];
      // As in NumPy, "..." lies between arrays also where it stands for no axis.
      if (part === "...") return [nothing, ...Array.from({ length: shape.length - named }, () => range([]))];
      if (typeof part !== "number") return [range(part as SliceRange)];
      const start = placeAt("at", part, axis, shape);
      if (!anyArray) return [{ axis: axis++, start, count: 1, step: 1, kept: false }];
      return [{ axis: axis++, indices: new Tensor([], "int32", Int32Array.of(start)) }];
    },
  );
}

/** The part as a tensor, if it is one or a typed array. */
function arrayOf(part: AtPart): Tensor | undefined {
  if (part instanceof Tensor || ArrayBuffer.isView(part)) return asTensor("at", "a part", part);
  if (part === null || part === "..." || typeof part === "number" || Array.isArray(part)) return undefined;
  throw new DTypeError(
    `at: a part must be a number, [start, stop, step], "...", null, a tensor of integers or a mask, ` +
      `got ${JSON.stringify(part) ?? String(part)}`,
    { operation: "at", part },
  );
}

function indexItem(shape: Shape, axis: number, array: Tensor): Indices {
  const indices = asIndices("at", array);
  // Where the indices are not known yet, `take` finds them out of bounds when they are.
  for (const index of dataIfKnown(indices) ?? []) placeOf("at", index, axis, shape);
  return { axis, indices };
}

/** A mask is the indices of its true places along each of its axes. */
function maskItems(shape: Shape, axis: number, mask: Tensor): Indices[] {
  const covered = shape.slice(axis, axis + mask.shape.length);
  if (mask.shape.length === 0 || !sameShape(mask.shape, covered)) {
    throw new ShapeError(
      `at: a mask must have the lengths of the axes it stands for: the mask is ${formatShape(mask.shape)}, ` +
        `axis ${axis} and on of x are ${formatShape(covered)} (x is ${formatShape(shape)})`,
      { operation: "at", axis, mask: mask.shape, shape },
    );
  }
  const flat = placesOfTrue("at", "the mask", mask);
  return mask.shape.map((length, i) => {
    const inner = sizeOf(mask.shape.slice(i + 1));
    const indices = intVector(flat.size, (k) => Math.floor(flat.data[k]! / inner) % length);
    return { axis: axis + i, indices };
  });
}
