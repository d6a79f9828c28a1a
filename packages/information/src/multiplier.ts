/** What the best weights for a price of cost are, and cost. */
export interface Priced {
  readonly cost: number;
}

/** The best for two prices, one on either side of a budget, and the part of the second that meets it. */
export interface Bracket<Best extends Priced> {
  readonly price: number;
  readonly dear: Best;
  readonly cheap: Best;
  /** The share of `cheap` in the mixture whose cost is the budget. */
  readonly share: number;
}

/**
 * The price at which the best costs the budget, by halving: the cost falls with the price, perhaps in jumps, where a
 * mixture of both sides meets the budget.
 *
 * @param best - for a price; called with prices from 0 to `highest`.
 * @param highest - a price at which nothing costs more than the least possible.
 */
export function meetBudget<Best extends Priced>(
  best: (price: number) => Best,
  budget: number,
  highest: number,
): Bracket<Best> {
  let low = 0;
  let high = highest;
  let dear = best(low);
  if (dear.cost <= budget) return { price: low, dear, cheap: dear, share: 1 };
  let cheap = best(high);
  if (cheap.cost >= budget) return { price: high, dear: cheap, cheap, share: 1 };
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    // The middle on a logarithmic scale until the size of the price is known.
    const middle = low === 0 ? high / 16 : high > 2 * low ? Math.sqrt(low * high) : 0.5 * (low + high);
    if (low === 0 && middle < 1e-12 * highest) break;
    const between = best(middle);
    if (between.cost > budget) [low, dear] = [middle, between];
    else [high, cheap] = [middle, between];
    if (between.cost === budget) break;
  }
  const share = dear.cost > cheap.cost ? (dear.cost - budget) / (dear.cost - cheap.cost) : 1;
  return { price: high, dear, cheap, share: Math.min(Math.max(share, 0), 1) };
}
