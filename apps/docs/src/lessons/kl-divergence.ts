import { klDivergence } from "@adjoint/information";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { valueAndGrad } from "@adjoint/autodiff";
import { normal } from "@adjoint/probability";
import { add, exp, linspace, log, mul, sub, sum, tensor } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { area, colors, defineFigure, formatNumber, handle, line, plot, rule, text } from "@adjoint/viz";

const x = linspace(-6, 6, 241);
const step = 12 / 240;

// p has two bumps; q is a single normal density
const p = add(
  mul(0.6, normal({ mean: -2, scale: 0.6 }).prob(x)),
  mul(0.4, normal({ mean: 2, scale: 0.8 }).prob(x)),
);
const q = (mean: TensorLike, logScale: TensorLike): Tensor =>
  normal({ mean, scale: exp(logScale) }).logProb(x);

// both directions, as sums over the grid
const forward = (mean: TensorLike, logScale: TensorLike): Tensor =>
  mul(step, sum(mul(p, sub(log(p), q(mean, logScale)))));
const backward = (mean: TensorLike, logScale: TensorLike): Tensor => {
  const logQ = q(mean, logScale);
  return mul(step, sum(mul(exp(logQ), sub(logQ, log(p)))));
};

/** Gradient descent on one direction, from a given start. */
function fit(divergence: typeof forward, mean: number, logScale: number): { mean: number; scale: number } {
  for (let k = 0; k < 80; k++) {
    const { grad } = valueAndGrad(divergence, { argnums: [0, 1] })(mean, logScale);
    mean -= 0.6 * grad[0].item();
    logScale -= 0.6 * grad[1].item();
  }
  return { mean, scale: Math.exp(logScale) };
}
const covering = fit(forward, 0, 0);
const seeking = fit(backward, -1, 0);

export const figure = defineFigure({
  params: {
    mean: { value: 0.6, min: -4, max: 4, step: 0.01, label: "mean of q" },
    scale: { value: 1.7, min: 0.3, max: 3, step: 0.01, label: "scale of q" },
  },
  compute: ({ mean, scale }) => {
    const logQ = q(mean, Math.log(scale));
    return {
      mean,
      scale,
      q: exp(logQ),
      integrand: mul(p, sub(log(p), logQ)),
      pq: forward(mean, Math.log(scale)).item(),
      qp: backward(mean, Math.log(scale)).item(),
    };
  },
  view: ({ mean, scale, q: density, integrand }) => {
    const peak = 1 / (scale * Math.sqrt(2 * Math.PI));
    const fitted = ({ mean: m, scale: s }: typeof covering): Tensor => normal({ mean: m, scale: s }).prob(x);
    return plot({
      title: "Two densities and what separates them",
      width: 620,
      marks: [
        area({ x, y: integrand }, { fill: colors.orange, label: "integrand of KL(p‖q)" }),
        rule({ y: 0 }),
        line({ x, y: fitted(covering) }, { stroke: colors.green, strokeWidth: 1.2, dash: [5, 3] }),
        line({ x, y: fitted(seeking) }, { stroke: colors.purple, strokeWidth: 1.2, dash: [5, 3] }),
        line({ x, y: p }, { stroke: colors.gray, label: "p" }),
        line({ x, y: density }, { stroke: colors.blue, label: "q" }),
        text({ x: [-2, mean - 0.6 * scale], y: [0.44, peak], text: ["p", "q"] }, { italic: true }),
        handle({ x: mean, y: peak }, { bind: { x: "mean" }, label: "the mean of q" }),
        handle(
          { x: mean + scale, y: peak * Math.exp(-0.5) },
          { bind: { x: { param: "scale", offset: mean } }, label: "the scale of q", fill: colors.blue },
        ),
      ],
      x: { label: "x", domain: [-6, 6] },
      y: { domain: [-0.2, 0.7] },
    });
  },
  say: ({ pq, qp }) => {
    const [to, back] = [pq, qp].map((number) => formatNumber(number, { decimals: 4 }));
    return `KL(p‖q) = ${to} nats, KL(q‖p) = ${back} nats`;
  },
});
//#endregion

export const about: About = {
  number: 25,
  title: "KL divergence",
  summary: "What it costs to believe in q when p is true, and why the two directions differ.",
};

/** The numbers of the lesson. */
export function numbers() {
  const a = normal({ mean: 0, scale: 1 });
  const b = normal({ mean: 1, scale: 2 });
  const grid = linspace(-12, 12, 4801);
  const byGrid = mul(24 / 4800, sum(mul(a.prob(grid), sub(a.logProb(grid), b.logProb(grid)))));
  const fair = tensor([0.5, 0.5]);
  const sure = tensor([1, 0]);
  return {
    normals: {
      forward: klDivergence(a, b).item(),
      backward: klDivergence(b, a).item(),
      forwardBits: klDivergence(a, b, { base: "bits" }).item(),
      forwardByGrid: byGrid.item(),
    },
    coins: { sureFair: klDivergence(sure, fair).item(), fairSure: klDivergence(fair, sure).item() },
    covering,
    seeking,
    mixture: moments(p),
  };
}

/** Mean and standard deviation of a density on the grid. */
function moments(density: Tensor): { mean: number; scale: number } {
  const mean = mul(step, sum(mul(density, x))).item();
  const second = mul(step, sum(mul(density, mul(x, x)))).item();
  return { mean, scale: Math.sqrt(second - mean ** 2) };
}

export const exercise = defineExercise({
  question:
    "A coin is fair, $p = (\\tfrac12, \\tfrac12)$; you believe $q = (\\tfrac34, \\tfrac14)$. Find $\\mathrm{KL}(p \\,\\|\\, q)$ in nats.",
  fields: [{ name: "kl", label: "KL(p‖q)", placeholder: "such as log(4/3)/2" }],
  derive: (made) => {
    const [mine, yours] = made("direction")
      ? [
          [0.75, 0.25],
          [0.5, 0.5],
        ]
      : [
          [0.5, 0.5],
          [0.75, 0.25],
        ];
    const terms = mine.map((m, i) => {
      const y = yours[i]!;
      const weight = made("no weights") ? 1 : made("weights") ? y : m;
      return weight * (made("cross-entropy") ? -Math.log(y) : Math.log(m / y));
    });
    const total = terms[0]! + terms[1]!;
    const signed = made("sign") ? -total : total;
    return { kl: made("bits") ? signed / Math.LN2 : made("mean") ? signed / 2 : signed };
  },
  slips: {
    direction: "This is KL(q‖p), the other direction: the weights are those of the true distribution p.",
    bits: "This is right in bits. In nats the logarithm is the natural one.",
    sign: "The fraction stands upside down: it is log(p/q), not log(q/p). A divergence is never negative.",
    "cross-entropy": "This is the cross-entropy −Σ p log q. The divergence subtracts the entropy of p.",
    "no weights": "The terms log(p/q) were added without their weights p.",
    weights: "The terms log(p/q) were weighted by q. They are averaged under p.",
    mean: "The weights p already make this an average; dividing by the number of outcomes does so twice.",
  },
  hint: "Write the two terms pᵢ log(pᵢ/qᵢ) down one by one: the second is positive, the first negative.",
  solution:
    "$\\tfrac12 \\log\\tfrac{1/2}{3/4} + \\tfrac12 \\log\\tfrac{1/2}{1/4} = \\tfrac12 \\log\\tfrac23 + \\tfrac12 \\log 2 = \\tfrac12 \\log\\tfrac43 \\approx 0.1438$.",
});
