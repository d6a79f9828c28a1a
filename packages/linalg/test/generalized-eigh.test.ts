import { readFileSync } from "node:fs";
import { grad, jvp, vmap } from "@adjoint/autodiff";
import { eigh, eigvalsh } from "@adjoint/linalg";
import {
  eye,
  expandDims,
  matmul,
  mul,
  slice,
  stack,
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
import { scaled, symmetricCases, withSpectrum } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";

const fixture = JSON.parse(readFileSync(new URL("fixtures/subspaces.json", import.meta.url), "utf8")) as {
  readonly values: { readonly generalized: readonly { a: Matrix; b: Matrix; values: number[] }[] };
};

/** ‖A V − B V Λ‖/(‖A‖ ‖V‖ n ε) and ‖I − VᵀB V‖/(κ n ε), for B of condition κ and about unit size. */
function residuals(a: Tensor, b: Tensor, condition: number): [number, number] {
  const { values, vectors } = eigh(a, b);
  const n = a.shape[0]!;
  const largest = (x: Tensor): number => Math.max(0, ...Array.from(x.data, Math.abs));
  const rest = sub(matmul(a, vectors), mul(matmul(b, vectors), expandDims(values, 0)));
  const size = largest(a) * largest(vectors) * Math.max(n, 1) * 2 ** -52 || 1;
  const gram = matmul(swapAxes(vectors, 0, 1), matmul(b, vectors));
  return [
    largest(rest) / size / condition,
    largest(sub(gram, eye(n))) / (Math.max(n, 1) * 2 ** -52 * condition),
  ];
}

test("eigenvalues agree with SciPy", () => {
  for (const { a, b, values } of fixture.values.generalized) {
    expectClose(eigh(a, b).values, values, { relative: 1e-12, absolute: 1e-13 });
    expectClose(eigvalsh(a, b), values, { relative: 1e-12, absolute: 1e-13 });
  }
});

describe("A V = B V Λ and VᵀB V = I", () => {
  for (const [name, a] of Object.entries(symmetricCases())) {
    test(name, () => {
      const n = a.length;
      const b = withSpectrum(
        Array.from({ length: n }, (_, i) => 1 + i / Math.max(n - 1, 1)),
        3,
      );
      const [first, second] = residuals(
        tensor(a.flat(), { shape: [n, n] }),
        tensor(b.flat(), { shape: [n, n] }),
        2,
      );
      expect(first).toBeLessThan(10);
      expect(second).toBeLessThan(10);
    });
  }

  test("an ill-conditioned B", () => {
    const b = withSpectrum([1, 1e-2, 1e-4, 1e-6], 4);
    const [first, second] = residuals(tensor(withSpectrum([3, 1, -1, 2], 5)), tensor(b), 1e6);
    expect(first).toBeLessThan(10);
    expect(second).toBeLessThan(10);
  });
});

test("scales of A and of B pass through", () => {
  const a = withSpectrum([1, 2, -3], 1);
  const b = withSpectrum([1, 2, 3], 2);
  const values = eigvalsh(a, b);
  expectClose(eigvalsh(scaled(a, 1e300), scaled(b, 1e300)), values, { relative: 1e-13 });
  expectClose(eigvalsh(scaled(a, 1e-150), scaled(b, 1e150)), mul(values, 1e-300), { relative: 1e-13 });
  expectClose(eigh(a, scaled(b, 1e-300)).vectors, mul(eigh(a, b).vectors, 1e150), { relative: 1e-12 });
});

test("with B = I it is eigh, also of a batch, in float32, empty, and mapped", () => {
  const a = tensor(withSpectrum([1, 2, 4], 6));
  expectClose(eigh(a, eye(3)), eigh(a), { absolute: 1e-14 });
  const batch = stack([a, mul(a, 2)]);
  const b = tensor(withSpectrum([1, 2, 3], 2));
  const { values, vectors } = eigh(batch, b);
  [0, 1].forEach((i) =>
    expectClose({ values: slice(values, i), vectors: slice(vectors, i) }, eigh(slice(batch, i), b), {
      relative: 0,
    }),
  );
  expectClose(vmap((x: Tensor) => eigh(x, b))(batch), eigh(batch, b), { relative: 0 });
  const single = eigh(tensor([[2]], { dtype: "float32" }), tensor([[4]], { dtype: "float32" }));
  expect([single.values.dtype, single.values.toArray(), single.vectors.toArray()]).toEqual([
    "float32",
    [0.5],
    [[0.5]],
  ]);
  expect(eigh(zeros([0, 0]), zeros([0, 0])).vectors.shape).toEqual([0, 0]);
});

describe("derivatives", () => {
  const symmetric = (x: Tensor): Tensor =>
    mul(0.5, matmul(eye(x.shape[0]!), sub(x, mul(-1, swapAxes(x, 0, 1)))));

  test("obey the laws of primitives", () => {
    const a = withSpectrum([-2, 1, 4], 8);
    const b = withSpectrum([1, 2, 3], 9);
    checkPrimitive((x, y) => eigh(symmetric(x), symmetric(y)), [a, b], { name: "eigh", step: 1 / 64 });
    checkPrimitive((x, y) => eigvalsh(symmetric(x), symmetric(y)), [a, b], {
      name: "eigvalsh",
      step: 1 / 64,
    });
  });

  test("the sum of equal eigenvalues has the gradient of tr B⁻¹A", () => {
    const b = tensor(withSpectrum([1, 2, 4], 3));
    const inverse = withSpectrum([1, 0.5, 0.25], 3);
    expectClose(grad((x: Tensor) => sum(eigvalsh(x, b)))(b), inverse, { absolute: 1e-14 });
    expectClose(grad((y: Tensor) => sum(eigvalsh(b, y)))(b), mul(-1, tensor(inverse)), { absolute: 1e-14 });
  });

  test("the vectors keep VᵀB V = I where eigenvalues are equal", () => {
    const b = tensor(withSpectrum([1, 2, 4], 3));
    const direction = tensor(withSpectrum([1, -1, 0.5], 5));
    const gram = (y: Tensor): Tensor => {
      const { vectors } = eigh(b, y);
      return matmul(swapAxes(vectors, 0, 1), matmul(y, vectors));
    };
    expectClose(jvp(gram, [b], [direction]).tangent, zeros([3, 3]), { absolute: 1e-13 });
  });
});

test("errors name the argument and the minor", () => {
  const a = [
    [1, 2],
    [2, 1],
  ];
  const indefinite = catchError(() => eigh(a, a));
  expect(indefinite.message).toBe(
    "eigh: b is not positive definite: its leading minor of order 2 is not positive; " +
      "exchange a and b if a is, or pass { check: false } to get NaN",
  );
  expect(indefinite.details).toEqual({ operation: "eigh", argument: "b", minor: 2, pivot: 1 });
  expect(eigh(a, a, { check: false }).values.toArray()).toEqual([NaN, NaN]);
  expect(() =>
    eigh(a, [
      [1, 0],
      [0, NaN],
    ]),
  ).toThrow("eigh: b[1, 1] is NaN");
  expect(() =>
    eigvalsh(a, [
      [1, 5],
      [0, 1],
    ]),
  ).toThrow("eigvalsh: b is not symmetric: b[1, 0] is 0 but b[0, 1] is 5");
  expect(() => eigh(a, [[1]])).toThrow("eigh: a and b must have the same order: a is [2, 2], b is [1, 1]");
  expect(() => eigh(a, { b: a } as object)).toThrow("eigh: no option b");
});
