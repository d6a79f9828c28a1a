import { relaxedBernoulli } from "@adjoint/probability";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The relaxed Bernoulli distribution",
  params: {
    temperature: { value: 0.5, min: 0.1, max: 3, step: 0.02, label: "temperature τ" },
    probs: { value: 0.4, min: 0.02, max: 0.98, step: 0.01, label: "probability p" },
  },
  make: ({ temperature, probs }) => relaxedBernoulli({ temperature, probs }),
  domain: [0.001, 0.999],
  x: 0.5,
  top: 5,
});
