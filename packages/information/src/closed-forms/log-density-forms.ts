import type { Distribution } from "@adjoint/probability";
import { lgamma } from "@adjoint/special";
import {
  add,
  div,
  exp,
  isNaN,
  log,
  log1p,
  mul,
  neg,
  softplus,
  square,
  sub,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectationsOf } from "./expectations.ts";
import type { Expectations } from "./expectations.ts";
import { halfLogTwoPi, logitOf, named } from "./parameters.ts";
import type { Named } from "./parameters.ts";

/** E[−log q(X)] for X ~ p, or `undefined` where p does not know an expectation that it takes. */
export type LogDensityForm = (q: Named, x: Statistics, distribution: Distribution) => Tensor | undefined;

/** The expectations of X ~ p, each with p's parameters put in. */
interface Statistics {
  readonly mean: () => Tensor;
  /** E[(X − m)²], infinite where there is none. */
  readonly squareAbout: (m: Tensor) => Tensor;
  readonly of: <Name extends keyof Expectations>(name: Name) => Bound<Expectations[Name]>;
}

type Bound<F> = F extends ((p: Named, ...rest: infer Rest) => Tensor) | undefined
  ? ((...rest: Rest) => Tensor) | undefined
  : never;

/** E[−log q(X)] in nats by the name of q's family: log q is linear in a few functions of x. */
const logDensityForms: Readonly<Record<string, LogDensityForm>> = {
  uniform: (q) => log(sub(q.high!, q.low!)),
  normal: (q, x) =>
    add(add(log(q.scale!), halfLogTwoPi), mul(0.5, div(x.squareAbout(q.mean!), square(q.scale!)))),
  halfNormal: (q, x) =>
    add(
      add(log(q.scale!), halfLogTwoPi - Math.LN2),
      mul(0.5, div(x.squareAbout(tensor(0)), square(q.scale!))),
    ),
  laplace: (q, x) => {
    const distance = x.of("distance");
    return distance && add(log(mul(2, q.scale!)), div(distance(q.mean!), q.scale!));
  },
  gumbel: (q, x) => {
    const decay = x.of("decay");
    if (decay === undefined) return undefined;
    const offset = div(sub(x.mean(), q.location!), q.scale!);
    return add(add(log(q.scale!), offset), mul(exp(div(q.location!, q.scale!)), decay(q.scale!)));
  },
  exponential: (q, x) => sub(mul(q.rate!, x.mean()), log(q.rate!)),
  gamma: (q, x) => gammaForm(q.concentration!, q.rate!, x),
  chiSquared: (q, x) => gammaForm(mul(0.5, q.df!), tensor(0.5), x),
  inverseGamma: (q, x) => {
    const [meanLog, power] = [x.of("log"), x.of("power")];
    if (meanLog === undefined || power === undefined) return undefined;
    const constant = sub(lgamma(q.concentration!), mul(q.concentration!, log(q.scale!)));
    const linear = add(mul(add(q.concentration!, 1), meanLog()), mul(q.scale!, power(tensor(-1))));
    return add(constant, linear);
  },
  weibull: (q, x) => {
    const [meanLog, power] = [x.of("log"), x.of("power")];
    if (meanLog === undefined || power === undefined) return undefined;
    const k = q.concentration!;
    const constant = sub(mul(k, log(q.scale!)), log(k));
    const growth = mul(exp(neg(mul(k, log(q.scale!)))), power(k));
    return add(sub(constant, mul(sub(k, 1), meanLog())), growth);
  },
  pareto: (q, x) => {
    const meanLog = x.of("log");
    if (meanLog === undefined) return undefined;
    const a = q.concentration!;
    return sub(mul(add(a, 1), meanLog()), add(log(a), mul(a, log(q.scale!))));
  },
  logNormal: (q, x) => {
    const [meanLog, variance] = [x.of("log"), x.of("logVariance")];
    if (meanLog === undefined || variance === undefined) return undefined;
    const offset = square(sub(meanLog(), q.mean!));
    const spread = mul(0.5, div(add(variance(), offset), square(q.scale!)));
    return add(add(meanLog(), spread), add(log(q.scale!), halfLogTwoPi));
  },
  beta: (q, x) => {
    const [meanLog, complement] = [x.of("log"), x.of("logComplement")];
    if (meanLog === undefined || complement === undefined) return undefined;
    const linear = add(mul(sub(q.alpha!, 1), meanLog()), mul(sub(q.beta!, 1), complement()));
    return sub(logBeta(q.alpha!, q.beta!), linear);
  },
  continuousBernoulli: (_, x, q) => neg(add(q.logProb(0), mul(logitOf(q), x.mean()))),

  poisson: (q, x) => {
    const logFactorial = x.of("logFactorial");
    return logFactorial && add(sub(q.rate!, mul(x.mean(), log(q.rate!))), logFactorial());
  },
  geometric: (_, x, q) => neg(add(q.logProb(0), mul(x.mean(), logOfComplement(q)))),
};

/** E[−log q(X)] for X ~ p, or `undefined` if it is not known in closed form. */
export function expectedLogDensity(p: Distribution, q: Distribution): Tensor | undefined {
  const known = expectationsOf(p);
  const form = logDensityForms[q.family];
  if (known === undefined || form === undefined) return undefined;
  return form(named(q), statisticsOf(p, known), q);
}

function statisticsOf(p: Distribution, known: Expectations): Statistics {
  return {
    mean: () => p.mean,
    squareAbout: (m) => {
      const moment = add(p.variance, square(sub(p.mean, m)));
      return where(isNaN(moment), Infinity, moment);
    },
    of: (name) => {
      const f: ((p: Named, ...rest: Tensor[]) => Tensor) | undefined = known[name];
      return (f && ((...rest: Tensor[]) => f(named(p), ...rest))) as never;
    },
  };
}

function gammaForm(concentration: Tensor, rate: Tensor, x: Statistics): Tensor | undefined {
  const meanLog = x.of("log");
  if (meanLog === undefined) return undefined;
  const constant = sub(lgamma(concentration), mul(concentration, log(rate)));
  return add(constant, sub(mul(rate, x.mean()), mul(sub(concentration, 1), meanLog())));
}

function logBeta(a: Tensor, b: Tensor): Tensor {
  return sub(add(lgamma(a), lgamma(b)), lgamma(add(a, b)));
}

/** log(1 − p) of a distribution that is given by `probs` or by `logits`. */
function logOfComplement(d: Distribution): Tensor {
  const { probs, logits } = d.parameters as { readonly probs?: Tensor; readonly logits?: Tensor };
  return probs === undefined ? neg(softplus(logits!)) : log1p(neg(probs));
}
