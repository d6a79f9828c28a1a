import { mul, sin, square, sum, tensor } from "@adjoint/tensor";
import type { Tensor, TensorLike, TreeNode } from "@adjoint/tensor";
import { expectTypeOf, test } from "vitest";
import { grad, hessian, jacobian, jvp, valueAndGrad, vjp, vmap } from "../src/index.ts";

test("the gradient of a tensor or a number is a tensor", () => {
  expectTypeOf(grad(sin)(0.5)).toEqualTypeOf<Tensor>();
  expectTypeOf(grad((x: Tensor) => square(x))(2)).toEqualTypeOf<Tensor>();
  expectTypeOf(grad(grad((x: TensorLike) => sum(x)))(tensor(1))).toEqualTypeOf<Tensor>();
  expectTypeOf(valueAndGrad(sum)(tensor([1])).grad).toEqualTypeOf<Tensor>();
});

test("an argument without a type is a tensor", () => {
  grad((x, y) => {
    expectTypeOf(x).toEqualTypeOf<Tensor>();
    return mul(x, y);
  })(1, 2);
});

test("the gradient of a tree is a tree", () => {
  const gradient = grad((p: { w: Tensor; layers: [Tensor, Tensor] }) => mul(p.w, p.layers[0]))({
    w: 1,
    layers: [2, 3],
  });
  expectTypeOf(gradient.w).toEqualTypeOf<Tensor>();
  expectTypeOf(gradient.layers[1]).toEqualTypeOf<Tensor>();
});

test("the gradient of a tree node is the record of its parameters", () => {
  interface Line extends TreeNode<{ readonly slope: Tensor }> {
    at(x: Tensor): Tensor;
  }
  type Result = ReturnType<ReturnType<typeof grad<[Line]>>>;
  expectTypeOf<Result>().toEqualTypeOf<{ readonly slope: Tensor }>();
});

test("argnums picks the arguments", () => {
  const f = (x: Tensor, p: { a: Tensor }): Tensor => mul(x, p.a);
  expectTypeOf(grad(f, { argnums: 1 })(1, { a: 2 })).toEqualTypeOf<{ readonly a: Tensor }>();
  const [dx, dp] = grad(f, { argnums: [0, 1] })(1, { a: 2 });
  expectTypeOf(dx).toEqualTypeOf<Tensor>();
  expectTypeOf(dp.a).toEqualTypeOf<Tensor>();
});

test("the number of arguments is that of the function", () => {
  // @ts-expect-error: one argument too many
  grad((x: Tensor) => square(x))(1, 2);
});

test("jvp, vjp and vmap have the function's result, jacobian and hessian its form", () => {
  const f = (x: Tensor): { y: Tensor } => ({ y: square(x) });
  expectTypeOf(jvp(f, [1], [1]).tangent).toEqualTypeOf<{ y: Tensor }>();
  expectTypeOf(vjp(f, 1).pullback).returns.toEqualTypeOf<readonly [x: Tensor]>();
  expectTypeOf(vmap(f)(tensor([1]))).toEqualTypeOf<{ y: Tensor }>();
  expectTypeOf(jacobian(f)(1)).toEqualTypeOf<{ readonly y: Tensor }>();
  expectTypeOf(hessian(sum)(tensor([1]))).toEqualTypeOf<Tensor>();
});
