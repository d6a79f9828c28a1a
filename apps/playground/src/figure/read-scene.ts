import type { Scene, SceneNode } from "@adjoint/viz";
import { limits } from "../sandbox/limits.ts";

/**
 * Checks that data from the sandbox is a `Scene`, node by node, and returns a fresh one that holds
 * the known fields only. Numbers are finite, colours cannot name an address, paths hold commands and
 * numbers only.
 *
 * @throws Error that says where the data stops being a scene.
 */
export function readScene(data: unknown): Scene {
  const budget = { nodes: 0 };
  const { width, height, title, description, scales, children } = fields(data, "scene");
  const { x, y } = fields(scales, "scales");
  return {
    width: size(width, "width"),
    height: size(height, "height"),
    ...optional("title", title, text),
    ...optional("description", description, text),
    scales: { ...optional("x", x, scale), ...optional("y", y, scale) },
    children: nodes(children, 0, budget),
  };
}

interface Budget {
  nodes: number;
}

type Read<T> = (data: unknown, where: string) => T;

function nodes(data: unknown, depth: number, budget: Budget): SceneNode[] {
  if (depth > 30) throw wrong("children", "nested too deep");
  return list(data, "children", limits.scene).map((item) => node(item, depth, budget));
}

function node(data: unknown, depth: number, budget: Budget): SceneNode {
  budget.nodes += 1;
  if (budget.nodes > limits.scene) throw wrong("children", `more than ${limits.scene} nodes`);
  const at = fields(data, "node");
  const paint = readPaint(at);
  switch (at["type"]) {
    case "group":
      return {
        ...paint,
        type: "group",
        children: nodes(at["children"], depth + 1, budget),
        ...optional("clip", at["clip"], clip),
      };
    case "path":
      return { ...paint, type: "path", d: path(at["d"], "d") };
    case "line":
      return { ...paint, type: "line", ...numbers(at, ["x1", "y1", "x2", "y2"]) };
    case "circle":
      return { ...paint, type: "circle", ...numbers(at, ["x", "y", "r"]) };
    case "rect":
      return { ...paint, type: "rect", ...numbers(at, ["x", "y", "width", "height"]) };
    case "text":
      return {
        ...paint,
        type: "text",
        ...numbers(at, ["x", "y"]),
        text: text(at["text"], "text"),
        ...optional("size", at["size"], number),
        ...optional("anchor", at["anchor"], choice("start", "middle", "end")),
        ...optional("baseline", at["baseline"], choice("alphabetic", "middle", "hanging")),
        ...optional("italic", at["italic"], flag),
        ...optional("bold", at["bold"], flag),
        ...optional("halo", at["halo"], flag),
      };
    case "cells":
      return cells(at, paint, budget);
    case "handle":
      // Nothing moves in a figure that was printed: a handle is only drawn.
      return { ...paint, type: "handle", ...numbers(at, ["x", "y", "r"]), bind: {} };
    default:
      throw wrong("type", `"${String(at["type"])}" is no kind of node`);
  }
}

function cells(at: Record<string, unknown>, paint: ReturnType<typeof readPaint>, budget: Budget): SceneNode {
  const { columns, rows, ...box } = numbers(at, ["x", "y", "width", "height", "columns", "rows"]);
  const colors = list(at["colors"], "colors", limits.scene).map((item) =>
    item === "" ? "" : color(item, "colors"),
  );
  budget.nodes += colors.length;
  if (!Number.isInteger(columns) || !Number.isInteger(rows) || colors.length !== columns * rows)
    throw wrong("colors", `${colors.length} colours are not ${columns} × ${rows}`);
  return { ...paint, type: "cells", ...box, columns, rows, colors };
}

function readPaint(
  at: Record<string, unknown>,
): Pick<
  SceneNode,
  "fill" | "fillOpacity" | "stroke" | "strokeWidth" | "strokeOpacity" | "dash" | "opacity" | "label"
> {
  return {
    ...optional("fill", at["fill"], color),
    ...optional("fillOpacity", at["fillOpacity"], number),
    ...optional("stroke", at["stroke"], color),
    ...optional("strokeWidth", at["strokeWidth"], number),
    ...optional("strokeOpacity", at["strokeOpacity"], number),
    ...optional("dash", at["dash"], (data, where) =>
      list(data, where, 16).map((item) => number(item, where)),
    ),
    ...optional("opacity", at["opacity"], number),
    ...optional("label", at["label"], text),
  };
}

const scale: Read<NonNullable<Scene["scales"]["x"]>> = (data, where) => {
  const { type, domain, range } = fields(data, where);
  return {
    type: choice("linear", "log")(type, where),
    domain: pair(domain, where),
    range: pair(range, where),
  };
};

const pair: Read<[number, number]> = (data, where) => {
  const [a, b] = list(data, where, 2);
  return [number(a, where), number(b, where)];
};

const clip: Read<[number, number, number, number]> = (data, where) => {
  const [left, top, width, height] = list(data, where, 4);
  return [number(left, where), number(top, where), number(width, where), number(height, where)];
};

const number: Read<number> = (data, where) => {
  if (typeof data !== "number" || !Number.isFinite(data)) throw wrong(where, "not a finite number");
  return data;
};

const size: Read<number> = (data, where) => {
  const n = number(data, where);
  if (n <= 0 || n > 10_000) throw wrong(where, "not between 0 and 10000");
  return n;
};

const text: Read<string> = (data, where) => {
  if (typeof data !== "string" || data.length > limits.text) throw wrong(where, "not a short text");
  return data;
};

const flag: Read<boolean> = (data, where) => {
  if (typeof data !== "boolean") throw wrong(where, "not true or false");
  return data;
};

const color: Read<string> = (data, where) => {
  const written = text(data, where);
  const safe =
    /^(?:none|transparent|currentColor|[a-z]{3,30}|#[0-9a-f]{3,8}|(?:rgb|hsl|oklch|oklab|lab|lch|color-mix)a?\([\w\s.,%#/()-]*\)|var\(--[\w-]+(?:,\s*[\w#(),.%\s-]+)?\))$/i;
  if (written.length > 200 || !safe.test(written) || /url|image|attr|env/i.test(written))
    throw wrong(where, `"${written.slice(0, 40)}" is no colour`);
  return written;
};

const path: Read<string> = (data, where) => {
  if (
    typeof data !== "string" ||
    data.length > limits.message ||
    !/^[MmLlHhVvCcSsQqTtAaZz\d\s.,eE+-]*$/.test(data)
  )
    throw wrong(where, "not a path");
  return data;
};

function choice<T extends string>(...choices: readonly T[]): Read<T> {
  return (data, where) => {
    if (!choices.includes(data as T)) throw wrong(where, `not one of ${choices.join(", ")}`);
    return data as T;
  };
}

function numbers<K extends string>(at: Record<string, unknown>, names: readonly K[]): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, number(at[name], name)])) as Record<K, number>;
}

function optional<K extends string, T>(name: K, data: unknown, read: Read<T>): { [P in K]?: T } {
  return data === undefined ? {} : ({ [name]: read(data, name) } as { [P in K]?: T });
}

function fields(data: unknown, where: string): Record<string, unknown> {
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw wrong(where, "not an object");
  return data as Record<string, unknown>;
}

function list(data: unknown, where: string, most: number): unknown[] {
  if (!Array.isArray(data) || data.length > most) throw wrong(where, `not a list of at most ${most}`);
  return data;
}

function wrong(where: string, what: string): Error {
  return new Error(`not a figure: ${where} is ${what}`);
}
