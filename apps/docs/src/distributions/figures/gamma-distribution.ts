import { gamma } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The gamma distribution",
  params: {
    concentration: { value: 2.5, min: 0.2, max: 9, step: 0.05, label: "concentration α" },
    rate: { value: 1, min: 0.3, max: 3, step: 0.05, label: "rate β" },
  },
  make: ({ concentration, rate }) => gamma({ concentration, rate }),
  domain: [0, 12],
  x: 2,
  top: 0.8,
  handles: ({ concentration, rate }, d, height) => [
    handle(
      { x: concentration / rate, y: height(d.prob(concentration / rate).item()) },
      { bind: { x: { param: "concentration", factor: rate } }, label: "the mean, by the concentration" },
    ),
  ],
});
