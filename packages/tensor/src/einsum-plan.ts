import { planContraction } from "./contract.ts";
import type { Contraction, NamedShape } from "./contract.ts";
import { planOperand } from "./einsum-operand.ts";
import type { OperandPlan } from "./einsum-operand.ts";
import { contractionOrder, labelsToKeep } from "./contraction-order.ts";
import { parseSubscripts } from "./einsum-subscripts.ts";
import type { Term } from "./einsum-subscripts.ts";
import { DomainError, ShapeError } from "./errors.ts";
import { formatShape } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** How an `einsum` of operands of certain shapes is computed. */
export interface EinsumPlan {
  readonly operands: readonly OperandPlan[];
  /** Which values to contract, two by two: the operands, followed by the results of the steps before. */
  readonly steps: readonly PairPlan[];
  /** The order of the axes in the result; without, as they come. */
  readonly order: readonly number[] | undefined;
}

/** The contraction of two values, after which they are not needed any more. */
export interface PairPlan extends Contraction {
  readonly places: readonly [left: number, right: number];
}

/** So many plans are remembered. */
const mostPlans = 256;

/** The plans of earlier calls. A plan follows from its key alone, so sharing it between all callers changes no result. */
let plans: Map<string, EinsumPlan> | undefined;

/**
 * The plan for subscripts and shapes.
 *
 * @throws DomainError or ShapeError if they do not fit.
 */
export function planEinsum(subscripts: string, shapes: readonly Shape[]): EinsumPlan {
  const key = `${subscripts};${shapes.join(";")}`;
  plans ??= new Map();
  const known = plans.get(key);
  if (known !== undefined) return known;
  const plan = makePlan(subscripts, shapes);
  if (plans.size >= mostPlans) plans.clear();
  plans.set(key, plan);
  return plan;
}

function makePlan(subscripts: string, shapes: readonly Shape[]): EinsumPlan {
  const parsed = parseSubscripts(subscripts);
  if (parsed.operands.length !== shapes.length) {
    throw new DomainError(
      `einsum: "${subscripts}" names ${parsed.operands.length} operands, got ${shapes.length}; ` +
        `give one tensor for each term between commas`,
      { operation: "einsum", subscripts, operands: shapes },
    );
  }
  const named = parsed.operands.map((term, i) => nameAxes(subscripts, i, term, shapes[i]!));
  const lengths = lengthsOf(subscripts, named);
  const output = outputOf(subscripts, parsed.output, named);
  const operands = named.map(({ labels, shape }, i) => {
    const others = named.toSpliced(i, 1).map((other) => other.labels);
    const needed = labelsToKeep(labels, others, output);
    return planOperand(labels, shape, lengths, (label) => needed.includes(label));
  });
  const steps = planSteps(operands, output, lengths);
  const last = (steps.at(-1) ?? operands[0]!).labels;
  const inOrder = last.every((name, axis) => name === output[axis]);
  return { operands, steps, order: inOrder ? undefined : output.map((name) => last.indexOf(name)) };
}

function planSteps(
  operands: readonly NamedShape[],
  output: readonly string[],
  lengths: ReadonlyMap<string, number>,
): readonly PairPlan[] {
  const values = [...operands];
  const live = new Set(values.keys());
  const order = contractionOrder(
    operands.map(({ labels }) => labels),
    output,
    lengths,
  );
  return order.map(([i, j]) => {
    const places = inOrderOf(output, values[i]!.labels, values[j]!.labels)
      ? ([i, j] as const)
      : ([j, i] as const);
    live.delete(i);
    live.delete(j);
    const kept = [...output, ...Array.from(live, (place) => values[place]!.labels).flat()];
    const contraction = planContraction(values[places[0]]!, values[places[1]]!, kept);
    live.add(values.length);
    values.push(contraction);
    return { ...contraction, places };
  });
}

/** Whether the own axes of `a` come before those of `b` in the result: the other way round it would be transposed. */
function inOrderOf(output: readonly string[], a: readonly string[], b: readonly string[]): boolean {
  const place = (x: readonly string[], other: readonly string[]): number =>
    output.findIndex((name) => x.includes(name) && !other.includes(name));
  const [first, second] = [place(a, b), place(b, a)];
  return second < 0 || first < second;
}

function nameAxes(subscripts: string, index: number, term: Term, shape: Shape): NamedShape {
  const letters = term.filter((name) => name !== "...").length;
  const rank = shape.length;
  const open = term.includes("...");
  if (open ? letters > rank : letters !== rank) {
    throw new ShapeError(
      `einsum: "${subscripts}" gives ${nameOf(index)} ${letters} ${letters === 1 ? "letter" : "letters"} ` +
        `("${term.join("")}"), but it has ${rank} ${rank === 1 ? "axis" : "axes"} (shape ` +
        `${formatShape(shape)}); name each axis${open ? "" : `, or write "..." for the rest`}`,
      { operation: "einsum", subscripts, operand: index, shape },
    );
  }
  const unnamed = Array.from({ length: rank - letters }, (_, i) => String(i - rank + letters));
  return { shape, labels: term.flatMap((name) => (name === "..." ? unnamed : [name])) };
}

function isLetter(name: string): boolean {
  return !name.startsWith("-");
}

/** The one length of each name; among the axes under `...`, a length of 1 gives way. */
function lengthsOf(subscripts: string, operands: readonly NamedShape[]): Map<string, number> {
  const found = new Map<string, { length: number; operand: number; axis: number }>();
  operands.forEach(({ shape, labels }, operand) => {
    labels.forEach((name, axis) => {
      const length = shape[axis]!;
      const before = found.get(name);
      if (before === undefined || (!isLetter(name) && before.length === 1)) {
        found.set(name, { length, operand, axis });
      } else if (length !== before.length && (isLetter(name) || length !== 1)) {
        const what = isLetter(name) ? name : `axis ${name} of "..."`;
        throw new ShapeError(
          `einsum: "${subscripts}": ${what} has the length ${before.length} on axis ${before.axis} of ` +
            `${nameOf(before.operand)} and ${length} on axis ${axis} of ${nameOf(operand)} (shapes ` +
            `${formatShape(operands[before.operand]!.shape)} and ${formatShape(shape)}); ` +
            (isLetter(name) ? `a letter has one length: rename one of the axes` : `these must be equal or 1`),
          { operation: "einsum", subscripts, label: name, lengths: [before.length, length] },
        );
      }
    });
  });
  return new Map(Array.from(found, ([name, { length }]) => [name, length]));
}

function outputOf(
  subscripts: string,
  output: Term | undefined,
  operands: readonly NamedShape[],
): readonly string[] {
  const every = operands.flatMap(({ labels }) => labels);
  const unnamed = [...new Set(every.filter((name) => !isLetter(name)))].sort((a, b) => Number(a) - Number(b));
  if (output === undefined) {
    const once = every.filter((name) => isLetter(name) && every.indexOf(name) === every.lastIndexOf(name));
    return [...unnamed, ...once.sort()];
  }
  if (unnamed.length > 0 && !output.includes("...")) {
    throw new DomainError(
      `einsum: "${subscripts}" has "..." in an operand, where it stands for ${unnamed.length} ` +
        `${unnamed.length === 1 ? "axis" : "axes"}, but not in the result; ` +
        `write it after "->" as well, or give axes that are to be summed letters`,
      { operation: "einsum", subscripts },
    );
  }
  return output.flatMap((name) => (name === "..." ? unnamed : [name]));
}

function nameOf(operand: number): string {
  return `operands[${operand}]`;
}
