export {
  AdjointError,
  DomainError,
  DTypeError,
  NotDifferentiableError,
  ShapeError,
  TracerError,
} from "./errors.ts";
export type { ErrorDetails } from "./errors.ts";

export { allocate, checkReal, isFloat, isInexact } from "./dtype.ts";
export type { DType, TypedArray } from "./dtype.ts";
export {
  broadcastShapes,
  checkShape,
  formatShape,
  normalizeAxes,
  normalizeAxis,
  sameShape,
  sizeOf,
} from "./shape.ts";
export type { Shape } from "./shape.ts";
export { Tensor, Tracer } from "./tensor.ts";
export type { NestedArray, Spec } from "./tensor.ts";
export { tensor } from "./make-tensor.ts";
export type { TensorOptions } from "./make-tensor.ts";
export { fromData, toData } from "./tensor-data.ts";
export type { FromDataOptions, JsonElement, TensorData } from "./tensor-data.ts";
export { readNpy, writeNpy } from "./npy.ts";
export { readNpz } from "./npz.ts";
export { formatTensor } from "./format-tensor.ts";
export type { FormatOptions } from "./format-tensor.ts";
export { dataIfKnown } from "./known-data.ts";
export { checkOptions } from "./options.ts";
export { asFloat, asInexact, asTensor, promoteOperands } from "./convert.ts";
export type { NumericArray, TensorLike } from "./convert.ts";

export { arange, eye, full, linspace, ones, zeros, zerosLike } from "./creation.ts";
export type { CreationOptions, LinspaceOptions } from "./creation.ts";
export { astype } from "./astype.ts";

export { add, div, mul, neg, reciprocal, square, sub } from "./arithmetic.ts";
export { exp, expm1, log, log10, log1p, log2, sigmoid, softplus } from "./exponential.ts";
export { cos, cosh, sin, sinh, tan, tanh } from "./trigonometric.ts";
export { acos, asin, atan, atan2 } from "./inverse-trigonometric.ts";
export { acosh, asinh, atanh } from "./inverse-hyperbolic.ts";
export { hypot, pow, sqrt } from "./power.ts";
export { ceil, floor, mod, round, trunc } from "./rounding.ts";
export type { RoundOptions } from "./rounding.ts";
export { abs, clip, maximum, minimum, relu, sign } from "./extrema.ts";
export {
  equal,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  notEqual,
} from "./comparison.ts";
export { angle, complex, conj, imag, real } from "./complex.ts";
export type { Complex } from "./complex-number.ts";
export { where } from "./where.ts";
export { stopGradient } from "./stop-gradient.ts";

export { broadcastOperands, broadcastTo } from "./broadcast-sum.ts";
export { sum } from "./sum.ts";
export type { ReductionOptions } from "./reduce.ts";
export { prod } from "./prod.ts";
export { all, any, argmax, argmin, max, min } from "./selection-reductions.ts";
export type { ArgOptions } from "./selection-reductions.ts";
export { mean, std, variance } from "./statistics.ts";
export type { VarianceOptions } from "./statistics.ts";
export { logSoftmax, logSumExp, softmax } from "./log-sum-exp.ts";
export type { SoftmaxOptions } from "./log-sum-exp.ts";

export { expandDims, reshape, squeeze } from "./reshape.ts";
export { moveAxis, swapAxes, transpose } from "./transpose.ts";
export { concat, split, stack } from "./concat.ts";
export { unstack } from "./unstack.ts";
export type { JoinOptions } from "./concat.ts";
export { flip, slice } from "./slice.ts";
export type { SlicePart, SliceRange } from "./slice.ts";
export { at } from "./at.ts";
export type { Region } from "./at.ts";
export type { AtPart } from "./places.ts";
export { compress } from "./compress.ts";
export type { CompressOptions } from "./compress.ts";
export { argsort, sort, topK } from "./sort.ts";
export type { SortOptions, TopKOptions } from "./sort.ts";
export { cumprod, cumsum } from "./cumulative.ts";
export type { CumulativeOptions } from "./cumulative.ts";
export { diag, diagonal, tril, triu } from "./diagonal.ts";
export type { DiagonalOfOptions, DiagonalOptions } from "./diagonal.ts";
export { diff } from "./diff.ts";
export type { DiffOptions } from "./diff.ts";
export { meshgrid } from "./meshgrid.ts";
export type { MeshgridOptions } from "./meshgrid.ts";
export { pad } from "./pad.ts";
export type { PadOptions, PadWidths } from "./pad.ts";
export { roll } from "./roll.ts";
export type { RollOptions } from "./roll.ts";
export { repeat, tile } from "./tile.ts";
export type { RepeatOptions } from "./tile.ts";
export { corrcoef, cov } from "./covariance.ts";
export type { CorrelationOptions, CovarianceOptions } from "./covariance.ts";
export { histogram } from "./histogram.ts";
export type { HistogramOptions } from "./histogram.ts";
export { interp } from "./interp.ts";
export type { InterpOptions } from "./interp.ts";
export { median, quantile } from "./quantile.ts";
export type { QuantileMethod, QuantileOptions } from "./quantile.ts";
export { searchSorted } from "./search-sorted.ts";
export type { SearchSortedOptions } from "./search-sorted.ts";
export { unique } from "./unique.ts";
export type { Distinct } from "./unique.ts";
export { gather } from "./gather.ts";
export type { GatherOptions } from "./gather.ts";
export { scatterAdd, take } from "./take.ts";
export type { TakeOptions } from "./take.ts";
export { dot, matmul, outer } from "./matmul.ts";
export { einsum } from "./einsum.ts";
export { tensordot } from "./tensordot.ts";
export type { TensordotOptions } from "./tensordot.ts";
export { convolve } from "./convolve.ts";
export type { ConvolveOptions } from "./convolve.ts";

export { bind, currentInterpreter, runWith } from "./interpreter.ts";
export type { Interpreter } from "./interpreter.ts";
export type { Combination, Lowering, ScalarFunction, ScalarOperation, View } from "./lowering.ts";
export { Unknown } from "./primitive.ts";
export type { DerivativeForm, Each, Primitive, Refusal, Tangent } from "./primitive.ts";
export {
  addTangents,
  alignBatches,
  bilinear,
  binary,
  mapElements,
  notDifferentiable,
  unary,
  zipElements,
} from "./families.ts";
export { linear } from "./linear.ts";
export type { BinaryPrimitive } from "./families.ts";
export type { UnaryPrimitive } from "./linear.ts";
export {
  checkSameStructure,
  flatten,
  formatStructure,
  treeNode,
  unflatten,
  unflattenAsData,
} from "./tree.ts";
export type { Leaf, Structure, TreeNode } from "./tree.ts";
