import { sizeOf } from "@adjoint/tensor";
import { Variable } from "../../equation.ts";
import type { Atom, Equation, Recording } from "../../equation.ts";
import { hasGaps, isLazy, productOf } from "./definition.ts";
import type { Definition, Definitions } from "./definition.ts";

/**
 * Which values are written to memory, and when.
 *
 * Every loop nest and every step has a level: the length of the longest chain of them before it. Values of one level do not
 * depend on each other but element by element, so those of one shape are computed by one loop nest.
 */
export interface StoredValues {
  /** The level at which a variable is stored; variables that are not in it are computed where they are read. */
  readonly levels: ReadonlyMap<Variable, number>;
}

/** When the inputs of a value are there, for a loop that reads it element by element, and for one that does not. */
interface Needs {
  readonly same: number;
  readonly other: number;
}

/** What computing an element costs, in additions; a function that generators do not know is worth many. */
const functionWeight = 20;

/** Computing so much again costs more than writing and reading. */
const worthStoring = 8;

/** Decides which values are stored: those that must be, `also` some, and those that several loops would compute again. */
export function chooseStored(
  program: Recording,
  definitions: Definitions,
  also: ReadonlySet<Variable>,
): StoredValues {
  const stored = new Set([...requiredValues(program, definitions), ...also]);
  for (const variable of deepValues(program, definitions, stored)) stored.add(variable);
  for (;;) {
    const levels = levelsOf(program, definitions, stored);
    const repeated = repeatedValues(program, definitions, stored, levels);
    if (repeated.length === 0) return { levels };
    for (const variable of repeated) stored.add(variable);
  }
}

/** Outputs and what steps read: a step needs its inputs in memory, a product may read views of what is there. */
function requiredValues({ equations, outputs }: Recording, definitions: Definitions): Set<Variable> {
  const required = new Set<Variable>();
  const require = (atom: Atom, throughViews: boolean): void => {
    if (!(atom instanceof Variable)) return;
    const definition = definitions.get(atom)!;
    if (definition.kind === "same") require(definition.of, false);
    else if (definition.kind === "view" && throughViews) require(definition.of, true);
    else if (isLazy(definition)) required.add(atom);
  };
  for (const output of outputs) require(output, false);
  for (const equation of equations) {
    const definition = definitions.get(equation.outputs[0]!)!;
    if (definition.kind === "step") {
      const isProduct = productOf(equation) !== undefined;
      for (const input of equation.inputs) require(input, isProduct);
    }
    if (definition.kind === "same") require(definition.of, false);
    if (hasGaps(definition)) required.add(equation.outputs[0]!);
  }
  return required;
}

/** Longer chains of values that loops compute are cut: who follows them back must not run out of stack. */
const longestChain = 500;

function deepValues(
  { equations }: Recording,
  definitions: Definitions,
  stored: ReadonlySet<Variable>,
): readonly Variable[] {
  const depths = new Map<Atom, number>();
  const deep: Variable[] = [];
  for (const { inputs, outputs } of equations) {
    const depth = 1 + inputs.reduce((most, atom) => Math.max(most, depths.get(atom) ?? 0), 0);
    for (const variable of outputs) {
      if (!isLazy(definitions.get(variable)!) || stored.has(variable)) continue;
      if (depth < longestChain) depths.set(variable, depth);
      else deep.push(variable);
    }
  }
  return deep;
}

