import { grad, hessian, hvp, jvp, trace as traceProgram, vmap } from "@adjoint/autodiff";
import { eigh, eigvalsh, expm, funm, logm, sqrtm, trace } from "@adjoint/linalg";
import {
  abs,
  add,
  cumsum,
  div,
  exp,
  eye,
  log,
  matmul,
  max,
  mul,
  pow,
  relu,
  sin,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  swapAxes,
  tanh,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomMatrix } from "./support/matrices.ts";

const randomSquare = (n: number, seed: number): Tensor => tensor(randomMatrix(n, n, seed));

/** V diag(λ) Vᵀ with random orthonormal V. */
function withEigenvalues(values: readonly number[], seed = 3): Tensor {
  const { vectors } = eigh(symmetric(randomSquare(values.length, seed)));
  return symmetric(matmul(mul(vectors, tensor(values)), swapAxes(vectors, 0, 1)));
}

const symmetric = (x: Tensor): Tensor => mul(add(x, swapAxes(x, -1, -2)), 0.5);
const largest = (x: Tensor): number => max(abs(x)).item();

const spectra: Record<string, readonly number[]> = {
  "distinct eigenvalues": [0.5, 1.25, 2, 3.5],
  "a repeated eigenvalue": [0.5, 1.25, 1.25, 3.5],
  "all eigenvalues equal": [2, 2, 2, 2],
  "eigenvalues that agree to eight digits": [1, 1 + 1e-8, 2, 2 + 3e-9],
  "eigenvalues that agree to rounding": [1, 1 + 1e-15, 1 + 2e-15, 3],
  "two pairs": [1, 1, 4, 4],
};

describe("values and Fréchet derivatives of three orders agree with expm, logm and sqrtm", () => {
  const pairs = [
    ["exp", exp, (a: Tensor) => expm(a)],
    ["log", log, (a: Tensor) => logm(a)],
    ["sqrt", sqrt, (a: Tensor) => sqrtm(a)],
  ] as const;
  for (const [name, values] of Object.entries(spectra)) {
    for (const [label, f, general] of pairs) {
      test(`${label} at ${name}`, () => {
        const a = withEigenvalues(values);
        const [d, e, g] = [1, 2, 3].map((seed) => symmetric(randomSquare(4, seed))) as [
          Tensor,
          Tensor,
          Tensor,
        ];
        const along = (h: (x: Tensor) => Tensor, ...directions: Tensor[]): Tensor =>
          directions.reduce<(x: Tensor) => Tensor>(
            (k, direction) => (x) => jvp(k, [x], [direction]).tangent,
            h,
          )(a);
        const own = (x: Tensor): Tensor => funm(x, f);
        for (const directions of [[], [d], [d, e], [d, e, g]]) {
          const expected = along(general, ...directions);
          const error = largest(sub(along(own, ...directions), expected)) / largest(expected);
          expect(error).toBeLessThan(2e-13 * 10 ** directions.length);
        }
      });
    }
  }
});

describe("the laws of a primitive hold to order 2", () => {
  for (const [name, values] of Object.entries(spectra)) {
    test(`at ${name}`, () => {
      checkPrimitive((x) => funm(symmetric(x), tanh), [withEigenvalues(values)]);
    });
  }
  test("for batches, 1 × 1 and empty matrices", () => {
    checkPrimitive((x) => funm(symmetric(x), sin), [tensor([randomMatrix(3, 3, 1), randomMatrix(3, 3, 2)])]);
    checkPrimitive((x) => funm(x, square), [[[0.75]]]);
    expect(funm(zeros([2, 0, 0]), exp).shape).toEqual([2, 0, 0]);
    expect(grad((x: Tensor) => sum(funm(x, exp)))(zeros([0, 0])).shape).toEqual([0, 0]);
  });
});

describe("polynomials are exact to any order at any eigenvalues", () => {
  const cube = (x: Tensor): Tensor => mul(x, mul(x, x));
  for (const [name, values] of Object.entries(spectra)) {
    test(name, () => {
      const a = withEigenvalues(values);
      const c = randomSquare(4, 9);
      const [d, e, g] = [4, 5, 6].map((seed) => symmetric(randomSquare(4, seed))) as [Tensor, Tensor, Tensor];
      const by = (h: (x: Tensor) => Tensor) => (x: Tensor) => sum(mul(c, h(x)));
      const own = by((x) => funm(x, cube));
      const direct = by((x) => matmul(x, matmul(x, x)));
      expectClose(grad(own)(a), symmetric(grad(direct)(a)), { relative: 1e-12, absolute: 1e-11 });
      expectClose(hvp(own, a, d), symmetric(hvp(direct, a, d)), { relative: 1e-12, absolute: 1e-11 });
      const third = (f: (x: Tensor) => Tensor): Tensor => jvp((x: Tensor) => hvp(f, x, d), [a], [e]).tangent;
      expectClose(third(own), symmetric(third(direct)), { relative: 1e-12, absolute: 1e-11 });
      const fourth = jvp(
        (y: Tensor) => jvp((x: Tensor) => hvp(own, x, d), [y], [e]).tangent,
        [a],
        [g],
      ).tangent;
      expectClose(fourth, zeros([4, 4]), { absolute: 1e-9 });
    });
  }
});

