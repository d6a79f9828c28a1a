import { grad, jacobian } from "@adjoint/autodiff";
import {
  abs,
  clip,
  max,
  maximum,
  min,
  minimum,
  mul,
  pow,
  prod,
  relu,
  sqrt,
  std,
  stopGradient,
  sum,
  tensor,
  where,
  log,
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

test("stopGradient makes a constant, and a guarded branch keeps NaN out", () => {
  expectClose(grad((x: Tensor) => mul(stopGradient(x), x))(tensor(3)), 3);
  const guarded = (x: Tensor): Tensor => sum(where([true, false], log(where([true, false], x, 1)), 0));
  expectClose(grad(guarded)(tensor([2, 0])), [0.5, 0]);
});
