import { add, matmul, mul, reshape, sum, tensor, transpose, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
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
