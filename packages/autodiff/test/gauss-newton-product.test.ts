import {
  add,
  logSumExp,
  matmul,
  mul,
  reshape,
  sin,
  square,
  sub,
  sum,
  tanh,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { gaussNewtonProduct, hessian, hvp, jacobian, vmap } from "../src/index.ts";
import { expectNear, scattered } from "./close.ts";

const squares = (y: Tensor): Tensor => sum(square(y));

test("for a linear model it is the Hessian-vector product", () => {
  const a = scattered([4, 3], 1);
  const [x, v] = [scattered([3], 2), scattered([3], 3)];
  const model = (w: Tensor): Tensor => matmul(a, w);
  expectNear(
    gaussNewtonProduct(model, logSumExp, x, v),
    hvp((w: Tensor) => logSumExp(model(w)), x, v),
  );
});

test("it is JᵀHJv for a model of several layers, of trees", () => {
  const x = { w: scattered([2, 3], 4), b: scattered([2], 5) };
  const v = { w: scattered([2, 3], 6), b: scattered([2], 7) };
  const model = (p: { w: Tensor; b: Tensor }): Tensor => tanh(add(matmul(p.w, [1, -2, 0.5]), sin(p.b)));
  const product = gaussNewtonProduct(model, logSumExp, x, v);
  const j = jacobian(model)(x);
  const jv = add(sum(mul(j.w, v.w), { axis: [1, 2] }), matmul(j.b, v.b));
  const hjv = matmul(hessian((y: Tensor) => logSumExp(y))(model(x)), jv);
  expectNear(product.b, matmul(hjv, j.b));
  expectNear(product.w, sum(mul(j.w, reshape(hjv, [2, 1, 1])), { axis: 0 }));
});

test("a result that does not depend on the parameters adds nothing", () => {
  const product = gaussNewtonProduct(
    (x: Tensor) => [x, tensor(3)] as [Tensor, Tensor],
    ([y, c]: [Tensor, Tensor]) => mul(squares(y), c),
    tensor([1, 2]),
    tensor([1, 1]),
  );
  expect(product.toArray()).toEqual([6, 6]);
});

test("it goes through vmap, so that the whole matrix is to be had", () => {
  const residual = (x: Tensor): Tensor => sub(square(x), [1, 4]);
  const columns = vmap((v: Tensor) => gaussNewtonProduct(residual, squares, tensor([1, 2]), v))(
    tensor([
      [1, 0],
      [0, 1],
    ]),
  );
  expect(columns.toArray()).toEqual([
    [8, 0],
    [0, 32],
  ]);
});

test("directions and losses of other forms are refused", () => {
  const model = (x: Tensor): Tensor => square(x);
  expect(() => gaussNewtonProduct(model, squares, zeros([2]), zeros([3]))).toThrow(
    "gaussNewtonProduct: a tangent of shape [3] was given for a value of shape [2]",
  );
  expect(() => gaussNewtonProduct(model, (y: Tensor) => y, zeros([2]), zeros([2]))).toThrow(
    "must return a scalar",
  );
});
