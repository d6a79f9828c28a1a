import { grad, jacobian, jvp, vmap } from "@adjoint/autodiff";
import { expm, expmMultiply, norm } from "@adjoint/linalg";
import {
  astype,
  complex,
  DTypeError,
  matmul,
  mul,
  neg,
  NotDifferentiableError,
  sin,
  stack,
  sub,
  sum,
  tensor,
  transpose,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { build, randomMatrix, randomNumbers, scaled, withSpectrum } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";

const vector = (n: number, seed: number): number[] => Array.from({ length: n }, randomNumbers(seed));
const laplacian = build(40, 40, (i, j) => (i === j ? -2 : Math.abs(i - j) === 1 ? 1 : 0));
const skew = build(12, 12, (i, j) => Math.sign(i - j) * Math.sin(1 + i * j));
const triangular = build(10, 10, (i, j) => (i > j ? 0 : i === j ? -i / 2 : 5));

const cases: readonly [name: string, a: Matrix][] = [
  ["heat on a line", laplacian],
  ["heat after a while", scaled(laplacian, 25)],
  ["a rotation", skew],
  ["far round", scaled(skew, 30)],
  ["not normal", triangular],
  ["nilpotent", build(6, 6, (i, j) => (j === i + 1 ? 100 : 0))],
  ["random", randomMatrix(25, 25, 1)],
  ["growth", withSpectrum([30, 20, 1, -5, -40], 2)],
  ["a multiple of the identity", build(4, 4, (i, j) => (i === j ? -300 : 0))],
  ["tiny", scaled(randomMatrix(5, 5, 3), 1e-9)],
];

describe("expmMultiply", () => {
  test.each(cases)("is expm times the vectors: %s", (_name, a) => {
    const b = randomMatrix(a.length, 3, 4);
    const e = expm(a);
    const reference = matmul(e, b);
    const size = norm(e).item();
    expectClose(expmMultiply(a, b), reference, { relative: 1e-12, absolute: 1e-13 * size });
    const one = b.map((row) => row[0]!);
    expectClose(expmMultiply(a, one), matmul(e, one), { relative: 1e-12, absolute: 1e-13 * size });
    // Of a function no norm is known.
    expectClose(
      expmMultiply((x) => matmul(a, x), b),
      reference,
      { relative: 1e-11, absolute: 1e-12 * size },
    );
  });

  test("goes forwards and backwards in time", () => {
    const b = vector(40, 5);
    const there = expmMultiply(laplacian, b, { t: 3 });
    expectClose(there, matmul(expm(scaled(laplacian, 3)), b), { relative: 1e-12, absolute: 1e-14 });
    expectClose(expmMultiply(laplacian, there, { t: -3 }), b, { relative: 1e-7, absolute: 1e-8 });
    expect(expmMultiply(laplacian, b, { t: 0 }).toArray()).toEqual(b);
    expect(expmMultiply((x) => matmul(laplacian, x), b, { t: 0 }).toArray()).toEqual(b);
    // Rounding that stiff parts magnify is noticed, although the start has none of them.
    const stiff = [1, -1000];
    const one = expmMultiply((x) => mul(x, stiff), [1, 0]);
    expectClose(one, [Math.E, 0], { relative: 1e-14 });
    expectClose(
      expmMultiply((x) => mul(x, stiff), [1, 1]),
      [Math.E, 0],
      { relative: 1e-12, absolute: 1e-13 },
    );
  });

  test("takes batches, empty matrices, one row, float32 and functions of any shape", () => {
    const small = randomMatrix(3, 3, 6);
    const batch = expmMultiply([small, scaled(small, 2)], randomMatrix(3, 2, 7));
    expect(batch.shape).toEqual([2, 3, 2]);
    expectClose(batch, matmul(expm([small, scaled(small, 2)]), randomMatrix(3, 2, 7)), { relative: 1e-12 });
    expect(expmMultiply(zeros([0, 0]), zeros([0])).shape).toEqual([0]);
    expect(expmMultiply(zeros([2, 2]), zeros([2, 0])).shape).toEqual([2, 0]);
    expectClose(expmMultiply([[2]], [3]), [3 * Math.exp(2)], { relative: 1e-14 });
    expect(expmMultiply(zeros([2, 2]), [1, 2]).toArray()).toEqual([1, 2]);
    const single = expmMultiply(astype(tensor(small), "float32"), astype(tensor([1, 2, 3]), "float32"), {
      t: 2,
    });
    expect(single.dtype).toBe("float32");
    const map = expmMultiply((x) => mul(x, 2), astype(tensor([[1, 2]]), "float32"));
    expect([map.dtype, map.shape]).toEqual(["float32", [1, 2]]);
    expectClose(map, [[Math.exp(2), 2 * Math.exp(2)]], { relative: 1e-6 });
    expectClose(
      expmMultiply((x) => mul(x, 2), 3),
      3 * Math.exp(2),
      { relative: 1e-14 },
    );
    expectClose(
      expmMultiply(scaled(small, 1e300), [1, 2, 3], { t: 1e-300 }),
      expmMultiply(small, [1, 2, 3]),
      {
        relative: 1e-12,
      },
    );
    expectClose(
      expmMultiply(small, scaled([[1, 2, 3]], 1e-300)[0]!),
      mul(1e-300, expmMultiply(small, [1, 2, 3])),
      {
        relative: 1e-12,
        absolute: 0,
      },
    );
  });

  test("stops where the norm is too large for it", () => {
    const huge = withSpectrum([-1e9, 0], 8);
    expect(catchError(() => expmMultiply(huge, [1, 2])).message).toMatch(
      /^expmMultiply: takes up to \d+ products with a, above maxIterations = 100000/,
    );
    expect(
      catchError(() => expmMultiply((x) => matmul(huge, x), [1, 2], { maxIterations: 50 })).message,
    ).toMatch(/^expmMultiply: takes more than 50 products/);
    expect(catchError(() => expmMultiply(scaled(skew, 1e300), vector(12, 9))).message).toMatch(/takes up to/);
  });
});

describe("derivatives of expmMultiply", () => {
  const a = randomMatrix(3, 3, 10);
  const b = randomMatrix(3, 2, 11);

  test("obey the laws of primitives", () => {
    const all = (x: Tensor, y: Tensor, t: Tensor): Tensor => expmMultiply(x, y, { t });
    checkPrimitive(all, [a, b, 0.7], { name: "expmMultiply" });
    checkPrimitive(
      (x: Tensor, y: Tensor) => expmMultiply(x, y),
      [
        [a, scaled(a, 2)],
        [1, 2, -1],
      ],
      { name: "expmMultiply of a batch" },
    );
    checkPrimitive((x: Tensor) => expmMultiply(x, [1, 2, -1]), [zeros([3, 3])], {
      name: "expmMultiply at 0",
    });
    const matrix = tensor(a);
    const turned = transpose(matrix);
    checkPrimitive(
      (y: Tensor, t: Tensor) =>
        expmMultiply((x) => matmul(matrix, x), y, { t, transpose: (x) => matmul(turned, x) }),
      [[1, 2, -1], 0.7],
      { name: "expmMultiply of a function" },
    );
  });

  test("are those of expm, where the matrix is large or hardly there", () => {
    for (const factor of [1e-7, 1, 40]) {
      const m = tensor(scaled(withSpectrum([-1, -0.5, 0.2, 0], 12), factor));
      const y = vector(4, 13);
      const weights = vector(4, 14);
      const action = (x: Tensor): Tensor => sum(mul(expmMultiply(x, y), weights));
      const whole = (x: Tensor): Tensor => sum(mul(matmul(expm(x), y), weights));
      const reference = grad(whole)(m);
      const size = norm(reference).item();
      expectClose(grad(action)(m), reference, { relative: 1e-12, absolute: 1e-13 * size });
      const direction = tensor(randomMatrix(4, 4, 15));
      expectClose(jvp(action, [m], [direction]).tangent, jvp(whole, [m], [direction]).tangent, {
        relative: 1e-11,
        absolute: 1e-13 * size,
      });
      const second = (f: (x: Tensor) => Tensor) => (x: Tensor) => sum(mul(grad(f)(x), direction));
      expectClose(grad(second(action))(m), grad(second(whole))(m), {
        relative: 1e-9,
        absolute: 1e-12 * size,
      });
    }
  });

  test("do not stop early where A takes the vector to 0", () => {
    const m = tensor([
      [0, 0, 0],
      [0, 1, 2],
      [0, 3, -1],
    ]);
    const weights = [1, 2, 3];
    const action = grad((x: Tensor) => sum(mul(expmMultiply(x, [1, 0, 0]), weights)))(m);
    const whole = grad((x: Tensor) => sum(mul(matmul(expm(x), [1, 0, 0]), weights)))(m);
    expectClose(action, whole, { relative: 1e-12, absolute: 1e-13 });
  });

  test("in time are the flow, for many times at once", () => {
    const times = tensor([0, 0.5, 2]);
    const path = (t: Tensor): Tensor => expmMultiply(skew, vector(12, 16), { t });
    const at = vmap(path)(times);
    expectClose(at, stack([0, 0.5, 2].map((t) => path(tensor(t)))), { relative: 1e-12, absolute: 1e-13 });
    const slope = vmap(jacobian(path))(times);
    expectClose(slope, matmul(at, transpose(tensor(skew))), { relative: 1e-11, absolute: 1e-12 });
  });

  test("of functions need the transpose, and no value from outside", () => {
    const f = (y: Tensor): Tensor => sum(sin(expmMultiply((x) => matmul(a, x), y)));
    expect(() => grad(f)(tensor([1, 2, 3]))).toThrow(/reverse mode needs products with the transpose/);
    const g = (p: Tensor): Tensor => sum(expmMultiply((x) => mul(p, x), [1, 2]));
    expect(() => grad(g)(tensor(3))).toThrow(NotDifferentiableError);
  });
});

test("wrong arguments of expmMultiply are named", () => {
  expect(() => expmMultiply(complex([[1]], [[1]]), [1])).toThrow(DTypeError);
  expect(() => expmMultiply([[1, 2]], [1, 2])).toThrow(/^expmMultiply: a must be square/);
  expect(() => expmMultiply([[1]], [1, 2])).toThrow(
    /^expmMultiply: a and b must have the same number of rows/,
  );
  expect(() => expmMultiply([[1]], [1], { t: [1, 2] })).toThrow(/^expmMultiply: t must be a scalar/);
  expect(() => expmMultiply([[1]], [1], { maxIterations: 0.5 })).toThrow(
    /^expmMultiply: maxIterations must be/,
  );
  expect(() => expmMultiply([[1]], [1], { time: 1 } as object)).toThrow(/^expmMultiply: .*time/);
  expect(() => expmMultiply((x) => sum(x), [1, 2])).toThrow(/^expmMultiply: a\(x\) must have shape \[2\]/);
  expect(catchError(() => expmMultiply([[NaN]], [1])).message).toMatch(/^expmMultiply: element 0 of a/);
  expect(catchError(() => expmMultiply([[1]], [Infinity])).message).toMatch(/^expmMultiply: element 0 of b/);
  expect(catchError(() => expmMultiply((x) => neg(x), [1], { t: NaN })).message).toMatch(/of t, .* is NaN/);
  expect(catchError(() => expmMultiply((x) => sub(x, NaN), [1])).message).toMatch(/of a\(x\), .* is NaN/);
});
