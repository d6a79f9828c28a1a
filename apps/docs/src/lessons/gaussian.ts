import { fit, normalFamily } from "@adjoint/probability";
import { mean } from "@adjoint/tensor";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { grad } from "@adjoint/autodiff";
import { normal } from "@adjoint/probability";
import { key, uniform } from "@adjoint/random";
import { linspace } from "@adjoint/tensor";
import { area, colors, defineFigure, dot, formatNumber, handle, line, plot, rule, text } from "@adjoint/viz";

const x = linspace(-6, 6, 241);
// where the drops are on their way down; they fall from one density onto the axis
const heights = uniform(key(2), [160]).toArray() as number[];

export const figure = defineFigure({
  params: {
    mean: { value: 0.5, min: -4, max: 4, step: 0.02, label: "mean μ" },
    scale: { value: 1.2, min: 0.4, max: 3, step: 0.02, label: "scale σ" },
    at: { value: 2.4, min: -6, max: 6, step: 0.02, label: "x" },
  },
  compute: ({ mean, scale, at }) => {
    const d = normal({ mean, scale });
    // the scores: how fast the log-density of this x grows with each parameter
    const score = grad((q: typeof d) => q.logProb(at))(d);
    return {
      mean,
      scale,
      at,
      density: d.prob(x),
      cdf: d.cdf(x),
      drops: d.sample(key(1), [160]).toArray() as number[],
      peak: d.prob(mean).item(),
      flank: d.prob(mean + scale).item(),
      here: d.prob(at).item(),
      logProb: d.logProb(at).item(),
      below: d.cdf(at).item(),
      score: { mean: score.mean.item(), scale: score.scale.item() },
    };
  },
  view: ({ mean, scale, at, density, cdf, drops, peak, flank, here }) => {
    const densityAt = (place: number): number => peak * Math.exp(-0.5 * ((place - mean) / scale) ** 2);
    const left = Array.from(x.data, (place, i) => (place <= at ? density.data[i]! : NaN));
    return plot({
      title: "A normal density, its distribution function and samples of it",
      width: 620,
      height: 400,
      marks: [
        area({ x, y: left }, { fill: colors.blue }),
        dot(
          { x: drops, y: drops.map((drop, i) => heights[i]! * densityAt(drop)) },
          { r: 1.6, fill: colors.gray, fillOpacity: 0.7 },
        ),
        dot({ x: drops, y: drops.map(() => -0.02) }, { r: 1.6, fill: colors.gray, fillOpacity: 0.4 }),
        rule({ y: 0 }),
        line({ x, y: density }, { stroke: colors.blue, strokeWidth: 1.8, label: "density" }),
        line(
          { x, y: cdf },
          { stroke: colors.green, strokeWidth: 1.5, dash: [6, 3], label: "distribution function" },
        ),
        line({ x: [at, at], y: [0, Math.max(here, 0.01)] }, { stroke: colors.ink, strokeWidth: 1 }),
        text({ x: [mean, mean + scale], y: [peak, flank], text: ["μ", "μ + σ"] }, { dy: -12, italic: true }),
        handle({ x: mean, y: peak }, { bind: { x: "mean" }, label: "the peak, at the mean" }),
        handle(
          { x: mean + scale, y: flank },
          {
            bind: { x: { param: "scale", offset: mean } },
            label: "the point of inflexion, one scale beside the mean",
            fill: colors.blue,
          },
        ),
        handle({ x: at, y: 0 }, { bind: { x: "at" }, label: "the observation x", fill: colors.ink }),
      ],
      x: { label: "x", domain: [-6, 6] },
      y: { domain: [-0.05, 1.05] },
    });
  },
  say: ({ at, logProb, below, score }) => {
    const [log, cdf, inMean, inScale] = [logProb, below, score.mean, score.scale].map((value) =>
      formatNumber(value, { decimals: 3 }),
    );
    return (
      `log p(${formatNumber(at)}) = ${log}, P(X ≤ x) = ${cdf}; ` +
      `its scores are ∂/∂μ = ${inMean} and ∂/∂σ = ${inScale}`
    );
  },
});
//#endregion

export const about: About = {
  number: 18,
  title: "The Gaussian",
  summary:
    "Density, distribution function and samples of the normal distribution, and the scores that fit it to data.",
};

/** The numbers of the lesson. */
export function numbers() {
  const d = normal({ mean: 1, scale: 2 });
  const score = (at: number): { mean: number; scale: number } => {
    const slopes = grad((q: typeof d) => q.logProb(at))(d);
    return { mean: slopes.mean.item(), scale: slopes.scale.item() };
  };
  const sample = d.sample(key(7), [1000]);
  const fitted = fit(normalFamily, sample);
  const slopes = grad((q: typeof d) => mean(q.logProb(sample)))(fitted);
  const within = (k: number): number => normal().cdf(k).item() - normal().cdf(-k).item();
  return {
    logProb: d.logProb(5).item(),
    scores: score(5),
    atInflexion: score(3),
    fitted: { mean: fitted.mean.item(), scale: fitted.parameters.scale.item() },
    slopes: [slopes.mean.item(), slopes.scale.item()],
    within: [1, 2, 3].map(within),
    tail: { survival: normal().survival(10).item(), difference: 1 - normal().cdf(10).item() },
    underflow: { prob: normal().prob(40).item(), logProb: normal().logProb(40).item() },
  };
}

export const exercise = defineExercise({
  question:
    "One observation $x = 5$ of $\\mathcal{N}(\\mu, \\sigma^2)$, at $\\mu = 1$ and $\\sigma = 2$. Find the derivatives of its log-density with respect to $\\mu$ and $\\sigma$.",
  fields: [
    { name: "mean", label: "∂/∂μ", placeholder: "such as 1/2" },
    { name: "scale", label: "∂/∂σ", placeholder: "a number" },
  ],
  derive: (made) => {
    const [x0, mu, sigma] = [5, 1, 2];
    const variance = made("sigma for its square") ? sigma : sigma ** 2;
    const offset = made("offset") ? mu - x0 : x0 - mu;
    const sign = made("likelihood") ? -1 : 1;
    const scale = made("half") ? offset ** 2 / (2 * sigma ** 3) : offset ** 2 / sigma ** 3;
    const normalizer = made("normalizer") ? 0 : 1 / sigma;
    const bySigma = made("variance") ? (scale - normalizer) / (2 * sigma) : scale - normalizer;
    return { mean: (sign * offset) / variance, scale: sign * bySigma };
  },
  slips: {
    "sigma for its square": "The mean's derivative is (x − μ)/σ²: here the division was by σ alone.",
    offset: "The sign of the first one is the other way round: a larger mean comes nearer to this x.",
    likelihood: "These are the derivatives of minus the log-density, the loss. The signs turn round.",
    half: "The factor ½ goes away: the derivative of −½ (x − μ)² σ⁻² in σ is (x − μ)² σ⁻³.",
    normalizer: "The density also has the factor 1/σ, whose logarithm gives −1/σ.",
    variance: "This is the derivative with respect to the variance σ², not to σ.",
  },
  hint: "Write the log-density as −log σ − ½ log 2π − (x − μ)²/(2σ²), and differentiate each term.",
  solution:
    "$\\partial_\\mu = (x - \\mu)/\\sigma^2 = 4/4 = 1$ and $\\partial_\\sigma = (x - \\mu)^2/\\sigma^3 - 1/\\sigma = 16/8 - \\tfrac12 = \\tfrac32$: an observation two scales away asks for a larger scale.",
});
