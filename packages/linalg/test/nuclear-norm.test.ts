import { grad, hessian, hvp, jvp, vmap } from "@adjoint/autodiff";
import { eigh, norm, polar, qr, svd, trace } from "@adjoint/linalg";
import { add, div, eye, matmul, mul, slice, sqrt, sum, swapAxes, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomMatrix } from "./support/matrices.ts";

const nuclear = (x: Tensor): Tensor => norm(x, { ord: "nuc", axis: [-2, -1] });
const random = (m: number, n: number, seed: number): Tensor => tensor(randomMatrix(m, n, seed));

/** An m × n matrix with the given singular values. */
function withSingularValues(m: number, n: number, values: readonly number[]): Tensor {
  const k = Math.min(m, n);
  const u = qr(random(m, k, 1)).q;
  const v = qr(random(n, k, 2)).q;
  return matmul(mul(u, tensor([...values])), swapAxes(v, 0, 1));
}

const spectra = {
  "distinct singular values": [3, 2, 0.5],
  "a repeated singular value": [3, 1.25, 1.25],
  "all singular values equal": [1.5, 1.5, 1.5],
  "singular values that agree to eight digits": [2, 1 + 1e-8, 1],
} as const;

describe("the laws of a primitive hold to order 2", () => {
  for (const [m, n] of [
    [3, 3],
    [5, 3],
    [3, 5],
  ] as const)
    // prettier-ignore
    for (const [name, values] of Object.entries(spectra)) {
      test(`${m} × ${n} with ${name}`, () => {
        checkPrimitive(nuclear, [withSingularValues(m, n, values)]);
      });
    }
  test("for a batch, a row, a column, 1 × 1", () => {
    checkPrimitive(nuclear, [tensor([randomMatrix(3, 2, 5), randomMatrix(3, 2, 6)])]);
    for (const [m, n] of [[1, 3], [3, 1], [2, 1]] as const) checkPrimitive(nuclear, [random(m, n, 7)]); // prettier-ignore
    expect(grad(nuclear)(tensor([[-3]])).toArray()).toEqual([[-1]]);
    expect(hvp(nuclear, tensor([[-3]]), tensor([[1]])).item()).toBeCloseTo(0, 15);
  });
});

describe("derivatives of three orders agree with those through the polar factor", () => {
  for (const [m, n] of [
    [3, 3],
    [5, 3],
    [3, 5],
  ] as const)
    // prettier-ignore
    for (const [name, values] of Object.entries(spectra)) {
      test(`${m} × ${n} with ${name}`, () => {
        const a = withSingularValues(m, n, values);
        const [d, e] = [random(m, n, 3), random(m, n, 4)];
        const viaPolar = (x: Tensor): Tensor => trace(polar(x, { side: m < n ? "left" : "right" }).p);
        expectClose(grad(nuclear)(a), grad(viaPolar)(a), { relative: 1e-12, absolute: 1e-13 });
        expectClose(hvp(nuclear, a, d), hvp(viaPolar, a, d), { relative: 1e-12, absolute: 1e-12 });
        const third = (f: (x: Tensor) => Tensor): Tensor =>
          jvp((x: Tensor) => hvp(f, x, d), [a], [e]).tangent;
        expectClose(third(nuclear), third(viaPolar), { relative: 1e-11, absolute: 1e-11 });
      });
    }
});

test("at the identity the Hessian is that of the sum of √ of the eigenvalues of AᵀA", () => {
  const skew = tensor([[0, 1], [-1, 0]]); // prettier-ignore
  const diagonal = tensor([[1, 0], [0, -1]]); // prettier-ignore
  // ‖I + tK‖ = 2 √(1 + t²), and ‖I + tD‖ = 2.
  expectClose(hvp(nuclear, eye(2), skew), skew, { relative: 1e-14, absolute: 1e-15 });
  expectClose(hvp(nuclear, eye(2), diagonal), zeros([2, 2]), { absolute: 1e-15 });
});

test("the derivative of a vector is that of its length", () => {
  const x = random(4, 1, 8);
  const length = (y: Tensor): Tensor => sqrt(sum(mul(y, y)));
  expectClose(hessian(nuclear)(x), hessian(length)(x), { relative: 1e-13, absolute: 1e-14 });
});

test("where the rank is not full, gradients leave out singular values of 0 and second derivatives keep the rank", () => {
  const { u, s, vt } = svd(random(3, 3, 9));
  const a = matmul(mul(u, mul(s, tensor([1, 1, 0]))), vt);
  const gradient = grad(nuclear)(tensor([[2, 0, 0], [0, 1, 0], [0, 0, 0]])); // prettier-ignore
  expectClose(gradient, [[1, 0, 0], [0, 1, 0], [0, 0, 0]], { absolute: 1e-15 }); // prettier-ignore
  expect(nuclear(zeros([2, 3])).item()).toBe(0);
  expect(grad(nuclear)(zeros([2, 3])).toArray()).toEqual(zeros([2, 3]).toArray());
  const turn = random(3, 3, 10);
  const path = (t: Tensor): Tensor => nuclear(matmul(add(eye(3), mul(turn, t)), a));
  const at = (t: number): number => path(tensor(t)).item();
  const h = 1e-3;
  const second = jvp((t: Tensor) => grad(path)(t), [tensor(0)], [tensor(1)]).tangent.item();
  const expected = (-at(2 * h) + 16 * at(h) - 30 * at(0) + 16 * at(-h) - at(-2 * h)) / (12 * h * h);
  expect(Math.abs(second - expected)).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected)));
});

test("tall matrices need no square of their longer side", () => {
  const a = random(4000, 2, 11);
  const d = random(4000, 2, 12);
  const gram = (x: Tensor): Tensor => sum(sqrt(eigh(matmul(swapAxes(x, 0, 1), x)).values));
  expectClose(hvp(nuclear, a, d), hvp(gram, a, d), { relative: 1e-9, absolute: 1e-10 });
});

test("scales at the ends of the range, float32, and vmap of the gradient", () => {
  for (const scale of [1e-300, 1e300]) {
    const a = mul(withSingularValues(3, 3, [2, 1, 1]), scale);
    expectClose(grad(nuclear)(a), grad(nuclear)(div(a, scale)), { relative: 1e-12, absolute: 1e-13 });
  }
  expect(grad(nuclear)(tensor([[2]], { dtype: "float32" })).dtype).toBe("float32");
  // Of rank 1 but for the rounding of float32.
  const thirds = tensor([[1 / 3, 1 / 7], [2 / 3, 2 / 7 + 1e-8]], { dtype: "float32" }); // prettier-ignore
  const { u, vt } = svd(thirds);
  const first = matmul(slice(u, "...", [0, 1]), slice(vt, [0, 1]));
  expectClose(grad(nuclear)(thirds), first, { absolute: 1e-6 });
  const stack = tensor([randomMatrix(3, 2, 1), randomMatrix(3, 2, 2)]);
  const gradient = (x: Tensor): Tensor => grad(nuclear)(x);
  expectClose(vmap(gradient)(stack), grad((x: Tensor) => sum(nuclear(x)))(stack), { relative: 1e-14 });
});
