import { pareto } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The Pareto distribution",
  params: {
    concentration: { value: 2, min: 0.3, max: 6, step: 0.05, label: "concentration α" },
    scale: { value: 1, min: 0.4, max: 3, step: 0.05, label: "scale x₀" },
  },
  make: ({ concentration, scale }) => pareto({ concentration, scale }),
  domain: [0, 8],
  x: 2,
  top: 3,
  handles: ({ scale }) => [
    handle({ x: scale, y: 0 }, { bind: { x: "scale" }, label: "the scale, the least value" }),
  ],
});
