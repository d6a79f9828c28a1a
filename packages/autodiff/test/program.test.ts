import { add, arange, exp, mul, neg, sin, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, expectTypeOf, test } from "vitest";
import { evaluateProgram, grad, Program, trace } from "../src/index.ts";

test("a program takes and returns the trees of the traced function", () => {
  const f = (p: { x: Tensor; y: readonly [Tensor, Tensor] }, scale: Tensor) => ({
    product: mul(scale, mul(p.x, p.y[0])),
    rest: [p.y[1]],
  });
  const program = trace(f)({ x: 1, y: [2, 3] }, 4);
  const result = program.call({ x: 5, y: [6, 7] }, 10);
  expectTypeOf(result.product).toEqualTypeOf<Tensor>();
  expect(result.product.item()).toBe(300);
  expect(result.rest[0]!.item()).toBe(7);
  // @ts-expect-error the form of the arguments is that of the function
  expect(() => program.call({ x: 1 }, 2)).toThrow("call: trees differ");
});

test("a program made of equations takes and returns lists", () => {
  const { inputs, equations, outputs } = trace(sin)(0);
  const program = new Program({ inputs, equations, outputs });
  expect(String(program.call(0))).toBe("0.0");
});

test("a program can be differentiated", () => {
  const program = trace((x: Tensor) => exp(mul(2, x)))(0);
  expect(grad((x: Tensor) => program.call(x))(0).item()).toBe(2);
});

test("a program cannot be changed", () => {
  const program = trace((x: Tensor) => add(sin(x), 1))(0);
  const change = (target: object, key: string): (() => boolean) => {
    return () => {
      "use strict";
      (target as Record<string, unknown>)[key] = null;
      return true;
    };
  };
  expect(change(program, "equations")).toThrow(TypeError);
  expect(change(program.equations, "0")).toThrow(TypeError);
  expect(change(program.equations[0]!, "primitive")).toThrow(TypeError);
  expect(change(program.equations[0]!.inputs, "0")).toThrow(TypeError);
  expect(change(program.outputs, "0")).toThrow(TypeError);
});

test("small constants are written out with their dtypes, large ones are declared once", () => {
  const weights = arange(8);
  const f = (x: Tensor): Tensor =>
    sum([
      sum(mul(x, weights)),
      sum(mul(weights, neg(x))),
      sum(
        mul(sum(x), [
          [1, 2.5],
          [-0, NaN],
        ]),
      ),
      sum(mul(sum(x), tensor([1, 2], { dtype: "float32" }))),
    ]);
  expect(String(trace(f)(weights))).toMatchInlineSnapshot(`
    "program(a:float64[8]) {
      A:float64[8] = constant 0, 1, 2, …
      b:float64[8] = mul a A
      c:float64[] = sum{axes=[0]} b
      d:float64[8] = neg a
      e:float64[8] = mul A d
      f:float64[] = sum{axes=[0]} e
      g:float64[] = sum{axes=[0]} a
      h:float64[2, 2] = broadcastTo{shape=[2, 2]} g
      i:float64[2, 2] = mul h [[1, 2.5], [-0, NaN]]
      j:float64[] = sum{axes=[0, 1]} i
      k:float64[] = sum{axes=[0]} a
      l:float64[2] = broadcastTo{shape=[2]} k
      m:float64[2] = mul l [1, 2]
      n:float64[] = sum{axes=[0]} m
      o:float64[4] = stack{axis=0} c f j n
      p:float64[] = sum{axes=[0]} o
      return p
    }"
  `);
});

test("a program inside a derivative names the values from outside", () => {
  const seen: string[] = [];
  grad((x: Tensor) => {
    const program = trace((y: Tensor) => mul(x, y))(1);
    seen.push(String(program));
    return evaluateProgram(program, [x])[0]!;
  })(3);
  expect(seen[0]).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:float64[] = mul <float64[] of a derivative> a
      return b
    }"
  `);
});

test("names go on after z", () => {
  const f = (x: Tensor): Tensor => {
    let y = x;
    for (let i = 0; i < 27; i++) y = sin(y);
    return y;
  };
  expect(String(trace(f)(1)).split("\n").slice(-4)).toMatchInlineSnapshot(`
    [
      "  aa:float64[] = sin z",
      "  ab:float64[] = sin aa",
      "  return ab",
      "}",
    ]
  `);
});
