import type { ElementaryFunction } from "@adjoint/kernels";
import { sizeOf, Tensor } from "@adjoint/tensor";
import type { ScalarFunction, Shape } from "@adjoint/tensor";
import type { Atom, Recording, Variable } from "../../equation.ts";
import type { Definition, Definitions } from "./definition.ts";
import type { FullView } from "./index-map.ts";

/** Places of a value that lie on a line: start + t·step for t below the length. */
export interface Line {
  readonly start: readonly number[];
  readonly step: readonly number[];
  readonly length: number;
}

/** More lines than this are not looked for: a loop for each would take longer than one for all. */
const mostLines = 6;

/** Only values of which at most this part may differ from 0 are worth it, and only large ones. */
const largestPart = 1 / 8;
const smallest = 256;

/**
 * The lines outside of which a value is 0, for values that have such lines: products with constants that are mostly 0, which is
 * what derivatives along the vectors of a basis leave behind.
 *
 * Numbers are taken to be finite: a product of 0 and ∞ is NaN, which who uses this has to look for.
 */
export function supportsOf(
  { equations }: Recording,
  definitions: Definitions,
): ReadonlyMap<Variable, readonly Line[]> {
  const supports = new Map<Atom, readonly Line[] | undefined>();
  const supportOf = (atom: Atom): readonly Line[] | undefined => {
    if (atom instanceof Tensor && !supports.has(atom)) supports.set(atom, linesOf(atom));
    return supports.get(atom);
  };
  const found = new Map<Variable, readonly Line[]>();
  for (const { outputs } of equations) {
    for (const variable of outputs) {
      const lines = linesOfResult(definitions.get(variable)!, variable, supportOf);
      if (lines === undefined || lines.length > mostLines) continue;
      supports.set(variable, lines);
      const count = lines.reduce((total, { length }) => total + length, 0);
      const size = sizeOf(variable.shape);
      if (size >= smallest && count <= size * largestPart) found.set(variable, lines);
    }
  }
  return found;
}

type SupportOf = (atom: Atom) => readonly Line[] | undefined;

function linesOfResult(
  definition: Definition,
  { shape }: Variable,
  supportOf: SupportOf,
): readonly Line[] | undefined {
  switch (definition.kind) {
    case "pointwise":
      return linesOfFunction(definition.function, definition.inputs.map(supportOf));
    case "view": {
      const lines = supportOf(definition.of);
      return lines && throughView(lines, definition.view, shape);
    }
    case "embed": {
      const { starts, steps } = definition.view;
      return supportOf(definition.of)?.map(({ start, step, length }) => ({
        start: start.map((at, axis) => starts[axis]! + steps[axis]! * at),
        step: step.map((by, axis) => by * steps[axis]!),
        length,
      }));
    }
    default:
      return undefined;
  }
}

/** Where a function of numbers may differ from 0, if it is 0 where certain of its arguments are. */
function linesOfFunction(
  scalar: ScalarFunction,
  supports: readonly (readonly Line[] | undefined)[],
): readonly Line[] | undefined {
  const [a, b, c] = supports;
  if (typeof scalar === "string") {
    switch (scalar) {
      case "mul":
        return a && b && b.length < a.length ? b : (a ?? b);
      case "div":
        return a;
      case "add":
      case "sub":
        return a && b && union(a, b);
      case "where":
        return b && c && union(b, c);
      case "neg":
      case "abs":
      case "relu":
      case "square":
      case "sqrt":
      case "floor":
      case "ceil":
      case "cast":
        return a;
      default:
        return undefined;
    }
  }
  if (supports.length > 1 || a === undefined) return undefined;
  const atZero = typeof scalar === "function" ? scalar(0) : (scalar as ElementaryFunction).at(0);
  return atZero === 0 ? a : undefined;
}

/** All lines of both, without those that lie in another. */
function union(a: readonly Line[], b: readonly Line[]): readonly Line[] {
  const others = b.filter((line) => !a.some((each) => contains(each, line)));
  return [...a.filter((line) => !others.some((each) => contains(each, line))), ...others];
}

