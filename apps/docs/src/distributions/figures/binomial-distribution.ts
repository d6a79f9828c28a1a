import { binomial } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The binomial distribution",
  params: {
    total: { value: 12, min: 1, max: 24, step: 1, label: "trials n" },
    probs: { value: 0.4, min: 0, max: 1, step: 0.01, label: "probability p" },
  },
  make: ({ total, probs }) => binomial({ total, probs }),
  domain: [-1, 25],
  x: 5,
  top: 0.6,
  handles: ({ total }, d) => [
    handle(
      { x: d.mean.item(), y: 0 },
      { bind: { x: { param: "probs", factor: 1 / total } }, label: "the mean, by the probability" },
    ),
  ],
});
