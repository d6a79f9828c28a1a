import { multivariateStudentT } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { planeFigure } from "../plane-figure.ts";

export const figure = planeFigure({
  title: "Student’s t distribution in two dimensions",
  plane: "vectors",
  params: {
    df: { value: 3, min: 0.5, max: 30, step: 0.1, label: "degrees of freedom ν" },
    x: { value: 0, min: -3, max: 3, step: 0.05, label: "location of x₁" },
    y: { value: 0, min: -3, max: 3, step: 0.05, label: "location of x₂" },
    first: { value: 1.2, min: 0.3, max: 2.5, step: 0.05, label: "scale of x₁" },
    second: { value: 0.8, min: 0.3, max: 2.5, step: 0.05, label: "scale of x₂" },
    correlation: { value: 0.5, min: -0.95, max: 0.95, step: 0.01, label: "correlation" },
  },
  make: ({ df, x, y, first, second, correlation }) => {
    const shared = correlation * first * second;
    const scale = [
      [first ** 2, shared],
      [shared, second ** 2],
    ];
    return multivariateStudentT({ df, mean: [x, y], scale });
  },
  handles: ({ x, y }) => [handle({ x, y }, { bind: { x: "x", y: "y" }, label: "the location" })],
});
