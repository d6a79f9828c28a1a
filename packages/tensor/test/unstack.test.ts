import { expect, test } from "vitest";
import { ones, stack, tensor, unstack, zeros } from "../src/index.ts";

test("it undoes stack along any axis", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  for (const axis of [0, 1, -1, -2]) expect(stack(unstack(x, { axis }), { axis })).toEqual(x);
});

test("a vector gives scalars of its dtype, an empty axis nothing", () => {
  const parts = unstack(tensor([true, false]));
  expect(parts.map(({ shape, dtype }) => [shape, dtype])).toEqual([
    [[], "bool"],
    [[], "bool"],
  ]);
  expect(unstack(zeros([0, 3]))).toEqual([]);
  expect(unstack(ones([3, 0])).map(({ shape }) => shape)).toEqual([[0], [0], [0]]);
});

test("axes that do not exist are named", () => {
  expect(() => unstack(3)).toThrow("unstack: no axis 0 in a tensor of rank 0; a scalar has no axes");
  expect(() => unstack([1, 2], { axis: 1 })).toThrow(
    "unstack: no axis 1 in a tensor of rank 1; axes run from -1 to 0",
  );
});
