import { vonMises } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The von Mises distribution",
  params: {
    mean: { value: 0, min: -3.1, max: 3.1, step: 0.05, label: "mean μ" },
    concentration: { value: 2, min: 0.05, max: 20, step: 0.05, label: "concentration κ" },
  },
  make: ({ mean, concentration }) => vonMises({ mean, concentration }),
  domain: [-3.1415, 3.1415],
  x: 0.5,
  top: 1.8,
  handles: ({ mean }, d, height) => [
    handle({ x: mean, y: height(d.prob(mean).item()) }, { bind: { x: "mean" }, label: "the mean" }),
  ],
});
