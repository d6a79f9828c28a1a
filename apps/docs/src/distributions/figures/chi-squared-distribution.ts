import { chiSquared } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The χ² distribution",
  params: {
    df: { value: 4, min: 0.5, max: 15, step: 0.1, label: "degrees of freedom ν" },
  },
  make: ({ df }) => chiSquared({ df }),
  domain: [0, 24],
  x: 3,
  top: 0.5,
  handles: ({ df }, d, height) => [
    handle({ x: df, y: height(d.prob(df).item()) }, { bind: { x: "df" }, label: "the mean" }),
  ],
});
