import type { Scene } from "../scene.ts";
import { handlesOf, moveTo, nudge, turnBy } from "./bind.ts";
import type { Change } from "./bind.ts";
import { figureCss } from "./figure-css.ts";
import { figureElement } from "./figure-element.ts";
import { settle, startOf } from "./figure.ts";
import type { Figure, Params, Values } from "./figure.ts";
import { patch } from "./patch.ts";

/** An `HTMLElement`, written such that programs without the DOM's types can be checked. */
export type MountElement = typeof globalThis extends { HTMLElement: { prototype: infer Host } }
  ? Host
  : unknown;

/** How a figure is mounted. */
export interface MountOptions<P extends Params = Params> {
  /** Values to start from instead of the figure's own. */
  readonly values?: Partial<Values<P>>;
  /** Called after the reader has changed something and it is shown. */
  readonly onChange?: (values: Values<P>) => void;
}

/** A figure on a page. */
export interface Mounted<P extends Params = Params> {
  /** The values shown now, or in the next frame. */
  readonly values: Values<P>;
  /** Sets some of the values. */
  update(values: Partial<Values<P>>): void;
  /** Stops listening; the figure stays as it is. */
  destroy(): void;
}

/**
 * Brings a figure to life inside an element, whose contents it replaces.
 *
 * Handles are dragged with mouse or finger, or focused and moved with the arrow keys (ten steps with Shift); every param
 * also has a slider and a number input. The picture is drawn at most once a frame, and nothing moves by itself. What
 * `compute` throws is said in the caption.
 *
 * ```ts no-run
 * import { mount } from "@adjoint/viz";
 * import type { Figure } from "@adjoint/viz";
 *
 * declare const figure: Figure;
 * const mounted = mount(document.querySelector("#figure")!, figure);
 * mounted.update({ x: 1 });
 * ```
 */
export function mount<P extends Params, Result>(
  element: MountElement,
  figure: Figure<P, Result>,
  { values: given = {}, onChange }: MountOptions<P> = {},
): Mounted<P> {
  const params: Params = figure.params;
  const stop = new AbortController();
  let values: Record<string, number> = { ...startOf(figure) };
  let scene: Scene | undefined;
  let frame = 0;

  const draw = (): void => {
    frame = 0;
    const said = caption(() => {
      const result = figure.compute(values as Values<P>);
      scene = figure.view(result);
      return figure.say(result);
    });
    const shown = { scene: scene ?? empty, said, params, values };
    patch(
      element.firstElementChild ?? undefined,
      figureElement(shown, reachOf(element, shown.scene)),
      element,
    );
  };
  const change = (changed: Partial<Change>): void => {
    values = { ...values, ...settled(params, changed) };
    frame ||= requestAnimationFrame(() => {
      draw();
      onChange?.(values as Values<P>);
    });
  };

  adoptStyle(element);
  element.replaceChildren();
  values = { ...values, ...settled(params, given) };
  draw();
  listen(element, stop.signal, {
    change,
    state: () => ({ scene: scene ?? empty, params, values }),
  });
  return {
    get values() {
      return values as Values<P>;
    },
    update: change,
    destroy() {
      stop.abort();
      cancelAnimationFrame(frame);
    },
  };
}

const empty: Scene = { width: 400, height: 256, scales: {}, children: [] };

interface Events {
  readonly change: (changed: Change) => void;
  readonly state: () => { readonly scene: Scene; readonly params: Params; readonly values: Change };
}

/** What follows the pointer from press to release. */
type Drag = (event: PointerEvent) => Change;

