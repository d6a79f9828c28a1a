import {
  bernoulli,
  cauchy,
  continuousBernoulli,
  empirical,
  exponential,
  gumbel,
  halfCauchy,
  halfNormal,
  kumaraswamy,
  laplace,
  logNormal,
  logistic,
  normal,
  pareto,
  truncated,
  uniform,
  weibull,
} from "../src/index.ts";
import type { FamilyRow } from "./families.ts";

/** The rows of families with elementary formulas. */
export const elementaryFamilies: Readonly<Record<string, FamilyRow>> = {
  cauchyFamily: {
    cases: [cauchy(), cauchy({ location: -3.5, scale: 0.02 }), cauchy({ location: 1e4, scale: 700 })],
    options: () => ({ moments: false }),
    batch: cauchy({ location: [0, 10], scale: [1, 3] }),
  },
  continuousBernoulliFamily: {
    cases: [
      continuousBernoulli({ probs: 0.3 }),
      continuousBernoulli({ probs: 0.5 }),
      continuousBernoulli({ probs: 0.95 }),
      continuousBernoulli({ logits: 1e-4 }),
      continuousBernoulli({ logits: -0.99 }),
      continuousBernoulli({ logits: -30 }),
    ],
    batch: continuousBernoulli({ probs: [0.25, 0.75] }),
  },
  empiricalFamily: {
    cases: [
      empirical([3, 0, 1, 1]),
      empirical([-2, 4, 7, 4, -2], { weights: [0.5, 0, 1.25, 3, 0.25] }),
      empirical([5, 6]),
    ],
    options: () => ({ withoutScore: [0] }),
    batch: empirical(
      [
        [3, 0, 1],
        [2, 2, 5],
      ],
      {
        weights: [
          [1, 2, 3],
          [4, 1, 2],
        ],
      },
    ),
  },
  exponentialFamily: {
    cases: [exponential(), exponential({ rate: 0.003 }), exponential({ rate: 500 })],
    batch: exponential({ rate: [0.5, 4] }),
  },
  gumbelFamily: {
    cases: [gumbel(), gumbel({ location: -3.5, scale: 0.02 }), gumbel({ location: 1e4, scale: 700 })],
    batch: gumbel({ location: [0, 10], scale: [1, 3] }),
  },
  halfCauchyFamily: {
    cases: [halfCauchy(), halfCauchy({ scale: 0.02 }), halfCauchy({ scale: 700 })],
    options: () => ({ moments: false }),
    batch: halfCauchy({ scale: [1, 3] }),
  },
  halfNormalFamily: {
    cases: [halfNormal(), halfNormal({ scale: 0.02 }), halfNormal({ scale: 700 })],
    batch: halfNormal({ scale: [1, 3] }),
  },
  kumaraswamyFamily: {
    cases: [
      kumaraswamy({ alpha: 2, beta: 3 }),
      kumaraswamy({ alpha: 0.5, beta: 0.8 }),
      kumaraswamy({ alpha: 4, beta: 30 }),
      kumaraswamy({ alpha: 1, beta: 1 }),
      kumaraswamy({ alpha: 0.7, beta: 20 }),
    ],
    batch: kumaraswamy({ alpha: [2, 0.5], beta: [3, 1.5] }),
  },
  laplaceFamily: {
    cases: [laplace(), laplace({ mean: -3.5, scale: 0.02 }), laplace({ mean: 1e4, scale: 700 })],
    options: (place) => ({ kinks: [[0, -3.5, 1e4][place]!] }),
    batch: laplace({ mean: [0, 10], scale: [1, 3] }),
  },
  logNormalFamily: {
    cases: [logNormal(), logNormal({ mean: -3.5, scale: 0.02 }), logNormal({ mean: 4, scale: 1.5 })],
    // Quadrature from 0 misses a peak far from it.
    options: (place) => (place === 1 ? { kinks: [Math.exp(-3.5)] } : {}),
    batch: logNormal({ mean: [0, 2], scale: [1, 0.5] }),
  },
  logisticFamily: {
    cases: [logistic(), logistic({ mean: -3.5, scale: 0.02 }), logistic({ mean: 1e4, scale: 700 })],
    batch: logistic({ mean: [0, 10], scale: [1, 3] }),
  },
  paretoFamily: {
    cases: [
      pareto({ concentration: 5 }),
      pareto({ concentration: 0.6, scale: 0.02 }),
      pareto({ concentration: 30, scale: 700 }),
    ],
    options: (place) => ({ withoutScore: [1], moments: place !== 1 }),
    batch: pareto({ concentration: [3, 1.5], scale: [1, 4] }),
  },
  truncatedFamily: {
    cases: [
      truncated(normal(), { low: -1, high: 2 }),
      truncated(normal({ mean: 3, scale: 0.5 }), { low: 6, high: 7 }),
      truncated(normal(), { low: -44, high: -40 }),
      truncated(exponential({ rate: 2 }), { low: 0.5, high: 3 }),
      truncated(bernoulli({ probs: 0.3 }), { low: -0.5, high: 4 }),
    ],
    options: (place) => ({ withoutScore: place === 3 ? [1, 2] : [2, 3] }),
    batch: truncated(normal({ mean: [0, 10], scale: [1, 3] }), { low: [-1, 0], high: [4, 9] }),
  },
  uniformFamily: {
    cases: [uniform(), uniform({ low: -3.5, high: -3.25 }), uniform({ low: 1e4, high: 1e5 })],
    options: () => ({ withoutScore: [0, 1] }),
    batch: uniform({ low: [0, 10], high: [1, 30] }),
  },
  weibullFamily: {
    cases: [
      weibull({ concentration: 1.7 }),
      weibull({ concentration: 0.6, scale: 0.02 }),
      weibull({ concentration: 1, scale: 3 }),
      weibull({ concentration: 20, scale: 700 }),
    ],
    options: (place) => (place === 3 ? { kinks: [700] } : {}),
    batch: weibull({ concentration: [3, 1.5], scale: [1, 4] }),
  },
};
