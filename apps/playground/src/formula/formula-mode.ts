import type { Scene } from "@adjoint/viz";
import { element } from "../dom.ts";
import { drawScene } from "../figure/draw-scene.ts";
import type { Shared } from "../share.ts";
import { analyse } from "./analyse.ts";
import type { Analysis, Pair } from "./analyse.ts";
import { createControls, stepOf } from "./controls.ts";
import type { FormulaState } from "./controls.ts";
import { compileDerivatives } from "./derivatives.ts";
import type { CompiledDerivatives, Derivatives } from "./derivatives.ts";
import { dragOnScene, dragToTurn } from "./drag.ts";
import {
  arrowTip,
  extentOf,
  mapScene,
  pointScene,
  slopeOf,
  surfacePointScene,
  surfaceScene,
} from "./figures.ts";
import { presets } from "./presets.ts";
import { readFormula } from "./read-formula.ts";
import { readout } from "./readout.ts";

/** The formula half of the page. */
export interface FormulaMode {
  readonly shared: () => Shared;
  readonly open: (shared: Extract<Shared, { mode: "formula" }>) => void;
}

/** What was computed from a formula on a range: it changes with them, not with the point. */
interface Landscape {
  readonly formula: string;
  readonly range: number;
  readonly f: CompiledDerivatives;
  readonly field: Derivatives;
  readonly map: Scene;
  /** The lowest and the highest value. */
  readonly extent: Pair;
  /** The usual length of the gradient. */
  readonly slope: number;
}

/** One more than a multiple of the strides, so that a mesh of fewer samples still reaches both borders. */
const samples = 201;

/** The mesh has every fourth sample, and every tenth while it changes. */
const strides = { still: 4, moving: 10 } as const;

/** So many milliseconds after the last change the mesh is still. */
const rest = 150;

/** Builds the formula half inside `panel`. */
export function startFormula(panel: HTMLElement): FormulaMode {
  let state: FormulaState = presets[0]!;
  let view = { azimuth: 30, elevation: 30 };
  let landscape: Landscape | null = null;
  let seen: Partial<FormulaState> = {};
  let analysis: Analysis | null = null;
  let turned = true;
  let stride: number = strides.still;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let scheduled = false;

  const controls = createControls((change) => set(change));
  const contours = element("div", { class: "layer" });
  const point = element("div", { class: "layer" });
  const map = element("div", { class: "map", id: "map" }, contours, point);
  const mesh = element("div", { class: "layer" });
  const pin = element("div", { class: "layer" });
  const graph = element("div", { class: "graph", id: "graph" }, mesh, pin);
  const facts = element("div", { class: "facts", id: "facts", role: "status" });
  panel.replaceChildren(
    controls.root,
    element(
      "div",
      { class: "formula-view" },
      element(
        "figure",
        {},
        map,
        element(
          "figcaption",
          {},
          "Drag the point. The arrow shows ∇f; the cross, the directions of H, dashed where the surface curves down. On the bright curves det H = 0: the curvature changes its kind.",
        ),
      ),
      element(
        "figure",
        {},
        graph,
        element(
          "figcaption",
          {},
          "Drag to turn, or ",
          turnInput(
            "turn",
            0,
            360,
            () => view.azimuth,
            (azimuth) => turn({ ...view, azimuth }),
          ),
          turnInput(
            "tilt",
            0,
            90,
            () => view.elevation,
            (elevation) => turn({ ...view, elevation }),
          ),
        ),
      ),
      facts,
    ),
  );
  dragOnScene(
    map,
    () => landscape?.map ?? null,
    (x, y) => set({ x: snap(x), y: snap(y) }),
  );
  dragToTurn(graph, (dx, dy) =>
    turn({
      azimuth: (view.azimuth - dx / 2 + 360) % 360,
      elevation: Math.min(90, Math.max(0, view.elevation + dy / 2)),
    }),
  );

  function set(change: Partial<FormulaState>): void {
    state = { ...state, ...change };
    analysis = null;
    controls.write(state);
    if (state.formula !== seen.formula || state.range !== seen.range) survey();
    schedule();
  }

  function survey(): void {
    seen = state;
    try {
      const f =
        landscape?.formula === state.formula ? landscape.f : compileDerivatives(readFormula(state.formula));
      const field = f.over(state.range, samples);
      const { formula, range } = state;
      landscape = {
        formula,
        range,
        f,
        field,
        map: mapScene(field, range),
        slope: slopeOf(field),
        extent: extentOf(field.value),
      };
      move();
      contours.replaceChildren(drawScene(landscape.map));
      controls.complain("");
    } catch (error) {
      landscape = null;
      controls.complain((error as Error).message.replace(/^(?:parse|formula|evaluate): /, ""));
    }
    panel.classList.toggle("stale", landscape === null);
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      draw();
    });
  }

  function draw(): void {
    if (landscape === null) return;
    const at: Pair = [state.x, state.y];
    try {
      analysis ??= analyseAt(landscape, at);
      if (turned)
        mesh.replaceChildren(
          drawScene(surfaceScene(landscape.field.value, landscape.extent, state.range, view, stride)),
        );
      turned = false;
      pin.replaceChildren(
        drawScene(surfacePointScene(landscape.extent, state.range, view, at, analysis.value)),
      );
    } catch (error) {
      controls.complain((error as Error).message);
    }
  }

  /** What f does at the point, which the map and the words beside it show. */
  function analyseAt({ f, slope }: Landscape, at: Pair): Analysis {
    const found = analyse(f, at);
    const tip = arrowTip(found.gradient, at, state.range, slope);
    point.replaceChildren(drawScene(pointScene(found, at, state.range, tip)));
    facts.replaceChildren(...readout(found, at));
    return found;
  }

  function turn(next: { azimuth: number; elevation: number }): void {
    view = next;
    move();
    schedule();
  }

  /** The mesh is to be drawn, coarse at first. */
  function move(): void {
    turned = true;
    stride = strides.moving;
    clearTimeout(settling);
    settling = setTimeout(() => {
      turned = true;
      stride = strides.still;
      schedule();
    }, rest);
  }

  function snap(value: number): number {
    const step = stepOf(state.range);
    return Number((Math.round(value / step) * step).toPrecision(12));
  }

  set({});
  return {
    shared: () => ({ mode: "formula", formula: state.formula, x: state.x, y: state.y }),
    open({ formula, x, y }) {
      const known = presets.find((preset) => preset.formula === formula);
      const reach = Math.max(known?.range ?? 3, Math.abs(x) * 1.25, Math.abs(y) * 1.25);
      set({ formula, x, y, range: Number(reach.toPrecision(2)) });
    },
  };
}

function turnInput(
  name: string,
  min: number,
  max: number,
  read: () => number,
  write: (value: number) => void,
): HTMLElement {
  const input = element("input", {
    type: "range",
    min: String(min),
    max: String(max),
    step: "5",
    value: String(read()),
  });
  input.addEventListener("input", () => write(input.valueAsNumber));
  return element("label", { class: "turn" }, element("span", {}, name), input);
}
