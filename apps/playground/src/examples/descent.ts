// Gradient descent on a bowl: the step decides between walk and zigzag.
import { math, slice, tensor } from "adjoint";
import type { Tensor } from "adjoint";
import { minimize } from "@adjoint/optim";
import { colors, contour, dot, line, plot } from "@adjoint/viz";

const f = (p: Tensor): Tensor => {
  const [x, y] = [slice(p, 0), slice(p, 1)];
  return math`${x}^2 + 5 * ${y}^2`;
};

// Try 0.05, then 0.21: beyond 2 / λmax = 0.2 it diverges.
const learningRate = 0.17;
const from = tensor([-1.8, 1.2]);
const { path, value, iterations, message } = minimize(f, from, {
  method: "gradient-descent",
  learningRate,
  maxIterations: 100,
});
console.log(`${iterations} steps, f = ${value}: ${message}`);

const x = path.map((p) => p.data[0]!);
const y = path.map((p) => p.data[1]!);
plot({
  marks: [
    contour((u, v) => u ** 2 + 5 * v ** 2, { x: [-2, 2], y: [-1.5, 1.5] }),
    line({ x, y }, { stroke: colors.orange }),
    dot({ x, y }, { fill: colors.orange }),
  ],
  equal: true,
  width: 520,
  height: 400,
  title: "The path of gradient descent",
});
