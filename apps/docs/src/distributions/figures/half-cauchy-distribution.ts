import { halfCauchy } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The half-Cauchy distribution",
  params: {
    scale: { value: 1, min: 0.3, max: 3, step: 0.05, label: "scale s" },
  },
  make: ({ scale }) => halfCauchy({ scale }),
  domain: [0, 8],
  x: 1,
  top: 1.4,
  handles: ({ scale }, d, height) => [
    handle({ x: scale, y: height(d.prob(scale).item()) }, { bind: { x: "scale" }, label: "the scale" }),
  ],
});
