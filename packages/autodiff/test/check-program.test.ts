import { add, exp, mul, sin, Tensor, tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { checkProgram, evaluateProgram, grad, trace, Variable } from "../src/index.ts";
import type { Program, Recording } from "../src/index.ts";
import { choose } from "./nested.ts";

const program = trace((x: Tensor, y: Tensor) => mul(add(x, 1), y))(1, 2);
const [first, second] = program.equations as [Recording["equations"][0], Recording["equations"][0]];

function check(changed: Partial<Recording>): () => void {
  return () =>
    checkProgram({
      inputs: program.inputs,
      equations: program.equations,
      outputs: program.outputs,
      ...changed,
    });
}

test("what trace records is well formed", () => {
  expect(check({})).not.toThrow();
});

test("a variable is assigned before it is used", () => {
  expect(check({ equations: [second, first] })).toThrow(
    "checkProgram: equation 0 (mul): input 0 is used before it is assigned",
  );
  expect(check({ inputs: program.inputs.slice(0, 1) })).toThrow(
    "checkProgram: equation 1 (mul): input 1 is used before it is assigned",
  );
  expect(check({ equations: [] })).toThrow("checkProgram: result 0 is used before it is assigned");
});

test("a variable is assigned once", () => {
  expect(check({ inputs: [program.inputs[0]!, ...program.inputs] })).toThrow("input 1 was assigned before");
  expect(check({ equations: [first, first, second] })).toThrow(
    "checkProgram: equation 1 (add): output 0 was assigned before; a variable is assigned once",
  );
});

test("shapes and dtypes are those of the shape rule", () => {
  const wrong = new Variable({ shape: [2], dtype: "float64" });
  expect(check({ equations: [{ ...first, outputs: [wrong] }, second] })).toThrow(
    "checkProgram: equation 0 (add): output 0 is declared as float64[2], its primitive makes float64[] from float64[] and float64[]",
  );
  expect(check({ equations: [{ ...first, outputs: [...first.outputs, wrong] }, second] })).toThrow(
    "checkProgram: equation 0 (add) has 2 outputs, its primitive makes 1",
  );
  expect(check({ equations: [{ ...first, inputs: [] }, second] })).toThrow(
    "checkProgram: equation 0 (add) does not fit its inputs",
  );
});

test("constants are tensors of the right size", () => {
  const broken = new Tensor([3], "float64", new Float64Array(1));
  expect(check({ equations: [{ ...first, inputs: [first.inputs[0]!, broken] }, second] })).toThrow(
    "checkProgram: equation 0 (add): input 1 is a constant of shape [3] with 1 elements instead of 3",
  );
  expect(check({ outputs: [1 as unknown as Tensor] })).toThrow(
    "checkProgram: result 0 is neither a variable nor a tensor",
  );
});

test("a program in a program is checked too, and must be closed", () => {
  const nested = trace((x: Tensor) => choose(tensor(true), sin, exp, x))(0);
  expect(() => checkProgram(nested)).not.toThrow();
  expect(evaluateProgram(nested, [tensor(0)])[0]!.item()).toBe(0);

  const { inputs, outputs } = nested;
  const [equation] = nested.equations;
  const { branches } = equation!.params as { branches: Program[] };
  const params = {
    branches: [branches[0], { inputs: [], equations: branches[1]!.equations, outputs: branches[1]!.outputs }],
  };
  expect(() => checkProgram({ inputs, equations: [{ ...equation!, params }], outputs })).toThrow(
    "checkProgram: equation 0 (choose): in its program: equation 0 (exp): input 0 is used before it is assigned",
  );

  const leaking = trace((x: Tensor) => choose(tensor(true), (y) => mul(x, y), exp, x))(0);
  expect(() => checkProgram(leaking)).toThrow(
    "in its program: equation 0 (mul): input 0 is a traced value of trace from outside; " +
      "a program in a program is given what it needs as inputs",
  );
});

test("a program recorded inside a derivative may hold its values", () => {
  const f = (x: Tensor): Tensor => {
    const inner = trace((y: Tensor) => mul(x, y))(1);
    checkProgram(inner);
    return evaluateProgram(inner, [x])[0]!;
  };
  expect(grad(f)(3).item()).toBe(6);
});
