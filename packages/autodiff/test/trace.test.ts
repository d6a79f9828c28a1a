import { add, exp, mul, neg, sin, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { evaluateProgram, grad, hessian, trace, vmap } from "../src/index.ts";
import { ring } from "./functions.ts";

test("a program lists what the function did", () => {
  expect(String(trace((x: Tensor, y: Tensor) => add(mul(sin(x), y), 1))(1, 2))).toMatchInlineSnapshot(`
    "program(a:float64[], b:float64[]) {
      c:float64[] = sin a
      d:float64[] = mul c b
      e:float64[] = add d 1
      return e
    }"
  `);
});

test("what is known is computed while tracing", () => {
  expect(String(trace((x: Tensor) => mul(x, exp(neg(tensor(0)))))(1))).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:float64[] = mul a 1
      return b
    }"
  `);
});

test("gradients can be traced", () => {
  expect(String(trace(grad(sin))(1))).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:float64[] = sin a
      c:float64[] = cos a
      d:float64[] = mul 1 c
      return d
    }"
  `);
  expect(String(trace(grad(ring))(tensor([1, 2])))).toMatchInlineSnapshot(`
    "program(a:float64[2]) {
      b:float64[2] = square a
      c:float64[] = sum{axes=[0]} b
      d:float64[] = neg c
      e:float64[] = exp d
      f:float64[] = mul c e
      g:float64[] = mul 1 e
      h:float64[] = mul c 1
      i:float64[] = mul h e
      j:float64[] = neg i
      k:float64[] = add g j
      l:float64[2] = broadcastTo{shape=[2]} k
      m:float64[2] = mul [2, 2] a
      n:float64[2] = mul l m
      return n
    }"
  `);
});

test("batches can be traced", () => {
  expect(String(trace(vmap((x: Tensor) => sum(sin(x))))(tensor([[1, 2]])))).toMatchInlineSnapshot(`
    "program(a:float64[1, 2]) {
      b:float64[1, 2] = sin a
      c:float64[1] = sum{axes=[1]} b
      return c
    }"
  `);
});

test("a program computes what the function computes", () => {
  const x = tensor([0.3, -0.7]);
  expect(evaluateProgram(trace(hessian(ring))(x), [x])[0]!.toArray()).toEqual(hessian(ring)(x).toArray());
});

test("the value of a traced tensor is not to be had", () => {
  expect(() => trace((x: Tensor) => (x.item() > 0 ? x : neg(x)))(1)).toThrow(
    "trace: the value of a traced float64[] is not known while its program is recorded; use where instead of if, and keep item() and toArray() outside of the function",
  );
});

test("a program refuses what it was not recorded for instead of computing garbage", () => {
  const program = trace((x: Tensor, y: Tensor) => add(x, y))(tensor([1, 2]), tensor([3, 4]));
  expect(() => evaluateProgram(program, [tensor([1, 2])])).toThrow(
    "evaluateProgram: the program takes 2 arguments, got 1",
  );
  expect(() => evaluateProgram(program, [tensor([1, 2]), tensor([1, 2, 3])])).toThrow(
    "evaluateProgram: argument 1 must be a tensor float64[2], got float64[3]",
  );
  expect(() => evaluateProgram(program, [tensor([1, 2]), tensor([1, 2], { dtype: "int32" })])).toThrow(
    "evaluateProgram: argument 1 must be a tensor float64[2], got int32[2]",
  );
  expect(() => evaluateProgram(program, [tensor([1, 2]), 1 as unknown as Tensor])).toThrow(
    "evaluateProgram: argument 1 must be a tensor float64[2], got the number 1",
  );
});
