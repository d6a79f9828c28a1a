import { kumaraswamy } from "@adjoint/probability";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The Kumaraswamy distribution",
  params: {
    alpha: { value: 2.5, min: 0.3, max: 9, step: 0.05, label: "α" },
    beta: { value: 2, min: 0.3, max: 9, step: 0.05, label: "β" },
  },
  make: ({ alpha, beta }) => kumaraswamy({ alpha, beta }),
  domain: [0, 1],
  x: 0.5,
  top: 4,
});
