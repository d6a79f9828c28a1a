// A symmetric matrix makes an ellipse of the unit circle.
// The axes of the ellipse are the eigenvectors.
import { cos, linspace, matmul, mul, sin, stack, sub, tensor, transpose } from "adjoint";
import { eigh } from "@adjoint/linalg";
import { arrow, line, plot } from "@adjoint/viz";

const A = tensor([
  [2, 1],
  [1, 1.5],
]);
const { values, vectors } = eigh(A);
({ values, vectors });

// A V = V Λ, to the last digit or two:
sub(matmul(A, vectors), mul(vectors, values));

const t = linspace(0, 2 * Math.PI, 120);
const circle = stack([cos(t), sin(t)]);
const [x, y] = matmul(A, circle).toArray() as [number[], number[]];
const [cx, cy] = circle.toArray() as [number[], number[]];
const tips = transpose(mul(vectors, values)).toArray() as [number, number][];
plot({
  marks: [
    line({ x: cx, y: cy }, { dash: [3, 4] }),
    line({ x, y }),
    ...tips.map(([x2, y2]) => arrow({ x1: 0, y1: 0, x2, y2 })),
  ],
  equal: true,
  height: 400,
  title: "The circle, its image, and λv for both eigenvectors",
});
