import { cauchy, exponential, laplace, logNormal, logistic, uniform } from "../src/index.ts";
import type { FamilyRow } from "./families.ts";

/** The rows of families with elementary formulas. */
export const elementaryFamilies: Readonly<Record<string, FamilyRow>> = {
  cauchyFamily: {
    cases: [cauchy(), cauchy({ location: -3.5, scale: 0.02 }), cauchy({ location: 1e4, scale: 700 })],
    options: () => ({ moments: false }),
    batch: cauchy({ location: [0, 10], scale: [1, 3] }),
  },
  exponentialFamily: {
    cases: [exponential(), exponential({ rate: 0.003 }), exponential({ rate: 500 })],
    batch: exponential({ rate: [0.5, 4] }),
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
  uniformFamily: {
    cases: [uniform(), uniform({ low: -3.5, high: -3.25 }), uniform({ low: 1e4, high: 1e5 })],
    options: () => ({ withoutScore: [0, 1] }),
    batch: uniform({ low: [0, 10], high: [1, 30] }),
  },
};
