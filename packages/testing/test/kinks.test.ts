import { grad, hessian, jacobian } from "@adjoint/autodiff";
import {
  abs,
  at,
  clip,
  cumprod,
  interp,
  log,
  max,
  maximum,
  median,
  min,
  minimum,
  mul,
  pow,
  prod,
  quantile,
  relu,
  sort,
  sqrt,
  std,
  stopGradient,
  sum,
  tensor,
  topK,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { test } from "vitest";
import { expectClose } from "../src/index.ts";

test("ties share the derivative equally", () => {
  expectClose(grad((x: Tensor) => max(x))(tensor([2, 1, 2])), [0.5, 0, 0.5]);
  expectClose(grad((x: Tensor) => min(x))(tensor([3, 1, 1, 1])), [0, 1 / 3, 1 / 3, 1 / 3]);
  expectClose(grad((x: Tensor) => sum(maximum(x, 2)))(tensor([2, 3, 1])), [0.5, 1, 0]);
  expectClose(grad((x: Tensor) => sum(minimum(x, 2)))(tensor([2, 3, 1])), [0.5, 0, 1]);
  expectClose(grad((x: Tensor) => maximum(x, x))(tensor(2)), 1);
});

test("kinks have the documented derivative", () => {
  expectClose(grad((x: Tensor) => abs(x))(tensor(0)), 0);
  expectClose(grad((x: Tensor) => relu(x))(tensor(0)), 0);
  expectClose(grad((x: Tensor) => sum(clip(x, -1, 1)))(tensor([-2, 0, 2])), [0, 1, 0]);
  expectClose(grad((x: Tensor) => sum(clip(x, -1, 1)))(tensor([-1, 1])), [0.5, 0.5]);
  expectClose(grad((low: Tensor) => sum(clip([-1, 1], low, 1)))(-1), 0.5);
  expectClose(grad((x: Tensor) => std(x))(tensor([2, 2])), [0, 0]);
  expectClose(grad((x: Tensor) => sqrt(x))(tensor(0)), Infinity);
});

test("pow is a polynomial at 0, to every order", () => {
  const square = (x: Tensor): Tensor => pow(x, 2);
  expectClose(grad(square)(tensor(0)), 0);
  expectClose(grad(grad(square))(tensor(0)), 2);
  expectClose(grad(grad(grad(square)))(tensor(0)), 0);
  expectClose(grad((x: Tensor) => pow(x, 0))(tensor(0)), 0);
  expectClose(grad((x: Tensor) => pow(x, 1))(tensor(0)), 1);
});

test("prod differentiates through zeros, twice", () => {
  const product = (x: Tensor): Tensor => prod(x);
  expectClose(grad(product)(tensor([2, 0, 3])), [0, 6, 0]);
  expectClose(grad(product)(tensor([0, 0, 3])), [0, 0, 0]);
  expectClose(jacobian(grad(product))(tensor([0, 0, 3])), [
    [0, 3, 0],
    [3, 0, 0],
    [0, 0, 0],
  ]);
});

test("cumprod differentiates through zeros, twice", () => {
  const x = tensor([2, 0, 3, 0]);
  expectClose(jacobian((y: Tensor) => cumprod(y))(x), [
    [1, 0, 0, 0],
    [0, 2, 0, 0],
    [0, 6, 0, 0],
    [0, 0, 0, 0],
  ]);
  expectClose(hessian((y: Tensor) => sum(cumprod(y)))(x), [
    [0, 4, 0, 0],
    [4, 0, 2, 6],
    [0, 2, 0, 0],
    [0, 6, 0, 0],
  ]);
});

test("order gives equal elements derivatives of their own, the first first", () => {
  const weights = tensor([1, 10, 100]);
  expectClose(grad((x: Tensor) => sum(mul(sort(x), weights)))(tensor([2, 1, 2])), [10, 1, 100]);
  expectClose(
    grad((x: Tensor) => sum(mul(sort(x, { descending: true }), weights)))(tensor([2, 1, 2])),
    [1, 100, 10],
  );
  expectClose(grad((x: Tensor) => sum(topK(x, 1).values))(tensor([1, 3, 3])), [0, 1, 0]);
  expectClose(grad((x: Tensor) => median(x))(tensor([2, 2, 1, 2])), [0.5, 0.5, 0, 0]);
  expectClose(grad((x: Tensor) => quantile(x, 0.25))(tensor([3, 1, 2, 5, 4])), [0, 0, 1, 0, 0]);
});

test("of several values set in one place the last has the derivative", () => {
  const set = (x: Tensor, v: Tensor): Tensor => at(x, tensor([1, 0, 1])).set(v);
  const loss = (x: Tensor, v: Tensor): Tensor => sum(mul(set(x, v), tensor([1, 10, 100])));
  expectClose(grad(loss, { argnums: [0, 1] })(tensor([1, 2, 3]), tensor([4, 5, 6])), [
    [0, 0, 100],
    [0, 1, 10],
  ]);
});

test("interpolation has the slope on the right of a point, and none outside", () => {
  const f = (x: Tensor): Tensor => sum(interp(x, [0, 1, 3], [0, 2, 8]));
  expectClose(grad(f)(tensor([-1, 0, 0.5, 1, 3, 4, Infinity])), [0, 2, 2, 3, 0, 0, 0]);
});

test("stopGradient makes a constant, and a guarded branch keeps NaN out", () => {
  expectClose(grad((x: Tensor) => mul(stopGradient(x), x))(tensor(3)), 3);
  const guarded = (x: Tensor): Tensor => sum(where([true, false], log(where([true, false], x, 1)), 0));
  expectClose(grad(guarded)(tensor([2, 0])), [0.5, 0]);
});
