import { cumsum, exp, matmul, mul, sum, tensor, treeNode } from "@adjoint/tensor";
import type { Tensor, TreeNode } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { packProgram, unpackProgram, valueAndGrad } from "../../src/index.ts";

const weights = tensor([
  [1, -2],
  [3, 0.5],
]);
const f = valueAndGrad(({ x, y }: { x: Tensor; y: Tensor }) => sum(mul(matmul(weights, exp(x)), y)));
const at = (a: number): { x: Tensor; y: Tensor } => ({ x: tensor([a, 1]), y: tensor([2, a]) });

test("a packed program gives what the function gives", () => {
  const unpacked = unpackProgram(structuredClone(packProgram(f)(at(0.5))));
  const [got, expected] = [unpacked(at(-1)), f(at(-1))] as (typeof f extends (x: never) => infer R
    ? R
    : never)[];
  expect(String(got!.value)).toBe(String(expected!.value));
  expect(String(got!.grad.x)).toBe(String(expected!.grad.x));
  expect(String(got!.grad.y)).toBe(String(expected!.grad.y));
});

test("arguments of other forms are refused", () => {
  const unpacked = unpackProgram(packProgram(f)(at(0.5)));
  expect(() => unpacked({ x: tensor([1, 2]) })).toThrow(/^unpackProgram: trees differ/);
  expect(() => unpacked({ x: tensor([1, 2, 3]), y: tensor([1, 2]) })).toThrow(
    /^unpackProgram: argument 0 must be .*pack the function again/,
  );
});

test("what cannot be sent is named when it is packed", () => {
  expect(() => packProgram((x: Tensor) => cumsum(x))(tensor([1, 2]))).toThrow(/the kernel of cumsum/);
  const tree: TreeNode = { [treeNode]: () => ({ children: {}, rebuild: () => tree }) };
  expect(() => packProgram((x: Tensor, _tree: TreeNode) => x)(1, tree)).toThrow(/a tree with methods/);
});
