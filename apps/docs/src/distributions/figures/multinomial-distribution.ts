import { multinomial } from "@adjoint/probability";
import { colors, defineFigure, dot, formatNumber, line, plot, text } from "@adjoint/viz";
import { inTriangle } from "../plane-figure.ts";

const total = 12;
const counts = Array.from({ length: total + 1 }, (_, a) =>
  Array.from({ length: total + 1 - a }, (__, b) => [a, b, total - a - b]),
).flat();
const logit = { min: -3, max: 3, step: 0.05 };

export const figure = defineFigure({
  params: {
    first: { ...logit, value: 0, label: "logit of 1" },
    second: { ...logit, value: 0.5, label: "logit of 2" },
    third: { ...logit, value: 1, label: "logit of 3" },
  },
  compute: ({ first, second, third }) => {
    const d = multinomial({ total, logits: [first, second, third] });
    return { probs: Array.from(d.prob(counts).data), mean: Array.from(d.mean.data) };
  },
  view: ({ probs, mean }) => {
    const peak = Math.max(...probs);
    const corner = [total, 0, 0].map((_, i) => inTriangle([0, 1, 2].map((k) => (k === i ? 1 : 0))));
    return plot({
      title: "Counts of three outcomes among twelve trials",
      equal: true,
      width: 620,
      height: 460,
      marks: [
        line([...corner, corner[0]!], { stroke: colors.gray, strokeWidth: 1 }),
        // a disc for each triple of counts, its area as large as the probability
        ...counts.map((count, i) =>
          dot([inTriangle(count.map((k) => k / total))], {
            r: 0.8 + 13 * Math.sqrt(probs[i]! / peak),
            fill: colors.blue,
            fillOpacity: 0.6,
          }),
        ),
        dot([inTriangle(mean.map((k) => k / total))], { r: 4, fill: colors.orange }),
        text({ x: [-0.05, 1.05, 0.5], y: [-0.03, -0.03, 0.93], text: ["12, 0, 0", "0, 12, 0", "0, 0, 12"] }),
      ],
      x: { domain: [-0.35, 1.35], axis: false },
      y: { domain: [-0.14, 1], axis: false },
    });
  },
  say: ({ mean, probs }) => {
    const likely = counts[probs.indexOf(Math.max(...probs))]!;
    const listed = mean.map((k) => formatNumber(k, { decimals: 2 })).join(", ");
    return `mean counts ${listed}; the most likely ones are ${likely.join(", ")}`;
  },
});
