import { ascend, equalLogs } from "./ascent.ts";
import type { Ascent, AscentLimits } from "./ascent.ts";
import { meetBudget } from "./multiplier.ts";

/** A channel p(y | x) by rows, with what inputs cost. */
export interface Channel {
  readonly rows: readonly Float64Array[];
  readonly costs: Float64Array;
  /** What inputs may cost on average; Infinity without a limit. */
  readonly budget: number;
}

/** The capacity of one channel, in nats. */
export interface Capacity {
  readonly capacity: number;
  readonly input: Float64Array;
  /** ∂ capacity / ∂ budget */
  readonly price: number;
  readonly gap: number;
  readonly iterations: number;
}

/**
 * The capacity: max over p of I(p) = Σ pₓ Dₓ with Dₓ = D(p(· | x) ‖ q), q the output. The step is log pₓ += Dₓ, and for any
 * p the capacity is at most maxₓ Dₓ. With a price s on costs Dₓ − s cₓ stands for Dₓ, and s times the budget is added.
 *
 * Source: R. E. Blahut, "Computation of channel capacity and rate-distortion functions", IEEE Trans. Inf. Theory 18 (1972).
 */
export function blahutArimoto(channel: Channel, limits: AscentLimits): Capacity {
  const { costs, budget } = channel;
  let iterations = 0;
  let logs = equalLogs(costs.length);
  const best = (price: number): Priced => {
    // Each price has the whole limit once, so that a tight one is not spent on the first.
    const summit = ascend(pricedChannel(channel, price), logs, limits);
    iterations += summit.iterations;
    logs = summit.logs;
    const cost = summit.weights.reduce((total, weight, x) => total + weight * costs[x]!, 0);
    return { input: summit.weights, cost, upper: summit.value + summit.gap, price };
  };
  const { dear, cheap, share } = meetBudget(best, budget, highestPrice(costs));
  const input = cheap.input.map((weight, x) => settled(share * weight + (1 - share) * dear.input[x]!));
  const capacity = informationOf(channel.rows, input);
  const bound = ({ upper, price }: Priced): number => (price === 0 ? upper : upper + price * budget);
  const upper = Math.min(bound(dear), bound(cheap));
  return { capacity, input, price: cheap.price, gap: Math.max(0, upper - capacity), iterations };
}

interface Priced {
  readonly input: Float64Array;
  readonly cost: number;
  readonly price: number;
  /** No input distribution has more information less its price. */
  readonly upper: number;
}

function pricedChannel({ rows, costs }: Channel, price: number): Ascent {
  const entropies = rows.map((row) => row.reduce((sum, w) => (w > 0 ? sum + w * Math.log(w) : sum), 0));
  return {
    evaluate(weights, step) {
      const logOutput = outputOf(rows, weights).map(Math.log);
      let value = 0;
      let largest = -Infinity;
      rows.forEach((row, x) => {
        let divergence = entropies[x]!;
        row.forEach((w, y) => {
          if (w > 0) divergence -= w * logOutput[y]!;
        });
        const worth = divergence - price * costs[x]!;
        step[x] = worth;
        value += weights[x]! * worth;
        largest = Math.max(largest, worth);
      });
      return { value, gap: largest - value };
    },
  };
}

/** Weights at the lower end of an ascent, which are on their way to 0. */
function settled(weight: number): number {
  return weight < 1e-40 ? 0 : weight;
}

function outputOf(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  const output = new Float64Array(rows[0]!.length);
  rows.forEach((row, x) => {
    const weight = weights[x]!;
    for (let y = 0; y < output.length; y++) output[y]! += weight * row[y]!;
  });
  return output;
}

/** Σ p(x) (w log(w/q) + q − w), of which no term is negative. */
function informationOf(rows: readonly Float64Array[], weights: Float64Array): number {
  const output = outputOf(rows, weights);
  let information = 0;
  rows.forEach((row, x) => {
    let divergence = 0;
    row.forEach((w, y) => {
      const q = output[y]!;
      const relative = (w - q) / q;
      if (w === 0) divergence += q;
      else if (Math.abs(relative) < 0.5) divergence += q * ((1 + relative) * Math.log1p(relative) - relative);
      else divergence += w * Math.log(w / q) + q - w;
    });
    if (weights[x]! > 0) information += weights[x]! * divergence;
  });
  return information;
}

/** A price beyond which nothing but the least cost counts. */
function highestPrice(costs: Float64Array): number {
  const sorted = costs.toSorted();
  const dearer = sorted.find((cost) => cost > sorted[0]!);
  return dearer === undefined ? 1 : 800 / (dearer - sorted[0]!);
}
