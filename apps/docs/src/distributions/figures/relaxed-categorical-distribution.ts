import { relaxedCategorical } from "@adjoint/probability";
import { planeFigure } from "../plane-figure.ts";

const logit = { min: -3, max: 3, step: 0.05 };

export const figure = planeFigure({
  title: "The relaxed categorical distribution of three outcomes",
  plane: "triangle",
  params: {
    temperature: { value: 1, min: 0.3, max: 4, step: 0.05, label: "temperature τ" },
    first: { ...logit, value: 0, label: "logit of 1" },
    second: { ...logit, value: 0.5, label: "logit of 2" },
    third: { ...logit, value: 1, label: "logit of 3" },
  },
  make: ({ temperature, first, second, third }) =>
    relaxedCategorical({ temperature, logits: [first, second, third] }),
});
