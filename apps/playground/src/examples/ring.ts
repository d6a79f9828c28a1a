// A ring: 0 at the centre, highest (1/e) where r = 1.
import { grad, hessian, math, square, sum, tensor } from "adjoint";
import type { Tensor } from "adjoint";
import { plot, surface } from "@adjoint/viz";

const f = (p: Tensor): Tensor => {
  const r2 = sum(square(p));
  return math`${r2} * exp(-${r2})`;
};
const p = tensor([1, 2]);

f(p); // => 0.033690
grad(f)(p); // => [-0.053904, -0.107807]
hessian(f)(p); // indefinite, but no saddle: the gradient is not 0

const box = { x: [-3, 3], y: [-3, 3] } as const;
const graph = surface((x, y) => f(tensor([x, y])), box);
plot({ marks: [graph], height: 300, title: "The ring" });
