import { grad, hvp } from "@adjoint/autodiff";
import { eigh, lanczos, powerIteration } from "@adjoint/linalg";
import {
  add,
  astype,
  complex,
  DTypeError,
  eye,
  matmul,
  mul,
  NotDifferentiableError,
  outer,
  pow,
  slice,
  squeeze,
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
const spectrum = Array.from({ length: 40 }, (_, i) => (i - 25) * 1.5 + Math.sin(i));
const a = withSpectrum(spectrum, 1);
const whole = eigh(a);
const all = whole.values.toArray() as number[];

describe("lanczos", () => {
  test("finds both ends of the spectrum as eigh does", () => {
    const top = lanczos(a, { count: 3, tolerance: 1e-12 });
    expect(top.converged.toArray()).toBe(true);
    expectClose(top.values, all.toReversed().slice(0, 3), { relative: 1e-12 });
    const reference = (whole.vectors.toArray() as number[][]).map((row) => row.toReversed().slice(0, 3));
    expectClose(top.vectors, reference, { relative: 1e-9, absolute: 1e-10 });
    const bottom = lanczos(a, { count: 2, which: "smallest" });
    expectClose(bottom.values, all.slice(0, 2), { relative: 1e-10 });
  });

  test("takes fewer products than the order where the end stands apart", () => {
    const big = withSpectrum([...Array.from({ length: 99 }, (_, i) => i / 99), 10], 2);
    const { iterations, values, converged } = lanczos((x) => matmul(big, x), {
      start: Array.from({ length: 100 }, (_, i) => 1 + (i % 3)),
    });
    expect([iterations.item() > 3 && iterations.item() < 30, converged.toArray()]).toEqual([true, true]);
    expectClose(values, [10], { relative: 1e-12 });
  });

  test("goes on where its space ends before it has enough", () => {
    const { values, vectors, converged } = lanczos(eye(6), { count: 4 });
    expect([values.toArray(), converged.toArray()]).toEqual([[1, 1, 1, 1], true]);
    expectClose(matmul(swapAxes(vectors, 0, 1), vectors), eye(4), { absolute: 1e-14, relative: 0 });
    expect(lanczos(zeros([3, 3]), { count: 2 }).values.toArray()).toEqual([0, 0]);
    const { values: three } = lanczos(
      [
        [2, 0, 0],
        [0, 5, 0],
        [0, 0, 5],
      ],
      { count: 3, start: [1, 0, 0] },
    );
    expectClose(three, [5, 5, 2], { relative: 1e-14 });
  });

  test("finds an eigenvalue of 0, to which no residual is small", () => {
    const path = build(30, 30, (i, j) => {
      const ends = Number(i === 0 || i === 29);
      return i === j ? 2 - ends : Math.abs(i - j) === 1 ? -1 : 0;
    });
    const { values, vectors, converged } = lanczos(path, { which: "smallest" });
    expect(converged.toArray()).toBe(true);
    expectClose(values, [0], { relative: 0, absolute: 1e-14 });
    expectClose(squeeze(vectors, -1), new Array<number>(30).fill(1 / Math.sqrt(30)), { relative: 1e-11 });
    expect(lanczos(path, { which: "smallest", maxIterations: 10 }).converged.toArray()).toBe(false);
  });

  test("takes batches, one and no row, float32 and numbers of every size", () => {
    expect(lanczos([a, a]).vectors.shape).toEqual([2, 40, 1]);
    expect(lanczos([[-7]], { count: 5 }).values.toArray()).toEqual([-7]);
    const empty = lanczos(zeros([0, 0]), { count: 2 });
    expect([empty.values.shape, empty.vectors.shape, empty.converged.toArray()]).toEqual([[0], [0, 0], true]);
    expect(lanczos(astype(tensor(a), "float32")).values.dtype).toBe("float32");
    for (const scale of [1e300, 1e-300]) {
      const { values, converged } = lanczos(scaled(a, scale / 100), { count: 2 });
      expect(converged.toArray()).toBe(true);
      expectClose(mul(values, 100 / scale), all.toReversed().slice(0, 2), { relative: 1e-9 });
    }
    expectClose(lanczos(hilbert(12)).values, (eigh(hilbert(12)).values.toArray() as number[]).slice(-1), {
      relative: 1e-13,
    });
  });

  test("is the sharpness of a function through its Hessian-vector products", () => {
    const f = (x: Tensor): Tensor => sum(pow(x, 4));
    const x = tensor([1, -2, 0.5]);
    expectClose(lanczos((v) => hvp(f, x, v), { start: [1, 1, 1] }).values, [48], { relative: 1e-12 });
  });
});

describe("powerIteration", () => {
  test("finds the eigenvalue of largest magnitude, its sign included", () => {
    const { value, vector, converged } = powerIteration(withSpectrum([1, 2, -5], 3), { tolerance: 1e-13 });
    expect(converged.toArray()).toBe(true);
    expectClose(value, -5, { relative: 1e-13 });
    expectClose(vector, squeeze(lanczos(withSpectrum([1, 2, -5], 3), { which: "smallest" }).vectors, -1), {
      relative: 1e-9,
    });
  });

  test("says where there is none", () => {
    expect(
      powerIteration([
        [0, 1],
        [-1, 0],
      ]).converged.toArray(),
    ).toBe(false);
    expect(
      catchError(() =>
        powerIteration(
          [
            [1, 0],
            [0, -1],
          ],
          { check: true },
        ),
      ).message,
    ).toMatch(/^powerIteration: did not converge: after 1000 iterations the residual is/);
    const nilpotent = powerIteration([
      [0, 1],
      [0, 0],
    ]);
    expect([
      nilpotent.value.item(),
      add(nilpotent.vector, 0).toArray(),
      nilpotent.converged.toArray(),
    ]).toEqual([0, [1, 0], true]);
    expect(
      powerIteration(
        [
          [3, 1],
          [0, 3],
        ],
        { maxIterations: 5 },
      ).iterations.item(),
    ).toBe(5);
  });
});

describe("derivatives", () => {
  const exact = { tolerance: 1e-14, maxIterations: 2000 };

  test("obey the laws of primitives", () => {
    const small = withSpectrum([-2, 1, 4], 5);
    checkPrimitive(
      (x: Tensor) => {
        const { values, vectors } = lanczos(symmetric(x), { ...exact, count: 2 });
        return [values, vectors];
      },
      [small],
      { name: "lanczos" },
    );
    const crooked = randomMatrix(3, 3, 6).map((row, i) => row.map((x, j) => x / 4 + (i === j ? 3 * i : 0)));
    checkPrimitive(
      (x: Tensor) => {
        const { value, vector } = powerIteration(x, exact);
        return [value, vector];
      },
      [crooked],
      { name: "powerIteration" },
    );
    checkPrimitive((x: Tensor) => powerIteration(x, exact).value, [[crooked, crooked]], {
      name: "powerIteration of a batch",
      order: 1,
    });
  });

  test("keep to the convention of eigh at repeated eigenvalues", () => {
    const repeated = withSpectrum([5, 5, 2, -1], 8);
    const trace = (x: Tensor): Tensor => sum(lanczos(symmetric(x), { ...exact, count: 2 }).values);
    const whole = (x: Tensor): Tensor => sum(slice(eigh(symmetric(x)).values, [2, 4]));
    expectClose(grad(trace)(tensor(repeated)), grad(whole)(tensor(repeated)), {
      relative: 1e-12,
      absolute: 1e-13,
    });
    const vectors = lanczos(eye(3), { count: 1 }).vectors;
    const weights = tensor([[1], [2], [-3]]);
    const loss = (x: Tensor): Tensor => sum(mul(lanczos(x, { count: 1 }).vectors, weights));
    expect(grad(loss)(eye(3)).toArray()).toEqual(zeros([3, 3]).toArray());
    const value = grad((x: Tensor) => powerIteration(x).value)(eye(3));
    const v = powerIteration(eye(3)).vector;
    expectClose(value, outer(v, v), { relative: 1e-13, absolute: 1e-15 });
    expectClose(
      grad((x: Tensor) => sum(lanczos(x).values))(eye(3)),
      matmul(vectors, swapAxes(vectors, 0, 1)),
      {
        relative: 1e-13,
        absolute: 1e-15,
      },
    );
    const turned = grad((x: Tensor) => sum(mul(powerIteration(x).vector, tensor([1, 2, -3]))))(eye(3));
    expectClose(turned, zeros([3, 3]), { relative: 0, absolute: 1e-14 });
    const scaledDown = mul(1e-12, tensor(repeated));
    const small = grad((x: Tensor) => sum(mul(powerIteration(x).vector, tensor([1, 2, -3, 4]))))(scaledDown);
    expectClose(
      mul(1e-12, small),
      grad((x: Tensor) => sum(mul(powerIteration(x).vector, tensor([1, 2, -3, 4]))))(tensor(repeated)),
      { relative: 1e-6, absolute: 1e-8 },
    );
    // A Jordan block has no second eigenvector: what is left is finite.
    const block = grad((x: Tensor) => powerIteration(x, { maxIterations: 50 }).value)(
      tensor([
        [2, 1],
        [0, 2],
      ]),
    );
    expect((block.toArray() as number[][]).flat().every(Number.isFinite)).toBe(true);
  });

  test("of functions are refused", () => {
    const f = (p: Tensor): Tensor => sum(lanczos((x) => mul(p, x), { start: [1, 2] }).values);
    expect(() => grad(f)(tensor(3))).toThrow(NotDifferentiableError);
  });
});

test("wrong arguments are named", () => {
  expect(() => lanczos(complex([[1]], [[1]]))).toThrow(DTypeError);
  expect(() => lanczos((x) => x)).toThrow(/^lanczos: a is a function, so give a vector \{ start \}/);
  expect(() => lanczos([[1]], { start: [1, 2] })).toThrow(/^lanczos: start must have shape \[1\], got \[2\]/);
  expect(() => lanczos([[1]], { count: -1 })).toThrow(/^lanczos: count must be/);
  expect(() => lanczos([[1]], { which: "both" as "largest" })).toThrow(/^lanczos: which must be/);
  expect(
    catchError(() =>
      lanczos([
        [1, 2],
        [0, 1],
      ]),
    ).message,
  ).toMatch(/^lanczos: a is not symmetric/);
  expect(catchError(() => powerIteration([[NaN]])).message).toMatch(
    /^powerIteration: element 0 of a, .* is NaN/,
  );
  expect(
    catchError(() =>
      powerIteration(
        build(2, 2, () => 1),
        { start: [0, 0] },
      ),
    ).message,
  ).toMatch(/start must not be 0/);
});
