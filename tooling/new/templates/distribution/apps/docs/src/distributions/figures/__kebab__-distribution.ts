import { __camel__ } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The __kebab__ distribution",
  params: {
    mean: { value: 0, min: -4, max: 4, step: 0.05, label: "mean μ" },
    scale: { value: 1, min: 0.3, max: 3, step: 0.05, label: "scale s" },
  },
  make: ({ mean, scale }) => __camel__({ mean, scale }),
  domain: [-8, 8],
  x: 1,
  top: 0.85,
  handles: ({ mean }, d, height) => [
    handle({ x: mean, y: height(d.prob(mean).item()) }, { bind: { x: "mean" }, label: "the mean" }),
  ],
});
