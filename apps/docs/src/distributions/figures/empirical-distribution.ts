import { empirical } from "@adjoint/probability";
import { handle } from "@adjoint/viz";
import { densityFigure } from "../density-figure.ts";

const others = [-3.2, -1, -1, 0.4, 1.5, 1.5, 1.5, 2.6, 4.1];

export const figure = densityFigure({
  title: "The empirical distribution of ten observations",
  params: { observation: { value: -0.3, min: -5, max: 5, step: 0.1, label: "one of the observations" } },
  make: ({ observation }) => empirical([...others, observation]),
  points: ({ observation }) => [...new Set([...others, observation])].sort((a, b) => a - b),
  domain: [-5.5, 5.5],
  x: 1,
  top: 0.5,
  handles: ({ observation }) => [
    handle({ x: observation, y: 0 }, { bind: { x: "observation" }, label: "the observation" }),
  ],
});
