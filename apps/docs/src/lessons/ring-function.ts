import { hessian, jvp, vjp } from "@adjoint/autodiff";
import { eigh } from "@adjoint/linalg";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { valueAndGrad } from "@adjoint/autodiff";
import { add, exp, linspace, mul, neg, reshape, slice, square } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { arrow, colors, contour, defineFigure, formatNumber, handle, plot, surface } from "@adjoint/viz";

const f = (x: TensorLike, y: TensorLike): Tensor => {
  const s = add(square(x), square(y));
  return mul(s, exp(neg(s)));
};

// all heights of the map at once: a row of x, a column of y
const side = linspace(-2.5, 2.5, 101);
const heights = f(reshape(side, [1, -1]), reshape(side, [-1, 1]));
const extent = { x: [-2.5, 2.5], y: [-2.5, 2.5] } as const;

export const figure = defineFigure({
  params: {
    x: { value: 1, min: -2.5, max: 2.5, step: 0.01 },
    y: { value: 2, min: -2.5, max: 2.5, step: 0.01 },
    azimuth: { value: 150, min: -180, max: 180, step: 1 },
    elevation: { value: 32, min: 0, max: 90, step: 1 },
  },
  compute: ({ x, y, ...view }) => {
    const { value, grad } = valueAndGrad(f, { argnums: [0, 1] })(x, y);
    return { x, y, value: value.item(), dx: grad[0].item(), dy: grad[1].item(), view };
  },
  view: ({ x, y, dx, dy, view }) =>
    plot({
      title: "The ring and its gradient",
      equal: true,
      width: 640,
      marks: [
        surface(slice(heights, [null, null, 4], [null, null, 4]), {
          ...extent,
          ...view,
          points: [[x, y]],
          turn: { azimuth: "azimuth", elevation: "elevation" },
        }),
        contour(heights, {
          ...extent,
          thresholds: 9,
          stroke: colors.gray,
          strokeWidth: 0.8,
          fill: colors.orange,
        }),
        arrow({ x1: x, y1: y, x2: x + 3 * dx, y2: y + 3 * dy }),
        handle({ x, y }, { bind: { x: "x", y: "y" }, label: "the point (x, y)" }),
      ],
      x: { label: "x", domain: [-2.5, 2.5], ticks: [-2, -1, 0, 1, 2] },
      y: { label: "y", domain: [-2.5, 2.5], ticks: [-2, -1, 0, 1, 2] },
    }),
  say: ({ x, y, value, dx, dy }) => {
    const [fx, gx, gy] = [value, dx, dy].map((number) => formatNumber(number, { decimals: 6 }));
    return `f(${formatNumber(x)}, ${formatNumber(y)}) = ${fx}, ∇f = (${gx}, ${gy})`;
  },
});
//#endregion

export const about: About = {
  number: 27,
  title: "The ring",
  summary: "Value, gradient and Hessian of (x² + y²)·exp(−(x² + y²)), by routes that agree.",
};

