import { eig, eigvals, schur } from "@adjoint/linalg";
import {
  abs,
  expandDims,
  eye,
  matmul,
  max,
  mul,
  sqrt,
  square,
  sub,
  sum,
  swapAxes,
  tensor,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { describe, expect, test } from "vitest";
import { randomNumbers } from "./support/matrices.ts";

// Large enough for sweeps with many shifts and for windows that are looked at for deflation.
const n = 240;

const random = randomNumbers(7);
const noise = Float64Array.from({ length: n * n }, () => random() + random() + random() - 1.5);

type Element = (i: number, j: number) => number;

const cases: Record<string, Element> = {
  random: (i, j) => noise[i * n + j]!,
  "of order 1e-200": (i, j) => 2 ** -664 * noise[i * n + j]!,
  "graded by rows": (i, j) => 2 ** (-i / 4) * noise[i * n + j]!,
  "graded by columns upwards": (i, j) => 2 ** (j / 4) * noise[i * n + j]!,
  "of rank 3": (i, j) => [0, 1, 2].reduce((total, k) => total + noise[i * n + k]! * noise[k * n + j]!, 0),
  "Hessenberg, random": (i, j) => (i > j + 1 ? 0 : noise[i * n + j]!),
  "Grcar's": (i, j) => (i === j + 1 ? -1 : j >= i && j <= i + 3 ? 1 : 0),
  "Frank's": (i, j) => (j >= i - 1 ? n - Math.max(i, j) : 0),
  "a cyclic shift": (i, j) => ((i + 1) % n === j ? 1 : 0),
  "a Jordan block, perturbed": (i, j) => (i === j ? 2 : j === i + 1 ? 1 : 1e-10 * noise[i * n + j]!),
  "a companion matrix": (i, j) => (i === 0 ? noise[j]! : i === j + 1 ? 1 : 0),
  "skew-symmetric": (i, j) => noise[i * n + j]! - noise[j * n + i]!,
  "block triangular": (i, j) => (i >= 100 && j < 100 ? 0 : noise[i * n + j]!),
  "with the eigenvalue 1 many times": (i, j) =>
    i === j ? 1 : j > i ? 0.1 * noise[i * n + j]! : i === j + 120 ? 1e-3 : 0,
};

const size = (x: Tensor): number => sqrt(sum(square(abs(x)))).item();

/** The elements below the diagonal that have no place in a quasi-triangular matrix with standardized blocks. */
function misplaced(t: Tensor["data"]): number[] {
  const found: number[] = [];
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const at = i * n + j;
      if (t[at] === 0) continue;
      const isBlock =
        j === i - 1 && t[at - n] === t[at + 1] && Math.sign(t[at - n + 1]!) === -Math.sign(t[at]!);
      if (!isBlock || (i > 1 && t[at - n - 1] !== 0)) found.push(at);
    }
  }
  return found;
}

describe("large matrices have Schur forms and eigenvectors", () => {
  test.each(Object.keys(cases))("%s", (name) => {
    const a = tensor(
      Float64Array.from({ length: n * n }, (_, at) => cases[name]!(Math.floor(at / n), at % n)),
      { shape: [n, n] },
    );
    const scale = 2 ** -Math.floor(Math.log2(max(abs(a)).item()));
    const scaled = mul(a, scale);
    const norm = size(scaled) * n * Number.EPSILON;
    const { q, t } = schur(a);
    const turned = swapAxes(q, 0, 1);
    expect(size(sub(scaled, matmul(matmul(q, mul(t, scale)), turned))) / norm).toBeLessThan(10);
    expect(size(sub(matmul(turned, q), eye(n))) / (n * Number.EPSILON)).toBeLessThan(10);
    expect(misplaced(t.data)).toEqual([]);
    const { values, vectors } = eig(a, { balance: false });
    const residual = sub(matmul(scaled, vectors), mul(vectors, expandDims(mul(values, scale), -2)));
    expect(size(residual) / norm).toBeLessThan(10);
    expect(Array.from(eigvals(a, { balance: false }).data)).toEqual(Array.from(values.data));
  });
});

test("balancing leaves a matrix alone where small steps would only add up", () => {
  const a = tensor(
    Float64Array.from({ length: n * n }, (_, at) => cases["Frank's"]!(Math.floor(at / n), at % n)),
    { shape: [n, n] },
  );
  const { values, vectors } = eig(a);
  const residual = sub(matmul(a, vectors), mul(vectors, expandDims(values, -2)));
  expect(size(residual) / (size(a) * n * Number.EPSILON)).toBeLessThan(1);
});
