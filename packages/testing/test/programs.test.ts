import {
  checkProgram,
  eliminateCommonSubexpressions,
  eliminateDeadCode,
  eliminateIdentities,
  evaluateProgram,
  foldConstants,
  joinOperations,
  simplify,
  trace,
  vjp,
} from "@adjoint/autodiff";
import type { Program } from "@adjoint/autodiff";
import * as operations from "@adjoint/tensor";
import { flatten, isFloat, Tensor, tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { programsOf, randomTensor, uniformStream } from "../src/index.ts";
import { differentiable, notDifferentiable } from "./operations.ts";
import type { Case } from "./operations.ts";
import { pythonCases } from "./python-cases.ts";

const passes = {
  eliminateDeadCode,
  foldConstants,
  eliminateIdentities,
  joinOperations,
  eliminateCommonSubexpressions,
  simplify,
};

for (const [name, rows] of [...Object.entries(differentiable), ...Object.entries(notDifferentiable)]) {
  test(`${name}, ${rows.length} cases: programs are well formed and the passes keep every bit`, () => {
    // Where shapes depend on values, there is no program, and no batch.
    for (const row of rows) if (row.options?.batch !== false) checkPasses(row);
  });
}

test("the passes keep every bit of random compositions and of their gradients", () => {
  for (let seed = 0; seed < 40; seed++) {
    const f = randomComposition(seed);
    const x = randomTensor([3], { seed });
    checkPasses({ case: `random composition ${seed}`, apply: f, inputs: [x] });
  }
});

for (const row of pythonCases) {
  test(`${row.name}: the passes keep every bit, in programs inside the program too`, () => {
    const { value, gradient } = programsOf(row, (program) => program);
    for (const program of [value, gradient]) checkProgramPasses(program, row.inputs);
  });
}

/** The programs of an operation and of its pullback, as they are recorded and after each pass. */
function checkPasses({ apply, inputs }: Case): void {
  const tensors = inputs.map((x) => (x instanceof Tensor ? x : tensor(x)));
  const value = (...xs: Tensor[]): readonly Tensor[] => tensorsOf(apply(...xs));
  const pulled = (...xs: Tensor[]): readonly Tensor[] => pullback(value, xs);
  const functions = tensors.every((x) => isFloat(x.dtype)) ? [value, pulled] : [value];
  for (const f of functions) checkProgramPasses(trace(f)(...tensors), tensors);
}

function checkProgramPasses(program: Program, inputs: readonly Tensor[]): void {
  checkProgram(program);
  const expected = evaluateProgram(program, inputs);
  for (const pass of Object.values(passes)) {
    const changed = pass(program);
    checkProgram(changed);
    expectSameBits(evaluateProgram(changed, inputs), expected);
    expect(changed.equations.length).toBeLessThanOrEqual(program.equations.length);
    expect(pass(changed)).toBe(changed);
  }
}

function pullback(f: (...xs: Tensor[]) => readonly Tensor[], xs: readonly Tensor[]): readonly Tensor[] {
  const floats = (...ys: Tensor[]): readonly Tensor[] => f(...ys).filter(({ dtype }) => isFloat(dtype));
  const { value, pullback: pull } = vjp(floats, ...xs);
  return value.length === 0 ? [] : pull(value);
}

function tensorsOf(result: unknown): Tensor[] {
  return flatten("tensorsOf", result).leaves.filter((leaf) => leaf instanceof Tensor);
}

function expectSameBits(got: readonly Tensor[], expected: readonly Tensor[]): void {
  const bits = (xs: readonly Tensor[]) => xs.map(({ shape, dtype, data }) => ({ shape, dtype, data }));
  expect(bits(got)).toStrictEqual(bits(expected));
}

/** Operations put together at random, with much that a pass can remove: repetitions, dead ends, neutral elements. */
function randomComposition(seed: number): (x: Tensor) => Tensor {
  const { add, cos, div, exp, mul, neg, reshape, sin, stopGradient, sub, sum, tanh, transpose } = operations;
  const steps: readonly ((a: Tensor, b: Tensor) => Tensor)[] = [
    (a, b) => add(a, b),
    (a, b) => mul(a, b),
    (a, b) => sub(a, tanh(b)),
    (a) => mul(1, a),
    (a) => add(a, -0),
    (a) => sub(a, 0),
    (a) => div(a, 1),
    (a) => neg(neg(a)),
    (a, b) => add(neg(a), neg(b)),
    (a, b) => sub(a, neg(b)),
    (a) => reshape(reshape(reshape(a, [-1]), [1, -1]), a.shape),
    (a) => sin(a),
    (a) => cos(a),
    (a) => exp(neg(sum(mul(a, a)))),
    (a) => reshape(reshape(a, [1, -1]), a.shape),
    (a) => transpose(transpose(a)),
    (a) => stopGradient(a),
    (a) => mul(a, tensor([1, -0, 2])),
  ];
  return (x) => {
    const next = uniformStream(seed + 1);
    const choose = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!;
    const values = [x];
    for (let i = 0; i < 25; i++) values.push(choose(steps)(choose(values), choose(values)));
    return values.slice(-2).reduce((a, b) => add(a, b));
  };
}
