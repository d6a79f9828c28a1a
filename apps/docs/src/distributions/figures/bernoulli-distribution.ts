import { bernoulli } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The Bernoulli distribution",
  params: { probs: { value: 0.3, min: 0, max: 1, step: 0.01, label: "probability p" } },
  make: ({ probs }) => bernoulli({ probs }),
  domain: [-1, 2],
  x: 0.5,
  top: 1,
  handles: ({ probs }) => [
    handle({ x: 1, y: probs }, { bind: { y: "probs" }, label: "the probability of 1" }),
  ],
});
