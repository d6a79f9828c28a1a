import { exp, mul, sin, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { inlineCalls } from "../../../src/compile/passes/inline-calls.ts";
import { checkpoint, compile, customJvp, customVjp, grad, trace } from "../../../src/index.ts";

const x = tensor(0.3);

test("programs that are merely called become part of the program", () => {
  const f = checkpoint((v: Tensor) => mul(v, exp(v)));
  const program = trace((v: Tensor) => mul(f(v), 2))(x);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      e:float64[] = checkpoint{
        program=program(b:float64[]) {
          c:float64[] = exp b
          d:float64[] = mul b c
          return d
        }
      } a
      f:float64[] = mul e 2
      return f
    }"
  `);
  expect(String(inlineCalls(program))).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:float64[] = exp a
      c:float64[] = mul a b
      d:float64[] = mul c 2
      return d
    }"
  `);
});

test("the same function may be called twice", () => {
  const f = compile((v: Tensor) => sin(exp(v)));
  const program = trace((v: Tensor) => mul(f(v), f(f(v))))(x);
  const inlined = inlineCalls(program);
  expect(inlined.equations.map(({ primitive }) => primitive.name).toSorted()).toEqual(
    ["exp", "exp", "exp", "mul", "sin", "sin", "sin"].toSorted(),
  );
  expect(inlined.call(x).item()).toBe(program.call(x).item());
});

test("derivatives that were taken by rules of one's own stay", () => {
  const ownTangent = customJvp(
    (v: Tensor) => exp(v),
    ([v], [t]) => mul(t, mul(v, 7)),
  );
  const ownCotangent = customVjp((v: Tensor) => exp(v), {
    forward: (v) => ({ value: exp(v), residuals: v }),
    backward: (v, c) => [mul(c, mul(v, 7))],
  });
  for (const f of [ownTangent, ownCotangent, checkpoint((v: Tensor) => mul(v, mul(v, 3.5)))]) {
    const program = trace(grad((v: Tensor) => f(v)))(x);
    const inlined = inlineCalls(program);
    expect(
      inlined.equations.every(({ primitive }) => !/custom|checkpoint|linearCall/.test(primitive.name)),
    ).toBe(true);
    expect(inlined.call(x).item()).toBeCloseTo(2.1, 14);
  }
});

test("a program without calls is the same", () => {
  const program = trace((v: Tensor) => sin(v))(x);
  expect(inlineCalls(program)).toBe(program);
});
