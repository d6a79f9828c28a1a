import { readFileSync } from "node:fs";
import { grad, hvp, jvp, vmap } from "@adjoint/autodiff";
import { eigh, eigvalsh, LinAlgError, trace } from "@adjoint/linalg";
import { add, exp, eye, log, matmul, mul, slice, square, sum, swapAxes, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { build, randomMatrix, symmetricCases, transposed, withSpectrum } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { catchError } from "./support/catch-error.ts";
import { orthogonalityRatio, residualRatio, spectralRatio } from "./support/residuals.ts";

const fixture = JSON.parse(readFileSync(new URL("fixtures/values.json", import.meta.url), "utf8")) as {
  readonly eigvalsh: readonly { readonly a: Matrix; readonly values: readonly number[] }[];
};

const symmetricPart = (x: Tensor): Tensor => mul(add(x, swapAxes(x, -1, -2)), 0.5);

describe("V diag(λ) Vᵀ is the matrix and V is orthogonal", () => {
  for (const [name, a] of Object.entries(symmetricCases())) {
    test(name, () => {
      const n = a.length;
      const input = tensor(a.flat(), { shape: [n, n] });
      const { values, vectors } = eigh(input);
      const v = vectors.toArray() as Matrix;
      const lambda = values.toArray() as number[];
      expect(spectralRatio(a, v, lambda, transposed(v))).toBeLessThan(10);
      expect(orthogonalityRatio(v)).toBeLessThan(10);
      expect(lambda).toEqual([...lambda].sort((x, y) => x - y));
      expect(residualRatio([lambda], [eigvalsh(input).toArray() as number[]])).toBeLessThan(10);
    });
  }
});

test.each([63, 65, 130, 201])("matrices with many blocks of reflections are diagonalized: order %d", (n) => {
  const half = randomMatrix(n, n, n);
  const a = build(n, n, (i, j) => half[i]![j]! + half[j]![i]!);
  const { values, vectors } = eigh(a);
  const v = vectors.toArray() as Matrix;
  const lambda = values.toArray() as number[];
  expect(spectralRatio(a, v, lambda, transposed(v))).toBeLessThan(10);
  expect(orthogonalityRatio(v)).toBeLessThan(10);
  expect(residualRatio([lambda], [eigvalsh(a).toArray() as number[]])).toBeLessThan(10);
});

test("eigenvalues agree with mpmath", () => {
  for (const { a, values } of fixture.eigvalsh) {
    const largest = Math.max(...values.map(Math.abs));
    expectClose(eigvalsh(a), values, { relative: 0, absolute: 4e-15 * largest });
    expectClose(eigh(a).values, values, { relative: 0, absolute: 4e-15 * largest });
  }
});

test("the largest component of every vector is positive, the first one of equals", () => {
  const v = Math.SQRT1_2;
  expectClose(
    eigh([
      [0, 1],
      [1, 0],
    ]).vectors,
    [
      [v, v],
      [-v, v],
    ],
    { relative: 1e-15 },
  );
  const { vectors } = eigh(withSpectrum([1, 2, 3, 4, 5, 6, 7], 9));
  for (const column of transposed(vectors.toArray() as Matrix)) {
    const sizes = column.map(Math.abs);
    expect(column[sizes.indexOf(Math.max(...sizes))]).toBeGreaterThan(0);
  }
});

test("leading axes are a batch, and vmap gives the same", () => {
  const matrices = [withSpectrum([1, 2, 4], 1), withSpectrum([-1, 0, 1], 2)];
  const together = eigh(matrices);
  expect(together.values.shape).toEqual([2, 3]);
  matrices.forEach((a, i) => {
    expectClose(slice(together.values, i), eigh(a).values, { relative: 0 });
    expectClose(slice(together.vectors, i), eigh(a).vectors, { relative: 0 });
  });
  expectClose(vmap((a: Tensor) => eigh(a).vectors)(tensor(matrices)), together.vectors, { relative: 0 });
  expect(eigh(tensor([], { shape: [0, 2, 2] })).vectors.shape).toEqual([0, 2, 2]);
});

test("float32 in, float32 out, computed in float64", () => {
  const a = withSpectrum([1, 2, 3], 3);
  const { values, vectors } = eigh(tensor(a, { dtype: "float32" }));
  expect([values.dtype, vectors.dtype]).toEqual(["float32", "float32"]);
  expectClose(values, [1, 2, 3], { relative: 2e-7 });
});

test("eigh and eigvalsh obey the laws of primitives", () => {
  const a = withSpectrum([-2, 1, 3, 7], 8);
  checkPrimitive((x) => eigh(symmetricPart(x)), [a]);
  checkPrimitive((x) => eigvalsh(symmetricPart(x)), [a]);
  checkPrimitive((x) => eigh(symmetricPart(x)), [[a, withSpectrum([1, 2, 3, 5], 4)]], { order: 1 });
});

test("the gradient is symmetric, though only one triangle is probed", () => {
  const a = tensor(withSpectrum([1, 2, 3], 5));
  const gradient = grad((x: Tensor) => slice(eigvalsh(x), 0))(a);
  expectClose(gradient, swapAxes(gradient, 0, 1), { relative: 1e-15, absolute: 1e-16 });
});

describe("repeated eigenvalues", () => {
  const identity = eye(3);
  const repeated = tensor(withSpectrum([2, 2, 2, 5, 5], 6));

  test("functions of the spectrum have their gradients", () => {
    expectClose(grad((x: Tensor) => sum(eigvalsh(x)))(identity), eye(3), { absolute: 1e-15 });
    expectClose(grad((x: Tensor) => sum(eigh(x).values))(repeated), eye(5), { absolute: 1e-14 });
    // ∇ Σ λ² = 2 A, and ∇ log det A = A⁻¹ = V Λ⁻¹ Vᵀ.
    expectClose(grad((x: Tensor) => sum(square(eigvalsh(x))))(repeated), mul(2, repeated), {
      absolute: 1e-13,
    });
    expectClose(
      grad((x: Tensor) => sum(log(eigvalsh(x))))(repeated),
      withSpectrum([0.5, 0.5, 0.5, 0.2, 0.2], 6),
      {
        absolute: 1e-14,
      },
    );
  });

  test("the projector onto a whole eigenspace has its derivative", () => {
    const projector = (x: Tensor): Tensor => {
      const v = slice(eigh(x).vectors, [], [0, 3]);
      return matmul(v, swapAxes(v, 0, 1));
    };
    const direction = tensor(withSpectrum([1, -1, 0.5, 0.3, 2], 7));
    // First-order perturbation: dP = (P dA Q + Q dA P)/(2 − 5), Q = I − P (Kato 1966, II.2.14).
    const p = projector(repeated);
    const q = add(eye(5), mul(-1, p));
    const half = matmul(matmul(p, direction), q);
    expectClose(
      jvp(projector, [repeated], [direction]).tangent,
      mul(-1 / 3, add(half, swapAxes(half, 0, 1))),
      {
        relative: 1e-12,
        absolute: 1e-14,
      },
    );
  });

  test("nothing becomes NaN, in any derivative", () => {
    const f = (x: Tensor): Tensor => {
      const { values, vectors } = eigh(x);
      return add(sum(exp(values)), sum(mul(square(vectors), tensor([[1, 2, 3]]))));
    };
    const v = tensor(withSpectrum([1, 2, 3], 1));
    for (const x of [
      identity,
      mul(identity, 0),
      tensor([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 2],
      ]),
    ]) {
      expect(Array.from(grad(f)(x).data).every(Number.isFinite)).toBe(true);
      expect(Array.from(hvp(f, x, v).data).every(Number.isFinite)).toBe(true);
    }
  });
});

