/** Two values to contract: places in the list of the operands, followed by the results of the steps before. */
export type ContractionStep = readonly [left: number, right: number];

/** The names of a value's axes, each once. */
type Labels = readonly string[];

/** With so many operands all orders are compared; their number grows as 3ⁿ. */
const exhaustiveUpTo = 6;

/**
 * The order in which to contract several operands pair by pair: of up to six the one with the fewest
 * multiplications, by dynamic programming over subsets; of more a greedy one, which always takes the pair
 * that shrinks the memory most.
 *
 * Sources: R. N. C. Pfeifer, J. Haegeman and F. Verstraete, "Faster identification of optimal contraction sequences
 * for tensor networks", Phys. Rev. E 90, 033315 (2014); D. G. A. Smith and J. Gray, "opt_einsum", J. Open Source
 * Software 3(26), 753 (2018).
 *
 * @param lengths - the length of each named axis.
 */
export function contractionOrder(
  operands: readonly Labels[],
  output: Labels,
  lengths: ReadonlyMap<string, number>,
): readonly ContractionStep[] {
  if (operands.length < 3) return operands.length === 2 ? [[0, 1]] : [];
  const order = operands.length <= exhaustiveUpTo ? optimalOrder : greedyOrder;
  return order(operands, output, (labels) => labels.reduce((size, label) => size * lengths.get(label)!, 1));
}

/** How to get the contraction of a subset of the operands, with the multiplications that it takes. */
interface Plan {
  readonly cost: number;
  readonly labels: Labels;
  /** The two parts, as sets of bits; none for a single operand. */
  readonly parts?: readonly [number, number];
}

function optimalOrder(
  operands: readonly Labels[],
  output: Labels,
  sizeOf: (labels: Labels) => number,
): readonly ContractionStep[] {
  const plans: Plan[] = [];
  const all = 2 ** operands.length - 1;
  for (let set = 1; set <= all; set++) {
    const lowest = set & -set;
    if (set === lowest) {
      plans[set] = { cost: 0, labels: operands[Math.log2(set)]! };
      continue;
    }
    const outside = operands.filter((_, i) => ((set >> i) & 1) === 0);
    let best: Plan | undefined;
    // Every way to part the set in two, the lowest operand on the left.
    for (let left = (set - 1) & set; left > 0; left = (left - 1) & set) {
      if ((left & lowest) === 0) continue;
      const a = plans[left]!;
      const b = plans[set - left]!;
      const labels = union(a.labels, b.labels);
      const cost = a.cost + b.cost + sizeOf(labels);
      if (best !== undefined && cost >= best.cost) continue;
      best = { cost, labels: labelsToKeep(labels, outside, output), parts: [left, set - left] };
    }
    plans[set] = best!;
  }
  return stepsOf(plans, all, operands.length);
}

function stepsOf(plans: readonly Plan[], all: number, count: number): readonly ContractionStep[] {
  const steps: ContractionStep[] = [];
  const visit = (set: number): number => {
    const { parts } = plans[set]!;
    if (parts === undefined) return Math.log2(set);
    steps.push([visit(parts[0]), visit(parts[1])]);
    return count + steps.length - 1;
  };
  visit(all);
  return steps;
}

function greedyOrder(
  operands: readonly Labels[],
  output: Labels,
  sizeOf: (labels: Labels) => number,
): readonly ContractionStep[] {
  const steps: ContractionStep[] = [];
  let live = operands.map((labels, place) => ({ labels, place, size: sizeOf(labels) }));
  while (live.length > 1) {
    let best = { growth: Infinity, cost: Infinity, left: live[0]!, right: live[1]!, labels: [] as Labels };
    for (const [i, left] of live.entries()) {
      for (const right of live.slice(i + 1)) {
        const others = live.filter((value) => value !== left && value !== right);
        const every = union(left.labels, right.labels);
        const labels = labelsToKeep(
          every,
          others.map((value) => value.labels),
          output,
        );
        const growth = sizeOf(labels) - left.size - right.size;
        const cost = sizeOf(every);
        if (growth < best.growth || (growth === best.growth && cost < best.cost)) {
          best = { growth, cost, left, right, labels };
        }
      }
    }
    const { left, right, labels } = best;
    const result = { labels, place: operands.length + steps.length, size: sizeOf(labels) };
    steps.push([left.place, right.place]);
    live = [...live.filter((value) => value !== left && value !== right), result];
  }
  return steps;
}

function union(a: Labels, b: Labels): Labels {
  return [...a, ...b.filter((label) => !a.includes(label))];
}

/** What is not summed yet: other operands or the result still have it. */
export function labelsToKeep(labels: Labels, others: readonly Labels[], output: Labels): Labels {
  return labels.filter((label) => output.includes(label) || others.some((other) => other.includes(label)));
}