function levelsOf(
  { inputs, equations }: Recording,
  definitions: Definitions,
  stored: ReadonlySet<Variable>,
): Map<Variable, number> {
  const levels = new Map<Variable, number>();
  const needs = new Map<Atom, Needs>(inputs.map((variable) => [variable, { same: 0, other: 0 }]));
  const most = (atoms: readonly Atom[], how: keyof Needs): number =>
    atoms.reduce((level, atom) => Math.max(level, needs.get(atom)?.[how] ?? 0), 0);
  for (const equation of equations) {
    const definition = definitions.get(equation.outputs[0]!)!;
    const { kind } = definition;
    const other = most(equation.inputs, "other");
    const same = kind === "pointwise" || kind === "reduction" ? most(equation.inputs, "same") : other;
    for (const variable of equation.outputs) {
      const isStored = kind === "reduction" || kind === "step" || stored.has(variable);
      if (isStored) levels.set(variable, same);
      // Embedded and joined values are stored because loops cannot read them as they are.
      const together = isStored && (kind === "pointwise" || kind === "view");
      if (together) needs.set(variable, { same, other: same + 1 });
      else if (isStored) needs.set(variable, { same: same + 1, other: same + 1 });
      else needs.set(variable, { same, other });
    }
  }
  return levels;
}

/** Values that would be computed several times, at more than it costs to write and read them. */
function repeatedValues(
  { equations }: Recording,
  definitions: Definitions,
  stored: ReadonlySet<Variable>,
  levels: ReadonlyMap<Variable, number>,
): readonly Variable[] {
  const weights = weightsOf(equations, definitions, stored);
  const readers = new Map<Variable, Readers>();
  const repeated: Variable[] = [];
  equations.toReversed().forEach((equation, place) => {
    for (const variable of equation.outputs) {
      const definition = definitions.get(variable)!;
      if (!isLazy(definition) && definition.kind !== "reduction") continue;
      const own = readers.get(variable) ?? { loops: new Set<string>(), most: 0 };
      const isPointwise = definition.kind === "pointwise";
      if (isPointwise && !stored.has(variable) && isWorthStoring(weights.get(variable)!, variable, own)) {
        repeated.push(variable);
        continue;
      }
      const isRoot = levels.has(variable);
      const space = definition.kind === "reduction" ? definition.of.shape : variable.shape;
      const loops = isRoot ? [`${levels.get(variable)}:${space.join()}`] : [...own.loops];
      const most = isRoot ? sizeOf(space) : own.most;
      // A loop that reads other places computes the value a second time.
      const changed = !isPointwise && definition.kind !== "reduction";
      for (const input of equation.inputs) {
        if (!(input instanceof Variable)) continue;
        const entry = readers.get(input) ?? { loops: new Set<string>(), most: 0 };
        for (const loop of loops) entry.loops.add(changed ? `${loop}/${place}` : loop);
        readers.set(input, { loops: entry.loops, most: Math.max(entry.most, most) });
      }
    }
  });
  return repeated;
}

/** What does not vary in the innermost loop is computed in front of it, so only what is costly is stored for its repetitions. */
function isWorthStoring(weight: number, { shape }: Variable, { loops, most }: Readers): boolean {
  const size = sizeOf(shape);
  const repetitions = weight >= functionWeight && size > 1 ? Math.max(0, most / size - 1) : 0;
  const again = loops.size - 1 + repetitions;
  return again > 0 && weight * again >= worthStoring;
}

/** The loops that read a value, and how often the longest of them turns. */
interface Readers {
  readonly loops: Set<string>;
  readonly most: number;
}

/** What it costs to compute an element from what is stored; shared parts count as often as they are used. */
function weightsOf(
  equations: readonly Equation[],
  definitions: Definitions,
  stored: ReadonlySet<Variable>,
): ReadonlyMap<Atom, number> {
  const weights = new Map<Atom, number>();
  for (const { inputs, outputs } of equations) {
    const before = inputs.reduce((total, atom) => total + (weights.get(atom) ?? 0), 0);
    for (const variable of outputs) {
      const definition = definitions.get(variable)!;
      weights.set(variable, stored.has(variable) || !isLazy(definition) ? 0 : before + ownWeight(definition));
    }
  }
  return weights;
}

function ownWeight(definition: Definition): number {
  if (definition.kind !== "pointwise") return 0;
  if (typeof definition.function !== "string") return functionWeight;
  return definition.function === "div" || definition.function === "sqrt" ? 4 : 1;
}