describe("errors say what is wrong", () => {
  test("a matrix that is not square", () => {
    const notSquare = catchError(() => eigh([[1, 2, 3]]));
    expect(notSquare).toBeInstanceOf(LinAlgError);
    expect(notSquare.message).toBe(
      "eigh: a must be square in its last two axes, got [1, 3] (axis 0 of a is 1, axis 1 is 3); " +
        "svd takes rectangular matrices",
    );
    expect(notSquare.details).toEqual({ operation: "eigh", argument: "a", shape: [1, 3], axes: [0, 1] });
  });

  test("a vector", () => {
    expect(() => eigvalsh([1, 2])).toThrow(
      "eigvalsh: a must be a matrix or a batch of matrices, got shape [2]",
    );
  });

  test("NaN and ∞, by their place", () => {
    expect(() =>
      eigh([
        [
          [1, 0],
          [0, 1],
        ],
        [
          [1, NaN],
          [NaN, 1],
        ],
      ]),
    ).toThrow("eigh: a[1, 0, 1] is NaN");
    expect(() => eigvalsh([[Infinity]])).toThrow("eigvalsh: a[0, 0] is Infinity");
    const { values } = eigh(
      [
        [
          [2, 0],
          [0, 1],
        ],
        [
          [1, NaN],
          [NaN, 1],
        ],
      ],
      { check: false },
    );
    expect(values.toArray()).toEqual([
      [1, 2],
      [NaN, NaN],
    ]);
  });

  test("a matrix that is not symmetric", () => {
    expect(() =>
      eigh([
        [1, 2],
        [0, 1],
      ]),
    ).toThrow("eigh: a is not symmetric: a[1, 0] is 0 but a[0, 1] is 2");
    expectClose(
      eigvalsh(
        [
          [1, 2],
          [0, 1],
        ],
        { check: false },
      ),
      [0, 2],
      { absolute: 1e-15 },
    );
  });
});

test("the trace is the sum of the eigenvalues, and takes any shape", () => {
  const a = withSpectrum([3, -1, 4, 1, 5], 9);
  expectClose(trace(a), 12, { relative: 1e-14 });
  expect(
    trace([
      [1, 2, 3],
      [4, 5, 6],
    ]).item(),
  ).toBe(6);
  expect(
    trace([
      [1, 2],
      [3, 4],
      [5, 6],
    ]).item(),
  ).toBe(5);
  expect(trace(tensor([], { shape: [0, 0] })).item()).toBe(0);
  expect(
    trace([
      [1, NaN],
      [Infinity, 2],
    ]).item(),
  ).toBe(3);
  expect(
    trace([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]).toArray(),
  ).toEqual([5, 13]);
  checkPrimitive(trace, [
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ]);
});
