import { betaBinomial } from "@adjoint/probability";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The beta-binomial distribution",
  params: {
    total: { value: 12, min: 1, max: 24, step: 1, label: "trials n" },
    alpha: { value: 2, min: 0.2, max: 9, step: 0.1, label: "α" },
    beta: { value: 3, min: 0.2, max: 9, step: 0.1, label: "β" },
  },
  make: ({ total, alpha, beta }) => betaBinomial({ total, alpha, beta }),
  domain: [-1, 25],
  x: 5,
  top: 0.5,
});
