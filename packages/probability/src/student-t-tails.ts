import {
  betainc,
  betaincc,
  betainccinv,
  betaincinv,
  logBeta,
  logBetainc,
  logBetaincc,
} from "@adjoint/special";
import {
  abs,
  add,
  div,
  exp,
  greater,
  less,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  minimum,
  mul,
  neg,
  sqrt,
  square,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** P(T ≤ z) of Student's t with ν degrees of freedom, whose density at 0 is exp(logPeak). */
export function lowerT(df: Tensor, z: Tensor, logPeak: Tensor): Tensor {
  const central = isCentral(df, z);
  const half = mul(0.5, bothTails(df, outside(central, z, df)));
  return where(central, centralLower(df, where(central, z, 0), logPeak), fromHalf(z, half));
}

/** log P(T ≤ z), also where it underflows. */
export function logLowerT(df: Tensor, z: Tensor, logPeak: Tensor): Tensor {
  const central = isCentral(df, z);
  const w = outside(central, z, df);
  const isUpper = greater(z, 0);
  const above = log1p(mul(-0.5, bothTails(df, where(isUpper, w, 1))));
  const below = sub(logBothTails(df, where(isUpper, 1, w)), Math.LN2);
  const value = where(isUpper, above, below);
  return where(central, log(centralLower(df, where(central, z, 0), logPeak)), value);
}

/** The z with P(T ≤ z) = p. */
export function quantileT(df: Tensor, p: Tensor, logPeak: Tensor): Tensor {
  const isUpper = greater(p, 0.5);
  // 1 − p is exact.
  const rarer = where(isUpper, sub(1, p), p);
  const c = div(sub(0.5, rarer), exp(logPeak));
  const central = less(mul(square(c), add(1, div(1, df))), nearZero);
  const near = where(central, c, 0);
  const cubic = mul(near, add(1, mul(square(near), div(add(1, div(1, df)), 6))));
  const size = where(central, cubic, mul(sqrt(df), oddsOfTails(df, where(central, 0.25, rarer))));
  return where(isUpper, size, neg(size));
}

/** Of z² (1 + 1/ν): up to here the polynomial is right to the last digit. */
const nearZero = 1e-8;
/** Of |z|/√ν: from here on ν/(ν + z²) is the inverse square, which overflows sooner or later. */
const far = 1e100;

function isCentral(df: Tensor, z: Tensor): Tensor {
  const w = minimum(abs(z), 1);
  return less(mul(square(w), add(1, div(1, df))), nearZero);
}

/** |z|/√ν outside the centre. */
function outside(central: Tensor, z: Tensor, df: Tensor): Tensor {
  return where(central, 1, div(abs(where(central, 1, z)), sqrt(df)));
}

/** ½ + ∫₀ᶻ p, by the beginning of its series. */
function centralLower(df: Tensor, z: Tensor, logPeak: Tensor): Tensor {
  const bend = mul(square(z), div(add(1, div(1, df)), 6));
  return add(0.5, mul(exp(logPeak), mul(z, sub(1, bend))));
}

function fromHalf(z: Tensor, half: Tensor): Tensor {
  return where(greater(z, 0), sub(1, half), half);
}

/** P(|T| > w√ν) for w > 0: I(ν/2, ½) at 1/(1 + w²), or what is above w²/(1 + w²) for the exchanged parameters. */
function bothTails(df: Tensor, w: Tensor): Tensor {
  const h = mul(0.5, df);
  return byDistance(
    w,
    (square) => betaincc(0.5, h, div(square, add(1, square))),
    (square) => betainc(h, 0.5, div(1, add(1, square))),
    (large) => exp(logPower(h, mul(-2, log(large)))),
  );
}

function logBothTails(df: Tensor, w: Tensor): Tensor {
  const h = mul(0.5, df);
  return byDistance(
    w,
    (square) => logBetaincc(0.5, h, div(square, add(1, square))),
    (square) => logBetainc(h, 0.5, div(1, add(1, square))),
    (large) => logPower(h, mul(-2, log(large))),
  );
}

/** One of three functions: of w² below and above 1, and of w far out. */
function byDistance(
  w: Tensor,
  below: (square: Tensor) => Tensor,
  above: (square: Tensor) => Tensor,
  beyond: (w: Tensor) => Tensor,
): Tensor {
  const isNear = less(w, 1);
  const isFar = greater(w, far);
  const inner = below(square(where(isNear, w, 0.5)));
  const outer = above(square(where(logicalOr(isNear, isFar), 2, w)));
  return where(isFar, beyond(where(isFar, w, 1)), where(isNear, inner, outer));
}

/** log of xʰ/(h B(h, ½)), what I(h, ½) is for tiny x. */
function logPower(h: Tensor, logX: Tensor): Tensor {
  return sub(mul(h, logX), add(log(h), logBeta(h, 0.5)));
}

/** w with P(T ≤ −w√ν) = p, for p < ½. */
function oddsOfTails(df: Tensor, p: Tensor): Tensor {
  const h = mul(0.5, df);
  const both = mul(2, p);
  const middle = betainc(h, 0.5, 0.5);
  const logX = div(add(log(both), add(log(h), logBeta(h, 0.5))), h);
  const isFar = less(logX, -2 * Math.log(far));
  const isOuter = logicalAnd(less(both, middle), logicalNot(isFar));
  const isInner = logicalNot(logicalOr(isFar, isOuter));
  const x = betaincinv(where(isOuter, h, 1), 0.5, where(isOuter, both, 0.5));
  const y = betainccinv(0.5, where(isInner, h, 1), where(isInner, both, 0.5));
  const outer = sqrt(div(sub(1, x), x));
  const inner = sqrt(div(y, sub(1, y)));
  return where(isFar, exp(mul(-0.5, where(isFar, logX, 0))), where(isOuter, outer, inner));
}
