import { vmap } from "@adjoint/autodiff";
import { LinAlgError, sylvester } from "@adjoint/linalg";
import { abs, add, complex, matmul, mul, slice, sqrt, square, sub, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { build, randomMatrix } from "./support/matrices.ts";

const size = (x: Tensor): number => sqrt(sum(square(abs(x)))).item();

/** ‖A X + X B − C‖/((‖A‖ + ‖B‖) ‖X‖ n ε), of which backward stability of the Schur forms makes a small number. */
function ratio(a: Tensor, b: Tensor, c: Tensor): number {
  const x = sylvester(a, b, c);
  const residual = sub(add(matmul(a, x), matmul(x, b)), c);
  const order = Math.max(a.shape[0]!, b.shape[0]!, 1);
  return size(residual) / ((size(a) + size(b)) * size(x) * order * Number.EPSILON || 1);
}

test("A X + X B is C, for real and complex matrices of any orders", () => {
  for (const [m, n] of [
    [1, 1],
    [1, 6],
    [7, 1],
    [5, 3],
    [20, 30],
    [40, 40],
  ] as const) {
    const [a, b, c] = [randomMatrix(m, m, m), randomMatrix(n, n, 50 + n), randomMatrix(m, n, m + n)].map(
      (x) => tensor(x),
    ) as [Tensor, Tensor, Tensor];
    expect(ratio(a, b, c)).toBeLessThan(10);
    const [p, q] = [complex(a, randomMatrix(m, m, 3)), complex(b, randomMatrix(n, n, 4))];
    expect(ratio(p, q, complex(c, 1))).toBeLessThan(10);
    expect(ratio(mul(a, 1e140), mul(b, 1e140), c)).toBeLessThan(10);
  }
});

test("Jordan blocks and triangular matrices are solved", () => {
  const jordan = tensor(build(6, 6, (i, j) => (i === j ? 2 : j === i + 1 ? 1 : 0)));
  expect(ratio(jordan, jordan, tensor(randomMatrix(6, 6, 1)))).toBeLessThan(10);
  expectClose(sylvester([[2]], [[3]], [[10]]), [[2]], { relative: 1e-15 });
  expect(
    sylvester(
      tensor([], { shape: [0, 0] }),
      [
        [1, 0],
        [0, 1],
      ],
      tensor([], { shape: [0, 2] }),
    ).shape,
  ).toEqual([0, 2]);
});

test("leading axes broadcast, vmap gives the same, and dtypes are promoted", () => {
  const a = tensor([randomMatrix(2, 2, 1), randomMatrix(2, 2, 2)]);
  const b = tensor(randomMatrix(3, 3, 3));
  const c = tensor(randomMatrix(2, 3, 4));
  const x = sylvester(a, b, c);
  expect(x.shape).toEqual([2, 2, 3]);
  for (const i of [0, 1]) expectClose(slice(x, i), sylvester(slice(a, i), b, c), { relative: 0 });
  expectClose(vmap((y: Tensor) => sylvester(y, b, c))(a), x, { relative: 0 });
  expect(sylvester(complex([[1]]), [[1]], [[1]]).dtype).toBe("complex128");
  const single = tensor([[1]], { dtype: "float32" });
  expect(sylvester(single, single, single).dtype).toBe("float32");
});

test("obeys the laws of primitives", () => {
  const [a, b, c] = [randomMatrix(2, 2, 11), randomMatrix(3, 3, 12), randomMatrix(2, 3, 13)];
  const shifted = a.map((row, i) => row.map((x, j) => (i === j ? x + 4 : x)));
  checkPrimitive((x, y, z) => sylvester(x, y, z), [shifted, b, c]);
  checkPrimitive((x, y, z) => sylvester(x, y, z), [complex(shifted, a), complex(b, 1), complex(c, 0.5)], {
    order: 1,
  });
});

describe("errors say what is wrong", () => {
  test("eigenvalues that add up to zero", () => {
    const error = catchError(() => sylvester([[2]], [[-2]], [[1]]));
    expect(error).toBeInstanceOf(LinAlgError);
    expect(error.message).toBe(
      "sylvester: there is no unique solution: the eigenvalue 2 of a and the eigenvalue -2 of b add up to zero up to " +
        "rounding; pass { check: false } to get NaN",
    );
    expect(sylvester([[2]], [[-2]], [[1]], { check: false }).item()).toBeNaN();
  });

  test("shapes, NaN and ∞", () => {
    expect(() => sylvester([[1, 2]], [[1]], [[1]])).toThrow("sylvester: a must be square");
    expect(() => sylvester([[1]], [[1, 2]], [[1]])).toThrow("sylvester: b must be square");
    expect(() => sylvester([[1]], [[1]], [[1, 2]])).toThrow(
      "sylvester: c must end in the axes [1, 1], the orders of a of shape [1, 1] and of b of shape [1, 1], got [1, 2]",
    );
    expect(() => sylvester([[1]], [[NaN]], [[1]])).toThrow("sylvester: b[0, 0] is NaN");
    expect(sylvester([[1]], [[1]], [[NaN]], { check: false }).item()).toBeNaN();
  });
});
