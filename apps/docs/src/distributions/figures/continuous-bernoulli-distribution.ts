import { continuousBernoulli } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The continuous Bernoulli distribution",
  params: {
    probs: { value: 0.3, min: 0.01, max: 0.99, step: 0.01, label: "parameter λ" },
  },
  make: ({ probs }) => continuousBernoulli({ probs }),
  domain: [0, 1],
  x: 0.5,
  top: 5,
  handles: ({ probs }) => [handle({ x: probs, y: 0 }, { bind: { x: "probs" }, label: "the parameter λ" })],
});
