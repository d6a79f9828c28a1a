import { readFileSync } from "node:fs";
import { grad, hvp } from "@adjoint/autodiff";
import {
  cholesky,
  eigh,
  eigvalsh,
  inv,
  norm,
  solve,
  solveTriangular,
  svd,
  svdvals,
  trace,
} from "@adjoint/linalg";
import type { NormOrder } from "@adjoint/linalg";
import { add, mul, pow, sin, square, sum, tensor, zeros } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";

interface DerivativeCase {
  readonly function: string;
  readonly x: TensorLike;
  readonly weights: readonly TensorLike[];
  readonly direction: TensorLike;
  readonly value: number;
  readonly gradient: TensorLike;
  readonly hvp: TensorLike;
}

const fixture = new URL("fixtures/derivatives.json", import.meta.url);
const cases = JSON.parse(readFileSync(fixture, "utf8")) as readonly DerivativeCase[];

const weighted = (x: Tensor, weights: Tensor): Tensor => sum(mul(x, weights));
const matrixNorm =
  (ord: NormOrder) =>
  (x: Tensor): Tensor =>
    sum(norm(x, { ord, axis: [-2, -1] }));

/** The functions of tooling/reference/linalg.py. */
const functions: Record<string, (x: Tensor, ...weights: Tensor[]) => Tensor> = {
  solve: (a, b, c) => weighted(solve(a, b), c),
  inv: (a, c) => weighted(inv(a), c),
  solveTriangular: (a, b, c) => weighted(solveTriangular(a, b), c),
  cholesky: (a, c) => weighted(cholesky(a), c),
  eigh: (a, w, c) => {
    const { values, vectors } = eigh(a);
    return add(weighted(sin(values), w), weighted(square(vectors), c));
  },
  eigvalsh: (a, w) => weighted(pow(eigvalsh(a), 3), w),
  svd: (a, w, c, d) => {
    const { u, s, vt } = svd(a);
    return add(weighted(sin(s), w), add(weighted(square(u), c), weighted(square(vt), d)));
  },
  svdvals: (a, w) => weighted(pow(svdvals(a), 3), w),
  trace: (a) => pow(trace(a), 3),
  "norm 2": (x) => norm(x),
  "norm 1": (x) => norm(x, { ord: 1 }),
  "norm 3": (x) => norm(x, { ord: 3 }),
  "norm 1.5": (x) => norm(x, { ord: 1.5 }),
  "norm Infinity": (x) => norm(x, { ord: Infinity }),
  "matrix norm 1": matrixNorm(1),
  "matrix norm 2": matrixNorm(2),
  "matrix norm Infinity": matrixNorm(Infinity),
  "matrix norm nuc": matrixNorm("nuc"),
  "matrix norm fro": matrixNorm("fro"),
};

describe("derivatives agree with PyTorch", () => {
  cases.forEach((each, i) => {
    const shape = tensor(each.x).shape;
    test(`${each.function} of [${shape.join(", ")}], case ${i}`, () => {
      const f = functions[each.function]!;
      const weights = each.weights.map((w) => tensor(w));
      const at = (x: Tensor): Tensor => f(x, ...weights);
      const x = tensor(each.x);
      const scale = Math.max(...Array.from(tensor(each.hvp).data, Math.abs), 1);
      expectClose(at(x), each.value, { relative: 1e-12, absolute: 1e-12 });
      expectClose(grad(at)(x), each.gradient, { relative: 1e-10, absolute: 1e-11 * scale });
      expectClose(hvp(at, x, tensor(each.direction)), each.hvp, { relative: 1e-9, absolute: 1e-10 * scale });
    });
  });
});

test("decompositions of empty matrices have empty derivatives", () => {
  const empty = zeros([0, 0]);
  expect(grad((a: Tensor) => sum(eigh(a).vectors))(empty).shape).toEqual([0, 0]);
  expect(grad((a: Tensor) => sum(svd(a).u))(empty).shape).toEqual([0, 0]);
  const full = (a: Tensor): Tensor => sum(svd(a, { full: true }).u);
  expect(grad(full)(zeros([3, 0])).shape).toEqual([3, 0]);
  expect(hvp((a: Tensor) => sum(svdvals(a)), empty, empty).shape).toEqual([0, 0]);
});
