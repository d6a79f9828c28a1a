import { lowRankMultivariateNormal } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { planeFigure } from "../plane-figure.ts";

export const figure = planeFigure({
  title: "A normal distribution whose covariance is a vector times itself, plus a diagonal",
  plane: "vectors",
  params: {
    x: { value: 1.6, min: -2.5, max: 2.5, step: 0.05, label: "factor, x₁" },
    y: { value: 0.9, min: -2.5, max: 2.5, step: 0.05, label: "factor, x₂" },
    first: { value: 0.2, min: 0.05, max: 2, step: 0.05, label: "diagonal of x₁" },
    second: { value: 0.2, min: 0.05, max: 2, step: 0.05, label: "diagonal of x₂" },
  },
  make: ({ x, y, first, second }) =>
    lowRankMultivariateNormal({ mean: [0, 0], factor: [[x], [y]], diagonal: [first, second] }),
  handles: ({ x, y }) => [handle({ x, y }, { bind: { x: "x", y: "y" }, label: "the factor" })],
});
