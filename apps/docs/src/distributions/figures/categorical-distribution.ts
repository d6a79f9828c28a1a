import { categorical } from "@adjoint/probability";
import { densityFigure } from "../density-figure.ts";

export const figure = densityFigure({
  title: "The categorical distribution",
  params: {
    a: { value: 0.5, min: -3, max: 3, step: 0.05, label: "logit of 0" },
    b: { value: 1.2, min: -3, max: 3, step: 0.05, label: "logit of 1" },
    c: { value: -0.5, min: -3, max: 3, step: 0.05, label: "logit of 2" },
    e: { value: 0.3, min: -3, max: 3, step: 0.05, label: "logit of 3" },
  },
  make: ({ a, b, c, e }) => categorical({ logits: [a, b, c, e] }),
  domain: [-1, 4.5],
  x: 1,
  top: 1,
});
