import { defineFigureElement } from "./define-figure-element.ts";

defineFigureElement("adjoint-distribution", "touch", async (slug) => {
  const { distributionFigures } = await import("../distributions/distribution-figures.ts");
  return distributionFigures[slug]!;
});
