import {
  add,
  astype,
  currentInterpreter,
  full,
  matmul,
  mul,
  ones,
  reshape,
  runWith,
  sin,
  sum,
  tensor,
  transpose,
  zeros,
} from "@adjoint/tensor";
import type { Interpreter, Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { jacobian } from "../src/index.ts";

const modes = ["forward", "reverse", undefined] as const;
const options = (mode: (typeof modes)[number]): { mode?: "forward" | "reverse" } => (mode ? { mode } : {});

test.each(modes)("the Jacobian of a linear map is its matrix, square or not, mode %s", (mode) => {
  for (const a of [
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ]) {
    const x = tensor(a[0]!.map((_, i) => i + 1));
    expect(jacobian((v: Tensor) => matmul(a, v), options(mode))(x).toArray()).toEqual(a);
  }
});

test.each(modes)("axes of the result come before those of the argument, mode %s", (mode) => {
  const j = jacobian((x: Tensor) => transpose(x), options(mode))(zeros([2, 3]));
  expect(j.shape).toEqual([3, 2, 2, 3]);
  const entries = reshape(j, [6, 6]).toArray() as number[][];
  // Row (i, j) of the transpose is element (j, i).
  expect(entries.map((row) => row.indexOf(1))).toEqual([0, 3, 1, 4, 2, 5]);
  expect(sum(j).item()).toBe(6);
});

test.each(modes)("trees in, trees out, mode %s", (mode) => {
  const f = (p: { a: Tensor; b: Tensor }): { s: Tensor; m: Tensor } => ({ s: sum(p.a), m: mul(p.a, p.b) });
  const j = jacobian(f, options(mode))({ a: tensor([1, 2]), b: 3 });
  expect(j.s.a.toArray()).toEqual([1, 1]);
  expect(j.s.b.item()).toBe(0);
  expect(j.m.a.toArray()).toEqual([
    [3, 0],
    [0, 3],
  ]);
  expect(j.m.b.toArray()).toEqual([1, 2]);
});

test.each(modes)("several arguments give a list, mode %s", (mode) => {
  const [da, db] = jacobian(add, { argnums: [0, 1], ...options(mode) })(tensor([1, 2]), 3);
  expect([da.toArray(), db.toArray()]).toEqual([
    [
      [1, 0],
      [0, 1],
    ],
    [1, 1],
  ]);
});

test.each(modes)("empty arguments and results, mode %s", (mode) => {
  expect(jacobian((x: Tensor) => x, options(mode))(zeros([0])).shape).toEqual([0, 0]);
  expect(jacobian((_x: Tensor) => zeros([0, 2]), options(mode))(zeros([3])).shape).toEqual([0, 2, 3]);
});

test("an unknown mode is refused", () => {
  expect(() => jacobian((x: Tensor) => x, { mode: "backward" as "reverse" })).toThrow(
    'jacobian: mode must be "forward" or "reverse", got "backward"',
  );
});

test.each(modes)("any chunk of directions gives the same Jacobian, mode %s", (mode) => {
  const f = (p: { a: Tensor; b: Tensor }): Tensor[] => [mul(p.a, sum(p.b)), matmul(p.b, p.a)];
  const p = {
    a: tensor([1, 2, 3]),
    b: tensor([
      [1, -2, 0.5],
      [3, 0, 1],
    ]),
  };
  const whole = JSON.stringify(jacobian(f, options(mode))(p));
  for (const chunkSize of [1, 2, 4, 9, 100]) {
    expect(JSON.stringify(jacobian(f, { ...options(mode), chunkSize })(p))).toBe(whole);
  }
  expect(() => jacobian(f, { chunkSize: 0.5 })(p)).toThrow(
    "jacobian: chunkSize must be a whole number of directions, at least 1, got 0.5",
  );
});

test.each(modes)("a batch of directions stays small where all at once would be large, mode %s", (mode) => {
  // 1000 directions through ten results of 10,000 elements each would take 800 MB at once.
  const f = (x: Tensor): Tensor => {
    let y = mul(x, ones([10, 1000]));
    for (let i = 0; i < 8; i++) y = sin(y);
    return sum(y, { axis: 0 });
  };
  const below = currentInterpreter();
  let largest = 0;
  const watching: Interpreter = {
    name: "watching",
    bind(primitive, inputs, params) {
      const outputs = below.bind(primitive, inputs, params);
      largest = Math.max(largest, ...outputs.map(({ size }) => size));
      return outputs;
    },
  };
  const j = runWith(watching, () => jacobian(f, options(mode))(full([1000], 0.1)));
  expect(largest).toBeLessThan(2 ** 21);
  expect(j.shape).toEqual([1000, 1000]);
  const slope = jacobian((x: Tensor) => sum(f(mul(x, ones([1000])))))(tensor(0.1)).item();
  expect(Math.abs(sum(j).item() / slope - 1)).toBeLessThan(1e-12);
});

test.each(modes)("the Jacobian has the dtype of the argument, mode %s", (mode) => {
  const f = (x: Tensor): Tensor => mul(astype(x, "float64"), [1, 2]);
  expect(jacobian(f, options(mode))(tensor([3, 4], { dtype: "float32" })).dtype).toBe("float32");
});
