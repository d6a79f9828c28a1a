import { expect, test } from "vitest";
import { reduceInArena } from "../src/real-reduction.ts";
import type { RealReduction } from "../src/real-reduction.ts";
import { swapBlocks } from "../src/swap-blocks.ts";

const n = 6;

/** Quasi-triangular, with blocks of the given heights from row 1 on and single eigenvalues around them. */
function withBlocks(first: number, second: number, gap: number): Float64Array {
  const t = Float64Array.from({ length: n * n }, (_, at) =>
    at % n > Math.floor(at / n) ? Math.sin(at + 1) : 0,
  );
  for (let i = 0; i < n; i++) t[i * (n + 1)] = i > first ? 2 + gap : 2;
  for (const [start, height] of [
    [1, first],
    [1 + first, second],
  ] as const) {
    if (height === 1) continue;
    t[start * (n + 1) + 1] = 3;
    t[(start + 1) * n + start] = -0.5;
  }
  return t;
}

function run<T>(
  t: Float64Array,
  work: (reduction: RealReduction) => T,
): { result: T; after: Float64Array; basis: Float64Array } {
  return reduceInArena(t, n, true, 0, (reduction) => {
    const { data, h, row } = reduction;
    const z = reduction.z!;
    for (let i = 0; i < n; i++) data[z + i * (row + 1)] = 1;
    const result = work(reduction);
    const read = (place: number): Float64Array =>
      Float64Array.from({ length: n * n }, (_, at) => data[place + Math.floor(at / n) * row + (at % n)]!);
    return { result, after: read(h), basis: read(z) };
  });
}

test.each([
  [1, 1, 1],
  [1, 2, 1],
  [2, 1, 1],
  [2, 2, 1],
  [2, 2, 1e-9],
  [2, 2, 1e-15],
  [2, 2, 0],
  [1, 1, 0],
])("blocks of %i and %i rows that are %d apart change places", (first, second, gap) => {
  const t = withBlocks(first, second, gap);
  const { result, after, basis } = run(t, (reduction) => swapBlocks(reduction, 1, first, second));
  expect(result).toBe(true);
  for (let k = 1; k <= first + second; k++)
    expect(after[k * (n + 1)]).toBeCloseTo(k <= second ? 2 + gap : 2, 13);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      // Zᵀ T Z, where the basis is Zᵀ.
      let sum = 0;
      for (let k = 0; k < n; k++)
        for (let l = 0; l < n; l++) sum += basis[i * n + k]! * t[k * n + l]! * basis[j * n + l]!;
      expect(after[i * n + j]).toBeCloseTo(sum, 13);
      const isInBlock = (start: number, height: number): boolean =>
        height === 2 && i === start + 1 && j === start;
      if (j < i && !isInBlock(1, second) && !isInBlock(1 + second, first)) expect(after[i * n + j]).toBe(0);
    }
  }
});
