import { abs, div, mul, neg, pow, square, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { simplifyArithmetic } from "../../../src/compile/passes/simplify-arithmetic.ts";
import { eliminateDeadCode, trace } from "../../../src/index.ts";

const special = [0, -0, 1, -1.5, 3, 1e-310, 5e-324, 1.7e308, Infinity, -Infinity, NaN];
const x = tensor(special.flatMap(() => special));
const y = tensor(special.flatMap((value) => special.map(() => value)));

const names = (f: (a: Tensor, b: Tensor) => Tensor): readonly string[] => {
  const program = trace(f)(x, y);
  const simpler = eliminateDeadCode(simplifyArithmetic(program));
  const [got, expected] = [simpler, program].map((each) => Array.from(each.call(x, y).data));
  expect(got).toEqual(expected);
  return simpler.equations.map(({ primitive }) => primitive.name);
};

test("what it says holds bit for bit, at zeros, infinities and the ends of the range", () => {
  expect(names((a) => mul(a, -1))).toEqual(["neg"]);
  expect(names((a) => mul(tensor(special.flatMap(() => special.map(() => -1))), a))).toEqual(["neg"]);
  expect(names((a, b) => mul(neg(a), neg(b)))).toEqual(["mul"]);
  expect(names((a) => mul(3, neg(a)))).toEqual(["mul"]);
  expect(names((a) => mul(neg(a), NaN))).toEqual(["mul"]);
  expect(names((a) => mul(100, mul(2, a)))).toEqual(["mul"]);
  expect(names((a) => mul(mul(a, -4), -1.1))).toEqual(["mul"]);
  expect(names((a) => square(neg(a)))).toEqual(["square"]);
  expect(names((a) => abs(neg(a)))).toEqual(["abs"]);
  expect(names((a) => div(a, 8))).toEqual(["mul"]);
  expect(names((a) => div(a, -0.25))).toEqual(["mul"]);
  expect(names((a) => pow(a, 2))).toEqual(["square"]);
});

test("what would round otherwise stays", () => {
  expect(names((a) => div(a, 3))).toEqual(["div"]);
  expect(names((a) => div(a, 2 ** 1023))).toEqual(["div"]);
  expect(names((a) => div(a, 0))).toEqual(["div"]);
  expect(names((a) => mul(0.7, mul(2, a)))).toEqual(["mul", "mul"]);
  expect(names((a) => mul(2, mul(1.1, a)))).toEqual(["mul", "mul"]);
  expect(names((a) => mul(3, mul(0.5, a)))).toEqual(["mul", "mul"]);
  expect(names((a) => mul(Infinity, mul(2, a)))).toEqual(["mul", "mul"]);
  expect(names((a) => pow(a, 3))).toEqual(["pow"]);
  expect(names((a, b) => mul(neg(a), b))).toEqual(["neg", "mul"]);
});

test("the program before and after", () => {
  const program = trace((a: Tensor) => div(mul(neg(a), mul(a, -1)), 4))(x);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[121]) {
      A:float64[121] = constant -1, -1, -1, …
      B:float64[121] = constant 4, 4, 4, …
      b:float64[121] = neg a
      c:float64[121] = mul a A
      d:float64[121] = mul b c
      e:float64[121] = div d B
      return e
    }"
  `);
  expect(String(eliminateDeadCode(simplifyArithmetic(program)))).toMatchInlineSnapshot(`
    "program(a:float64[121]) {
      A:float64[121] = constant 0.25, 0.25, 0.25, …
      b:float64[121] = mul a a
      c:float64[121] = mul b A
      return c
    }"
  `);
});
