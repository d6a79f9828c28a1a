import { gumbel } from "@adjoint/probability";
import { colors, handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The Gumbel distribution",
  params: {
    location: { value: 0, min: -3, max: 4, step: 0.05, label: "location μ" },
    scale: { value: 1, min: 0.4, max: 3, step: 0.05, label: "scale s" },
  },
  make: ({ location, scale }) => gumbel({ location, scale }),
  domain: [-5, 9],
  x: 1,
  top: 0.95,
  handles: ({ location, scale }, d, height) => [
    handle(
      { x: location, y: height(d.prob(location).item()) },
      { bind: { x: "location" }, label: "the location" },
    ),
    handle(
      { x: location + scale, y: height(d.prob(location + scale).item()) },
      { bind: { x: { param: "scale", offset: location } }, label: "the scale", fill: colors.blue },
    ),
  ],
});
