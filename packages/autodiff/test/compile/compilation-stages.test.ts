import { add, exp, matmul, mul, neg, softmax, square, sum, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { compilationStages, compile, grad, Program, trace } from "../../src/index.ts";

const ring = (x: Tensor, y: Tensor) => {
  const r = add(square(x), square(y));
  return mul(r, exp(neg(r)));
};

test("the stages begin with the recorded program and end with code", () => {
  const stages = compilationStages(grad(ring, { argnums: [0, 1] }))(0.5, 0);
  expect(stages[0]!.name).toBe("recorded");
  expect(stages.slice(-3).map(({ name }) => name)).toEqual(["loops", "memory", "javascript"]);
  expect(stages[0]!.text).toBe(trace(grad(ring, { argnums: [0, 1] }))(0.5, 0).print());
});

test("the program of every stage computes the same bits", () => {
  const layer = (x: Tensor, w: Tensor, b: Tensor) => sum(square(softmax(add(matmul(x, w), b))));
  const args = [
    tensor([[0.3, -1.2]]),
    tensor([
      [1, 2, 3],
      [-0.1, 0.7, 0.2],
    ]),
    tensor([0, 0.5, -0.5]),
  ] as const;
  const f = grad(layer, { argnums: [0, 1, 2] });
  const programs = compilationStages(f)(...args).flatMap(({ program }) => program ?? []);
  expect(programs.length).toBeGreaterThan(2);
  const expected = f(...args).map((each) => each.toArray());
  for (const program of programs) {
    expect(program).toBeInstanceOf(Program);
    expect((program.call(...args) as Tensor[]).map((each) => each.toArray())).toEqual(expected);
  }
});

test("no stage leaves the program as it was", () => {
  const stages = compilationStages(grad(ring))(0.5, 0).filter(({ program }) => program !== undefined);
  for (const [i, { text }] of stages.slice(1).entries()) expect(text).not.toBe(stages[i]!.text);
});

test("trees are taken as their leaves", () => {
  const f = (p: { a: Tensor; b: Tensor }) => ({ c: add(p.a, p.b) });
  const loops = compilationStages(f)({ a: 1, b: zeros([2]) }).find(({ name }) => name === "loops")!;
  expect(loops.text).toMatchInlineSnapshot(`
    "given a:float64[], b:float64[2]

    for i < 2: c[i] = a + b[i]

    return c"
  `);
});

test("a function that reads a value is refused as it is by compile", () => {
  const reads = (x: Tensor) => (x.item() > 0 ? x : neg(x));
  const messageOf = (run: () => unknown): string => {
    try {
      run();
      return "";
    } catch (error) {
      return (error as Error).message.replace("compilationStages", "compile");
    }
  };
  const refused = messageOf(() => compilationStages(reads)(1));
  expect(refused).toContain("compile");
  expect(refused.split("(")[0]).toBe(messageOf(() => compile(reads)(1)).split("(")[0]);
});
