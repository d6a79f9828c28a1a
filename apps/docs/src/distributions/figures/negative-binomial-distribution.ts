import { negativeBinomial } from "@adjoint/probability";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The negative binomial distribution",
  params: {
    total: { value: 3, min: 0.5, max: 12, step: 0.5, label: "successes r" },
    probs: { value: 0.4, min: 0.1, max: 1, step: 0.01, label: "probability p" },
  },
  make: ({ total, probs }) => negativeBinomial({ total, probs }),
  domain: [-1, 30],
  x: 4,
  top: 0.5,
});
