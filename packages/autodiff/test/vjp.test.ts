import { argmax, matmul, mul, reshape, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { jvp, vjp } from "../src/index.ts";

test("the pullback gives a cotangent for each argument, as often as it is called", () => {
  const { value, pullback } = vjp((x: Tensor, y: Tensor) => [mul(x, y), reshape(x, [])], 2, 3);
  expect(value.map((x) => x.item())).toEqual([6, 2]);
  expect(pullback([1, 10]).map((x) => x.item())).toEqual([13, 2]);
  expect(pullback([0, 1]).map((x) => x.item())).toEqual([1, 0]);
});

test("jvp is J·v and vjp is Jᵀ·c, which differ for a map that is not symmetric", () => {
  const a = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  const f = (x: Tensor): Tensor => matmul(a, x);
  expect(jvp(f, [tensor([0, 0])], [tensor([1, 0])]).tangent.toArray()).toEqual([1, 3, 5]);
  expect(
    vjp(f, tensor([0, 0]))
      .pullback(tensor([1, 0, 0]))[0]
      .toArray(),
  ).toEqual([1, 2]);
});

test("the gradients of a matrix product are G·Bᵀ and Aᵀ·G", () => {
  const { pullback } = vjp(matmul, tensor([[1, 2]]), tensor([[3], [4]]));
  const [a, b] = pullback(tensor([[10]]));
  expect([a.toArray(), b.toArray()]).toEqual([[[30, 40]], [[10], [20]]]);
});

test("a result that is given back twice adds its cotangents", () => {
  const { pullback } = vjp((x: Tensor) => {
    const y = mul(x, 2);
    return [y, y];
  }, 1);
  expect(pullback([1, 10])[0].item()).toBe(22);
});

test("the cotangent must have the shape of the result", () => {
  const { pullback } = vjp((x: Tensor) => mul(x, 2), tensor([1, 2]));
  expect(() => pullback(tensor([1]))).toThrow(
    "vjp: a cotangent of shape [1] was given for a result of shape [2]; they must be equal",
  );
});

test("cotangents take the dtype of the values they belong to", () => {
  const x = tensor(
    [
      [1, 2],
      [3, 4],
    ],
    { dtype: "float32" },
  );
  const { pullback } = vjp((a: Tensor) => matmul(a, x), x);
  const [cotangent] = pullback(
    tensor([
      [1, 0],
      [0, 1],
    ]),
  );
  expect(cotangent.dtype).toBe("float32");
  expect(cotangent.toArray()).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

test("the cotangent of an integer result is not looked at", () => {
  const { pullback } = vjp((x: Tensor) => [mul(x, x), argmax(x)], tensor([3, 1]));
  expect(pullback([tensor([1, 1]), tensor(1e20)])[0].toArray()).toEqual([6, 2]);
});
