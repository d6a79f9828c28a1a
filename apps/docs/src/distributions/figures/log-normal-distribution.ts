import { logNormal } from "@adjoint/probability";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The log-normal distribution",
  params: {
    mean: { value: 0, min: -1, max: 1.5, step: 0.05, label: "mean μ of log x" },
    scale: { value: 0.6, min: 0.2, max: 1.5, step: 0.02, label: "scale σ of log x" },
  },
  make: ({ mean, scale }) => logNormal({ mean, scale }),
  domain: [0, 8],
  x: 1,
  top: 1.6,
});
