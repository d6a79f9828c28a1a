// A figure of your own: marks are data, and functions are sampled for you.
import { grad, linspace, mul, sin, square, vmap } from "adjoint";
import type { Tensor } from "adjoint";
import { colors, line, plot, surface, vectorField } from "@adjoint/viz";

const f = (x: Tensor): Tensor => sin(square(x));
const x = linspace(-3, 3, 400);
plot({
  marks: [
    line({ x, y: f(x) }),
    line({ x, y: mul(0.2, vmap(grad(f))(x)) }, { stroke: colors.orange, dash: [5, 4] }),
  ],
  x: { label: "x" },
  width: 560,
  title: "sin x² and a fifth of its derivative (dashed)",
});

const egg = (x: number, y: number): number => Math.sin(x) * Math.cos(y);
plot({ marks: [surface(egg, { x: [-4, 4], y: [-4, 4], azimuth: 35 })], width: 480, height: 360 });

plot({
  marks: [
    vectorField((x, y) => [Math.cos(x) * Math.cos(y), -Math.sin(x) * Math.sin(y)], {
      x: [-4, 4],
      y: [-4, 4],
    }),
  ],
  equal: true,
  height: 400,
  title: "Its gradient",
});
