import { cholesky, lu, norm, qr, solveTriangular, LinAlgError } from "@adjoint/linalg";
import {
  abs,
  add,
  complex,
  conj,
  diagonal,
  eye,
  imag,
  matmul,
  max,
  mul,
  ones,
  real,
  sub,
  swapAxes,
  tensor,
  tril,
  triu,
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
const unit = (a: Tensor): number => Math.max(...a.shape) * Number.EPSILON;

const samples: Record<string, readonly [a: Tensor, scale?: number]> = {
  "1×1": [tensor([[{ re: 0, im: -3 }]])],
  square: [random([20, 20], 1)],
  tall: [random([12, 5], 2)],
  wide: [random([5, 12], 3)],
  "in blocks": [random([70, 70], 30)],
  "tall, in blocks": [random([80, 50], 31)],
  "wide, in blocks": [random([50, 80], 32)],
  large: [random([4, 3], 4), 2 ** 1000],
  small: [random([3, 4], 5), 2 ** -980],
  // After the first column nothing is left but rounding errors, and then those of these, down to the smallest numbers.
  "small, of rank 1": [complex(ones([20, 20])), 2 ** -1000],
};

describe("qr of complex matrices", () => {
  for (const [name, [a, scale = 1]] of Object.entries(samples)) {
    for (const pivot of [false, true]) {
      test(`${name}${pivot ? ", pivoted" : ""}: residuals are of the order of rounding`, () => {
        const scaled = mul(a, scale);
        const factors = pivot ? qr(scaled, { pivot }) : { ...qr(scaled), p: eye(a.shape[1]!) };
        const product = matmul(factors.q, mul(factors.r, 1 / scale));
        expect(size(sub(matmul(a, factors.p), product)) / (size(a) * unit(a))).toBeLessThan(10);
        const k = factors.r.shape[0]!;
        expect(size(sub(eye(k), matmul(adjoint(factors.q), factors.q))) / unit(a)).toBeLessThan(10);
        expect(size(tril(factors.r, { offset: -1 }))).toBe(0);
        const pivots = diagonal(factors.r);
        expect(size(imag(pivots))).toBe(0);
        expect(
          real(pivots).data.every((x, i, all) => x >= 0 && (!pivot || i === 0 || x <= all[i - 1]!)),
        ).toBe(true);
      });
    }
  }

  test("a full one completes the basis, and of nothing there is nothing", () => {
    const a = random([5, 2], 6);
    const { q, r } = qr(a, { full: true });
    expectClose(matmul(adjoint(q), q), complex(eye(5)), { absolute: 1e-14 });
    expectClose(matmul(q, r), a, { absolute: 1e-14 });
    expect(qr(zeros([3, 0], { dtype: "complex128" }), { full: true }).q.shape).toEqual([3, 3]);
  });

  test("a matrix with zeros as imaginary parts has the real factors", () => {
    const a = real(random([4, 3], 7));
    for (const name of ["q", "r"] as const)
      expectClose(real(qr(complex(a))[name]), qr(a)[name], { absolute: 1e-14 });
    expectClose(real(qr(complex(a), { pivot: true }).p), qr(a, { pivot: true }).p);
  });

  test("satisfies the laws of derivatives", () => {
    const laws = { tolerance: 1e-6, step: 1 / 32 };
    checkPrimitive((x) => qr(x), [random([2, 2, 2], 8)], laws);
    checkPrimitive((x) => qr(x), [random([3, 2], 9)], laws);
    checkPrimitive((x) => qr(x), [random([2, 3], 10)], laws);
    checkPrimitive((x) => qr(x, { full: true }), [random([3, 2], 11)], laws);
    checkPrimitive((x) => qr(x, { pivot: true }), [random([3, 2], 12)], laws);
  });
});

describe("lu of complex matrices", () => {
  for (const [name, [a, scale = 1]] of Object.entries(samples)) {
    test(`${name}: the residual is of the order of rounding`, () => {
      const { p, l, u } = lu(mul(a, scale));
      const product = matmul(p, matmul(l, mul(u, 1 / scale)));
      expect(size(sub(a, product)) / (size(a) * unit(a))).toBeLessThan(10);
      expect(size(triu(l, { offset: 1 })) + size(tril(u, { offset: -1 }))).toBe(0);
      expect(max(abs(l)).item()).toBeLessThanOrEqual(Math.SQRT2 * (1 + 1e-15));
    });
  }

  test("satisfies the laws of derivatives", () => {
    const shifted = (m: number, n: number): Tensor => add(random([m, n], 13), mul(2, eye(m, n)));
    checkPrimitive((x) => lu(x), [shifted(3, 3)]);
    checkPrimitive((x) => lu(x), [shifted(3, 2)]);
    checkPrimitive((x) => lu(x), [shifted(2, 3)]);
  });

  test("NaN is named or passed on", () => {
    const a = complex([[1, NaN]], [[0, 0]]);
    expect(String(catchError(() => lu(a)))).toContain("lu: a[0, 1] is NaN");
    expect(lu(a, { check: false }).u.data.every(Number.isNaN)).toBe(true);
  });
});

describe("solveTriangular of complex matrices", () => {
  const a = add(random([4, 4], 14), mul(complex(0, 3), eye(4)));
  test("reads one triangle, with or without its diagonal, and its transpose", () => {
    const b = random([4, 2], 15);
    for (const lower of [false, true]) {
      for (const transposed of [false, true]) {
        for (const unitDiagonal of [false, true]) {
          const x = solveTriangular(a, b, { lower, transposed, unitDiagonal });
          const part = lower
            ? tril(a, { offset: unitDiagonal ? -1 : 0 })
            : triu(a, { offset: unitDiagonal ? 1 : 0 });
          const t = unitDiagonal ? add(part, eye(4)) : part;
          expectClose(matmul(transposed ? swapAxes(t, 0, 1) : t, x), b, { absolute: 1e-12 });
        }
      }
    }
  });

  test("a zero on the diagonal is named, one in half of a number is none", () => {
    expect(
      String(
        catchError(() =>
          solveTriangular(
            complex([
              [1, 0],
              [0, 0],
            ]),
            [1, 2],
          ),
        ),
      ),
    ).toContain("solveTriangular: a is singular: element 1 of its diagonal is 0");
    expect(catchError(() => solveTriangular(complex([[NaN]]), [1]))).toBeInstanceOf(LinAlgError);
    expectClose(solveTriangular(complex([[0]], [[2]]), [4]), [{ re: 0, im: -2 }]);
  });

  test("satisfies the laws of derivatives", () => {
    checkPrimitive(
      (x, b) => solveTriangular(x, b, { lower: true }),
      [add(random([2, 2, 2], 16), mul(3, eye(2))), random([2, 2], 17)],
    );
  });
});

describe("cholesky of Hermitian matrices", () => {
  const definite = (x: Tensor): Tensor => add(matmul(x, adjoint(x)), eye(x.shape.at(-1)!));
  test("has a small residual, zeros above the diagonal and real numbers on it", () => {
    for (const [n, scale] of [
      [1, 1],
      [3, 2 ** 990],
      [4, 2 ** -990],
      [30, 1],
    ] as const) {
      const a = definite(random([n, n], 20 + n));
      const l = cholesky(mul(a, scale));
      const root = mul(l, 1 / Math.sqrt(scale));
      expect(size(sub(a, matmul(root, adjoint(root)))) / (size(a) * unit(a))).toBeLessThan(10);
      expect(size(triu(l, { offset: 1 })) + size(imag(diagonal(l)))).toBe(0);
    }
    expect(cholesky(zeros([2, 0, 0], { dtype: "complex128" })).shape).toEqual([2, 0, 0]);
  });

  test("names the minor that is not positive, or gives NaN", () => {
    const indefinite = complex(eye(2), [
      [0, 2],
      [-2, 0],
    ]);
    expect(String(catchError(() => cholesky(indefinite)))).toContain(
      "cholesky: a is not positive definite: its leading minor of order 2 is not positive (pivot 1 is -3)",
    );
    expect(cholesky(indefinite, { check: false }).data.every(Number.isNaN)).toBe(true);
    expect(String(catchError(() => cholesky(complex([[1]], [[2]]))))).toContain(
      "cholesky: a is not Hermitian",
    );
  });

  test("satisfies the laws of derivatives", () => {
    checkPrimitive((x) => cholesky(definite(x)), [random([2, 2, 2], 18)], { tolerance: 1e-6 });
  });
});
