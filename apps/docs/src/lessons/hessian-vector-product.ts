import { grad as gradient, hessian, trace } from "@adjoint/autodiff";
import { eigh } from "@adjoint/linalg";
import { add, slice, sub, sum } from "@adjoint/tensor";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { grad, hvp } from "@adjoint/autodiff";
import { cos, dot, linspace, matmul, mul, sin, stack, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { arrow, colors, defineFigure, formatNumber, handle, line, plot, text } from "@adjoint/viz";

const H = tensor([
  [4, 1],
  [1, 3],
]);
const f = (x: Tensor): Tensor => mul(0.5, dot(x, matmul(H, x)));

// the unit circle, and the ellipse that H makes of it
const angles = linspace(0, 2 * Math.PI, 121);
const circle = stack([cos(angles), sin(angles)], { axis: 1 });
const ellipse = matmul(circle, H);

export const figure = defineFigure({
  params: {
    angle: { value: 0.79, min: -3.14, max: 3.14, step: 0.01, label: "angle of v" },
  },
  compute: ({ angle }) => {
    const v = tensor([Math.cos(angle), Math.sin(angle)]);
    const product = hvp(f, tensor([2, 3]), v);
    return { v: [...v.data], product: [...product.data], curvature: dot(v, product).item() };
  },
  view: ({ v: [x, y], product: [p, q] }) =>
    plot({
      title: "A direction and the Hessian's answer",
      equal: true,
      width: 500,
      height: 390,
      marks: [
        line(circle, { stroke: colors.gray, strokeWidth: 1 }),
        line(ellipse, { stroke: colors.gray, strokeWidth: 1, dash: [4, 3] }),
        arrow({ x1: 0, y1: 0, x2: p!, y2: q! }, { stroke: colors.blue, label: "Hv" }),
        arrow({ x1: 0, y1: 0, x2: x!, y2: y! }, { label: "v" }),
        text({ x: 1.12 * p!, y: 1.12 * q!, text: "Hv" }, { italic: true }),
        handle({ x: x!, y: y! }, { bind: { angle: "angle" }, label: "the tip of v" }),
      ],
      x: { domain: [-5.5, 5.5] },
      y: { domain: [-4.2, 4.2] },
    }),
  say: ({ v, product, curvature }) => {
    const show = (numbers: number[]): string =>
      numbers.map((number) => formatNumber(number, { decimals: 3 })).join(", ");
    return `v = (${show(v)}), Hv = (${show(product)}), curvature vᵀHv = ${show([curvature])}`;
  },
});
//#endregion

export const about: About = {
  number: 28,
  title: "Hessian-vector products",
  summary: "Curvature along one direction at the price of two gradients, by four routes that agree.",
};

/** The numbers of the lesson: f = ½ xᵀHx at x = (2, 3) and v = (1, 1). */
export function numbers() {
  const x = tensor([2, 3]);
  const v = tensor([1, 1]);
  const product = hvp(f, x, v);
  const h = 1e-5;
  const quotient = mul(sub(grad(f)(add(x, mul(h, v))), grad(f)(sub(x, mul(h, v)))), 1 / (2 * h));
  const route = (name: string, result: Tensor): { name: string; product: number[]; error: number } => ({
    name,
    product: [...result.data],
    error: Math.hypot(...sub(result, product).data),
  });
  return {
    gradient: [...grad(f)(x).data],
    product: [...product.data],
    curvature: dot(v, product).item(),
    eigenvalues: [...eigh(H).values.data],
    routes: [
      route("forward over reverse: hvp", product),
      route("reverse over reverse: ∇⟨∇f, v⟩", grad((at: Tensor) => dot(grad(f)(at), v))(x)),
      route("the whole Hessian, times v", matmul(hessian(f)(x), v)),
      route("difference of two gradients", quotient),
    ],
    cost: [4, 16, 64, 256].map(cost),
  };
}

/** How many numbers a program computes, beyond those it was given: a measure of its work that no machine changes. */
function cost(size: number): { size: number; gradient: number; product: number; whole: number } {
  const g = (x: Tensor): Tensor => sum(mul(sin(slice(x, [0, -1])), slice(x, [1, size])));
  const count = (run: (x: Tensor) => Tensor): number =>
    trace(run)(linspace(0, 1, size))
      .equations.flatMap(({ outputs }) => outputs)
      .reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0);
  const v = linspace(1, 2, size);
  return {
    size,
    gradient: count((x) => gradient(g)(x)),
    product: count((x) => hvp(g, x, v)),
    whole: count((x) => hessian(g)(x)),
  };
}

export const exercise = defineExercise({
  question:
    "Let $f(x) = \\tfrac12 x^\\top A x$ with $A = \\begin{pmatrix} 6 & 4 \\\\ 0 & 2 \\end{pmatrix}$, which is not symmetric. Find $\\nabla^2 f(x)\\,v$ at $x = (1, 1)$ for $v = (1, 2)$.",
  fields: [
    { name: "first", label: "first entry", placeholder: "a number" },
    { name: "second", label: "second entry", placeholder: "a number" },
  ],
  derive: (made) => {
    const a = [
      [6, 4],
      [0, 2],
    ] as const;
    const share = made("half") ? 1 : 0.5;
    const entry = (i: 0 | 1, j: 0 | 1): number => {
      if (made("diagonal") && i !== j) return 0;
      if (made("not symmetrised")) return a[i][j];
      if (made("transposed")) return a[j][i];
      return share * (a[i][j] + a[j][i]);
    };
    const v = made("gradient") ? [1, 1] : made("unit vector") ? [1 / Math.sqrt(5), 2 / Math.sqrt(5)] : [1, 2];
    const apply = (i: 0 | 1): number => entry(i, 0) * v[0]! + entry(i, 1) * v[1]!;
    return { first: apply(0), second: apply(1) };
  },
  slips: {
    "not symmetrised":
      "The Hessian of ½ xᵀAx is ½(A + Aᵀ), not A: second derivatives do not depend on their order, so it is symmetric.",
    transposed: "This is Aᵀv. The Hessian is the symmetric part ½(A + Aᵀ).",
    half: "A factor ½ was lost: the Hessian is ½(A + Aᵀ), and this is (A + Aᵀ)v.",
    gradient: "This is the gradient at x. The question asks for the Hessian times v.",
    diagonal:
      "Only the diagonal was used. The mixed second derivatives are the off-diagonal entries of the Hessian.",
    "unit vector": "v was scaled to length 1. The product is linear in v: no scaling.",
  },
  hint: "Write f out in x₁ and x₂, differentiate twice, and only then multiply by v.",
  solution:
    "$f = 3x_1^2 + 2x_1x_2 + x_2^2$, so $\\nabla^2 f = \\tfrac12(A + A^\\top) = \\begin{pmatrix} 6 & 2 \\\\ 2 & 2 \\end{pmatrix}$ everywhere, and $\\nabla^2 f\\,v = (10, 6)$.",
});
