// A ring: 0 at the centre, highest (1/e) on the circle r = 1.
import { add, exp, grad, hessian, mul, neg, square, sum } from "adjoint";
import type { Tensor } from "adjoint";

const f = (p: Tensor): Tensor => {
  const r2 = sum(square(p));
  return mul(r2, exp(neg(r2)));
};
const p = tensor([1, 2]);

f(p); // => 0.033690
grad(f)(p); // => [-0.053904, -0.107807]
hessian(f)(p);
