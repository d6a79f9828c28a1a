import { multivariateNormal } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { planeFigure } from "../plane-figure.ts";

export const figure = planeFigure({
  title: "The normal distribution in two dimensions",
  plane: "vectors",
  params: {
    x: { value: 0.5, min: -3, max: 3, step: 0.05, label: "mean of x₁" },
    y: { value: 0, min: -3, max: 3, step: 0.05, label: "mean of x₂" },
    first: { value: 1.5, min: 0.3, max: 2.5, step: 0.05, label: "scale of x₁" },
    second: { value: 0.9, min: 0.3, max: 2.5, step: 0.05, label: "scale of x₂" },
    correlation: { value: 0.6, min: -0.95, max: 0.95, step: 0.01, label: "correlation" },
  },
  make: ({ x, y, first, second, correlation }) => {
    const shared = correlation * first * second;
    const covariance = [
      [first ** 2, shared],
      [shared, second ** 2],
    ];
    return multivariateNormal({ mean: [x, y], covariance });
  },
  handles: ({ x, y }) => [handle({ x, y }, { bind: { x: "x", y: "y" }, label: "the mean" })],
});
