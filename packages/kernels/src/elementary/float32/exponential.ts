// What the kernels of float32 that need an exponential find among their constants; there is no twin in TypeScript.

const log2E = 1.4426950408889634;

/** Added to a number below 2²² it rounds it to an integer, which then stands in its last bits. */
const shifter = 12582912;

/** log 2 in two parts, of which the first times a small integer is exact. */
const ln2High = 0.693145751953125;
const ln2Low = 1.428606765330187e-6;

// (eʳ − 1 − r)/r² for |r| ≤ (log 2)/2 to within 2⁻²⁶ of eʳ − 1: tooling/reference/elementary_float32_coefficients.py.
const q0 = 0.4999999701976776;
const q1 = 0.1666654646396637;
const q2 = 0.04166743531823158;
const q3 = 0.00836626160889864;
const q4 = 0.0013870657421648502;

/** The constants of an exponential, with log 2 in two parts or in one, before those of the function itself. */
export function exponentialConstants(bias: number, parts: readonly [number, number] = inTwo): number[] {
  return [log2E, shifter + bias, ...parts, q0, q1, q2, q3, q4, 1];
}

const inTwo = [ln2High, ln2Low] as const;

/** log 2 in one part. */
export const inOne = [Math.LN2, 0] as const;
