import { grad } from "@adjoint/autodiff";
import { DomainError, mul, ShapeError, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor, reviveNumbers } from "@adjoint/testing";
import { expect, test } from "vitest";
import {
  binaryCrossEntropy,
  distillationLoss,
  evidenceLowerBound,
  focalLoss,
  gaussianNegativeLogLikelihood,
  softmaxCrossEntropy,
} from "../src/index.ts";
import fixtures from "./fixtures/loss-variants.json" with { type: "json" };

const cases = reviveNumbers(fixtures);
const { logits, labels, soft, classWeights } = cases;

/** Compares the losses, and the gradients of their sum, with those of PyTorch. */
function agree(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly (readonly number[] | readonly number[][])[],
  expected: { readonly value: unknown; readonly gradients: readonly unknown[] },
): void {
  const tensors = inputs.map((input) => tensor(input));
  expectClose(f(...tensors), expected.value, { relative: 1e-13, absolute: 1e-300 });
  const gradients = grad((...xs: Tensor[]) => sum(f(...xs)), { argnums: inputs.map((_, i) => i) })(
    ...tensors,
  );
  expected.gradients.forEach((gradient, i) =>
    expectClose((gradients as Tensor[])[i], gradient, { relative: 1e-12, absolute: 1e-15 }),
  );
}

test("label smoothing and class weights agree with PyTorch, for classes and for probabilities, at ±1000", () => {
  agree((z) => softmaxCrossEntropy({ logits: z, labels, labelSmoothing: 0.1 }), [logits], cases.smoothed);
  agree((z) => softmaxCrossEntropy({ logits: z, labels, classWeights }), [logits], cases.weighted);
  agree(
    (z) => softmaxCrossEntropy({ logits: z, labels, labelSmoothing: 0.1, classWeights }),
    [logits],
    cases.both,
  );
  agree(
    (z) => softmaxCrossEntropy({ logits: z, labels: soft, labelSmoothing: 0.1, classWeights }),
    [logits],
    cases.softBoth,
  );
});

test("smoothing by 1 forgets the labels, and a class without weight costs nothing even if it is excluded", () => {
  expectClose(
    softmaxCrossEntropy({ logits: [3, 0], labels: 0, labelSmoothing: 1 }),
    softmaxCrossEntropy({ logits: [3, 0], labels: [0.5, 0.5] }),
  );
  const excluded = { logits: [0, -Infinity], labels: [0.5, 0.5] };
  expect(softmaxCrossEntropy(excluded).item()).toBe(Infinity);
  expectClose(softmaxCrossEntropy({ ...excluded, classWeights: [1, 0] }), 0);
});

test("binaryCrossEntropy with weights and smoothing agrees with PyTorch, at ±1000", () => {
  const { logits: z, targets, weighted, smoothed } = cases.binary;
  agree((x) => binaryCrossEntropy({ logits: x, targets, positiveWeight: 3 }), [z], weighted);
  agree((x) => binaryCrossEntropy({ logits: x, targets, labelSmoothing: 0.2 }), [z], smoothed);
});

test("logits of ±∞ cost nothing where they are right and everything where they are wrong, with finite gradients", () => {
  const z = tensor([Infinity, -Infinity, Infinity, -Infinity]);
  const targets = [1, 0, 0, 1];
  expect(binaryCrossEntropy({ logits: z, targets }).toArray()).toEqual([0, 0, Infinity, Infinity]);
  expect(focalLoss({ logits: z, targets }).toArray()).toEqual([0, 0, Infinity, Infinity]);
  const slope = grad((x: Tensor) => sum(binaryCrossEntropy({ logits: x, targets })))(z);
  expectClose(slope, [0, 0, 1, -1]);
  expect(binaryCrossEntropy({ logits: z, targets: 0.5 }).toArray()).toEqual([
    Infinity,
    Infinity,
    Infinity,
    Infinity,
  ]);
});

test("distillation agrees with PyTorch, its teacher's gradient too, and is 0 where the models agree", () => {
  const { teacher, temperature, alpha } = cases.distillation;
  const loss = (studentLogits: Tensor, teacherLogits: Tensor): Tensor =>
    distillationLoss({ studentLogits, teacherLogits, temperature, alpha, labels });
  agree(loss, [logits, teacher], cases.distillation);
  expectClose(distillationLoss({ studentLogits: logits, teacherLogits: logits, temperature: 3 }), [0, 0, 0]);
  const slope = (temperature: number): number =>
    grad((z: Tensor) => distillationLoss({ studentLogits: z, teacherLogits: [1, 0], temperature }))(
      tensor([0, 1]),
    ).data[0]!;
  // The size of gradients does not depend on high temperatures: (zₛ − zₜ)/n.
  expectClose(slope(1e4), -0.5, { relative: 1e-7 });
});

test("the Gaussian likelihood agrees with PyTorch, by variance, scale and logarithm", () => {
  const { mean, variance, target } = cases.gaussian;
  agree(
    (m, v) => gaussianNegativeLogLikelihood({ mean: m, variance: v, target }),
    [mean, variance],
    cases.gaussian,
  );
  const { value } = cases.gaussian;
  expectClose(gaussianNegativeLogLikelihood({ mean, scale: variance.map(Math.sqrt), target }), value);
  expectClose(gaussianNegativeLogLikelihood({ mean, logVariance: variance.map(Math.log), target }), value);
  expectClose(
    gaussianNegativeLogLikelihood({ mean: 0, target: 1e-200, scale: 1e-200 }),
    0.5 - 200 * Math.LN10 + 0.9189385332046727,
  );
});

