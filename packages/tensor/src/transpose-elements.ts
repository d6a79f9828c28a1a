import { allocate, widthOf } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { sizeOf, stridesOf } from "./shape.ts";
import { gather, mergeAxes } from "./strided.ts";
import type { Walk } from "./strided.ts";

/**
 * The elements that a walk in another order of axes meets, in row-major order.
 *
 * Where the last axis of the result is not that of the data, squares are copied that lie in the first-level cache on
 * both sides: either order of a plain loop would fetch a cache line for every element.
 */
export function transposeElements(dtype: DType, data: TypedArray, walk: Walk): TypedArray {
  const { shape, strides } = mergeAxes(walk);
  const last = shape.length - 1;
  const fast = strides.indexOf(1);
  if (widthOf(dtype) !== 1 || fast < 0 || fast === last) return gather(dtype, data, walk);
  const elements = allocate(dtype, sizeOf(shape));
  if (elements.length === 0) return elements;
  const steps = stridesOf(shape);
  const copy = data instanceof Float64Array ? transposeDoubles : transposeOthers;
  const descend = (axis: number, from: number, to: number): void => {
    if (axis === last) {
      // The types of both arrays follow from the dtype.
      copy(
        data as never,
        elements as never,
        from,
        to,
        shape[last]!,
        shape[fast]!,
        strides[last]!,
        steps[fast]!,
      );
    } else if (axis === fast) {
      descend(axis + 1, from, to);
    } else {
      for (let i = 0; i < shape[axis]!; i++)
        descend(axis + 1, from + i * strides[axis]!, to + i * steps[axis]!);
    }
  };
  descend(0, 0, 0);
  return elements;
}

const block = 64;

/** Writes `columns` rows of `rows` numbers: the transpose of what lies at `from`, whose rows are `stride` apart. */
function transposeDoubles(
  data: Float64Array,
  elements: Float64Array,
  from: number,
  to: number,
  rows: number,
  columns: number,
  stride: number,
  step: number,
): void {
  for (let top = 0; top < rows; top += block) {
    const bottom = Math.min(top + block, rows);
    for (let left = 0; left < columns; left += block) {
      const right = Math.min(left + block, columns);
      let j = left;
      for (; j + 4 <= right; j += 4) {
        let i = top;
        for (; i + 4 <= bottom; i += 4) {
          let a = from + i * stride + j;
          const p0 = data[a]!;
          const p1 = data[a + 1]!;
          const p2 = data[a + 2]!;
          const p3 = data[a + 3]!;
          a += stride;
          const q0 = data[a]!;
          const q1 = data[a + 1]!;
          const q2 = data[a + 2]!;
          const q3 = data[a + 3]!;
          a += stride;
          const r0 = data[a]!;
          const r1 = data[a + 1]!;
          const r2 = data[a + 2]!;
          const r3 = data[a + 3]!;
          a += stride;
          const s0 = data[a]!;
          const s1 = data[a + 1]!;
          const s2 = data[a + 2]!;
          const s3 = data[a + 3]!;
          let b = to + j * step + i;
          elements[b] = p0;
          elements[b + 1] = q0;
          elements[b + 2] = r0;
          elements[b + 3] = s0;
          b += step;
          elements[b] = p1;
          elements[b + 1] = q1;
          elements[b + 2] = r1;
          elements[b + 3] = s1;
          b += step;
          elements[b] = p2;
          elements[b + 1] = q2;
          elements[b + 2] = r2;
          elements[b + 3] = s2;
          b += step;
          elements[b] = p3;
          elements[b + 1] = q3;
          elements[b + 2] = r3;
          elements[b + 3] = s3;
        }
        for (; i < bottom; i++) {
          for (let k = j; k < j + 4; k++) elements[to + k * step + i] = data[from + i * stride + k]!;
        }
      }
      for (; j < right; j++) {
        for (let i = top; i < bottom; i++) elements[to + j * step + i] = data[from + i * stride + j]!;
      }
    }
  }
}

/** The same for elements of the other types. */
function transposeOthers(
  data: TypedArray,
  elements: TypedArray,
  from: number,
  to: number,
  rows: number,
  columns: number,
  stride: number,
  step: number,
): void {
  for (let top = 0; top < rows; top += block) {
    const bottom = Math.min(top + block, rows);
    for (let left = 0; left < columns; left += block) {
      const right = Math.min(left + block, columns);
      for (let j = left; j < right; j++) {
        for (let i = top; i < bottom; i++) elements[to + j * step + i] = data[from + i * stride + j]!;
      }
    }
  }
}
