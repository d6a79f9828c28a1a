import type { CellsNode, GroupNode, HandleNode, Scene, SceneNode, TextNode } from "../scene.ts";
import { describe } from "../describe.ts";
import { round } from "../round.ts";
import { color, numeric, paintAttributes, pathData, words } from "./attributes.ts";
import { element } from "./element.ts";
import type { Element } from "./element.ts";

/** What a mounted figure adds to what can be moved. */
export interface Live {
  /** The attributes of a handle, in the order in which handles come. */
  readonly handle: (node: HandleNode, index: number) => Record<string, string | number>;
  /** The attributes of a group that turns. */
  readonly turn: (node: GroupNode) => Record<string, string | number>;
  /** The radius, in pixels of the scene, within which a handle is grasped. */
  readonly reach: number;
}

type Attributes = Record<string, string | number | boolean | undefined>;

/**
 * The SVG element of a scene. Only what the types of scenes name is written, so a scene from a stranger is safe.
 *
 * @throws TypeError if a node has no known type, or a colour or a path is none.
 * @throws RangeError if a number is not finite.
 */
export function sceneElement(scene: Scene, live?: Live): Element {
  const width = numeric("width", scene.width);
  const height = numeric("height", scene.height);
  const counter = { handles: 0 };
  const spoken = [
    ...(scene.title === undefined || live !== undefined
      ? []
      : [element("title", {}, [words("title", scene.title)])]),
    ...(scene.description === undefined
      ? []
      : [element("desc", {}, [words("description", scene.description)])]),
  ];
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      // A wide scene is shown small on a phone, where its text is set larger.
      class: width > 480 ? "adjoint-scene adjoint-wide" : "adjoint-scene",
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      width: round(width),
      height: round(height),
      // What can be focused inside an image would be hidden from assistive technology.
      role: live === undefined ? "img" : "group",
      "aria-label": live === undefined || scene.title === undefined ? undefined : words("title", scene.title),
      fill: "currentColor",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
      "font-family": "var(--adjoint-font, ui-sans-serif, system-ui, sans-serif)",
    },
    [...spoken, ...scene.children.map((node) => nodeElement(node, live, counter))],
  );
}

function nodeElement(node: SceneNode, live: Live | undefined, counter: { handles: number }): Element {
  const paint: Attributes = { ...paintAttributes(node), ...named(node.label, live) };
  const number = (name: string, value: number): number => numeric(name, value);
  switch (node.type) {
    case "group":
      return groupElement(node, paint, live, counter);
    case "path":
      return element("path", { d: pathData(node.d), ...paint });
    case "line": {
      const { x1, y1, x2, y2 } = node;
      const ends = { x1: number("x1", x1), y1: number("y1", y1), x2: number("x2", x2), y2: number("y2", y2) };
      return element("line", { ...ends, ...paint });
    }
    case "circle":
      return element("circle", {
        cx: number("x", node.x),
        cy: number("y", node.y),
        r: number("r", node.r),
        ...paint,
      });
    case "rect":
      return element("rect", { ...box(node.x, node.y, node.width, node.height), ...paint });
    case "text":
      return textElement(node, paint);
    case "cells":
      return cellsElement(node, paint);
    case "handle":
      return handleElement(node, paint, live, counter);
    default:
      throw new TypeError(`renderSvg: unknown node: ${describe((node as { type: unknown }).type)}`);
  }
}

/** Inside an image nothing is announced by itself; in a live figure what has a name is a picture of its own. */
function named(label: string | undefined, live: Live | undefined): Attributes {
  return label === undefined || live === undefined
    ? {}
    : { role: "img", "aria-label": words("label", label) };
}

function box(x: number, y: number, width: number, height: number): Attributes {
  return {
    x: numeric("x", x),
    y: numeric("y", y),
    width: numeric("width", width),
    height: numeric("height", height),
  };
}

