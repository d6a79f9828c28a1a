import { mixture, normal } from "@adjoint/probability";
import { colors, handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "A mixture of two normal distributions",
  params: {
    weight: { value: 0.6, min: 0, max: 1, step: 0.01, label: "weight of the first" },
    first: { value: -2, min: -5, max: 5, step: 0.05, label: "first mean" },
    second: { value: 1.5, min: -5, max: 5, step: 0.05, label: "second mean" },
  },
  make: ({ weight, first, second }) =>
    mixture({
      probs: [weight, 1 - weight],
      components: normal({ mean: [first, second], scale: [0.7, 1.1] }),
    }),
  domain: [-6, 6],
  x: 0.5,
  top: 0.5,
  handles: ({ first, second }, d, height) => [
    handle(
      { x: first, y: height(d.prob(first).item()) },
      { bind: { x: "first" }, label: "the mean of the first" },
    ),
    handle(
      { x: second, y: height(d.prob(second).item()) },
      { bind: { x: "second" }, label: "the mean of the second", fill: colors.blue },
    ),
  ],
});
