export { binaryCrossEntropy } from "./binary-cross-entropy.ts";
export type { BinaryCrossEntropyOptions } from "./binary-cross-entropy.ts";
export { crossEntropy, klDivergence } from "./divergence.ts";
export { entropy } from "./entropy.ts";
export { fisherInformation, naturalGradient } from "./fisher-information.ts";
export type { FisherInformationOptions, NaturalGradientOptions } from "./fisher-information.ts";
export { estimateEntropy, estimateKlDivergence } from "./monte-carlo.ts";
export type { Estimate, EstimateOptions } from "./monte-carlo.ts";
export { conditionalEntropy, jointEntropy } from "./joint-entropy.ts";
export type { ConditionalEntropyOptions, JointOptions } from "./joint-entropy.ts";
export type { Variable } from "./joint-table.ts";
export {
  conditionalMutualInformation,
  mutualInformation,
  normalizedMutualInformation,
  variationOfInformation,
} from "./mutual-information.ts";
export type { ConditionalPairOptions, NormalizedOptions, PairOptions } from "./mutual-information.ts";
export type { Logits, Probabilities } from "./outcomes.ts";
export { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
export type { SoftmaxCrossEntropyOptions } from "./softmax-cross-entropy.ts";
export { dualTotalCorrelation, interactionInformation, totalCorrelation } from "./total-correlation.ts";
export type { Base, InformationOptions } from "./units.ts";
