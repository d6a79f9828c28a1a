import { add, complex, div, mul, neg, sin, sub, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { optimise } from "../../../src/compile/passes/optimise.ts";
import { pullSigns } from "../../../src/compile/passes/pull-signs.ts";
import { eliminateDeadCode, trace } from "../../../src/index.ts";

const special = [0, -0, 1, -1.5, 3, 1e-310, 5e-324, 1.7e308, Infinity, -Infinity, NaN];
const x = tensor(special.flatMap(() => special));
const y = tensor(special.flatMap((value) => special.map(() => value)));

type Binary = (a: Tensor, b: Tensor) => Tensor;

test("signs stand behind products and quotients, from where sums take them in", () => {
  const program = trace((a: Tensor, b: Tensor) => sub(div(neg(a), b), mul(mul(b, neg(sin(a))), b)))(x, y);
  expect(String(eliminateDeadCode(pullSigns(program)))).toMatchInlineSnapshot(`
    "program(a:float64[121], b:float64[121]) {
      c:float64[121] = div a b
      d:float64[121] = neg c
      e:float64[121] = sin a
      f:float64[121] = mul b e
      g:float64[121] = mul f b
      h:float64[121] = neg g
      i:float64[121] = sub d h
      return i
    }"
  `);
  expect(String(optimise(program))).toMatchInlineSnapshot(`
    "program(a:float64[121], b:float64[121]) {
      c:float64[121] = div a b
      d:float64[121] = sin a
      e:float64[121] = mul b d
      f:float64[121] = mul e b
      g:float64[121] = sub f c
      return g
    }"
  `);
});

test("with the same bits, at zeros, infinities and the ends of the range", () => {
  const functions: readonly Binary[] = [
    (a, b) => mul(neg(a), b),
    (a, b) => mul(a, neg(b)),
    (a, b) => div(neg(a), b),
    (a, b) => div(a, neg(b)),
    (a, b) => add(mul(neg(a), b), a),
    (a, b) => sub(a, div(b, neg(a))),
    (a, b) => mul(neg(mul(neg(a), b)), a),
  ];
  for (const f of functions) {
    const program = trace(f)(x, y);
    const pulled = pullSigns(program);
    expect(pulled).not.toBe(program);
    expect(pulled.call(x, y)).toEqual(program.call(x, y));
    expect(optimise(program).call(x, y)).toEqual(program.call(x, y));
  }
});

test("a sign that is read elsewhere stays", () => {
  const program = trace((a: Tensor, b: Tensor) => {
    const minus = neg(a);
    return [mul(minus, b), minus];
  })(x, y);
  expect(pullSigns(program)).toBe(program);
});

test("a sign goes through a long product at once", () => {
  const program = trace((a: Tensor, b: Tensor) =>
    Array.from({ length: 50 }).reduce((product: Tensor) => mul(product, b), neg(a)),
  )(x, y);
  const names = eliminateDeadCode(pullSigns(program)).equations.map(({ primitive }) => primitive.name);
  expect(names).toEqual([...Array.from({ length: 50 }, () => "mul"), "neg"]);
});

test("complex products keep their signs, because their zeros would change them", () => {
  const z = complex(x, y);
  const program = trace((a: Tensor) => mul(neg(a), z))(z);
  expect(pullSigns(program)).toBe(program);
});
