import { add, mul, sin, square, sum, tensor } from "@adjoint/tensor";
import type { Tensor, TensorLike, TreeNode } from "@adjoint/tensor";
import { expectTypeOf, test } from "vitest";
import {
  checkFinite,
  checkGradients,
  explain,
  gaussNewtonProduct,
  grad,
  hessian,
  hvp,
  jacobian,
  jet,
  jvp,
  laplacian,
  linearize,
  trace,
  valueAndGrad,
  vjp,
  vmap,
} from "../src/index.ts";

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

test("jet, laplacian and gaussNewtonProduct have the function's types", () => {
  const f = (x: Tensor, p: { a: Tensor }): { y: Tensor } => ({ y: mul(x, p.a) });
  expectTypeOf(jet(f, [1, { a: 2 }], [1, { a: 0 }], { order: 2 })).toEqualTypeOf<{ y: Tensor }[]>();
  expectTypeOf(laplacian(f)(1, { a: 2 })).toEqualTypeOf<{ y: Tensor }>();
  const model = (p: { w: Tensor }): Tensor => square(p.w);
  expectTypeOf(
    gaussNewtonProduct(model, (y: Tensor) => sum(y), { w: 1 }, { w: 1 }).w,
  ).toEqualTypeOf<Tensor>();
  // @ts-expect-error: the direction has another form than the argument
  const wrongForm = (): unknown => jet(f, [1, { a: 2 }], [1, { b: 0 }], { order: 2 });
  // @ts-expect-error: the loss takes what the model returns
  const wrongLoss = (): unknown => gaussNewtonProduct(model, (y: { z: Tensor }) => y.z, { w: 1 }, { w: 1 });
  // @ts-expect-error: an order is needed
  const noOrder = (): unknown => jet(sin, [0], [1], {});
  expectTypeOf([wrongForm, wrongLoss, noOrder]).toEqualTypeOf<(() => unknown)[]>();
});

test("checkFinite keeps the function's type, checkGradients and explain take its arguments", () => {
  const f = (x: Tensor, p: { a: Tensor }): Tensor => mul(x, p.a);
  expectTypeOf(checkFinite(f)).toEqualTypeOf<(x: Tensor, p: { a: Tensor }) => Tensor>();
  expectTypeOf(checkGradients(f, [1, { a: 2 }]).passed).toEqualTypeOf<boolean>();
  expectTypeOf(explain(f, 1, { a: 2 }).value).toEqualTypeOf<Tensor>();
  // @ts-expect-error: a list of arguments
  const noList = (): unknown => checkGradients(f, 1);
  // @ts-expect-error: an argument is missing
  const tooFew = (): unknown => explain(f, 1);
  expectTypeOf([noList, tooFew]).toEqualTypeOf<(() => unknown)[]>();
});

test("a tree of another form than the function's is a compile error, for every transformation", () => {
  const f = (p: { w: Tensor; b: Tensor }): Tensor => add(p.w, p.b);
  const wrong = [
    // @ts-expect-error: a key is missing
    () => grad(f)({ w: 1 }),
    // @ts-expect-error: a key is missing
    () => valueAndGrad(f)({ w: 1 }),
    // @ts-expect-error: a key is missing
    () => jacobian(f)({ w: 1 }),
    // @ts-expect-error: a key is missing
    () => hessian(f)({ w: 1 }),
    // @ts-expect-error: a key is missing
    () => vmap(f)({ w: tensor([1]) }),
    // @ts-expect-error: a key is missing
    () => vjp(f, { w: 1 }),
    // @ts-expect-error: a key is missing
    () => linearize(f, { w: 1 }),
    // @ts-expect-error: a key is missing
    () => jvp(f, [{ w: 1 }], [{ w: 1 }]),
    // @ts-expect-error: a key is missing
    () => hvp(f, { w: 1 }, { w: 1 }),
    // @ts-expect-error: a key is missing
    () => laplacian(f)({ w: 1 }),
    // @ts-expect-error: a key is missing
    () => trace(f)({ w: 1 }),
    // @ts-expect-error: a string is no tensor
    () => grad(f)({ w: 1, b: "2" }),
    // @ts-expect-error: an option that does not exist
    () => grad(f, { argnum: 0 }),
  ];
  expectTypeOf(wrong).toExtend<(() => unknown)[]>();
});
