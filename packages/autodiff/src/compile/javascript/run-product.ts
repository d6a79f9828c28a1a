import { matmul } from "@adjoint/kernels";
import { sizeOf } from "@adjoint/tensor";
import type { Access } from "../loops/loop-kernel.ts";
import type { Product } from "../loops/schedule.ts";

type Floats = Float64Array | Float32Array;

/** The places of the matrices of a stack. */
export function stackPlaces(stack: readonly number[], { offset, strides }: Access): readonly number[] {
  return stack.reduce<readonly number[]>(
    (places, length, axis) =>
      places.flatMap((place) => Array.from({ length }, (_, i) => place + i * strides[axis]!)),
    [offset],
  );
}

/** Writes C = A·B for the matrices of a stack. */
export function productRunner(product: Product): (a: Floats, b: Floats, c: Floats) => void {
  const { m, n, k, stack } = product;
  const left = operandOf(product.a, m, k, product);
  const right = operandOf(product.b, k, n, product);
  const places = stackPlaces(stack, product.c);
  const sizes = { m, n, k, transposeA: left.isTurned, transposeB: right.isTurned };
  if (left.step !== undefined && right.step !== undefined) {
    const together = {
      ...sizes,
      count: places.length,
      offsetA: left.places[0]!,
      offsetB: right.places[0]!,
      offsetC: places[0]!,
      stepA: left.step,
      stepB: right.step,
    };
    return (a, b, c) => matmul<Floats>(left.pack(a), right.pack(b), c, together);
  }
  return (a, b, c) => {
    const [x, y] = [left.pack(a), right.pack(b)];
    for (let i = 0; i < places.length; i++) {
      const [offsetA, offsetB] = [left.places[i]!, right.places[i]!];
      matmul<Floats>(x, y, c, { ...sizes, offsetA, offsetB, offsetC: places[i]! });
    }
  };
}

/** An operand as `matmul` takes it. */
interface Operand {
  readonly isTurned: boolean;
  /** Where its matrices begin, in what `pack` returns. */
  readonly places: readonly number[];
  /** What lies between them, if that is always the same. */
  readonly step: number | undefined;
  /** The array itself, or a copy of the matrices in which there are no gaps. */
  readonly pack: (given: Floats) => Floats;
}

function operandOf(access: Access, rows: number, columns: number, { stack, dtype }: Product): Operand {
  const given = stackPlaces(stack, access);
  const [row, column] = access.strides.slice(-2) as [number, number];
  const isPlain = (column === 1 || columns === 1) && (row === columns || rows === 1);
  const isTurned = !isPlain && (row === 1 || rows === 1) && (column === rows || columns === 1);
  const itself = (array: Floats): Floats => array;
  if (isPlain || isTurned) return { isTurned, places: given, step: stepOf(given), pack: itself };
  const size = rows * columns;
  const starts = [...new Set(given)];
  const places = given.map((place) => starts.indexOf(place) * size);
  const copy = new (dtype === "float64" ? Float64Array : Float32Array)(sizeOf([starts.length, size]));
  const pack = (array: Floats): Floats => {
    let to = 0;
    for (const start of starts) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) copy[to++] = array[start + i * row + j * column]!;
      }
    }
    return copy;
  };
  return { isTurned: false, places, step: stepOf(places), pack };
}

function stepOf(places: readonly number[]): number | undefined {
  const step = (places[1] ?? places[0]!) - places[0]!;
  return step >= 0 && places.every((place, i) => place === places[0]! + i * step) ? step : undefined;
}
