import { dirichlet } from "@adjoint/probability";
import { inTriangle, planeFigure } from "../plane-figure.ts";
import { colors, dot } from "@adjoint/viz";

const concentration = { min: 0.2, max: 12, step: 0.1 };

export const figure = planeFigure({
  title: "The Dirichlet distribution of three probabilities",
  plane: "triangle",
  params: {
    first: { ...concentration, value: 3, label: "α₁" },
    second: { ...concentration, value: 2, label: "α₂" },
    third: { ...concentration, value: 5, label: "α₃" },
  },
  make: ({ first, second, third }) => dirichlet({ concentration: [first, second, third] }),
  handles: (_, d) => [
    dot([inTriangle(Array.from(d.mean.data)) as [number, number]], { r: 5, fill: colors.orange }),
  ],
});
