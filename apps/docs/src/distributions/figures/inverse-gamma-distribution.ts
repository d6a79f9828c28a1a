import { inverseGamma } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The inverse gamma distribution",
  params: {
    concentration: { value: 3, min: 0.3, max: 9, step: 0.05, label: "concentration α" },
    scale: { value: 2, min: 0.3, max: 6, step: 0.05, label: "scale β" },
  },
  make: ({ concentration, scale }) => inverseGamma({ concentration, scale }),
  domain: [0, 6],
  x: 1,
  top: 2,
  handles: ({ concentration, scale }, d, height) => [
    handle(
      { x: scale / (concentration + 1), y: height(d.prob(scale / (concentration + 1)).item()) },
      { bind: { x: { param: "scale", factor: concentration + 1 } }, label: "the mode, by the scale" },
    ),
  ],
});
