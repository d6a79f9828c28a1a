import { serialize } from "../svg/serialize.ts";
import { figureElement } from "./figure-element.ts";
import { startOf } from "./figure.ts";
import type { Figure, Params, Values } from "./figure.ts";

/**
 * A figure as HTML without a DOM, still: what a page shows before, or without, `mount`, at the same size.
 *
 * @param values - values of the params; those it starts from if not given.
 * @example
 * ```ts
 * import { defineFigure, plot, renderFigure } from "@adjoint/viz";
 *
 * const figure = defineFigure({
 *   params: { t: { value: 1, min: 0, max: 2 } },
 *   compute: ({ t }) => t,
 *   view: () => plot({ marks: [] }),
 *   say: (t) => `t is ${t}`,
 * });
 * renderFigure(figure).includes("<figcaption>t is 1</figcaption>"); // => true
 * ```
 */
export function renderFigure<P extends Params, Result>(
  figure: Figure<P, Result>,
  values: Values<P> = startOf(figure),
): string {
  const result = figure.compute(values);
  const shown = { scene: figure.view(result), said: figure.say(result), params: figure.params, values };
  return serialize(figureElement(shown));
}
