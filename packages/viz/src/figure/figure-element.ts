import { isVariable } from "../axis.ts";
import { formatNumber } from "../format-number.ts";
import type { Scene } from "../scene.ts";
import { element } from "../svg/element.ts";
import type { Element } from "../svg/element.ts";
import { sceneElement } from "../svg/scene-element.ts";
import type { Live } from "../svg/scene-element.ts";
import { paramsOf } from "./bind.ts";
import { stepOf } from "./figure.ts";
import type { Param, Params } from "./figure.ts";

/** What a figure shows at one moment. */
export interface Shown {
  readonly scene: Scene;
  readonly said: string;
  readonly params: Params;
  readonly values: Readonly<Record<string, number>>;
}

/** A figure as HTML: the picture, the caption, an input for every param. Still, or alive with a reach for handles. */
export function figureElement({ scene, said, params, values }: Shown, reach?: number): Element {
  const live = reach === undefined ? undefined : liveAttributes(params, values, reach);
  const inputs = Object.entries(params).map(([name, param]) =>
    controlElement(name, param, values[name]!, live === undefined),
  );
  return element("figure", { class: "adjoint-figure" }, [
    sceneElement(scene, live),
    element("figcaption", { "aria-live": live === undefined ? undefined : "polite" }, [said]),
    element("div", { class: "adjoint-controls" }, inputs),
  ]);
}

function controlElement(name: string, param: Param, value: number, still: boolean): Element {
  const { min, max, label = name } = param;
  const step = stepOf(param);
  const shared = { "data-param": name, min, max, step, disabled: still };
  return element("div", { class: "adjoint-control" }, [
    element("span", { "aria-hidden": "true", class: isVariable(label) && "adjoint-variable" }, [label]),
    element("input", { type: "range", "aria-label": label, ...shared, value }),
    element("input", {
      type: "number",
      "aria-label": `${label}, as a number`,
      ...shared,
      value: short(value, step),
    }),
  ]);
}

/** A value to a hundredth of its step, since the input has room for few digits. */
function short(value: number, step: number): number {
  const decimals = Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(step))));
  return Number(value.toFixed(decimals));
}

function liveAttributes(params: Params, values: Readonly<Record<string, number>>, reach: number): Live {
  const movable = (names: readonly string[]): Record<string, string | number> => {
    const [first] = names;
    const param = params[first!]!;
    return {
      tabindex: 0,
      role: "slider",
      "aria-valuemin": param.min,
      "aria-valuemax": param.max,
      "aria-valuenow": values[first!]!,
      "aria-valuetext": names
        .map((name) => `${params[name]!.label ?? name} = ${formatNumber(values[name]!)}`)
        .join(", "),
    };
  };
  return {
    reach,
    handle: ({ bind }, index) => ({ "data-handle": index, ...movable(known(params, paramsOf(bind))) }),
    turn: ({ turn, label }) => ({
      "data-azimuth": turn!.azimuth,
      "data-elevation": turn!.elevation,
      ...movable(known(params, paramsOf(turn!))),
      "aria-label": label ?? "turn the surface",
    }),
  };
}

function known(params: Params, names: readonly string[]): readonly string[] {
  for (const name of names) {
    if (!(name in params)) throw new TypeError(`mount: a handle is bound to an unknown param: ${name}`);
  }
  return names;
}