test("the divergence from the standard normal agrees with PyTorch, and the bound subtracts it", () => {
  const { mean, logVariance, ...expected } = cases.divergence;
  const divergence = (m: Tensor, v: Tensor): Tensor =>
    evidenceLowerBound({ logLikelihood: [0, 0], mean: m, logVariance: v }).divergence;
  agree(divergence, [mean, logVariance], expected);
  const { bound, logLikelihood } = evidenceLowerBound({
    logLikelihood: [-1, -2],
    mean,
    logVariance,
    divergenceWeight: 2,
  });
  expectClose(logLikelihood, [-1, -2]);
  expectClose(bound, [-1 - 2 * expected.value[0]!, -2 - 2 * expected.value[1]!]);
});

test("the focal loss agrees with PyTorch, and is the cross-entropy at γ = 0", () => {
  const { logits: z, targets, gamma, alpha, value, gradients } = cases.focal;
  expectClose(focalLoss({ logits: z, targets, gamma, alpha }), value, { relative: 1e-13, absolute: 1e-300 });
  const slope = grad((x: Tensor) => sum(focalLoss({ logits: x, targets, gamma, alpha })))(tensor(z));
  gradients[0]!.forEach((gradient, i) => {
    if (Number.isFinite(gradient))
      expectClose(slope.data[i], gradient, { relative: 1e-12, absolute: 1e-300 });
  });
  expect(slope.data.every(Number.isFinite)).toBe(true);
  expectClose(focalLoss({ logits: z, targets, gamma: 0 }), binaryCrossEntropy({ logits: z, targets }));
});

test("losses obey the laws of differentiable operations", () => {
  const [a, b] = [randomTensor([2, 3]), randomTensor([2, 3], { seed: 2 })];
  checkPrimitive(
    (z) => softmaxCrossEntropy({ logits: z, labels: [0, 2], labelSmoothing: 0.1, classWeights }),
    [a],
    { name: "smoothed", batch: false },
  );
  checkPrimitive((z) => binaryCrossEntropy({ logits: z, targets: 0.3, positiveWeight: 2 }), [a], {
    name: "weighted",
  });
  checkPrimitive((s, t) => distillationLoss({ studentLogits: s, teacherLogits: t, temperature: 2 }), [a, b], {
    name: "distillationLoss",
  });
  checkPrimitive(
    (m, v, x) => gaussianNegativeLogLikelihood({ mean: m, logVariance: v, target: x }),
    [a, b, 0.5],
    { name: "gaussian" },
  );
  checkPrimitive((m, v) => evidenceLowerBound({ logLikelihood: 0, mean: m, logVariance: v }).bound, [a, b], {
    name: "bound",
  });
  checkPrimitive((z) => focalLoss({ logits: mul(2, z), targets: 0.3 }), [a], { name: "focalLoss" });
});

test("float32 stays float32", () => {
  const single = tensor([[1, 2]], { dtype: "float32" });
  const losses = [
    softmaxCrossEntropy({ logits: single, labels: [1], labelSmoothing: 0.1, classWeights: [1, 2] }),
    binaryCrossEntropy({ logits: single, targets: 1, positiveWeight: 2, labelSmoothing: 0.1 }),
    distillationLoss({ studentLogits: single, teacherLogits: single, temperature: 2, labels: [0] }),
    gaussianNegativeLogLikelihood({ mean: single, scale: single, target: single }),
    evidenceLowerBound({ logLikelihood: single, mean: single, logVariance: single }).divergence,
    focalLoss({ logits: single, targets: 1 }),
  ];
  expect(losses.map(({ dtype }) => dtype)).toEqual(losses.map(() => "float32"));
});

test("settings that cannot be are refused", () => {
  const two = { logits: [0, 0], labels: 0 };
  expect(() => softmaxCrossEntropy({ ...two, labelSmoothing: 1.5 })).toThrow(
    "labelSmoothing must be a number between 0 and 1, got 1.5",
  );
  expect(() => softmaxCrossEntropy({ ...two, classWeights: [1, 2, 3] })).toThrow(
    "classWeights are [3], logits have 2 classes",
  );
  expect(() => softmaxCrossEntropy({ ...two, classWeights: [1, -2] })).toThrow(
    "classWeights must not be negative, got -2",
  );
  expect(() => binaryCrossEntropy({ logits: 0, targets: 1, positiveWeight: -1 })).toThrow(
    "positiveWeight must not be negative, got -1",
  );
  const pair = { studentLogits: [0, 0], teacherLogits: [0, 0] };
  expect(() => distillationLoss({ ...pair, temperature: 0 })).toThrow(
    "temperature must be a positive number, got 0",
  );
  expect(() => distillationLoss({ ...pair, alpha: 0.5 })).toThrow(
    "alpha 0.5 leaves a weight to labels, which are not given",
  );
  expect(() => distillationLoss({ ...pair, teacherLogits: [0, 0, 0] })).toThrow(ShapeError);
  const observed = { mean: 0, target: 0 };
  expect(() => gaussianNegativeLogLikelihood(observed)).toThrow(
    "give one of variance, scale and logVariance, got none",
  );
  expect(() => gaussianNegativeLogLikelihood({ ...observed, scale: 1, variance: 1 })).toThrow(
    "got variance and scale",
  );
  expect(() => gaussianNegativeLogLikelihood({ ...observed, variance: 0 })).toThrow(
    "variance must be positive, got 0",
  );
  expect(() => evidenceLowerBound({ logLikelihood: 0, mean: 1, logVariance: 0 })).toThrow(
    "mean and logVariance are scalars",
  );
  expect(() => focalLoss({ logits: 0, targets: 2 })).toThrow(DomainError);
  expect(() => focalLoss({ logits: 0, targets: 1, gamma: -1 })).toThrow(
    "gamma must be a number from 0, got -1",
  );
});
