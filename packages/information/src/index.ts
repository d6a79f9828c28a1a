export { binaryCrossEntropy } from "./binary-cross-entropy.ts";
export type { BinaryCrossEntropyOptions } from "./binary-cross-entropy.ts";
export { distillationLoss } from "./distillation-loss.ts";
export type { DistillationLossOptions } from "./distillation-loss.ts";
export { channelCapacity } from "./channel-capacity.ts";
export type { ChannelCapacity, ChannelCapacityOptions } from "./channel-capacity.ts";
export { crossEntropy, klDivergence } from "./divergence.ts";
export { entropyFromSamples } from "./entropy-from-samples.ts";
export type { EntropyFromSamplesOptions } from "./entropy-from-samples.ts";
export { entropy } from "./entropy.ts";
export { evidenceLowerBound } from "./evidence-lower-bound.ts";
export type { EvidenceLowerBound, EvidenceLowerBoundOptions } from "./evidence-lower-bound.ts";
export { fDivergence } from "./f-divergence.ts";
export type { DivergenceName, FDivergenceOptions } from "./f-divergence.ts";
export { fisherInformation, naturalGradient } from "./fisher-information.ts";
export type { FisherInformationOptions, NaturalGradientOptions } from "./fisher-information.ts";
export { informationBottleneck } from "./information-bottleneck.ts";
export type { InformationBottleneck, InformationBottleneckOptions } from "./information-bottleneck.ts";
export { conditionalEntropy, jointEntropy } from "./joint-entropy.ts";
export type { ConditionalEntropyOptions, JointOptions } from "./joint-entropy.ts";
export type { Variable } from "./joint-table.ts";
export { focalLoss } from "./focal-loss.ts";
export type { FocalLossOptions } from "./focal-loss.ts";
export { gaussianNegativeLogLikelihood } from "./gaussian-negative-log-likelihood.ts";
export type { GaussianNegativeLogLikelihoodOptions } from "./gaussian-negative-log-likelihood.ts";
export { generalizedJsDivergence, jsDivergence } from "./js-divergence.ts";
export type { JsOptions } from "./js-divergence.ts";
export { maximumMeanDiscrepancy } from "./maximum-mean-discrepancy.ts";
export type { MaximumMeanDiscrepancyOptions } from "./maximum-mean-discrepancy.ts";
export { estimateEntropy, estimateKlDivergence } from "./monte-carlo.ts";
export type { Estimate, EstimateOptions } from "./monte-carlo.ts";
export {
  conditionalMutualInformation,
  mutualInformation,
  normalizedMutualInformation,
  variationOfInformation,
} from "./mutual-information.ts";
export type { ConditionalPairOptions, NormalizedOptions, PairOptions } from "./mutual-information.ts";
export { mutualInformationFromSamples } from "./mutual-information-from-samples.ts";
export type { MutualInformationFromSamplesOptions } from "./mutual-information-from-samples.ts";
export type { Logits, Probabilities } from "./outcomes.ts";
export { perplexity } from "./perplexity.ts";
export { rateDistortion, rateDistortionCurve } from "./rate-distortion.ts";
export type { RateDistortion, RateDistortionCurveOptions, RateDistortionOptions } from "./rate-distortion.ts";
export { renyiDivergence, renyiEntropy } from "./renyi.ts";
export { sinkhorn } from "./sinkhorn.ts";
export type { SinkhornOptions, Transport } from "./sinkhorn.ts";
export { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
export type { SoftmaxCrossEntropyOptions } from "./softmax-cross-entropy.ts";
export { chiSquaredDivergence, hellingerDistance, totalVariation } from "./statistical-distances.ts";
export { dualTotalCorrelation, interactionInformation, totalCorrelation } from "./total-correlation.ts";
export { tsallisDivergence, tsallisEntropy } from "./tsallis.ts";
export type { AxisOptions } from "./tsallis.ts";
export type { Base, InformationOptions } from "./units.ts";
export { wassersteinDistance } from "./wasserstein-distance.ts";
export type { WassersteinOptions } from "./wasserstein-distance.ts";
