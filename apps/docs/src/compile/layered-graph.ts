import { programGraph } from "@adjoint/autodiff";
import type { Program } from "@adjoint/autodiff";

/** A box of a drawing; its middle lies at (x, y). */
export interface GraphBox {
  readonly kind: "input" | "operation" | "result";
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A program as boxes in layers and curves between them. */
export interface LayeredGraph {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly GraphBox[];
  /** SVG path data. */
  readonly curves: readonly string[];
}

/** A box, or the place where an edge passes a layer. */
interface Cell {
  readonly box: Omit<GraphBox, "x" | "y"> | null;
  readonly above: Cell[];
  readonly below: Cell[];
  layer: number;
  x: number;
}

const row = 42;
const gap = 14;
export const boxHeight = 22;

/**
 * Draws what follows from something below it, small constants inside of the operation that uses them.
 *
 * Layers by longest paths, crossings reduced by the means of neighbours (Sugiyama, Tagawa, Toda 1981).
 */
export function layeredGraph(program: Program): LayeredGraph {
  const cells = cellsOf(program);
  const layers: Cell[][] = [];
  for (const cell of cells) (layers[cell.layer] ??= []).push(cell);
  for (let sweep = 0; sweep < 8; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) {
      place(layer, (cell) => mean((down ? cell.above : cell.below).map(({ x }) => x)) ?? cell.x);
    }
  }
  const left = Math.min(...cells.map(({ x, box }) => x - widthOf(box) / 2));
  const right = Math.max(...cells.map(({ x, box }) => x + widthOf(box) / 2));
  for (const cell of cells) cell.x += 4 - left;
  const middle = (cell: Cell): number => cell.layer * row + boxHeight / 2 + 4;
  return {
    width: right - left + 8,
    height: (layers.length - 1) * row + boxHeight + 8,
    boxes: cells.flatMap((cell) => (cell.box === null ? [] : [{ ...cell.box, x: cell.x, y: middle(cell) }])),
    curves: cells.flatMap((cell) =>
      cell.below.map((next) => {
        const from = middle(cell) + (cell.box === null ? 0 : boxHeight / 2);
        const to = middle(next) - (next.box === null ? 0 : boxHeight / 2);
        const bend = (from + to) / 2;
        return `M${round(cell.x)} ${from}C${round(cell.x)} ${bend} ${round(next.x)} ${bend} ${round(next.x)} ${to}`;
      }),
    ),
  };
}

function cellsOf(program: Program): Cell[] {
  const { nodes, edges } = programGraph(program);
  const constants = new Map(
    nodes.flatMap(({ kind, id, label }) => (kind === "constant" ? [[id, label]] : [])),
  );
  const cells = new Map<string, Cell>();
  const passing: Cell[] = [];
  for (const { id, kind, label } of nodes) {
    if (kind === "constant") continue;
    const operands = edges.filter(({ to }) => to === id);
    const known = operands
      .filter(({ from }) => constants.has(from))
      .map(({ from }) => short(constants.get(from)!));
    const text = [label, ...known].join(" ");
    const sources = operands.flatMap(({ from }) => cells.get(from) ?? []);
    const cell = newCell({ kind, label: text, width: 12 + 7.2 * text.length });
    cell.layer = Math.max(-1, ...sources.map(({ layer }) => layer)) + 1;
    cells.set(id, cell);
    for (const source of sources) connect(source, cell, passing);
  }
  return [...cells.values(), ...passing];
}

/** An edge passes every layer between its ends at a place of its own. */
function connect(from: Cell, to: Cell, passing: Cell[]): void {
  let last = from;
  for (let layer = from.layer + 1; layer < to.layer; layer++) {
    const cell = newCell(null);
    cell.layer = layer;
    passing.push(cell);
    last.below.push(cell);
    cell.above.push(last);
    last = cell;
  }
  last.below.push(to);
  to.above.push(last);
}

function newCell(box: Cell["box"]): Cell {
  return { box, above: [], below: [], layer: 0, x: 0 };
}

/** Puts a layer's cells where they want to be, as far as they leave each other room. */
function place(layer: readonly Cell[], wish: (cell: Cell) => number): void {
  const wanted = new Map(layer.map((cell) => [cell, wish(cell)]));
  const ordered = layer.toSorted((a, b) => wanted.get(a)! - wanted.get(b)!);
  let edge = -Infinity;
  for (const cell of ordered) {
    const half = widthOf(cell.box) / 2;
    cell.x = Math.max(wanted.get(cell)!, edge + gap + half);
    edge = cell.x + half;
  }
  const shift = mean(ordered.map((cell) => wanted.get(cell)! - cell.x))!;
  for (const cell of ordered) cell.x += shift;
}

function widthOf(box: Cell["box"]): number {
  return box?.width ?? 4;
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function short(constant: string): string {
  return constant.startsWith("<") || constant.length > 5 ? "…" : constant;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
