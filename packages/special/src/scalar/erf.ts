import { expSquare } from "./exp-square.ts";
import { polynomial } from "./polynomial.ts";

/*
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631–637:
 * erf(x)/x on |x| ≤ 0.46875, exp(x²) erfc(x) on [0.46875, 4] and on [4, ∞). Coefficients constant first.
 */
const smallNumerator = [
  3.20937758913846947e3, 3.77485237685302021e2, 1.1386415415105016e2, 3.1611237438705656,
  1.85777706184603153e-1,
];
const smallDenominator = [
  2.84423683343917062e3, 1.28261652607737228e3, 2.44024637934444173e2, 2.36012909523441209e1, 1,
];
const middleNumerator = [
  1.23033935479799725e3, 2.05107837782607147e3, 1.71204761263407058e3, 8.8195222124176909e2,
  2.98635138197400131e2, 6.61191906371416295e1, 8.88314979438837594, 5.64188496988670089e-1,
  2.15311535474403846e-8,
];
const middleDenominator = [
  1.23033935480374942e3, 3.43936767414372164e3, 4.36261909014324716e3, 3.29079923573345963e3,
  1.62138957456669019e3, 5.37181101862009858e2, 1.17693950891312499e2, 1.57449261107098347e1, 1,
];
const largeNumerator = [
  6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1, 3.60344899949804439e-1,
  3.05326634961232344e-1, 1.63153871373020978e-2,
];
const largeDenominator = [
  2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1, 1.87295284992346725,
  2.56852019228982242, 1,
];

const inverseSqrtPi = 0.5641895835477563;
const smallest = 0.46875;

/** 1 − erf(x), to full relative accuracy in the tail. */
export function erfcOf(x: number): number {
  if (Math.abs(x) <= smallest) return 1 - erfNearZero(x);
  const tail = expSquare(-1, x) * erfcxOfPositive(Math.abs(x));
  return x < 0 ? 2 - tail : tail;
}

/** exp(x²) erfc(x). */
export function erfcxOf(x: number): number {
  if (Math.abs(x) <= smallest) return Math.exp(x * x) * (1 - erfNearZero(x));
  const scaled = erfcxOfPositive(Math.abs(x));
  return x < 0 ? 2 * expSquare(1, x) - scaled : scaled;
}

function erfNearZero(x: number): number {
  const square = x * x;
  return (x * polynomial(smallNumerator, square)) / polynomial(smallDenominator, square);
}

function erfcxOfPositive(x: number): number {
  if (x <= 4) return polynomial(middleNumerator, x) / polynomial(middleDenominator, x);
  const inverseSquare = 1 / (x * x);
  const correction =
    (inverseSquare * polynomial(largeNumerator, inverseSquare)) / polynomial(largeDenominator, inverseSquare);
  return (inverseSqrtPi - correction) / x;
}
