import { grad, hessian } from "@adjoint/autodiff";
import { logSoftmax, logSumExp, slice, softmax, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";

const gradient = (x: readonly number[]): unknown => grad((z: Tensor) => logSumExp(z))(tensor(x)).toArray();

test("the derivative of logSumExp is softmax, also far from 0 and at ties", () => {
  for (const x of [
    [1000, 1000.5, 999],
    [-1e6, -1e6],
    [0, 40],
    [3, 3, 3],
    [0, -Infinity],
  ]) {
    expect(gradient(x)).toEqual(softmax(x).toArray());
  }
});

test("where all are −∞ the derivatives of logSumExp are 0", () => {
  expect(gradient([-Infinity, -Infinity])).toEqual([0, 0]);
  const rows = tensor([
    [-Infinity, -Infinity],
    [0, 0],
  ]);
  expect(grad((z: Tensor) => sum(slice(logSumExp(z, { axis: 1 }), 1)))(rows).toArray()).toEqual([
    [0, 0],
    [0.5, 0.5],
  ]);
});

test("the Hessian of logSumExp is that of softmax at a tie", () => {
  const h = hessian((z: Tensor) => logSumExp(z))(tensor([2, 2])).toArray();
  expect(h).toEqual([
    [0.25, -0.25],
    [-0.25, 0.25],
  ]);
});

test("the derivative of the logarithm of a probability next to 1 keeps its digits", () => {
  const g = grad((z: Tensor) => slice(logSoftmax(z), 1))(tensor([0, 40]));
  expect(g.data[0]).toBeCloseTo(-4.248354255291589e-18, 30);
});
