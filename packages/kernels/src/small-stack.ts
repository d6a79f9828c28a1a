import { type FloatArray, type Stack, volume } from "./product.ts";
import { copy32, copy64, copyTransposed, START, TILE_BYTES, TILE_ROWS, TINY } from "./small-product.ts";
import type { WasmKernel } from "./wasm-kernel.ts";

/** Entries that a stack's part may have, so that it stays in the second-level cache. */
const PART = 32_768;

/**
 * Products of stacks of matrices too small to repay packing: many are copied in at once, multiplied each by a call,
 * and copied out at once. The results are those of `smallProduct`.
 *
 * Returns false, with C untouched, where the memory cannot be had.
 */
export function smallStack(kernel: WasmKernel, { first: product, count, stepA, stepB }: Stack): boolean {
  const { m, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart } = product;
  const size = c.BYTES_PER_ELEMENT;
  const atOnce = Math.min(count, Math.max(1, Math.floor(PART / (m * k + k * n + m * n))));
  const [sizeA, sizeB, sizeC] = [m * k, k * n, m * n];
  const left = START / size;
  const right = left + (stepA === 0 ? 1 : atOnce) * sizeA;
  const result = right + (stepB === 0 ? 1 : atOnce) * sizeB;
  // Whole tiles read and write behind the ends of their matrices, which the next one of a stack then overwrites.
  const entries = result + atOnce * sizeC + TILE_ROWS * (n + k);
  if (!kernel.reserve(entries * size + TILE_BYTES)) return false;
  const { f64, f32 } = kernel.views();
  const memory = size === 8 ? f64 : f32;
  const copy = (size === 8 ? copy64 : copy32) as CopyEntries;
  const tiny = volume(product) <= TINY;
  const narrow = tiny ? kernel.multiplyTiny32 : kernel.multiplySmall32;
  const multiply = size === 4 ? narrow : tiny ? kernel.multiplyTiny64 : kernel.multiplySmall64;
  const rowTiles = Math.ceil(m / TILE_ROWS);
  const columnTiles = Math.ceil((n * size) / TILE_BYTES);
  for (let first = 0; first < count; first += atOnce) {
    const some = Math.min(atOnce, count - first);
    copyStack(copy, a, aStart + first * stepA, stepA, memory, left, sizeA, stepA === 0 ? 1 : some);
    const shared = stepB === 0 ? 1 : some;
    if (bColumn === 1) copyStack(copy, b, bStart + first * stepB, stepB, memory, right, sizeB, shared);
    else {
      for (let i = 0; i < shared; i++) {
        const start = bStart + (first + i) * stepB;
        copyTransposed(b, start, bRow, bColumn, memory, right + i * sizeB, k, n);
      }
    }
    for (let i = 0; i < some; i++) {
      multiply(
        (left + (stepA === 0 ? 0 : i * sizeA)) * size,
        aRow * size,
        aColumn * size,
        (right + (stepB === 0 ? 0 : i * sizeB)) * size,
        (result + i * sizeC) * size,
        n * size,
        rowTiles,
        columnTiles,
        k,
      );
    }
    copy(memory, result, c, cStart + first * sizeC, some * sizeC);
  }
  return true;
}

type CopyEntries = (source: FloatArray, start: number, target: FloatArray, to: number, count: number) => void;

function copyStack(
  copy: CopyEntries,
  source: FloatArray,
  start: number,
  step: number,
  target: FloatArray,
  to: number,
  size: number,
  count: number,
): void {
  if (count === 1 || step === size) copy(source, start, target, to, count * size);
  else for (let i = 0; i < count; i++) copy(source, start + i * step, target, to + i * size, size);
}