function listen(element: HTMLElement, signal: AbortSignal, { change, state }: Events): void {
  let drag: { readonly pointer: number; readonly follow: Drag } | undefined;
  const end = (event: PointerEvent): void => {
    if (drag?.pointer !== event.pointerId) return;
    drag = undefined;
    element.classList.remove("adjoint-dragging");
  };
  const options = { signal };
  element.addEventListener(
    "pointerdown",
    (event) => {
      const grasped =
        event.button === 0
          ? (event.target as Element).closest<SVGElement>("[data-handle], [data-azimuth]")
          : null;
      if (grasped === null || drag !== undefined) return;
      // Prevents text selection, and with it the focus, which is given here.
      event.preventDefault();
      grasped.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      element.classList.add("adjoint-dragging");
      drag = { pointer: event.pointerId, follow: grasp(element, grasped, event, state) };
    },
    options,
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      if (drag?.pointer === event.pointerId) change(drag.follow(event));
    },
    options,
  );
  element.addEventListener("pointerup", end, options);
  element.addEventListener("pointercancel", end, options);
  element.addEventListener(
    "keydown",
    (event) => {
      const changed = keyed(event, state());
      if (changed === undefined || Object.keys(changed).length === 0) return;
      event.preventDefault();
      change(changed);
    },
    options,
  );
  element.addEventListener(
    "input",
    (event) => {
      const input = event.target as HTMLInputElement;
      const name = input.dataset["param"];
      if (name !== undefined && input.value !== "") change({ [name]: input.valueAsNumber });
    },
    options,
  );
}

/** What the pointer has grasped: a handle, at the distance at which it was grasped, or a surface. */
function grasp(element: HTMLElement, grasped: SVGElement, start: PointerEvent, state: Events["state"]): Drag {
  const { azimuth, elevation, handle } = grasped.dataset;
  if (azimuth !== undefined && elevation !== undefined) {
    let last = start;
    return (event) => {
      const moved = [event.clientX - last.clientX, event.clientY - last.clientY] as const;
      last = event;
      const { params, values } = state();
      return turnBy({ azimuth, elevation }, params, values, moved);
    };
  }
  const index = Number(handle);
  const from = pixelOf(element, state().scene, start);
  const node = handlesOf(state().scene)[index]!;
  const offset = [node.x - from[0], node.y - from[1]] as const;
  return (event) => {
    const { scene, params } = state();
    const [x, y] = pixelOf(element, scene, event);
    return moveTo(node.bind, scene, params, [x + offset[0], y + offset[1]]);
  };
}

function keyed(
  event: KeyboardEvent,
  { scene, params, values }: ReturnType<Events["state"]>,
): Change | undefined {
  const { handle, azimuth, elevation } = (event.target as HTMLElement | SVGElement).dataset;
  if (handle !== undefined) {
    const node = handlesOf(scene)[Number(handle)];
    return node && nudge(node.bind, scene, params, values, event.key, event.shiftKey);
  }
  if (azimuth === undefined || elevation === undefined) return undefined;
  return nudge({ x: azimuth, y: elevation }, scene, params, values, event.key, event.shiftKey);
}

/** The pixel of the scene under the pointer, whatever size it is shown at. */
function pixelOf(
  element: HTMLElement,
  scene: Scene,
  { clientX, clientY }: PointerEvent,
): [x: number, y: number] {
  const box = element.querySelector("svg")!.getBoundingClientRect();
  return [
    ((clientX - box.left) / box.width) * scene.width,
    ((clientY - box.top) / box.height) * scene.height,
  ];
}

/** The radius within which a handle is grasped: 22 pixels on the screen, enough for a finger. */
function reachOf(element: HTMLElement, scene: Scene): number {
  const width = element.clientWidth || scene.width;
  return (22 * scene.width) / Math.min(width, scene.width);
}

function settled(params: Params, changed: Partial<Change>): Change {
  const entries = Object.entries(changed).filter(
    (entry): entry is [string, number] => entry[1] !== undefined,
  );
  for (const [name] of entries) {
    if (!(name in params)) {
      throw new TypeError(`mount: unknown param, the figure has ${Object.keys(params).join(", ")}: ${name}`);
    }
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, settle(params[name]!, value)]));
}

function caption(say: () => string): string {
  try {
    return say();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A constructed sheet needs no inline style, which a content security policy may forbid. */
function adoptStyle({ ownerDocument: page }: HTMLElement): void {
  const isOurs = ({ cssRules }: CSSStyleSheet): boolean =>
    cssRules[0]?.cssText.startsWith(".adjoint-figure") === true;
  if (page.adoptedStyleSheets.some(isOurs)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(figureCss);
  // First, so that the page's own rules win.
  page.adoptedStyleSheets = [sheet, ...page.adoptedStyleSheets];
}
