import { exponential } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The exponential distribution",
  params: {
    rate: { value: 1, min: 0.2, max: 3, step: 0.02, label: "rate λ" },
  },
  make: ({ rate }) => exponential({ rate }),
  domain: [0, 6],
  x: 1,
  top: 3,
  handles: ({ rate }) => [
    handle({ x: 0, y: rate / 3 }, { bind: { y: { param: "rate", factor: 3 } }, label: "the rate" }),
  ],
});
