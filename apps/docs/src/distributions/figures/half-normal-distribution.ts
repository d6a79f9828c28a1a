import { halfNormal } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The half-normal distribution",
  params: {
    scale: { value: 1, min: 0.3, max: 3, step: 0.05, label: "scale σ" },
  },
  make: ({ scale }) => halfNormal({ scale }),
  domain: [0, 6],
  x: 1,
  top: 1.4,
  handles: ({ scale }, d, height) => [
    handle({ x: scale, y: height(d.prob(scale).item()) }, { bind: { x: "scale" }, label: "the scale" }),
  ],
});
