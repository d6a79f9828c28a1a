import {
  abs,
  astype,
  bind,
  exp,
  log,
  matmul,
  max,
  mul,
  pow,
  relu,
  sin,
  sqrt,
  square,
  stopGradient,
  sum,
  take,
  tensor,
  unary,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { checkGradients } from "../src/index.ts";
import { ring } from "./functions.ts";

/** An elementwise function whose rule says that its derivative is `slope`. */
function withSlope(kernel: (x: number) => number, slope: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  const primitive = unary({ name: "example", kernel, tangent: (t, x) => mul(t, slope(x)) });
  return (x) => bind(primitive, [x], null)[0];
}

test("right derivatives pass, of trees, in both modes, to the third order", () => {
  const f = (p: { a: Tensor; b: Tensor }, c: Tensor): Tensor[] => [mul(log(p.a), exp(p.b)), pow(c, 3)];
  const verdict = checkGradients(f, [{ a: tensor([0.01, 3]), b: 2 }, -1.5], { order: 3 });
  expect(verdict.passed).toBe(true);
  expect(verdict.message.split("\n")).toHaveLength(6);
  expect(checkGradients(ring, [tensor([1, 2])]).passed).toBe(true);
  const steep = (x: Tensor): Tensor => sin(mul(1e4, x));
  expect(checkGradients(steep, [tensor([0.3])]).passed).toBe(true);
  expect(checkGradients((x: Tensor) => mul(1e-20, square(x)), [1e-3]).passed).toBe(true);
});

test("a wrong sign, a factor, a missing term and a NaN are told apart", () => {
  const squareWithSlope = (slope: (x: Tensor) => Tensor): ((x: Tensor) => Tensor) =>
    withSlope((x) => x * x, slope);
  const message = (f: (x: Tensor) => Tensor): string =>
    checkGradients(f, [tensor([1, 3])], { order: 1, modes: ["reverse"] }).message;
  expect(message(squareWithSlope((x) => mul(-2, x)))).toMatchInlineSnapshot(`
    "the reverse derivative of order 1 disagrees with differences in 2 of 4 entries:
      ∂ result[1] / ∂ argument 0[1]: the rules give -6, differences 6: off by 12; the sign is wrong
      ∂ result[0] / ∂ argument 0[0]: the rules give -2, differences 2: off by 4; the sign is wrong"
  `);
  expect(message(squareWithSlope((x) => x))).toMatchInlineSnapshot(`
    "the reverse derivative of order 1 disagrees with differences in 2 of 4 entries:
      ∂ result[1] / ∂ argument 0[1]: the rules give 3, differences 6: off by 3; it is 0.5 times what it should be
      ∂ result[0] / ∂ argument 0[0]: the rules give 1, differences 2: off by 1; it is 0.5 times what it should be"
  `);
  expect(message((x) => stopGradient(square(x)))).toMatchInlineSnapshot(`
    "the reverse derivative of order 1 disagrees with differences in 2 of 4 entries:
      ∂ result[1] / ∂ argument 0[1]: the rules give 0, differences 6: off by 6; nothing comes through: is stopGradient, item() or an integer in between, or is a term missing?
      ∂ result[0] / ∂ argument 0[0]: the rules give 0, differences 2: off by 2; nothing comes through: is stopGradient, item() or an integer in between, or is a term missing?"
  `);
  expect(message(squareWithSlope((x) => mul(x, Number.NaN)))).toMatchInlineSnapshot(`
    "the reverse derivative of order 1 disagrees with differences in 4 of 4 entries:
      ∂ result[0] / ∂ argument 0[0]: the rules give NaN, differences 2: look for 0·∞, 0/0 or ∞ − ∞ on the way
      ∂ result[1] / ∂ argument 0[0]: the rules give NaN, differences 0: look for 0·∞, 0/0 or ∞ − ∞ on the way
      ∂ result[0] / ∂ argument 0[1]: the rules give NaN, differences 0: look for 0·∞, 0/0 or ∞ − ∞ on the way
      ∂ result[1] / ∂ argument 0[1]: the rules give NaN, differences 6: look for 0·∞, 0/0 or ∞ − ∞ on the way"
  `);
  expect(message(squareWithSlope((x) => mul(2.1, x)))).toMatchInlineSnapshot(`
    "the reverse derivative of order 1 disagrees with differences in 2 of 4 entries:
      ∂ result[1] / ∂ argument 0[1]: the rules give 6.3, differences 6: off by 0.3; it is 1.05 times what it should be
      ∂ result[0] / ∂ argument 0[0]: the rules give 2.1, differences 2: off by 0.1; it is 1.05 times what it should be"
  `);
});

test("an entry is named by its place in the arguments and in the result", () => {
  const f = (p: { w: Tensor }, x: Tensor): { y: Tensor } => ({ y: matmul(stopGradient(p.w), x) });
  const w = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const { comparisons } = checkGradients(f, [{ w }, tensor([1, 0, 0])], { order: 1, modes: ["forward"] });
  const wrong = comparisons.filter(({ verdict }) => verdict === "disagrees");
  expect(wrong).toEqual([
    expect.objectContaining({ result: "result.y[0]", argument: "argument 0.w[0, 0]", derivative: 0 }),
    expect.objectContaining({ result: "result.y[1]", argument: "argument 0.w[1, 0]", derivative: 0 }),
  ]);
  expect(wrong[0]!.expected).toBeCloseTo(1, 10);
});

test("at a kink any value between the slopes is right, one outside is not", () => {
  for (const f of [relu, abs, (x: Tensor): Tensor => max(x)]) {
    const verdict = checkGradients(f, [tensor([0, 0])], { order: 1 });
    expect(verdict.passed).toBe(true);
  }
  expect(checkGradients(relu, [tensor([0])], { order: 1 }).message).toContain("it stands at a kink in 1");
  const outside = withSlope(
    (x) => Math.max(x, 0),
    () => tensor(-1),
  );
  expect(checkGradients(outside, [tensor([0])], { order: 1 }).passed).toBe(false);
});

test("where differences are no help the verdict says so, and does not pass", () => {
  const verdict = checkGradients(sqrt, [tensor([0])], { order: 1 });
  expect(verdict.passed).toBe(false);
  expect(verdict.comparisons.map((each) => each.verdict)).toEqual(["undecided", "undecided"]);
});

test("integers are held fixed, float32 is compared as closely as it can be", () => {
  const i = tensor([1, 0], { dtype: "int32" });
  expect(checkGradients((x: Tensor, j: Tensor) => take(square(x), j), [tensor([1, 2, 3]), i]).passed).toBe(
    true,
  );
  const x = tensor([1.5, -2], { dtype: "float32" });
  expect(checkGradients((y: Tensor) => square(y), [x]).passed).toBe(true);
  expect(checkGradients((y: Tensor) => square(astype(stopGradient(y), "float32")), [x]).passed).toBe(false);
});

test("nothing to differentiate, and options that are none", () => {
  expect(checkGradients((x: Tensor) => sum(x), [tensor([1], { dtype: "int32" })]).message).toBe(
    "checkGradients: there is nothing to differentiate",
  );
  expect(() => checkGradients(sin, [1], { order: 0 })).toThrow(
    "order must be a whole number from 1 on, got 0",
  );
  expect(() => checkGradients(sin, [1], { modes: [] })).toThrow(
    'modes must be some of "forward" and "reverse"',
  );
  expect(() => checkGradients(sin, [1], { tolerance: 0 })).toThrow("tolerance must be positive");
  expect(() => checkGradients(sin, 1 as unknown as [number])).toThrow("checkGradients(f, [x], …)");
});
