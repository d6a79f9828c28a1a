// The Hessian times a vector, without the Hessian.
import { dot, grad, hessian, hvp, matmul, mul, tensor } from "adjoint";
import type { Tensor } from "adjoint";

const H = tensor([
  [4, 1],
  [1, 3],
]);
const f = (x: Tensor): Tensor => mul(0.5, dot(x, matmul(H, x)));
const x = tensor([2, 3]);
const v = tensor([1, 1]);

grad(f)(x); // => [11, 11]
hvp(f, x, v); // => [5, 4], at a small multiple of the cost of f
matmul(hessian(f)(x), v); // the same, through all of H
