import { grad, vmap } from "@adjoint/autodiff";
import { DomainError, ShapeError, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor, reviveNumbers } from "@adjoint/testing";
import { expect, test } from "vitest";
import { binaryCrossEntropy, softmaxCrossEntropy } from "../src/index.ts";
import fixtures from "./fixtures/losses.json" with { type: "json" };

const { softmax, binary } = reviveNumbers(fixtures);

test("softmaxCrossEntropy and its gradient agree with PyTorch, for classes and for probabilities, at ±1000", () => {
  const forClasses = (logits: Tensor): Tensor => softmaxCrossEntropy({ logits, labels: softmax.labels });
  expectClose(forClasses(tensor(softmax.logits)), softmax.value, { relative: 1e-13 });
  expectClose(grad((z: Tensor) => sum(forClasses(z)))(tensor(softmax.logits)), softmax.gradient, {
    relative: 1e-12,
    absolute: 1e-16,
  });
  const forProbabilities = (logits: Tensor): Tensor => softmaxCrossEntropy({ logits, labels: softmax.soft });
  expectClose(forProbabilities(tensor(softmax.logits)), softmax.softValue, { relative: 1e-13 });
  expectClose(grad((z: Tensor) => sum(forProbabilities(z)))(tensor(softmax.logits)), softmax.softGradient, {
    relative: 1e-12,
    absolute: 1e-15,
  });
});

test("binaryCrossEntropy and its gradient agree with PyTorch, at ±1000", () => {
  const { logits, targets } = binary;
  expectClose(binaryCrossEntropy({ logits, targets }), binary.value, { relative: 1e-14 });
  const slope = grad((z: Tensor) => sum(binaryCrossEntropy({ logits: z, targets })))(tensor(logits));
  expectClose(slope, binary.gradient, { relative: 1e-14, absolute: 1e-17 });
});

test("losses obey the laws of differentiable operations", () => {
  const logits = randomTensor([2, 3]);
  checkPrimitive((x) => softmaxCrossEntropy({ logits: x, labels: [0, 2] }), [logits], {
    name: "classes",
    batch: false,
  });
  checkPrimitive((x) => softmaxCrossEntropy({ logits: x, labels: [0.2, 0, 0.8] }), [randomTensor([3])], {
    name: "soft",
  });
  checkPrimitive((x) => binaryCrossEntropy({ logits: x, targets: 0.3 }), [logits], { name: "binary" });
});

test("classes that are excluded by a logit of −∞ and have no mass add nothing", () => {
  expectClose(softmaxCrossEntropy({ logits: [0, 0, -Infinity], labels: [0.5, 0.5, 0] }), Math.LN2);
  expectClose(softmaxCrossEntropy({ logits: [0, 0, -Infinity], labels: 1 }), Math.LN2);
  expectClose(softmaxCrossEntropy({ logits: [0, -Infinity], labels: 1 }), Infinity);
});

test("float32 stays float32", () => {
  const logits = tensor([[1, 2]], { dtype: "float32" });
  expect(softmaxCrossEntropy({ logits, labels: [1] }).dtype).toBe("float32");
  expect(binaryCrossEntropy({ logits, targets: 1 }).dtype).toBe("float32");
});

test("labels and targets that cannot be are refused", () => {
  const logits = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  expect(() => softmaxCrossEntropy({ logits, labels: [0, 3] })).toThrow(
    "softmaxCrossEntropy: labels has the class 3, logits have 3 classes along the last axis; classes are integers from 0 to 2",
  );
  expect(() => softmaxCrossEntropy({ logits, labels: [0, 0.5] })).toThrow(DomainError);
  expect(() => softmaxCrossEntropy({ logits, labels: [0, 1, 2] })).toThrow(ShapeError);
  expect(() => softmaxCrossEntropy({ logits: [0, 0], labels: [1, 1] })).toThrow(
    "labels sums to 2 along axis 0",
  );
  expect(() => binaryCrossEntropy({ logits: [0], targets: [1.5] })).toThrow(
    "binaryCrossEntropy: targets must be between 0 and 1, got 1.5; scores belong into logits",
  );
});

test("a class that does not exist has the loss NaN where labels cannot be refused", () => {
  const loss = (labels: Tensor): Tensor => softmaxCrossEntropy({ logits: [1, 1], labels });
  expect(vmap(loss)(tensor([0, 5], { dtype: "int32" })).toArray()).toEqual([Math.log(2), NaN]);
});