/** A nested svg clips without an id, so any number of figures can share a page. */
function groupElement(
  node: GroupNode,
  paint: Attributes,
  live: Live | undefined,
  counter: { handles: number },
): Element {
  const children = node.children.map((child) => nodeElement(child, live, counter));
  const turn = node.turn === undefined || live === undefined ? {} : live.turn(node);
  const attributes = { ...paint, ...turn };
  if (node.clip === undefined) return element("g", attributes, children);
  const [x, y, width, height] = node.clip;
  const bounds = box(x, y, width, height);
  return element("svg", { ...bounds, viewBox: `${x} ${y} ${width} ${height}`, ...attributes }, children);
}

const BASELINES = { alphabetic: "0", middle: "0.35em", hanging: "0.75em" } as const;

function textElement(node: TextNode, paint: Attributes): Element {
  const rim = { stroke: "var(--adjoint-paper, Canvas)", "stroke-width": 3.5, "paint-order": "stroke" };
  return element(
    "text",
    {
      x: numeric("x", node.x),
      y: numeric("y", node.y),
      dy: node.baseline === undefined ? undefined : (BASELINES[node.baseline] ?? "0"),
      "font-size": numeric("size", node.size ?? 12),
      "text-anchor": node.anchor === "middle" || node.anchor === "end" ? node.anchor : undefined,
      "font-family": node.italic
        ? "var(--adjoint-math-font, 'STIX Two Text', 'Times New Roman', serif)"
        : undefined,
      "font-style": node.italic ? "italic" : undefined,
      "font-weight": node.bold ? 600 : undefined,
      ...(node.halo ? rim : {}),
      ...paint,
    },
    [words("text", node.text)],
  );
}

function cellsElement(node: CellsNode, paint: Attributes): Element {
  const { x, y, width, height } = box(node.x, node.y, node.width, node.height) as Record<string, number>;
  const [columns, rows] = [numeric("columns", node.columns), numeric("rows", node.rows)];
  if (node.colors.length !== columns * rows) {
    throw new RangeError(`renderSvg: cells must have ${columns} × ${rows} colors: ${node.colors.length}`);
  }
  const paths = new Map<string, string>();
  const edge = {
    x: (i: number) => round(x! + (i / columns) * width!),
    y: (i: number) => round(y! + (i / rows) * height!),
  };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns;) {
      const start = column;
      const shade = node.colors[row * columns + start] ?? "";
      while (column < columns && (node.colors[row * columns + column] ?? "") === shade) column++;
      if (shade === "") continue;
      const d = `M${edge.x(start)},${edge.y(row)}H${edge.x(column)}V${edge.y(row + 1)}H${edge.x(start)}Z`;
      paths.set(shade, (paths.get(shade) ?? "") + d);
    }
  }
  const children = Array.from(paths, ([shade, d]) => element("path", { d, fill: color("colors", shade) }));
  return element("g", { "shape-rendering": "crispEdges", ...paint }, children);
}

function handleElement(
  node: HandleNode,
  paint: Attributes,
  live: Live | undefined,
  counter: { handles: number },
): Element {
  const at = { cx: numeric("x", node.x), cy: numeric("y", node.y) };
  const r = numeric("r", node.r);
  const { role: _role, "aria-label": label, ...fill } = paint;
  const knob = element("circle", {
    ...at,
    r,
    stroke: "var(--adjoint-paper, Canvas)",
    "stroke-width": 2,
    ...fill,
  });
  if (live === undefined) return knob;
  const reach = element("circle", { ...at, r: round(Math.max(r, live.reach)), fill: "transparent" });
  const ring = element("circle", {
    ...at,
    r: r + 4,
    class: "adjoint-ring",
    fill: "none",
    ...(fill["fill"] === undefined ? {} : { stroke: fill["fill"] }),
  });
  return element(
    "g",
    { class: "adjoint-handle", "aria-label": label, ...live.handle(node, counter.handles++) },
    [reach, ring, knob],
  );
}
