import { beta } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The beta distribution",
  params: {
    alpha: { value: 2.5, min: 0.3, max: 9, step: 0.05, label: "α" },
    beta: { value: 2, min: 0.3, max: 9, step: 0.05, label: "β" },
  },
  make: ({ alpha, beta: second }) => beta({ alpha, beta: second }),
  domain: [0, 1],
  x: 0.5,
  top: 4,
  handles: ({ alpha, beta }, d, height) => [
    handle(
      { x: d.mean.item(), y: height(d.prob(d.mean).item()) },
      {
        bind: {
          plane: [
            { param: "alpha", x: alpha + beta },
            { param: "beta", x: -(alpha + beta), offset: alpha + beta },
          ],
        },
        label: "the mean, with α + β kept",
      },
    ),
  ],
});
