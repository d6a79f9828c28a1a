import { affineBijector, chain, normal, sigmoidBijector, transformed } from "@adjoint/probability";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "A normal distribution through the sigmoid",
  params: {
    shift: { value: 0.5, min: -3, max: 3, step: 0.05, label: "shift before the sigmoid" },
    scale: { value: 1.4, min: 0.3, max: 4, step: 0.05, label: "scale before the sigmoid" },
  },
  make: ({ shift, scale }) =>
    transformed(normal(), chain(sigmoidBijector(), affineBijector({ shift, scale }))),
  domain: [0.001, 0.999],
  x: 0.5,
  top: 4,
});