/** Whether a line holds all places of another that goes by the same steps. */
function contains(whole: Line, part: Line): boolean {
  if (part.step.some((by, axis) => by !== whole.step[axis])) return false;
  const moving = whole.step.findIndex((by) => by !== 0);
  const turns = moving < 0 ? 0 : (part.start[moving]! - whole.start[moving]!) / whole.step[moving]!;
  return (
    Number.isInteger(turns) &&
    turns >= 0 &&
    turns + part.length <= whole.length &&
    part.start.every((at, axis) => at === whole.start[axis]! + turns * whole.step[axis]!)
  );
}

/** The lines as a view sees them that only exchanges, cuts and drops axes. */
function throughView(lines: readonly Line[], view: FullView, shape: Shape): readonly Line[] | undefined {
  const { starts, axes, steps } = view;
  if (axes.includes(null) || steps.some((step) => step !== 1)) return undefined;
  return lines.flatMap((line) => {
    // The turns at which the line is inside of the view, on every axis of the input.
    let [first, last] = [0, line.length - 1];
    line.start.forEach((at, axis) => {
      const seen = axes.indexOf(axis);
      const length = seen < 0 ? 1 : shape[seen]!;
      const by = line.step[axis]!;
      const [low, high] = [starts[axis]! - at, starts[axis]! + length - 1 - at];
      if (by === 0) {
        if (low > 0 || high < 0) last = -1;
      } else {
        first = Math.max(first, Math.ceil((by > 0 ? low : high) / by));
        last = Math.min(last, Math.floor((by > 0 ? high : low) / by));
      }
    });
    if (last < first) return [];
    return [
      {
        start: axes.map((axis) => line.start[axis!]! + first * line.step[axis!]! - starts[axis!]!),
        step: axes.map((axis) => line.step[axis!]!),
        length: last - first + 1,
      },
    ];
  });
}

/** Lines that hold all elements of a constant other than 0, if there are few. */
function linesOf(constant: Tensor): readonly Line[] | undefined {
  const { shape, dtype, size } = constant;
  if (dtype !== "float64" && dtype !== "float32") return undefined;
  if (constant.uniform !== undefined) return constant.uniform === 0 ? [] : undefined;
  if (size < smallest) return undefined;
  const { data } = constant;
  const places: number[] = [];
  for (let i = 0; i < size; i++) {
    if (data[i] === 0) continue;
    if (places.length >= size * largestPart) return undefined;
    places.push(i);
  }
  return cover(places, shape);
}

function cover(places: readonly number[], shape: Shape): readonly Line[] | undefined {
  const strides = stridesOf(shape);
  const indexOf = (place: number): number[] =>
    strides.map((stride, axis) => Math.floor(place / stride) % shape[axis]!);
  const left = new Set(places);
  const lines: Line[] = [];
  while (left.size > 0) {
    if (lines.length === mostLines) return undefined;
    const [first, ...others] = [...left].slice(0, mostLines + 1);
    const start = indexOf(first!);
    const lineTo = (other: number): Line => {
      const step = indexOf(other).map((at, axis) => at - start[axis]!);
      let length = 1;
      while (isInside(start, step, length, shape) && left.has(placeOf(start, step, length, strides)))
        length++;
      return { start, step, length };
    };
    const single: Line = { start, step: start.map(() => 0), length: 1 };
    const line = others.map(lineTo).reduce((best, each) => (each.length > best.length ? each : best), single);
    lines.push(line);
    for (let t = 0; t < line.length; t++) left.delete(placeOf(start, line.step, t, strides));
  }
  return lines;
}

/** How many elements one step along each axis skips. */
function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

function isInside(start: readonly number[], step: readonly number[], t: number, shape: Shape): boolean {
  return start.every((at, axis) => at + t * step[axis]! >= 0 && at + t * step[axis]! < shape[axis]!);
}

function placeOf(
  start: readonly number[],
  step: readonly number[],
  t: number,
  strides: readonly number[],
): number {
  return start.reduce((place, at, axis) => place + (at + t * step[axis]!) * strides[axis]!, 0);
}
