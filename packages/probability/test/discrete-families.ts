import {
  betaBinomial,
  binomial,
  categorical,
  geometric,
  negativeBinomial,
  poisson,
  relaxedBernoulli,
} from "../src/index.ts";
import type { FamilyRow } from "./families.ts";

/** The rows of families on the integers. */
export const discreteFamilies: Readonly<Record<string, FamilyRow>> = {
  betaBinomialFamily: {
    cases: [
      betaBinomial({ total: 10, alpha: 2, beta: 3.5 }),
      betaBinomial({ total: 30, alpha: 0.2, beta: 0.4 }),
      betaBinomial({ total: 1, alpha: 1, beta: 2 }),
      betaBinomial({ total: 120, alpha: 40, beta: 12 }),
    ],
    options: () => ({ withoutScore: [0] }),
    batch: betaBinomial({ total: [8, 12], alpha: [0.5, 2], beta: [1.5, 1] }),
  },
  binomialFamily: {
    cases: [
      binomial({ total: 10, probs: 0.3 }),
      binomial({ total: 1, probs: 0.5 }),
      binomial({ total: 40, logits: 3 }),
      binomial({ total: 400, probs: 0.4 }),
    ],
    options: () => ({ withoutScore: [0] }),
    batch: binomial({ total: [8, 12], probs: [0.2, 0.7] }),
  },
  categoricalFamily: {
    cases: [
      categorical({ probs: [0.1, 0.2, 0.3, 0.4] }),
      categorical({ logits: [0.5, -2, 1, 3, 0] }),
      categorical({ probs: [0.5, 0, 0.5] }),
      categorical({ logits: [-Infinity, 2, 1] }),
    ],
    // Towards what is impossible the score is that of one side.
    options: (place) => (place === 2 ? { withoutScore: [0] } : {}),
    batch: categorical({
      probs: [
        [0.2, 0.5, 0.3],
        [0.6, 0.1, 0.3],
      ],
    }),
  },
  geometricFamily: {
    cases: [
      geometric({ probs: 0.3 }),
      geometric({ probs: 0.97 }),
      geometric({ logits: -3 }),
      geometric({ probs: 0.5 }),
    ],
    batch: geometric({ probs: [0.25, 0.75] }),
  },
  negativeBinomialFamily: {
    cases: [
      negativeBinomial({ total: 3, probs: 0.3 }),
      negativeBinomial({ total: 0.1, probs: 0.2 }),
      negativeBinomial({ total: 7.5, logits: 2 }),
      negativeBinomial({ total: 200, probs: 0.4 }),
    ],
    batch: negativeBinomial({ total: [2.5, 4], probs: [0.25, 0.75] }),
  },
  poissonFamily: {
    cases: [poisson({ rate: 3.5 }), poisson({ rate: 0.02 }), poisson({ rate: 4 }), poisson({ rate: 900 })],
    batch: poisson({ rate: [0.5, 20] }),
  },
  relaxedBernoulliFamily: {
    cases: [
      relaxedBernoulli({ temperature: 0.7, probs: 0.3 }),
      relaxedBernoulli({ temperature: 2, logits: 1.5 }),
      relaxedBernoulli({ temperature: 1, probs: 0.5 }),
    ],
    batch: relaxedBernoulli({ temperature: [0.5, 3], probs: [0.25, 0.75] }),
  },
};
