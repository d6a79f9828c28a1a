import { cholesky, eigh, eigvalsh, LinAlgError, norm, solveTriangular } from "@adjoint/linalg";
import {
  abs,
  add,
  complex,
  conj,
  DTypeError,
  eye,
  imag,
  matmul,
  mul,
  real,
  sub,
  swapAxes,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";

const size = (x: Tensor): number => norm(abs(x)).item();
const random = (shape: readonly number[], seed: number): Tensor =>
  randomTensor(shape, { seed, dtype: "complex128" });
const adjoint = (x: Tensor): Tensor => conj(swapAxes(x, -1, -2));
const hermitian = (x: Tensor): Tensor => mul(0.5, add(x, adjoint(x)));

/** ‖A V − V Λ‖/(‖A‖ n ε) and ‖I − VᴴV‖/(n ε), where `a` is scaled before the decomposition only. */
function ratios(a: Tensor, scale = 1): [residual: number, orthogonality: number] {
  const n = a.shape[0]!;
  const { values, vectors } = eigh(mul(a, scale));
  const residual = sub(matmul(a, vectors), mul(vectors, mul(values, 1 / scale)));
  const unit = n * Number.EPSILON;
  return [size(residual) / (size(a) * unit), size(sub(eye(n), matmul(adjoint(vectors), vectors))) / unit];
}

describe("residuals are of the order of rounding", () => {
  const clustered = (n: number): Tensor => add(eye(n), mul(1e-13, hermitian(random([n, n], 3))));
  const cases: Record<string, readonly [a: Tensor, scale?: number]> = {
    "1×1": [tensor([[{ re: -2, im: 0 }]])],
    "2×2": [hermitian(random([2, 2], 1))],
    random: [hermitian(random([50, 50], 2))],
    "in blocks": [hermitian(random([75, 75], 15))],
    clustered: [clustered(12)],
    "rank 1": [hermitian(matmul(random([9, 1], 4), adjoint(random([9, 1], 4))))],
    large: [hermitian(random([7, 7], 5)), 2 ** 1000],
    small: [hermitian(random([7, 7], 6)), 2 ** -980],
    graded: [hermitian(mul(random([8, 8], 7), tensor([1, 2, 3, 4, 5, 6, 7, 8].map((i) => 10 ** -i))))],
    diagonal: [complex(mul(eye(5), [3, -1, 2, 2, 0]))],
    "imaginary beside a zero diagonal": [
      complex(zeros([2, 2]), [
        [0, -1],
        [1, 0],
      ]),
    ],
  };
  for (const [name, [a, scale]] of Object.entries(cases)) {
    test(name, () => {
      const [residual, orthogonality] = ratios(a, scale);
      expect(residual).toBeLessThan(10);
      expect(orthogonality).toBeLessThan(10);
      expectClose(eigvalsh(mul(a, scale ?? 1)), eigh(mul(a, scale ?? 1)).values, {
        relative: 1e-13,
        absolute: 1e-13 * size(a) * (scale ?? 1),
      });
    });
  }
});

test("eigenvalues are real and ascend, and the largest component of each vector is real and positive", () => {
  const { values, vectors } = eigh(
    complex(
      [
        [0, 0],
        [0, 0],
      ],
      [
        [0, -2],
        [2, 0],
      ],
    ),
  );
  expect(values.dtype).toBe("float64");
  expectClose(values, [-2, 2], { relative: 1e-15 });
  const h = Math.SQRT1_2;
  expectClose(
    vectors,
    complex(
      [
        [h, h],
        [0, 0],
      ],
      [
        [0, 0],
        [-h, h],
      ],
    ),
    { absolute: 1e-15 },
  );
});

test("a real symmetric matrix with zeros as imaginary parts has the same eigenvalues and vectors", () => {
  const a = real(hermitian(random([6, 6], 8)));
  const [given, found] = [eigh(a), eigh(complex(a))];
  expectClose(found.values, given.values, { absolute: 1e-14 });
  expectClose(real(found.vectors), given.vectors, { absolute: 1e-13 });
  expect(size(imag(found.vectors))).toBeLessThan(1e-13);
});

test("nothing of order 0 has no eigenvalues", () => {
  expect(eigh(zeros([2, 0, 0], { dtype: "complex128" })).vectors.shape).toEqual([2, 0, 0]);
});

describe("matrices that are refused", () => {
  test("one that is not Hermitian names its elements", () => {
    const error = catchError(() =>
      eigh(
        complex(
          [
            [1, 2],
            [2, 1],
          ],
          [
            [0, 1],
            [1, 0],
          ],
        ),
      ),
    );
    expect(error).toBeInstanceOf(LinAlgError);
    expect(String(error)).toContain("eigh: a is not Hermitian: a[1, 0] is 2 + 1i but a[0, 1] is 2 + 1i");
    expect(String(catchError(() => eigvalsh(complex([[1]], [[1]]))))).toContain(
      "a[0, 0] is 1 + 1i, not real",
    );
    expectClose(eigvalsh(complex([[1]], [[1]]), { check: false }), [1]);
  });

  test("NaN is named or passed on, in its matrix of the batch alone", () => {
    const a = complex([[[1]], [[NaN]]]);
    expect(String(catchError(() => eigh(a)))).toContain("eigh: a[1, 0, 0] is NaN");
    expect(eigvalsh(a, { check: false }).toArray()).toEqual([[1], [NaN]]);
  });
});

test("of a complex pair the message says how to decompose it", () => {
  const [a, b] = [hermitian(random([4, 4], 13)), random([4, 4], 14)];
  const metric = add(matmul(b, adjoint(b)), eye(4));
  expect(() => eigh(a, metric)).toThrow(DTypeError);
  expect(() => eigvalsh(eye(4), metric)).toThrow(/with l = cholesky\(b\) and half = solveTriangular/);
  const l = cholesky(metric);
  const half = solveTriangular(l, a, { lower: true });
  const { values, vectors } = eigh(solveTriangular(l, adjoint(half), { lower: true }));
  const v = solveTriangular(conj(l), vectors, { lower: true, transposed: true });
  expectClose(matmul(a, v), mul(matmul(metric, v), values), { absolute: 1e-13 });
});

describe("derivatives obey the laws of primitives", () => {
  test("with all phases as they are", () => {
    checkPrimitive((x) => eigh(hermitian(x)), [random([2, 2, 2], 9)], { tolerance: 1e-6 });
    checkPrimitive((x) => eigvalsh(hermitian(x)), [random([3, 3], 12)], { tolerance: 1e-6 });
  });

  test("of the projector onto an eigenspace, where eigenvalues are repeated", () => {
    const basis = eigh(hermitian(random([3, 3], 11))).vectors;
    const a = matmul(mul(basis, [1, 1, 4]), adjoint(basis));
    const projector = (x: Tensor): Tensor => {
      const { vectors } = eigh(hermitian(x));
      const inside = mul(vectors, [1, 1, 0]);
      return matmul(inside, adjoint(inside));
    };
    checkPrimitive(projector, [a], { order: 1 });
  });
});
