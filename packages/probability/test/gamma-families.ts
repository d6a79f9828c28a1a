import { beta, chiSquared, gamma, inverseGamma, studentT, vonMises } from "../src/index.ts";
import type { FamilyRow } from "./families.ts";

/** The rows of families whose distribution functions are incomplete gamma, beta and Bessel integrals. */
export const gammaFamilies: Readonly<Record<string, FamilyRow>> = {
  betaFamily: {
    cases: [
      beta({ alpha: 2, beta: 3 }),
      beta({ alpha: 0.7, beta: 0.9 }),
      beta({ alpha: 1, beta: 4 }),
      beta({ alpha: 90, beta: 30 }),
    ],
    // Two gamma draws make a sample.
    options: () => ({ pathwise: "expectation" }),
    batch: beta({ alpha: [0.7, 5], beta: [1.5, 3] }),
  },
  chiSquaredFamily: {
    cases: [chiSquared({ df: 1.2 }), chiSquared({ df: 2 }), chiSquared({ df: 7.5 }), chiSquared({ df: 80 })],
    options: (place) => (place === 3 ? { kinks: [80] } : {}),
    batch: chiSquared({ df: [1.5, 6] }),
  },
  gammaFamily: {
    cases: [
      gamma({ concentration: 2.5 }),
      gamma({ concentration: 0.6, rate: 7 }),
      gamma({ concentration: 1, rate: 0.003 }),
      gamma({ concentration: 400, rate: 20 }),
    ],
    // Cut where the mass is, which is narrow beside its distance from 0.
    options: (place) => (place === 3 ? { kinks: [20] } : {}),
    batch: gamma({ concentration: [0.7, 5], rate: [1, 3] }),
  },
  inverseGammaFamily: {
    cases: [
      inverseGamma({ concentration: 3.5 }),
      inverseGamma({ concentration: 0.8, scale: 0.02 }),
      inverseGamma({ concentration: 1.5, scale: 300 }),
      inverseGamma({ concentration: 60, scale: 120 }),
    ],
    // Without a variance for concentrations up to 2.
    options: (place) => (place === 3 ? { kinks: [2] } : place === 0 ? {} : { moments: false }),
    batch: inverseGamma({ concentration: [2.5, 5], scale: [1, 3] }),
  },
  studentTFamily: {
    cases: [
      studentT({ df: 5 }),
      studentT({ df: 1.5, mean: -3, scale: 0.02 }),
      studentT({ df: 0.7, mean: 10, scale: 30 }),
      studentT({ df: 1e6, mean: 2 }),
    ],
    // A normal and a gamma draw make a sample. Without a variance for few degrees of freedom.
    options: (place) => ({ pathwise: "expectation", moments: place === 0 || place === 3 }),
    batch: studentT({ df: [3, 10], mean: [0, 10], scale: [1, 3] }),
  },
  vonMisesFamily: {
    cases: [
      vonMises({ mean: 0.5, concentration: 2 }),
      vonMises({ mean: -1, concentration: 0.01 }),
      vonMises({ mean: 0, concentration: 24 }),
      vonMises({ mean: 3, concentration: 1000 }),
    ],
    options: (place) => (place === 3 ? { kinks: [3] } : {}),
    batch: vonMises({ mean: [0.1, 2], concentration: [0.7, 30] }),
  },
};
