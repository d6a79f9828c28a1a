import { normal, truncated } from "@adjoint/probability";
import { colors, handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "A truncated normal distribution",
  params: {
    low: { value: -1, min: -4, max: 0.4, step: 0.05, label: "low" },
    high: { value: 2, min: 0.5, max: 5, step: 0.05, label: "high" },
  },
  make: ({ low, high }) => truncated(normal({ mean: 0.5, scale: 1.2 }), { low, high }),
  domain: [-5, 6],
  x: 0.5,
  top: 1.2,
  handles: (values) => [
    handle({ x: values.low, y: 0 }, { bind: { x: "low" }, label: "the low end" }),
    handle({ x: values.high, y: 0 }, { bind: { x: "high" }, label: "the high end", fill: colors.blue }),
  ],
});
