import { load } from "../lessons/load.ts";
import { defineFigureElement } from "./define-figure-element.ts";

defineFigureElement("adjoint-figure", "view", async (slug) => (await load(slug)).figure);
