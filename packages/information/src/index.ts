export { binaryCrossEntropy } from "./binary-cross-entropy.ts";
export type { BinaryCrossEntropyOptions } from "./binary-cross-entropy.ts";
export { crossEntropy, klDivergence } from "./divergence.ts";
export { entropy } from "./entropy.ts";
export { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
export type { SoftmaxCrossEntropyOptions } from "./softmax-cross-entropy.ts";
export type { Base, InformationOptions } from "./units.ts";
