import { entropy, klDivergence } from "@adjoint/information";
import { gather, logSoftmax, mean, neg } from "@adjoint/tensor";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { grad } from "@adjoint/autodiff";
import { softmaxCrossEntropy } from "@adjoint/information";
import { softmax, sub, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { bar, colors, defineFigure, formatNumber, handle, line, plot, rule, text } from "@adjoint/viz";

// sixteen observations of four outcomes, and how often each came
const counts = [8, 4, 3, 1];
const names = ["A", "B", "C", "D"];
const p = counts.map((count) => count / 16);
const bits = (probability: number): number => -Math.log2(probability);
const loss = (logits: Tensor): Tensor => softmaxCrossEntropy({ logits, labels: p });

// each outcome is as wide as its share: areas are then lengths of messages, on the average
const left = p.map((_, i) => p.slice(0, i).reduce((sum, share) => sum + share, 0));
const entropyOfP = p.reduce((sum, share) => sum + share * bits(share), 0);

const logit = { value: 0, min: -4, max: 4, step: 0.01 };

export const figure = defineFigure({
  params: {
    a: { ...logit, value: -0.4, label: "logit of A" },
    b: { ...logit, value: 0.3, label: "logit of B" },
    c: { ...logit, value: 0.2, label: "logit of C" },
    d: { ...logit, value: 0.9, label: "logit of D" },
  },
  compute: ({ a, b, c, d }) => {
    const logits = tensor([a, b, c, d]);
    const q = softmax(logits).toArray() as number[];
    return {
      logits: [a, b, c, d],
      q,
      crossEntropy: loss(logits).item() / Math.LN2,
      // ∂ loss / ∂ logits, which turns out to be q − p
      slope: grad(loss)(logits).toArray() as number[],
    };
  },
  view: ({ logits, q, slope }) => {
    const tops = q.map((probability) => Math.min(bits(probability), 6.4));
    return plot({
      title: "Lengths of messages, and the gradient in the logits",
      width: 620,
      height: 400,
      marks: [
        ...p.map((share, i) =>
          bar(
            { x: [left[i]! + share / 2], y: [tops[i]!] },
            { width: share * 0.985, fill: colors.blue, fillOpacity: 0.35 },
          ),
        ),
        ...p.map((share, i) =>
          bar(
            { x: [left[i]! + share / 2], y: [bits(share)] },
            { width: share * 0.985, fill: colors.gray, fillOpacity: 0.45 },
          ),
        ),
        rule({ y: 0 }),
        text(
          { x: p.map((share, i) => left[i]! + share / 2), y: p.map(() => 0), text: names },
          { dy: -6, bold: true },
        ),
        ...q.map((probability, i) =>
          handle(
            { x: left[i]! + p[i]! / 2, y: tops[i]! },
            {
              // the length of the code is log Σ exp(z) − zᵢ
              bind: {
                y: {
                  param: "abcd"[i]!,
                  offset: bits(probability) + logits[i]! / Math.LN2,
                  factor: -Math.LN2,
                },
              },
              label: `the length of the code for ${names[i]}`,
              fill: colors.blue,
            },
          ),
        ),
        // to the right: the gradient, outcome by outcome
        line({ x: [1.12, 1.72], y: [3.2, 3.2] }, { stroke: colors.ink, strokeWidth: 1 }),
        bar(
          { x: p.map((_, i) => 1.195 + 0.15 * i), y: slope.map((value) => 3.2 + 4 * value), y2: 3.2 },
          { width: 0.1, fill: colors.orange },
        ),
        text(
          {
            x: p.map((_, i) => 1.195 + 0.15 * i),
            y: slope.map((value) => (value < 0 ? 3.2 : 2.75)),
            text: names,
          },
          { dy: -5 },
        ),
        text({ x: 1.42, y: 6.2, text: "gradient q − p" }),
      ],
      x: { domain: [0, 1.75], ticks: [0, 0.25, 0.5, 0.75, 1], label: "share p of the outcome", grid: false },
      y: { domain: [0, 6.6], label: "bits" },
    });
  },
  say: ({ crossEntropy, slope }) => {
    const [cross, own, lost] = [crossEntropy, entropyOfP, crossEntropy - entropyOfP].map((value) =>
      formatNumber(value, { decimals: 3 }),
    );
    const signed = slope.map((value) => formatNumber(value, { decimals: 2 })).join(", ");
    return `H(p, q) = ${cross} bits = H(p) + KL(p‖q) = ${own} + ${lost}; gradient in the logits: ${signed}`;
  },
});
//#endregion

export const about: About = {
  number: 24,
  title: "Cross-entropy is maximum likelihood",
  summary: "Why a classifier is trained with the cross-entropy, and why its gradient in the logits is q − p.",
};

/** The numbers of the lesson. */
export function numbers() {
  const q = tensor([0.25, 0.25, 0.25, 0.25]);
  const logits = tensor([-0.4, 0.3, 0.2, 0.9]);
  const data = counts.flatMap((count, outcome) => new Array<number>(count).fill(outcome));
  const logLikelihoods = gather(logSoftmax(logits), tensor(data, { dtype: "int32" }));
  const extreme = tensor([1000, 0, -1000]);
  return {
    entropy: entropy(p, { base: "bits" }).item(),
    uniform: {
      cross: loss(tensor([0, 0, 0, 0])).item() / Math.LN2,
      lost: klDivergence(p, q, { base: "bits" }).item(),
    },
    nats: loss(logits).item(),
    negativeLogLikelihood: mean(neg(logLikelihoods)).item(),
    gradient: grad(loss)(logits).toArray() as number[],
    difference: sub(softmax(logits), p).toArray() as number[],
    fitted: softmax(descend(tensor([0, 0, 0, 0]))).toArray() as number[],
    extreme: [1, 0, 2].map((labels) => softmaxCrossEntropy({ logits: extreme, labels }).item()),
  };
}

/** Gradient descent on the loss. */
function descend(logits: Tensor): Tensor {
  for (let k = 0; k < 400; k++) logits = sub(logits, grad(loss)(logits));
  return logits;
}

export const exercise = defineExercise({
  question:
    "The true shares are $p = (\\tfrac12, \\tfrac14, \\tfrac18, \\tfrac18)$, a model says $q = (\\tfrac14, \\tfrac14, \\tfrac14, \\tfrac14)$. Find the cross-entropy $H(p, q)$ in bits, and the derivative of the loss with respect to the first logit (in nats).",
  fields: [
    { name: "cross", label: "H(p, q)", placeholder: "such as 7/3" },
    { name: "slope", label: "∂/∂z₁", placeholder: "a number" },
  ],
  derive: (made) => {
    const [p3, q3] = [
      [0.5, 0.25, 0.125, 0.125],
      [0.25, 0.25, 0.25, 0.25],
    ];
    const [weights, codes] = made("direction") ? [q3, p3] : [p3, q3];
    const lengths = codes.map((share) => -(made("nats") ? Math.log(share) : Math.log2(share)));
    const total = lengths.reduce(
      (sum, length, i) => sum + (made("no weights") ? 1 : weights[i]!) * length,
      0,
    );
    const own = p3.reduce((sum, share) => sum - share * Math.log2(share), 0);
    const difference = q3[0]! - p3[0]!;
    const slope = made("probability") ? -p3[0]! / q3[0]! : made("one-hot") ? q3[0]! - 1 : difference;
    return {
      cross: made("divergence") ? total - own : made("entropy") ? own : total,
      slope: made("sign") ? -slope : made("bits") ? slope / Math.LN2 : slope,
    };
  },
  slips: {
    direction: "The weights are those of the true shares p; the lengths of the codes come from q.",
    nats: "This is right in nats. In bits the logarithm has the base 2.",
    "no weights": "The lengths of the codes were added without their weights p.",
    divergence: "This is KL(p‖q), what the wrong code costs more. The cross-entropy is the whole length.",
    entropy: "This is the entropy of p, the length in its own code.",
    probability:
      "This is the derivative with respect to the probability q₁. Through the softmax every logit moves all of q.",
    "one-hot": "This is the derivative for a single observation of the first outcome. Here p₁ is ½.",
    sign: "The sign is the other one: a logit that is too small for its share has a negative derivative.",
    bits: "The loss was taken in bits. In nats the derivative is exactly q₁ − p₁.",
  },
  hint: "The code lengths under q are all 2 bits. For the derivative, write the loss as log Σ exp(zⱼ) − Σ pᵢ zᵢ.",
  solution:
    "All codes have 2 bits, so $H(p, q) = 2$ bits. With $L = \\log \\sum_j e^{z_j} - \\sum_i p_i z_i$, $\\partial L/\\partial z_1 = q_1 - p_1 = \\tfrac14 - \\tfrac12 = -\\tfrac14$.",
});
