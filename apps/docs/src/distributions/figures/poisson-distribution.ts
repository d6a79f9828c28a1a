import { poisson } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The Poisson distribution",
  params: {
    rate: { value: 4, min: 0.1, max: 15, step: 0.1, label: "rate λ" },
  },
  make: ({ rate }) => poisson({ rate }),
  domain: [-1, 24],
  x: 4,
  top: 0.6,
  handles: ({ rate }) => [
    handle({ x: rate, y: 0 }, { bind: { x: "rate" }, label: "the rate, which is the mean" }),
  ],
});
