import { add, mul, neg, sin, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { evaluateProgram, grad, Program, trace, Variable } from "../src/index.ts";
import { planOf, runPlan } from "../src/plan.ts";

test("a value is forgotten after its last use", () => {
  const f = (x: Tensor): Tensor[] => {
    const y = sin(x);
    neg(y);
    return [mul(y, mul(y, x)), y];
  };
  const program = trace(f)(1);
  // 0: x, 1: y, 2: −y, 3: y·x, 4: y·(y·x)
  expect(planOf(program).steps.map(({ done }) => done)).toEqual([[], [2], [0], [3]]);
  expect(String(evaluateProgram(program, [tensor(2)]))).toBe(String(f(tensor(2))));
});

test("a program is planned once, and a plan can run again", () => {
  const program = trace((x: Tensor) => add(x, 1))(1);
  expect(program.plan()).toBe(program.plan());
  expect([1, 2].map((x) => runPlan(program.plan(), [tensor(x)])[0]!.item())).toEqual([2, 3]);
});

test("a result may be an input, a constant, or several times the same", () => {
  const program = trace((x: Tensor) => {
    const y = sin(x);
    return [x, tensor(5), y, y];
  })(0);
  expect(evaluateProgram(program, [tensor(0)]).map((y) => y.item())).toEqual([0, 5, 0, 0]);
});

test("an operation with several outputs has them in a row", () => {
  const gradient = trace((x: Tensor) => grad((y: Tensor) => sum([y, mul(2, y), mul(y, y)]))(x))(1);
  expect(evaluateProgram(gradient, [tensor(3)])[0]!.item()).toBe(9);
});

test("a program that is not well formed says so", () => {
  const { inputs, equations } = trace(sin)(1);
  const program = new Program({ inputs, equations, outputs: [new Variable(inputs[0]!)] });
  expect(() => evaluateProgram(program, [tensor(1)])).toThrow(
    "evaluateProgram: the program uses a variable that is not assigned before; checkProgram names the place",
  );
});
