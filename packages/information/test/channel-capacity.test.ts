import { grad, hessian, vmap } from "@adjoint/autodiff";
import { expandDims, mul, NotDifferentiableError, ShapeError, softmax, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor } from "@adjoint/testing";
import { expect, test } from "vitest";
import { channelCapacity, mutualInformation } from "../src/index.ts";

const entropyOf = (p: number): number =>
  p === 0 || p === 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
const symmetric = (e: number): number[][] => [
  [1 - e, e],
  [e, 1 - e],
];
const inBits = (channel: number[][]): number => channelCapacity(channel, { base: "bits" }).capacity.item();

test("the capacities of channels that are known in closed form", () => {
  for (const e of [0, 1e-9, 0.01, 0.11, 0.4, 0.9, 1]) {
    expectClose(inBits(symmetric(e)), 1 - entropyOf(e), { relative: 1e-12 });
    expectClose(
      inBits([
        [1 - e, e, 0],
        [0, e, 1 - e],
      ]),
      1 - e,
      { relative: 1e-12, absolute: 1e-15 },
    );
    // The Z channel: log₂(1 + (1 − e) e^(e/(1 − e))).
    const z = e === 1 ? 0 : Math.log2(1 + (1 - e) * e ** (e / (1 - e)));
    expectClose(
      inBits([
        [1, 0],
        [e, 1 - e],
      ]),
      z,
      { relative: 1e-9, absolute: 1e-12 },
    );
  }
  expect(inBits(symmetric(0.5))).toBe(0);
  // Nearly useless: 1 − H(½ − ε) = 2 ε²/ln 2 + …
  expectClose(inBits(symmetric(0.5 - 1e-6)), 2e-12 * Math.LOG2E, { relative: 1e-9 });
  // The noisy typewriter of 26 letters, each received as itself or the next one.
  const typewriter = Array.from({ length: 26 }, (_, x) =>
    Array.from({ length: 26 }, (_letter, y) => (y === x || y === (x + 1) % 26 ? 0.5 : 0)),
  );
  expectClose(inBits(typewriter), Math.log2(13), { relative: 1e-12 });
  expectClose(
    inBits([
      [1, 0],
      [0, 1],
      [0.5, 0.5],
    ]),
    1,
    { relative: 1e-9 },
  );
  expectClose(inBits([[0.3, 0.7]]), 0);
});

test("the gap certifies random channels: no input does better, and the best does as well as is said", () => {
  for (const [inputs, outputs, seed] of [
    [3, 3, 1],
    [8, 4, 2],
    [4, 8, 3],
    [20, 20, 4],
  ] as const) {
    const channel = softmax(randomTensor([inputs, outputs], { seed, low: -4, high: 4 }));
    const { capacity, input, gap, converged } = channelCapacity(channel);
    expect(converged.toArray()).toBe(true);
    expect(gap.item()).toBeLessThanOrEqual(1e-10);
    const joint = (p: Tensor): Tensor => mul(expandDims(p, 1), channel);
    expectClose(mutualInformation(joint(input)), capacity, { relative: 1e-12 });
    expectClose(sum(input), 1);
    for (let other = 0; other < 10; other++) {
      const p = softmax(randomTensor([inputs], { seed: other, low: -3, high: 3 }));
      expect(mutualInformation(joint(p)).item()).toBeLessThanOrEqual(capacity.item() + gap.item());
    }
  }
});

test("costs: the capacity of a budget is concave, and stops where the budget is no limit", () => {
  const channel = symmetric(0.1);
  const at = (budget: number): number =>
    channelCapacity(channel, { costs: [0, 1], budget, base: "bits" }).capacity.item();
  // An input of 1 with probability B is received as 1 with probability 0.1 + 0.8 B.
  for (const budget of [0, 0.01, 0.2, 0.4, 0.5]) {
    expectClose(at(budget), entropyOf(0.1 + 0.8 * budget) - entropyOf(0.1), {
      relative: 1e-9,
      absolute: 1e-15,
    });
  }
  expectClose(at(2), at(0.5));
  const { input, gap, converged } = channelCapacity(channel, { costs: [0, 1], budget: 0.2 });
  expectClose(input, [0.8, 0.2], { relative: 1e-12 });
  expect(gap.item()).toBeLessThan(1e-10);
  expect(converged.toArray()).toBe(true);
});

test("derivatives hold the best input fixed, and agree with differences", () => {
  const logits = randomTensor([3, 4], { low: -2, high: 2, seed: 5 });
  const options = { order: 1, tolerance: 1e-6 };
  checkPrimitive((z) => channelCapacity(softmax(z), { tolerance: 1e-14 }).capacity, [logits], {
    ...options,
    name: "channelCapacity",
  });
  checkPrimitive(
    (z, costs, budget) => channelCapacity(softmax(z), { costs, budget, tolerance: 1e-14 }).capacity,
    [logits, [0, 1, 2], 0.5],
    { ...options, name: "channelCapacity with costs", step: 1 / 64 },
  );
  // d(log 2 − H(e))/de = −log((1 − e)/e)
  const ofNoise = (channel: Tensor): Tensor => channelCapacity(channel).capacity;
  const slope = grad(ofNoise)(tensor(symmetric(0.2)));
  expectClose(slope.data[1]! - slope.data[0]! + slope.data[2]! - slope.data[3]!, -Math.log(4));
  expectClose(
    grad(ofNoise)(
      tensor([
        [1, 0],
        [0, 1],
      ]),
    ),
    [
      [Math.LN2 / 2, 0],
      [0, Math.LN2 / 2],
    ],
  );
  expect(() => hessian(ofNoise)(tensor(symmetric(0.2)))).toThrow(NotDifferentiableError);
});

test("leading axes and maps give one verdict for each channel", () => {
  const channels = tensor([symmetric(0.1), symmetric(0.3)]);
  const found = channelCapacity(channels, { base: "bits" });
  const each = [1 - entropyOf(0.1), 1 - entropyOf(0.3)];
  expectClose(found.capacity, each);
  expect(found.input.shape).toEqual([2, 2]);
  expect(found.converged.toArray()).toEqual([true, true]);
  expectClose(vmap((channel: Tensor) => channelCapacity(channel, { base: "bits" }).capacity)(channels), each);
  expect(channelCapacity(tensor(symmetric(0.1), { dtype: "float32" })).capacity.dtype).toBe("float32");
});

test("a limit that is reached is said, with a gap that still holds", () => {
  const channel = softmax(randomTensor([6, 6], { seed: 8 }));
  const { capacity, gap, iterations, converged } = channelCapacity(channel, { maxIterations: 5 });
  expect(converged.toArray()).toBe(false);
  expect(iterations.item()).toBeLessThan(9);
  const best = channelCapacity(channel).capacity.item();
  expect(best).toBeGreaterThan(capacity.item());
  expect(best).toBeLessThanOrEqual(capacity.item() + gap.item());
});

test("what is no channel is refused", () => {
  expect(() => channelCapacity([0.5, 0.5])).toThrow(ShapeError);
  expect(() => channelCapacity([[0.5, 0.6]])).toThrow("channelCapacity: channel sums to 1.1 along axis 1");
  expect(() => channelCapacity([[1]], { costs: [1] })).toThrow(
    "costs and budget go together, got costs alone",
  );
  expect(() => channelCapacity([[1], [1]], { costs: [1, 2], budget: 0.5 })).toThrow(
    "no input costs at most the budget 0.5; the least of the costs is 1",
  );
  expect(() => channelCapacity([[1]], { tolerance: 0 })).toThrow(
    "tolerance and maxIterations must be positive",
  );
});
