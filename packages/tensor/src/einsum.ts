import { numeric } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { arrange, contractPair, sumOut, takeDiagonals } from "./contract.ts";
import type { Labelled } from "./contract.ts";
import { contractionOrder, labelsToKeep } from "./contraction-order.ts";
import { asTensor, commonDType } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { parseSubscripts } from "./einsum-subscripts.ts";
import type { Term } from "./einsum-subscripts.ts";
import { DomainError, DTypeError, ShapeError } from "./errors.ts";
import { reshape } from "./reshape.ts";
import { formatShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Products and sums in Einstein's notation: `"ij,jk->ik"` is Cᵢₖ = Σⱼ Aᵢⱼ Bⱼₖ.
 *
 * Every axis of an operand has a letter. Axes of one letter run together: within an operand they are its diagonal,
 * between operands their elements are multiplied. The letters after `->` are the axes of the result; the others are
 * summed. Without `->` the result has the letters that stand once, in alphabetical order. `...` stands for axes
 * without a letter; these broadcast. Spaces mean nothing.
 *
 * Operands are contracted in pairs, each by one batched matrix product, in the order with the fewest multiplications
 * for up to six operands and in a greedy one beyond. A letter has one length: unlike NumPy's, it does not stretch
 * an axis of length 1. Booleans count as 0 and 1; int32 wraps around modulo 2³².
 *
 * @throws DomainError for subscripts that cannot be read, with the position, or that name another number of operands;
 * ShapeError if the letters are not as many as the axes, or a letter has two lengths.
 * @example
 * ```ts
 * import { einsum } from "@adjoint/tensor";
 *
 * const a = [[1, 2], [3, 4]];
 * einsum("ij,jk->ik", a, [[5, 6], [7, 8]]).toArray(); // => [[19, 22], [43, 50]]
 * einsum("ii", a).item(); // => 5
 * einsum("ij->j", a).toArray(); // => [4, 6]
 * einsum("i,ij,j", [1, -1], a, [2, 3]).item(); // => -10
 * einsum("...i,...i", a, [10, 1]).toArray(); // => [12, 34]
 * ```
 */
export function einsum(subscripts: string, ...operands: readonly TensorLike[]): Tensor {
  if (typeof subscripts !== "string") {
    throw new DTypeError(
      `einsum: subscripts must be a string such as "ij,jk->ik", got ${String(subscripts)}; operands come after it`,
      { operation: "einsum", subscripts },
    );
  }
  const parsed = parseSubscripts(subscripts);
  const parts = operands.map((operand, i) => asTensor("einsum", nameOf(i), operand));
  if (parsed.operands.length !== parts.length) {
    throw new DomainError(
      `einsum: "${subscripts}" names ${parsed.operands.length} operands, got ${parts.length}; ` +
        `give one tensor for each term between commas`,
      { operation: "einsum", subscripts, operands: parts.map(({ shape }) => shape) },
    );
  }
  const dtype = commonDType(operands, parts);
  const named = parsed.operands.map((term, i) => label(subscripts, i, term, cast(parts[i]!, dtype)));
  const lengths = lengthsOf(subscripts, named);
  const output = outputOf(subscripts, parsed.output, named);
  return contract(
    named.map((operand) => withoutStretched(operand, lengths)).map(numericDiagonals),
    output,
    lengths,
  );
}

function contract(
  operands: readonly Labelled[],
  output: readonly string[],
  lengths: ReadonlyMap<string, number>,
): Tensor {
  const needed = (x: Labelled, others: readonly Labelled[]): Labelled => {
    const kept = labelsToKeep(
      x.labels,
      others.map(({ labels }) => labels),
      output,
    );
    return sumOut(x, (name) => kept.includes(name));
  };
  const values: (Labelled | undefined)[] = operands.map((operand, i) =>
    needed(operand, operands.toSpliced(i, 1)),
  );
  const steps = contractionOrder(
    values.map((value) => value!.labels),
    output,
    lengths,
  );
  for (const [i, j] of steps) {
    const [a, b] = inOrderOf(output, values[i]!, values[j]!);
    values[i] = values[j] = undefined;
    const others = values.filter((value) => value !== undefined);
    const kept = [...output, ...others.flatMap(({ labels }) => labels)];
    values.push(contractPair(a, b, kept));
  }
  return arrange(values.at(-1)!, output);
}

/** The operand whose own axes come first in the result on the left, which saves transposing it. */
function inOrderOf(output: readonly string[], a: Labelled, b: Labelled): [Labelled, Labelled] {
  const place = (x: Labelled, other: Labelled): number =>
    output.findIndex((name) => x.labels.includes(name) && !other.labels.includes(name));
  const [first, second] = [place(a, b), place(b, a)];
  return second >= 0 && second < first ? [b, a] : [a, b];
}

/** The axes named: an axis under `...` by its place from the back, which broadcasting aligns. */
function label(subscripts: string, index: number, term: Term, tensor: Tensor): Labelled {
  const letters = term.filter((name) => name !== "...").length;
  const rank = tensor.shape.length;
  const open = term.includes("...");
  if (open ? letters > rank : letters !== rank) {
    throw new ShapeError(
      `einsum: "${subscripts}" gives ${nameOf(index)} ${letters} ${letters === 1 ? "letter" : "letters"} ` +
        `("${term.join("")}"), but it has ${rank} ${rank === 1 ? "axis" : "axes"} (shape ` +
        `${formatShape(tensor.shape)}); name each axis${open ? "" : `, or write "..." for the rest`}`,
      { operation: "einsum", subscripts, operand: index, shape: tensor.shape },
    );
  }
  const unnamed = Array.from({ length: rank - letters }, (_, i) => String(i - rank + letters));
  return { tensor, labels: term.flatMap((name) => (name === "..." ? unnamed : [name])) };
}

function isLetter(name: string): boolean {
  return !name.startsWith("-");
}

/** The one length of each name; among the axes under `...`, a length of 1 gives way. */
function lengthsOf(subscripts: string, operands: readonly Labelled[]): Map<string, number> {
  const found = new Map<string, { length: number; operand: number; axis: number }>();
  operands.forEach(({ tensor, labels }, operand) => {
    labels.forEach((name, axis) => {
      const length = tensor.shape[axis]!;
      const before = found.get(name);
      if (before === undefined || (!isLetter(name) && before.length === 1)) {
        found.set(name, { length, operand, axis });
      } else if (length !== before.length && (isLetter(name) || length !== 1)) {
        const what = isLetter(name) ? name : `axis ${name} of "..."`;
        const other = operands[before.operand]!.tensor.shape;
        throw new ShapeError(
          `einsum: "${subscripts}": ${what} has the length ${before.length} on axis ${before.axis} of ` +
            `${nameOf(before.operand)} and ${length} on axis ${axis} of ${nameOf(operand)} (shapes ` +
            `${formatShape(other)} and ${formatShape(tensor.shape)}); ` +
            (isLetter(name) ? `a letter has one length: rename one of the axes` : `these must be equal or 1`),
          { operation: "einsum", subscripts, label: name, lengths: [before.length, length] },
        );
      }
    });
  });
  return new Map(Array.from(found, ([name, { length }]) => [name, length]));
}

/** Without the axes of length 1 that broadcasting would stretch: the product stretches them. */
function withoutStretched({ tensor, labels }: Labelled, lengths: ReadonlyMap<string, number>): Labelled {
  const own = (name: string, axis: number): boolean => tensor.shape[axis] === lengths.get(name);
  return {
    tensor: reshape(
      tensor,
      tensor.shape.filter((_, axis) => own(labels[axis]!, axis)),
    ),
    labels: labels.filter(own),
  };
}

function numericDiagonals({ tensor, labels }: Labelled): Labelled {
  return takeDiagonals({ tensor: numeric(tensor), labels });
}

function outputOf(
  subscripts: string,
  output: Term | undefined,
  operands: readonly Labelled[],
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
