import { mul, prod, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { grad, hessian, hvp, jacobian } from "../src/index.ts";
import { quadratic, ring } from "./functions.ts";

test("the tutorial's Hessian-vector product, H·[1, 1] = [5, 4], by four routes", () => {
  const x = tensor([2, 3]);
  expect(hvp(quadratic, x, tensor([1, 1])).toArray()).toEqual([5, 4]);
  expect(hessian(quadratic)(x).toArray()).toEqual([
    [4, 1],
    [1, 3],
  ]);
  expect(jacobian(grad(quadratic), { mode: "reverse" })(x).toArray()).toEqual([
    [4, 1],
    [1, 3],
  ]);
  const alongOnes = (y: Tensor): Tensor => sum(mul(grad(quadratic)(y), [1, 1]));
  expect(grad(alongOnes)(x).toArray()).toEqual([5, 4]);
});

test("the Hessian of the ring function has the eigenvalues −4/e and 0 on its crest", () => {
  const h = hessian(ring)(tensor([1, 0])).toArray() as number[][];
  expect(h[0]![0]).toBeCloseTo(-4 / Math.E, 14);
  expect(h[1]![1]).toBeCloseTo(0, 14);
  expect(h[0]![1]).toBe(h[1]![0]);
});

test("second derivatives of products with zeros", () => {
  expect(hessian(prod)(tensor([0, 0, 3])).toArray()).toEqual([
    [0, 3, 0],
    [3, 0, 0],
    [0, 0, 0],
  ]);
});

test("the Hessian of a tree is a tree of trees", () => {
  const h = hessian((p: { x: Tensor; y: Tensor }) => mul(p.x, mul(p.y, p.y)))({ x: 2, y: 3 });
  expect([h.x.x.item(), h.x.y.item(), h.y.x.item(), h.y.y.item()]).toEqual([0, 6, 6, 4]);
});

test("hvp takes trees", () => {
  const v = hvp((p: { x: Tensor; y: Tensor }) => mul(p.x, mul(p.y, p.y)), { x: 2, y: 3 }, { x: 1, y: 0 });
  expect([v.x.item(), v.y.item()]).toEqual([0, 6]);
});

test("errors name the operation that was called", () => {
  expect(() => hessian((x: Tensor) => mul(x, 2))(tensor([1, 2]))).toThrow(
    "hessian: the function must return a scalar, it returned a tensor of shape [2]",
  );
  expect(() => hvp(quadratic, tensor([1, 2]), tensor([1]))).toThrow(
    "hvp: a tangent of shape [1] was given for a value of shape [2]; they must be equal",
  );
});
