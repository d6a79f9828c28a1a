import { grad, hvp, vmap } from "@adjoint/autodiff";
import { eigh, lobpcg, norm } from "@adjoint/linalg";
import {
  add,
  astype,
  complex,
  div,
  DTypeError,
  eye,
  matmul,
  mul,
  NotDifferentiableError,
  pow,
  ShapeError,
  sub,
  sum,
  swapAxes,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { build, hilbert, randomMatrix, scaled, withSpectrum } from "./support/matrices.ts";

const symmetric = (a: Tensor): Tensor => mul(add(a, swapAxes(a, 0, 1)), 0.5);
const laplacian = build(60, 60, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
const exact = (k: number): number => 2 - 2 * Math.cos((k * Math.PI) / 61);
const metric = withSpectrum(
  Array.from({ length: 12 }, (_, i) => 1 + i / 3),
  4,
);
const spread = withSpectrum(
  Array.from({ length: 12 }, (_, i) => (i - 5) * 1.5 + Math.sin(i)),
  5,
);

describe("lobpcg", () => {
  test("finds both ends of a spectrum", () => {
    const bottom = lobpcg(laplacian, { count: 3, which: "smallest", tolerance: 1e-12 });
    expect(bottom.converged.toArray()).toBe(true);
    expectClose(bottom.values, [exact(1), exact(2), exact(3)], { relative: 1e-12 });
    const top = lobpcg(laplacian, { count: 2 });
    expectClose(top.values, [exact(60), exact(59)], { relative: 1e-13 });
    const wrong = norm(sub(matmul(laplacian, top.vectors), mul(top.vectors, top.values)), { axis: 0 });
    expectClose(wrong, [0, 0], { relative: 0, absolute: 4e-10 });
    expectClose(matmul(swapAxes(top.vectors, 0, 1), top.vectors), eye(2), { absolute: 1e-14, relative: 0 });
    expect(top.residual.item()).toBeLessThanOrEqual(1e-10);
    expect(top.iterations.item()).toBeGreaterThan(5);
  });

  test("finds every copy of a repeated eigenvalue", () => {
    const a = withSpectrum([1, 1, 1, 2, 2, 5, 7, 7, 7, 9], 6);
    expectClose(lobpcg(a, { count: 5 }).values, [9, 7, 7, 7, 5], { relative: 1e-13 });
    expectClose(lobpcg(a, { count: 4, which: "smallest" }).values, [1, 1, 1, 2], { relative: 1e-13 });
    expectClose(lobpcg(eye(6), { count: 4 }).values, [1, 1, 1, 1], { relative: 1e-14 });
    expectClose(lobpcg(a, { count: 10 }).values, [9, 7, 7, 7, 5, 2, 2, 1, 1, 1], { relative: 1e-13 });
  });

  test("finds zero eigenvalues, which nothing can be relative to", () => {
    const singular = withSpectrum([0, 0, 1, 2, 3, 8], 7);
    const { values, converged } = lobpcg(singular, { count: 1, which: "smallest" });
    expect(converged.toArray()).toBe(true);
    expectClose(values, [0], { relative: 0, absolute: 1e-14 });
    const none = lobpcg(zeros([3, 3]), { count: 2 });
    expect([none.values.toArray(), none.converged.toArray()]).toEqual([[0, 0], true]);
  });

  test("solves pairs, with vectors of length 1 in the metric", () => {
    const { values, vectors, converged } = lobpcg(spread, { count: 3, b: metric, tolerance: 1e-13 });
    expect(converged.toArray()).toBe(true);
    const reference = eigh(spread, metric);
    expectClose(values, (reference.values.toArray() as number[]).toReversed().slice(0, 3), {
      relative: 1e-12,
    });
    const product = matmul(swapAxes(vectors, 0, 1), matmul(metric, vectors));
    expectClose(product, eye(3), { absolute: 1e-13, relative: 0 });
    const last = (reference.vectors.toArray() as number[][]).map((row) => row.toReversed().slice(0, 3));
    expectClose(vectors, last, { relative: 1e-9, absolute: 1e-10 });
  });

  test("converges in a few steps with a good preconditioner", () => {
    const diagonal = build(80, 80, (i, j) => (i === j ? (i + 1) ** 2 : Math.abs(i - j) === 1 ? 0.5 : 0));
    const inverse = build(80, 80, (i, j) => (i === j ? 1 / (i + 1) ** 2 : 0));
    const options = { which: "smallest", count: 2 } as const;
    const plain = lobpcg(diagonal, options);
    const matrix = lobpcg(diagonal, { ...options, preconditioner: inverse });
    const weights = tensor(inverse.map((row, i) => row[i]!));
    const map = lobpcg(diagonal, { ...options, preconditioner: (r) => mul(r, weights) });
    expect(matrix.iterations.item()).toBeLessThan(plain.iterations.item() / 3);
    expect(map.iterations.item()).toBe(matrix.iterations.item());
    const reference = (eigh(diagonal).values.toArray() as number[]).slice(0, 2);
    expectClose(matrix.values, reference, { relative: 1e-9 });
  });

  test("takes functions, and is the sharpness of one through its Hessian-vector products", () => {
    const f = (x: Tensor): Tensor => sum(pow(x, 4));
    const x = tensor([1, -2, 0.5]);
    const sharp = lobpcg((v) => hvp(f, x, v), { start: [1, 1, 1] });
    expectClose(sharp.values, [48], { relative: 1e-12 });
    const start = randomMatrix(12, 4, 8);
    const pair = lobpcg((v) => matmul(spread, v), {
      start,
      count: 2,
      b: (v) => matmul(metric, v),
      preconditioner: (v) => mul(v, 2),
    });
    expect(pair.vectors.shape).toEqual([12, 2]);
    expectClose(pair.values, lobpcg(spread, { start, count: 2, b: metric }).values, { relative: 1e-12 });
  });

  test("takes batches, one and no row, float32 and numbers of every size", () => {
    const batch = lobpcg([spread, scaled(spread, 2)], { b: metric });
    expect([batch.values.shape, batch.vectors.shape, batch.converged.shape]).toEqual([
      [2, 1],
      [2, 12, 1],
      [2],
    ]);
    expect(lobpcg([[-7]], { count: 5 }).values.toArray()).toEqual([-7]);
    const empty = lobpcg(zeros([0, 0]), { count: 2 });
    expect([empty.values.shape, empty.vectors.shape, empty.converged.toArray()]).toEqual([[0], [0, 0], true]);
    expect(lobpcg(eye(3), { count: 0 }).vectors.shape).toEqual([3, 0]);
    expect(lobpcg(astype(tensor(spread), "float32")).values.dtype).toBe("float32");
    const single = lobpcg((v) => matmul(astype(tensor(spread), "float32"), v), {
      start: astype(tensor(randomMatrix(12, 2, 9)), "float32"),
      tolerance: 1e-5,
    });
    expect([single.vectors.dtype, single.converged.toArray()]).toEqual(["float32", true]);
    const plain = lobpcg(spread, { count: 2, b: metric });
    for (const scale of [1e300, 1e-300]) {
      const options = { count: 2, b: scaled(metric, scale) };
      const { values, vectors, converged } = lobpcg(scaled(spread, scale / 100), options);
      expect(converged.toArray()).toBe(true);
      expectClose(mul(values, 100), plain.values, { relative: 1e-9 });
      expectClose(mul(vectors, Math.sqrt(scale)), plain.vectors, { relative: 1e-7, absolute: 1e-8 });
    }
    const smallest = lobpcg(hilbert(12), { which: "smallest", tolerance: 1e-15 });
    expectClose(smallest.values, [0], { relative: 0, absolute: 1e-15 });
  });

  test("says where it has not converged", () => {
    const { converged, residual, iterations } = lobpcg(laplacian, { maxIterations: 3 });
    expect([converged.toArray(), iterations.item()]).toEqual([false, 3]);
    expect(residual.item()).toBeGreaterThan(1e-10);
    expect(catchError(() => lobpcg(laplacian, { maxIterations: 3, check: true })).message).toMatch(
      /^lobpcg: did not converge: after 3 iterations the residual is/,
    );
  });
});

describe("derivatives of lobpcg", () => {
  const precise = { tolerance: 1e-14 };

  test("obey the laws of primitives", () => {
    const small = withSpectrum([-2, 1, 2.5, 4], 10);
    checkPrimitive(
      (x: Tensor) => {
        const { values, vectors } = lobpcg(symmetric(x), { ...precise, count: 2 });
        return [values, vectors];
      },
      [small],
      { name: "lobpcg" },
    );
    checkPrimitive(
      (x: Tensor, y: Tensor) => {
        const { values, vectors } = lobpcg(symmetric(x), {
          ...precise,
          count: 2,
          which: "smallest",
          b: symmetric(y),
        });
        return [values, vectors];
      },
      [small, withSpectrum([1, 2, 3, 5], 11)],
      { name: "lobpcg of a pair" },
    );
    const shapes = vmap((x: Tensor) => lobpcg(spread, { b: x }).values)(tensor([metric, scaled(metric, 2)]));
    expectClose(shapes, lobpcg(spread, { b: [metric, scaled(metric, 2)] }).values, { relative: 1e-12 });
  });

  test("are exact for functions that treat equal eigenvalues alike, and finite for the others", () => {
    const repeated = withSpectrum([1, 1, 3, 3, 3], 12);
    const partialTrace = (x: Tensor): Tensor => sum(lobpcg(symmetric(x), { count: 3 }).values);
    const projector = eigh(repeated).vectors.toArray() as number[][];
    const top = build(5, 5, (i, j) =>
      [2, 3, 4].reduce((t, k) => t + projector[i]![k]! * projector[j]![k]!, 0),
    );
    expectClose(grad(partialTrace)(tensor(repeated)), top, { relative: 1e-12, absolute: 1e-13 });
    const one = grad((x: Tensor) => sum(pow(lobpcg(x, { count: 2 }).vectors, 3)))(tensor(repeated));
    expect((one.toArray() as number[][]).flat().every(Number.isFinite)).toBe(true);
  });

  test("of functions are refused", () => {
    const f = (p: Tensor): Tensor => sum(lobpcg((x) => mul(p, x), { start: [1, 2] }).values);
    expect(() => grad(f)(tensor(3))).toThrow(NotDifferentiableError);
  });
});

test("wrong arguments are named", () => {
  expect(() => lobpcg(complex([[1]], [[1]]))).toThrow(DTypeError);
  expect(() => lobpcg((x) => x)).toThrow(/^lobpcg: a is a function, so give vectors \{ start \}/);
  expect(() => lobpcg((x) => x, { start: [1], b: [[1]] })).toThrow(
    /^lobpcg: a is a function, so b must be one/,
  );
  expect(() => lobpcg([[1]], { b: (x) => x })).toThrow(/^lobpcg: b is a function, so a must be one/);
  expect(() => lobpcg([[1]], { start: [1, 2] })).toThrow(
    /^lobpcg: start must have shape \[1\] or \[1, l\], got \[2\]/,
  );
  expect(() => lobpcg(eye(3), { start: [1, 2, 3], count: 2 })).toThrow(ShapeError);
  expect(() => lobpcg([[1]], { b: eye(2) })).toThrow(/^lobpcg: b must have shape \[1, 1\]/);
  expect(() => lobpcg([[1]], { preconditioner: eye(2) })).toThrow(/^lobpcg: preconditioner must have shape/);
  expect(() => lobpcg([[1]], { count: -1 })).toThrow(/^lobpcg: count must be/);
  expect(() => lobpcg([[1]], { count: 1.5 })).toThrow(/^lobpcg: count must be/);
  expect(() => lobpcg([[1]], { which: "both" as "largest" })).toThrow(/^lobpcg: which must be/);
  expect(() => lobpcg([[1]], { tolerance: NaN })).toThrow(/^lobpcg: tolerance must be/);
  const indefinite = div(sub(eye(3), 2), 3);
  expect(catchError(() => lobpcg(eye(3), { b: indefinite })).message).toMatch(
    /^lobpcg: b is not positive definite/,
  );
  const crooked = [
    [1, 2],
    [0, 1],
  ];
  expect(catchError(() => lobpcg(crooked)).message).toMatch(/^lobpcg: a is not symmetric/);
  expect(catchError(() => lobpcg(eye(2), { b: crooked })).message).toMatch(/^lobpcg: b is not symmetric/);
  expect(catchError(() => lobpcg([[NaN]])).message).toMatch(/^lobpcg: element 0 of a, .* is NaN/);
  expect(() => lobpcg([[1]], { tol: 1 } as object)).toThrow(/^lobpcg: .*tol/);
});