test("the trace has the Hessian of a sum over eigenvalues where eigenvalues are equal, and eigvalsh has not", () => {
  const h = hessian((x: Tensor) => trace(funm(x, square)))(eye(2));
  const expected = hessian((x: Tensor) => sum(square(symmetric(x))))(eye(2));
  expectClose(h, expected, { relative: 1e-13, absolute: 1e-14 });
  const composed = hessian((x: Tensor) => sum(square(eigvalsh(x))))(eye(2));
  expect(largest(sub(composed, expected))).toBeCloseTo(1, 12);
});

test("a composition with eigh loses what mixes equal eigenvalues, and funm does not", () => {
  const composed = (x: Tensor): Tensor => {
    const { values, vectors } = eigh(x);
    return matmul(mul(vectors, square(values)), swapAxes(vectors, 0, 1));
  };
  const e = tensor([[0, 1], [1, 0]]); // prettier-ignore
  expectClose(jvp(composed, [eye(2)], [e]).tangent, zeros([2, 2]), { absolute: 1e-14 });
  expectClose(jvp((x: Tensor) => funm(x, square), [eye(2)], [e]).tangent, mul(e, 2), { relative: 1e-14 });
});

test("divided differences of close eigenvalues keep their digits", () => {
  for (const gap of [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-13]) {
    const e = tensor([[0, 1], [1, 0]]); // prettier-ignore
    const at = tensor([[1, 0], [0, 1 + gap]]); // prettier-ignore
    const [x, y] = [1, 1 + gap];
    const exact = Math.exp(x) * (Math.expm1(y - x) / (y - x));
    const d = jvp((a: Tensor) => funm(a, exp), [at], [e]).tangent;
    expect(Math.abs(d.data[1]! / exact - 1)).toBeLessThan(1e-14);
    const root = jvp((a: Tensor) => funm(a, sqrt), [at], [e]).tangent;
    expect(Math.abs(root.data[1]! * (1 + Math.sqrt(y)) - 1)).toBeLessThan(1e-14);
  }
});

test("functions with kinks take what their own rules give", () => {
  const a = withEigenvalues([-2, -1e-3, 1e-3, 1]);
  const e = symmetric(randomSquare(4, 8));
  const h = 1e-6;
  const at = (t: number): Tensor => funm(add(a, mul(e, t)), relu);
  const slope = jvp((x: Tensor) => funm(x, relu), [a], [e]).tangent;
  expectClose(slope, div(sub(at(h), at(-h)), 2 * h), { absolute: 1e-5 });
});

test("vmap is a loop, programs hold it, float32 stays float32", () => {
  const stack = tensor([randomMatrix(3, 3, 1), randomMatrix(3, 3, 2)]);
  const f = (x: Tensor): Tensor => funm(symmetric(x), exp);
  expectClose(vmap(f)(stack), f(stack), { relative: 1e-14 });
  const program = traceProgram((x: Tensor) => funm(x, exp))(eye(2));
  expect(String(program)).toContain("funm");
  expectClose(program.call(eye(2)), mul(eye(2), Math.E), { relative: 1e-15 });
  expect(funm(tensor([[4]], { dtype: "float32" }), sqrt).dtype).toBe("float32");
});

test("elements at the ends of the range neither overflow nor vanish", () => {
  for (const scale of [1e-300, 1e300]) {
    const a = mul(tensor([[2, 1], [1, 2]]), scale); // prettier-ignore
    expectClose(matmul(funm(a, sqrt), funm(a, sqrt)), a, { relative: 1e-14 });
  }
});

test("errors say what is wrong", () => {
  expect(() => funm([[1, 2]], exp)).toThrow("funm: a must be square");
  expect(() => funm([[1, 2], [0, 1]], exp)).toThrow("funm: a is not symmetric"); // prettier-ignore
  expect(() => funm([[NaN]], exp)).toThrow("funm: a[0, 0] is NaN");
  expect(funm([[NaN]], exp, { check: false }).toArray()).toEqual([[NaN]]);
  expect(() => funm(eye(2), (x) => sum(x))).toThrow("funm: f must act on every element by itself");
  expect(() => funm(eye(2), (x) => softmax(x))).toThrow("at 1 alone it is 1 and among 2 eigenvalues 0.5");
  expect(() => funm(eye(2), (x) => cumsum(x, { axis: 0 }))).not.toThrow();
  expect(() => funm(eye(2), 3 as never)).toThrow(
    "funm: f must be a function of tensors, such as exp, got number",
  );
  expect(() => grad((w: Tensor) => sum(funm(eye(2), (x) => pow(x, w))))(2)).toThrow(
    "funm: f uses a traced value",
  );
});
