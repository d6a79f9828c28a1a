import { vmap } from "@adjoint/autodiff";
import { inv, LinAlgError, norm, rcond, solve } from "@adjoint/linalg";
import {
  abs,
  add,
  complex,
  eye,
  imag,
  matmul,
  mul,
  real,
  stack,
  sub,
  tensor,
  unstack,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";

const size = (x: Tensor): number => norm(abs(x)).item();
const random = (shape: readonly number[], seed: number): Tensor =>
  randomTensor(shape, { seed, dtype: "complex128" });

/** ‖B − A X‖/(‖A‖ ‖X‖ n ε), with everything scaled to about 1. */
function backwardRatio(a: Tensor, b: Tensor, scale = 1): number {
  const x = solve(mul(a, scale), mul(b, scale));
  return size(sub(matmul(a, x), b)) / (size(a) * size(x) * a.shape[0]! * Number.EPSILON);
}

describe("the backward error is of the order of rounding", () => {
  test("of random matrices of all orders", () => {
    for (const n of [1, 2, 3, 10, 60]) {
      expect(backwardRatio(random([n, n], n), random([n, 3], n + 1))).toBeLessThan(10);
    }
  });

  test("at both ends of the range", () => {
    for (const scale of [2 ** 997, 2 ** -960]) {
      expect(backwardRatio(random([6, 6], 1), random([6, 2], 2), scale)).toBeLessThan(10);
    }
  });

  test("where the pivots have to be sought", () => {
    const antidiagonal = tensor([
      [0, { re: 0, im: 1 }],
      [{ re: 2, im: 2 }, 0],
    ]);
    expect(solve(antidiagonal, [{ re: 0, im: 2 }, 4]).toArray()).toEqual([
      { re: 1, im: -1 },
      { re: 2, im: 0 },
    ]);
  });
});

test("a complex matrix and a real right-hand side are promoted", () => {
  const a = random([3, 3], 4);
  const x = solve(a, [1, 2, 3]);
  expect([x.dtype, x.shape]).toEqual(["complex128", [3]]);
  expectClose(matmul(a, x), complex([1, 2, 3]), { absolute: 1e-13 });
  expectClose(matmul(inv(a), a), complex(eye(3)), { absolute: 1e-13 });
});

test("a real matrix with zeros as imaginary parts gives what the real one gives", () => {
  const a = add(real(random([5, 5], 7)), mul(3, eye(5)));
  const b = real(random([5, 2], 8));
  const x = solve(complex(a), complex(b));
  expectClose(real(x), solve(a, b), { relative: 1e-13 });
  expect(size(imag(x))).toBe(0);
});

test("leading axes broadcast, and nothing of order 0 is solved by nothing", () => {
  const [a, b] = [random([2, 1, 3, 3], 9), random([4, 3, 2], 10)];
  const x = solve(a, b);
  expect(x.shape).toEqual([2, 4, 3, 2]);
  expectClose(matmul(a, x), complex(add(zeros([2, 4, 3, 2]), real(b)), imag(b)), { absolute: 1e-12 });
  const empty = zeros([0, 0], { dtype: "complex128" });
  expect(solve(empty, zeros([0, 2], { dtype: "complex128" })).shape).toEqual([0, 2]);
  expect(rcond(empty).item()).toBe(1);
});

describe("matrices that cannot be solved with", () => {
  const dependent = tensor([
    [
      { re: 1, im: 1 },
      { re: 0, im: 2 },
    ],
    [1, { re: 1, im: 1 }],
  ]);

  test("a singular one names its pivot", () => {
    const error = catchError(() => solve(dependent, [1, 1]));
    expect(error).toBeInstanceOf(LinAlgError);
    expect(String(error)).toContain(
      "solve: a of shape [2, 2] is singular to working precision: pivot 1 is 0",
    );
    expect(solve(dependent, [1, 1], { verdict: true }).rcond.item()).toBe(0);
  });

  test("NaN in either part is named, or passed on", () => {
    const infinite = complex(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [0, 0],
        [NaN, 0],
      ],
    );
    expect(String(catchError(() => inv(infinite)))).toContain("inv: a[1, 0] is NaN");
    expect(Number.isNaN(solve(infinite, [1, 2], { check: false }).data[0])).toBe(true);
  });
});

test("rcond is the reciprocal condition in the 1-norm, rarely more than three times it", () => {
  expect(rcond(complex([[0]], [[-2]])).item()).toBe(1);
  expectClose(
    rcond(
      complex(
        [
          [1, 0],
          [0, 0],
        ],
        [
          [0, 0],
          [0, 4],
        ],
      ),
    ),
    0.25,
  );
  const oneNorm = (x: Tensor): number => norm(abs(x), { ord: 1 }).item();
  for (const n of [2, 5, 20]) {
    const a = random([n, n], 20 + n);
    const exact = 1 / (oneNorm(a) * oneNorm(inv(a)));
    const ratio = rcond(a).item() / exact;
    expect(ratio).toBeGreaterThan(1 - 1e-10);
    expect(ratio).toBeLessThan(3);
  }
});

test("solve and inv satisfy the laws of derivatives and batches", () => {
  const a = add(random([2, 2, 2], 30), mul(3, eye(2)));
  checkPrimitive((x, b) => solve(x, b), [a, random([2, 2], 31)]);
  checkPrimitive((x) => inv(x), [unstack(a)[0]!]);
  const transform = vmap((x: Tensor, b: Tensor) => solve(x, b), { inAxes: [null, 0] });
  const columns = random([3, 2], 32);
  const one = unstack(a)[0]!;
  expectClose(transform(one, columns), stack(unstack(columns).map((b) => solve(one, b))));
});