/** The numbers of the lesson, all at (1, 2) unless they say otherwise. */
export function numbers() {
  const [x, y] = [1, 2];
  const { value, grad } = valueAndGrad(f, { argnums: [0, 1] })(x, y);
  const pair = ([a, b]: readonly [Tensor, Tensor]): [number, number] => [a.item(), b.item()];
  const onPlane = (point: readonly [TensorLike, TensorLike]): Tensor => f(point[0], point[1]);
  const hessianAt = (a: number, b: number): number[][] =>
    hessian(onPlane)([a, b]).map((row) => row.map((entry) => entry.item()));
  const s = x ** 2 + y ** 2;
  const byHand: [number, number] = [(2 * x - 2 * x * s) * Math.exp(-s), (2 * y - 2 * y * s) * Math.exp(-s)];
  const h = 1e-5;
  const quotient = (along: [number, number]): number =>
    (f(x + h * along[0], y + h * along[1]).item() - f(x - h * along[0], y - h * along[1]).item()) / (2 * h);
  const forward = (along: [number, number]): number => jvp(f, [x, y], along).tangent.item();
  const partial =
    (i: 0 | 1) =>
    (a: Tensor, b: Tensor): Tensor =>
      valueAndGrad(f, { argnums: [0, 1] })(a, b).grad[i];
  const second = ([0, 1] as const).map((i) => valueAndGrad(partial(i), { argnums: [0, 1] })(x, y));
  const ring = hessianAt(1, 0);
  return {
    value: value.item(),
    gradient: pair(grad),
    routes: [
      { name: "by hand", gradient: byHand },
      { name: "backward pass (vjp)", gradient: pair(vjp(f, x, y).pullback(1)) },
      { name: "grad", gradient: pair(grad) },
      { name: "two forward passes (jvp)", gradient: [forward([1, 0]), forward([0, 1])] },
      { name: "difference quotient", gradient: [quotient([1, 0]), quotient([0, 1])] },
    ] as { name: string; gradient: [number, number] }[],
    hessian: hessianAt(x, y),
    eigenvalues: [...eigh(hessianAt(x, y)).values.data],
    /** Both partial derivatives differentiated once more: their gradients, and their values, which come along. */
    secondDerivatives: second.map((partialOf) => pair(partialOf.grad)),
    gradientThroughSecond: second.map((partialOf) => partialOf.value.item()),
    centre: f(0, 0).item(),
    top: f(1, 0).item(),
    ringHessian: ring,
    ringEigenvalues: [...eigh(ring).values.data],
  };
}

export const exercise = defineExercise({
  question:
    "Write the two partial derivatives of $f(x, y) = (x^2 + y^2)\\,e^{-(x^2 + y^2)}$ as formulas in `x` and `y`.",
  fields: ["x", "y"].map((name) => ({
    name,
    label: `∂f/∂${name}`,
    variables: ["x", "y"],
    probes: [
      [1, 2],
      [0.3, -0.7],
      [-1.1, 0.4],
    ],
    placeholder: "such as 2x*exp(y)",
  })),
  derive: (made) => {
    const partial = (x: number, y: number): number => {
      const s = x ** 2 + y ** 2;
      const first = made("square") ? x : made("other variable") ? 2 * x + 2 * y : 2 * x;
      const inner = made("inner derivative") ? 1 : made("sign") ? first : -first;
      const one = made("first term") ? 0 : first * Math.exp(-s);
      const two = made("second term") ? 0 : s * inner * Math.exp(-s);
      return made("product of derivatives") ? first * inner * Math.exp(-s) : one + two;
    };
    const probes = [
      [1, 2],
      [0.3, -0.7],
      [-1.1, 0.4],
    ] as const;
    const dx = probes.map(([x, y]) => partial(x, y));
    const dy = probes.map(([x, y]) => partial(y, x));
    return made("swapped") ? { x: dy, y: dx } : { x: dx, y: dy };
  },
  slips: {
    "inner derivative":
      "The inner derivative is missing: differentiating exp(−(x² + y²)) in x leaves a factor −2x behind.",
    sign: "A minus sign was lost: the derivative of the exponent −(x² + y²) in x is −2x, not 2x.",
    "second term":
      "The product rule has two terms; the one in which the exponential is differentiated is missing.",
    "first term": "The product rule has two terms; the one in which x² + y² is differentiated is missing.",
    "product of derivatives":
      "The derivative of a product is not the product of the derivatives: (uv)′ = u′v + uv′.",
    "other variable":
      "While x varies, y stays: y² is a constant, and its derivative 2y does not belong in ∂f/∂x.",
    square: "The derivative of x² is 2x, not x.",
    swapped: "These are the right two formulas, in exchanged places.",
  },
  hint: "Start from f = s·exp(−s) with s = x² + y², find df/ds, then multiply by ∂s/∂x.",
  solution:
    "With $s = x^2 + y^2$, $\\frac{df}{ds} = (1 - s)e^{-s}$ and $\\frac{\\partial s}{\\partial x} = 2x$. So $\\frac{\\partial f}{\\partial x} = 2x\\,(1 - x^2 - y^2)\\,e^{-(x^2 + y^2)}$, and the same with $x$ and $y$ exchanged.",
});
