import { matmul } from "@adjoint/kernels";
import type { Access } from "../loops/loop-kernel.ts";
import type { Product } from "../loops/schedule.ts";

type Floats = Float64Array | Float32Array;

/** How a matrix lies in its array. */
interface Layout {
  readonly isTurned: boolean;
}

/** The places of the matrices of a stack, from those of the first. */
function stackPlaces(stack: readonly number[], { offset, strides }: Access): readonly number[] {
  return stack.reduce<readonly number[]>(
    (places, length, axis) =>
      places.flatMap((place) => Array.from({ length }, (_, i) => place + i * strides[axis]!)),
    [offset],
  );
}

/** Writes C = A·B, on arrays that are given anew at each call: the first elements of the operands' buffers are at `starts`. */
export function productRunner(
  product: Product,
): (memory: Floats, startA: number, startB: number, startC: number) => void {
  const { m, n, k, stack, a, b, c } = product;
  const places = [a, b, c].map((access) => stackPlaces(stack, access)) as [number[], number[], number[]];
  const layoutA = layoutOf(a, m, k);
  const layoutB = layoutOf(b, k, n);
  return (memory, startA, startB, startC) => {
    const kind = memory.constructor as new (size: number) => Floats;
    for (let i = 0; i < places[2].length; i++) {
      const left = layoutA ? memory : packed(memory, startA + places[0][i]!, a, m, k, new kind(m * k));
      const right = layoutB ? memory : packed(memory, startB + places[1][i]!, b, k, n, new kind(k * n));
      matmul<Floats>(left, right, memory, {
        m,
        n,
        k,
        transposeA: layoutA?.isTurned ?? false,
        transposeB: layoutB?.isTurned ?? false,
        offsetA: layoutA ? startA + places[0][i]! : 0,
        offsetB: layoutB ? startB + places[1][i]! : 0,
        offsetC: startC + places[2][i]!,
      });
    }
  };
}

/** Undefined if a matrix is not without gaps, row by row or column by column. */
function layoutOf({ strides }: Access, rows: number, columns: number): Layout | undefined {
  const [row, column] = strides.slice(-2) as [number, number];
  if ((column === 1 || columns === 1) && (row === columns || rows === 1)) return { isTurned: false };
  if ((row === 1 || rows === 1) && (column === rows || columns === 1)) return { isTurned: true };
  return undefined;
}

function packed(
  memory: Floats,
  start: number,
  { strides }: Access,
  rows: number,
  columns: number,
  to: Floats,
): Floats {
  const [row, column] = strides.slice(-2) as [number, number];
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) to[at++] = memory[start + i * row + j * column]!;
  }
  return to;
}
