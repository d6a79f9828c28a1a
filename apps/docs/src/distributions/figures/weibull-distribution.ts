import { weibull } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The Weibull distribution",
  params: {
    concentration: { value: 1.8, min: 0.4, max: 6, step: 0.05, label: "concentration k" },
    scale: { value: 1.5, min: 0.4, max: 4, step: 0.05, label: "scale λ" },
  },
  make: ({ concentration, scale }) => weibull({ concentration, scale }),
  domain: [0, 6],
  x: 1,
  top: 1.5,
  handles: ({ scale }, d, height) => [
    handle({ x: scale, y: height(d.prob(scale).item()) }, { bind: { x: "scale" }, label: "the scale" }),
  ],
});
