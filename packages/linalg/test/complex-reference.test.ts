import { readFileSync } from "node:fs";
import { grad } from "@adjoint/autodiff";
import {
  cholesky,
  cond,
  det,
  eigh,
  eigvalsh,
  inv,
  lstsq,
  matrixRank,
  norm,
  pinv,
  polar,
  qr,
  rcond,
  slogdet,
  solve,
  solveTriangular,
  svd,
  svdvals,
} from "@adjoint/linalg";
import type { NormOrder } from "@adjoint/linalg";
import {
  abs,
  add,
  conj,
  eye,
  matmul,
  max,
  mul,
  pow,
  real,
  sin,
  square,
  sub,
  sum,
  swapAxes,
  tensor,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";

interface ValueCase {
  readonly name: string;
  readonly a: TensorLike;
  readonly det: TensorLike;
  readonly inv: TensorLike;
  readonly singular: readonly number[];
  readonly eigenvalues: readonly number[] | null;
}

interface DerivativeCase {
  readonly function: string;
  readonly x: TensorLike;
  readonly weights: readonly TensorLike[];
  readonly direction: TensorLike;
  readonly value: number;
  readonly gradient: TensorLike;
  readonly hvp: TensorLike;
}

/** Written by tooling/reference/linalg_complex.py. */
const fixture = JSON.parse(readFileSync(new URL("fixtures/complex.json", import.meta.url), "utf8")) as {
  readonly values: readonly ValueCase[];
  readonly derivatives: readonly DerivativeCase[];
};

describe("values agree with mpmath", () => {
  for (const { name, a, ...expected } of fixture.values) {
    test(name, () => {
      const matrix = tensor(a);
      const [n] = matrix.shape as [number];
      const [largest] = expected.singular as [number];
      const condition = largest / expected.singular.at(-1)!;
      const rounding = n * Number.EPSILON;
      const absolute = 10 * rounding * largest;
      expectClose(svdvals(matrix), expected.singular, { relative: 0, absolute });
      if (expected.eigenvalues)
        expectClose(eigvalsh(matrix), expected.eigenvalues, { relative: 0, absolute });
      const inverse = tensor(expected.inv);
      const error = max(abs(sub(inv(matrix), inverse))).item() / max(abs(inverse)).item();
      expect(error).toBeLessThan(rounding * condition);
      expectClose(det(matrix), expected.det, { relative: rounding * condition });
      expectClose(cond(matrix), condition, { relative: rounding * condition });
      for (const ord of [1, Infinity, "fro", "nuc"] as const) {
        const product = mul(norm(matrix, { ord }), norm(inverse, { ord }));
        expectClose(cond(matrix, { ord }), product, { relative: rounding * condition });
      }
      expect(matrixRank(matrix).item()).toBe(n);
      expect(rcond(matrix).item() * condition).toBeGreaterThan(0.99 / n);
      expect(rcond(matrix).item() * condition).toBeLessThan(3 * n);
    });
  }
});

const adjoint = (x: Tensor): Tensor => conj(swapAxes(x, -1, -2));
const weighted = (y: Tensor, c: Tensor): Tensor => real(sum(mul(conj(c), y)));
const sizes = (x: Tensor): Tensor => square(abs(x));
const matrixNorm =
  (ord: NormOrder) =>
  (x: Tensor): Tensor =>
    norm(x, { ord, axis: [-2, -1] });

/** The functions of tooling/reference/linalg_complex.py. */
const functions: Record<string, (x: Tensor, ...weights: Tensor[]) => Tensor> = {
  solve: (a, b, c) => weighted(solve(a, b), c),
  inv: (a, c) => weighted(inv(a), c),
  det: (a, c) => weighted(det(a), c),
  slogdet: (a, c) => {
    const { sign, logAbsDet } = slogdet(a);
    return add(weighted(sign, c), square(logAbsDet));
  },
  eigvalsh: (a, w) => weighted(pow(eigvalsh(add(a, adjoint(a))), 3), w),
  eigh: (a, w, c) => {
    const { values, vectors } = eigh(add(a, adjoint(a)));
    return add(weighted(sin(values), w), weighted(sizes(vectors), c));
  },
  svdvals: (a, w) => weighted(pow(svdvals(a), 3), w),
  svd: (a, w, c, d) => {
    const { u, s, vt } = svd(a);
    return add(weighted(sin(s), w), add(weighted(sizes(u), c), weighted(sizes(vt), d)));
  },
  polar: (a, c) => weighted(polar(a).u, c),
  cholesky: (a, c) => weighted(cholesky(add(matmul(a, adjoint(a)), eye(a.shape.at(-1)!))), c),
  solveTriangular: (a, b, c) => weighted(solveTriangular(a, b), c),
  pinv: (a, c) => weighted(pinv(a), c),
  lstsq: (a, b, c) => weighted(lstsq(a, b).x, c),
  qr: (a, c, d) => {
    const { q, r } = qr(a);
    return add(weighted(q, c), weighted(r, d));
  },
  cond: (a) => cond(a),
  "norm 2": matrixNorm(2),
  "norm nuc": matrixNorm("nuc"),
  "norm fro": matrixNorm("fro"),
  "norm 1": matrixNorm(1),
  "norm Infinity": matrixNorm(Infinity),
  "vector norm 3": (x) => pow(sum(pow(norm(x, { ord: 3, axis: 0 }), 3)), 1 / 3),
};

describe("derivatives agree with PyTorch", () => {
  fixture.derivatives.forEach((each, i) => {
    const x = tensor(each.x);
    test(`${each.function} of [${x.shape.join(", ")}], case ${i}`, () => {
      const weights = each.weights.map((w) => tensor(w));
      const at = (y: Tensor): Tensor => functions[each.function]!(y, ...weights);
      const scale = Math.max(...Array.from(tensor(each.hvp).data, Math.abs), 1);
      expectClose(at(x), each.value, { relative: 1e-12, absolute: 1e-12 });
      expectClose(grad(at)(x), each.gradient, { relative: 1e-10, absolute: 1e-11 * scale });
      const along = (y: Tensor): Tensor => real(sum(mul(conj(tensor(each.direction)), grad(at)(y))));
      expectClose(grad(along)(x), each.hvp, { relative: 1e-9, absolute: 1e-10 * scale });
    });
  });
});
