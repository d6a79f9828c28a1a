import type { Figure } from "@adjoint/viz";
import { defineFigureElement } from "./define-figure-element.ts";

const figures = import.meta.glob<Figure>("../distributions/figures/*.ts", { import: "figure" });

defineFigureElement("adjoint-distribution", (slug) => figures[`../distributions/figures/${slug}.ts`]!());
