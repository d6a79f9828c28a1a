import { studentT } from "@adjoint/probability";
import { colors, handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "Student’s t distribution",
  params: {
    df: { value: 3, min: 0.3, max: 30, step: 0.1, label: "degrees of freedom ν" },
    mean: { value: 0, min: -4, max: 4, step: 0.05, label: "mean μ" },
    scale: { value: 1, min: 0.4, max: 3, step: 0.05, label: "scale s" },
  },
  make: ({ df, mean, scale }) => studentT({ df, mean, scale }),
  domain: [-6, 6],
  x: 1,
  top: 1,
  handles: ({ mean, scale }, d, height) => [
    handle({ x: mean, y: height(d.prob(mean).item()) }, { bind: { x: "mean" }, label: "the mean" }),
    handle(
      { x: mean + scale, y: height(d.prob(mean + scale).item()) },
      { bind: { x: { param: "scale", offset: mean } }, label: "the scale", fill: colors.blue },
    ),
  ],
});
