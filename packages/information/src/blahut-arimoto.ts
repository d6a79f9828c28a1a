import { ascend, equalLogs, remaining } from "./ascent.ts";
import type { Ascent, AscentLimits } from "./ascent.ts";
import { informationOf, outputOf } from "./information-of-rows.ts";
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
    const summit = ascend(pricedChannel(channel, price), logs, remaining(limits, iterations));
    iterations += summit.iterations;
    logs = summit.logs;
    const cost = summit.weights.reduce((total, weight, x) => total + weight * costs[x]!, 0);
    return { input: summit.weights, cost, upper: summit.value + summit.gap, price };
  };
  const { dear, cheap, share } = meetBudget(best, budget, highestPrice(costs));
  const input = cheap.input.map((weight, x) => {
    const mixed = share * weight + (1 - share) * dear.input[x]!;
    // Weights at the lower end of an ascent are on their way to 0.
    return mixed < 1e-40 ? 0 : mixed;
  });
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

/** A price beyond which nothing but the least cost counts. */
function highestPrice(costs: Float64Array): number {
  const sorted = costs.toSorted();
  const dearer = sorted.find((cost) => cost > sorted[0]!);
  return dearer === undefined ? 1 : 800 / (dearer - sorted[0]!);
}
