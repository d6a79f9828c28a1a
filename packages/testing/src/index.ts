export { checkDistribution } from "./check-distribution.ts";
export type { CheckDistributionOptions, TestableDistribution } from "./check-distribution.ts";
export { checkMultivariate } from "./check-multivariate.ts";
export type {
  Chart,
  CheckMultivariateOptions,
  Marginal,
  TestableMultivariate,
} from "./check-multivariate.ts";
export { checkPrimitive } from "./check-primitive.ts";
export type { CheckPrimitiveOptions, Operation } from "./check-primitive.ts";
export { expectClose } from "./expect-close.ts";
export type { ClosenessOptions } from "./expect-close.ts";
export { finiteDifferences } from "./finite-differences.ts";
export type { TensorFunction } from "./finite-differences.ts";
export { reviveNumbers } from "./fixture.ts";
export type { Revived } from "./fixture.ts";
export { programsOf, pythonPrograms } from "./python-programs.ts";
export type { PythonCase, PythonPrograms } from "./python-programs.ts";
export { randomTensor, uniformStream } from "./pseudo-random.ts";
export type { RandomTensorOptions } from "./pseudo-random.ts";
