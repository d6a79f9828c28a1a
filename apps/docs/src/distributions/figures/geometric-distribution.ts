import { geometric } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The geometric distribution",
  params: {
    probs: { value: 0.4, min: 0.05, max: 1, step: 0.01, label: "probability p" },
  },
  make: ({ probs }) => geometric({ probs }),
  domain: [-1, 15],
  x: 2,
  top: 1,
  handles: ({ probs }) => [handle({ x: 0, y: probs }, { bind: { y: "probs" }, label: "the probability" })],
});
