import { astype, concat, DomainError, sizeOf, tensor } from "@adjoint/tensor";
import type { Spec, Tensor } from "@adjoint/tensor";
import type { FlatFunction } from "./flat-function.ts";
import type { Recording } from "./equation.ts";
import { vmapFlat } from "./vmap.ts";

/** The option of everything that pushes or pulls many directions at once. */
export interface ChunkOptions {
  /**
   * How many directions are carried at once: more are faster, fewer need less memory, 1 needs the least.
   * Without it, as many as keep the intermediate results below 64 MiB.
   */
  readonly chunkSize?: number;
}

/**
 * A function of lists, mapped over the unit vectors of the space that `specs` span, `chunkSize` of them at a time.
 * Axis 0 of its results counts the unit vectors.
 */
export function mapOverBasis(f: FlatFunction, specs: readonly Spec[], chunkSize: number): readonly Tensor[] {
  const total = totalSize(specs);
  const chunks: (readonly Tensor[])[] = [];
  for (let start = 0; start < total; start += chunkSize) {
    const directions = unitVectors(specs, start, Math.min(chunkSize, total - start));
    const mapped = directions.map(() => true);
    chunks.push(vmapFlat(f, directions, mapped, Math.min(chunkSize, total - start)));
  }
  return chunks.length === 1
    ? chunks[0]!
    : chunks[0]!.map((_, i) => concat(chunks.map((chunk) => chunk[i]!)));
}

/** `count` unit vectors from the given one on, in parts of the shapes of `specs`. */
function unitVectors(specs: readonly Spec[], start: number, count: number): readonly Tensor[] {
  let before = 0;
  return specs.map(({ shape, dtype }) => {
    const size = sizeOf(shape);
    const elements = new Float64Array(count * size);
    for (let row = 0; row < count; row++) {
      const place = start + row - before;
      if (place >= 0 && place < size) elements[row * size + place] = 1;
    }
    before += size;
    return astype(tensor(elements, { shape: [count, ...shape] }), dtype);
  });
}

/** The number of directions to carry through a program at once. */
export function chunkSizeFor(operation: string, program: Recording, chunkSize: number | undefined): number {
  if (chunkSize === undefined) {
    const sizes = program.equations.flatMap(({ outputs }) => outputs);
    return Math.max(1, Math.floor(elementLimit / Math.max(1, totalSize([...program.inputs, ...sizes]))));
  }
  if (Number.isInteger(chunkSize) && chunkSize > 0) return chunkSize;
  throw new DomainError(
    `${operation}: chunkSize must be a whole number of directions, at least 1, got ${String(chunkSize)}`,
    { operation, chunkSize },
  );
}

/** 64 MiB of float64. */
const elementLimit = 2 ** 23;

/** The number of elements of several tensors together. */
export function totalSize(specs: readonly Spec[]): number {
  return specs.reduce((total, { shape }) => total + sizeOf(shape), 0);
}
