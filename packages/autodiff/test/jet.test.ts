import {
  add,
  concat,
  cos,
  div,
  dot,
  exp,
  log,
  log1p,
  logSumExp,
  matmul,
  max,
  mul,
  neg,
  pow,
  prod,
  sigmoid,
  sin,
  slice,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  tan,
  tanh,
  tensor,
  variance,
  where,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { grad, jet, jvp, vmap } from "../src/index.ts";
import { expectNear, scattered } from "./close.ts";
import { ring } from "./functions.ts";

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const coefficients = (f: (x: Tensor) => Tensor, x: number, order: number): number[] =>
  jet(f, [tensor(x)], [tensor(1)], { order }).map((c) => c.item());

function expectCoefficients(actual: readonly number[], expected: readonly number[], relative = 1e-13): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((c, k) =>
    expect(Math.abs(c - expected[k]!)).toBeLessThanOrEqual(relative * Math.abs(expected[k]!)),
  );
}

const orders = Array.from({ length: 13 }, (_, k) => k);

test("the expansions of the textbook", () => {
  expectCoefficients(
    coefficients(exp, 0, 12),
    orders.map((k) => 1 / factorial(k)),
  );
  expectCoefficients(
    coefficients(sin, 0, 12),
    orders.map((k) => (k % 2 === 0 ? 0 : (-1) ** ((k - 1) / 2) / factorial(k))),
  );
  expectCoefficients(
    coefficients(cos, 0, 12),
    orders.map((k) => (k % 2 === 1 ? 0 : (-1) ** (k / 2) / factorial(k))),
  );
  expectCoefficients(
    coefficients(log1p, 0, 12),
    orders.map((k) => (k === 0 ? 0 : (-1) ** (k + 1) / k)),
  );
  expectCoefficients(
    coefficients((x) => div(1, sub(1, x)), 0, 12),
    orders.map(() => 1),
  );
  expectCoefficients(
    coefficients((x) => pow(add(1, x), 3), 0, 6),
    [1, 3, 3, 1, 0, 0, 0],
  );
  // tan x = x + x³/3 + 2x⁵/15 + 17x⁷/315 + …
  expectCoefficients(coefficients(tan, 0, 7), [0, 1, 0, 1 / 3, 0, 2 / 15, 0, 17 / 315]);
  // √(1 + x) = 1 + x/2 − x²/8 + x³/16 − 5x⁴/128 + …
  expectCoefficients(
    coefficients((x) => sqrt(add(1, x)), 0, 4),
    [1, 1 / 2, -1 / 8, 1 / 16, -5 / 128],
  );
});

test("a high order costs a power of it, not an exponential", () => {
  const order = 40;
  expectCoefficients(coefficients((x) => div(sin(x), sub(2, cos(x))), 0, order).slice(0, 4), [
    0,
    1,
    0,
    -1 / 6 - 1 / 2,
  ]);
  const [, , third] = coefficients((x) => exp(neg(square(x))), 0, order);
  expect(third).toBe(-1);
});

/** The derivatives of t ↦ f(x + t·v), one inside another. */
function nested(f: (x: Tensor) => Tensor, x: Tensor, v: Tensor, order: number): Tensor[] {
  if (order === 0) return [f(x)];
  return [f(x), ...nested((y) => jvp(f, [y], [v]).tangent, x, v, order - 1)];
}

const functions: Record<string, (x: Tensor) => Tensor> = {
  ring,
  tanh: (x) => tanh(x),
  sigmoid: (x) => sigmoid(x),
  softplus: (x) => softplus(x),
  logSumExp: (x) => logSumExp(x),
  "log of a sum": (x) => log(add(sum(square(x)), 1)),
  "a quotient of two that vary": (x) => div(sin(x), add(2, square(x))),
  "a power of two that vary": (x) => pow(add(1, square(x)), x),
  "products of matrices": (x) => matmul(matmul(scattered([3, 3], 5), x), x),
  "a dot product": (x) => dot(x, sin(x)),
  product: (x) => prod(x),
  "pieces put together": (x) => concat([slice(x, [1, 3]), mul(x, 2)]),
  "a choice": (x) => where([true, false, true], exp(x), x),
  variance: (x) => variance(x),
  maximum: (x) => max(mul(x, x)),
  constant: () => tensor([1, 2]),
};

test.each(Object.keys(functions))("it agrees with derivatives of derivatives: %s", (name) => {
  const f = functions[name]!;
  const [x, v] = [scattered([3], 3), scattered([3], 8)];
  const expected = nested(f, x, v, 4);
  const actual = jet(f, [x], [v], { order: 4 });
  actual.forEach((c, k) => expectNear(mul(factorial(k), c), expected[k]!, 1e-12));
});

test("trees and several arguments", () => {
  const f = (p: { a: Tensor; b: Tensor }, c: Tensor): { y: Tensor } => ({ y: mul(mul(p.a, p.b), c) });
  const series = jet(f, [{ a: 1, b: 2 }, 3], [{ a: 1, b: 1 }, 1], { order: 4 });
  // (1 + t)(2 + t)(3 + t)
  expect(series.map(({ y }) => y.item())).toEqual([6, 11, 6, 1, 0]);
});

test("it can be differentiated, mapped and expanded again", () => {
  const second = (x: Tensor): Tensor => jet(sin, [x], [tensor(1)], { order: 2 })[2]!;
  expect(grad(second)(0.5).item()).toBeCloseTo(-Math.cos(0.5) / 2, 14);
  expectNear(vmap(second)(tensor([0.5, 1])), tensor([-Math.sin(0.5) / 2, -Math.sin(1) / 2]));
  expect(jet(second, [tensor(0.5)], [tensor(1)], { order: 1 })[1]!.item()).toBeCloseTo(
    -Math.cos(0.5) / 2,
    14,
  );
  const mapped = jet(
    vmap((x: Tensor) => exp(x)),
    [zeros([2])],
    [tensor([1, 2])],
    { order: 3 },
  );
  expectNear(mapped[3]!, tensor([1 / 6, 8 / 6]));
  expectNear(
    jet(grad(ring), [tensor([1, 2])], [tensor([1, 0])], { order: 1 })[1]!,
    jvp(grad(ring), [tensor([1, 2])], [tensor([1, 0])]).tangent,
  );
});

test("an order that is none is refused", () => {
  for (const order of [-1, 1.5, Number.NaN]) {
    expect(() => jet(sin, [0], [1], { order })).toThrow("jet: order must be a whole number from 0 on");
  }
});
