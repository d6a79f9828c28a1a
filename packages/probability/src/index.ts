export { bernoulli, bernoulliFamily } from "./bernoulli.ts";
export type { Bernoulli, BernoulliParameters } from "./bernoulli.ts";
export {
  checkParameters,
  count,
  elementwise,
  finite,
  nonNegative,
  positive,
  simplex,
  unitInterval,
  vectorOf,
} from "./constraint.ts";
export type { Constraint, Violation } from "./constraint.ts";
export { distribution, isDistribution } from "./distribution.ts";
export type { Distribution } from "./distribution.ts";
export type { Family, Parameters, Reason } from "./family.ts";
export { fit } from "./fit.ts";
export type { FitOptions } from "./fit.ts";
export { normal, normalFamily } from "./normal.ts";
export type { Normal, NormalOptions, NormalParameters } from "./normal.ts";
export { halfLine, integersBetween, realLine, realVectors, unitSegment } from "./support.ts";
export type { Support } from "./support.ts";
