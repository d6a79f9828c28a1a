import { grad, vmap } from "@adjoint/autodiff";
import { key, normal, split, uniform } from "@adjoint/random";
import { add, mul, NotDifferentiableError, ShapeError, stack, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor } from "@adjoint/testing";
import { expect, test } from "vitest";
import { entropyFromSamples, mutualInformationFromSamples } from "../src/index.ts";
import { neighborTree } from "../src/neighbor-tree.ts";

test("the tree finds the neighbours and counts that a search of all points finds", () => {
  for (const [dimension, metric] of [
    [1, "maximum"],
    [3, "maximum"],
    [2, "euclidean"],
    [5, "euclidean"],
  ] as const) {
    const points = Float64Array.from(uniform(key(dimension), [200 * dimension]).data);
    const tree = neighborTree(points, dimension, metric);
    const distance = (i: number, j: number): number => {
      const parts = Array.from({ length: dimension }, (_, c) =>
        Math.abs(points[i * dimension + c]! - points[j * dimension + c]!),
      );
      return metric === "maximum" ? Math.max(...parts) : Math.hypot(...parts);
    };
    for (let i = 0; i < 200; i += 7) {
      const others = Array.from({ length: 200 }, (_, j) => j).filter((j) => j !== i);
      const sorted = others.toSorted((j, k) => distance(i, j) - distance(i, k));
      expect([...tree.nearest(i, 4)]).toEqual(sorted.slice(0, 4));
      const radius = distance(i, sorted[20]!);
      expect(tree.within(i, radius * (1 + 1e-12), true)).toBe(21);
      expect(tree.within(i, radius * (1 - 1e-12), false)).toBe(20);
      expect(tree.within(i, 10, false)).toBe(199);
    }
  }
});

test("the entropy of Gaussian and uniform samples, in one to three dimensions, within the statistical error", () => {
  const ofNormal = 0.5 * Math.log(2 * Math.PI * Math.E);
  for (const dimension of [1, 2, 3]) {
    for (const neighbors of [1, 3, 10]) {
      const x = normal(key(dimension), [5000, dimension]);
      const estimate = entropyFromSamples(x, { neighbors }).item();
      // Var log p = d/2 and Var log ε^d = ψ′(k), over n; four standard errors, and a bias in three dimensions.
      const spread = Math.sqrt((dimension / 2 + 1.7 / neighbors) / 5000);
      expect(Math.abs(estimate - dimension * ofNormal)).toBeLessThan(4 * spread + 0.01 * (dimension - 1));
    }
  }
  const estimate = entropyFromSamples(uniform(key(9), [5000], { low: 0, high: 8 }), { base: "bits" }).item();
  expect(Math.abs(estimate - 3)).toBeLessThan(0.05);
});

test("the entropy follows scale and shift, also in its derivative", () => {
  const x = normal(key(4), [300, 2]);
  expectClose(entropyFromSamples(add(mul(x, 8), 5)), entropyFromSamples(x).item() + 2 * Math.log(8), {
    relative: 1e-11,
  });
  const ofScale = (scale: Tensor): Tensor => entropyFromSamples(mul(scale, x));
  expectClose(grad(ofScale)(2), 2 / 2);
  checkPrimitive((points) => entropyFromSamples(points, { neighbors: 1 }), [randomTensor([6, 2])], {
    name: "entropyFromSamples",
    step: 1 / 256,
    order: 1,
    tolerance: 1e-6,
  });
  const batch = stack([x, mul(x, 2)]);
  expectClose(vmap((points: Tensor) => entropyFromSamples(points))(batch), [
    entropyFromSamples(x).item(),
    ofScale(tensor(2)).item(),
  ]);
});

test("both estimators find the information of correlated Gaussian variables, and none in independent ones", () => {
  const [forX, forNoise] = split(key(5));
  const x = normal(forX, [5000]);
  const noise = normal(forNoise, [5000]);
  for (const estimator of [1, 2] as const) {
    for (const rho of [0, 0.3, 0.9]) {
      const y = add(mul(rho, x), mul(Math.sqrt(1 - rho * rho), noise));
      const estimate = mutualInformationFromSamples(x, y, { estimator }).item();
      expect(Math.abs(estimate - -0.5 * Math.log(1 - rho * rho))).toBeLessThan(0.04);
      expect(mutualInformationFromSamples(y, x, { estimator }).item()).toBeCloseTo(estimate, 12);
    }
  }
});

test("variables of several dimensions, and monotone maps, which change little", () => {
  const [forX, forNoise] = split(key(6));
  const x = normal(forX, [4000, 2]);
  const y = add(x, normal(forNoise, [4000, 2]));
  // Two independent channels with as much noise as signal.
  const estimate = mutualInformationFromSamples(x, y).item();
  expect(Math.abs(estimate - Math.LN2)).toBeLessThan(0.06);
  const scaled = mutualInformationFromSamples(mul(x, 3), mul(y, 0.5), { base: "bits" }).item();
  expect(Math.abs(scaled - 1)).toBeLessThan(0.09);
});

test("the estimates of a few samples, by hand", () => {
  // Neighbours at 1, 1 and 2: ψ(3) − ψ(1) + log 2 + (log 1 + log 1 + log 2)/3.
  expectClose(entropyFromSamples([0, 1, 3], { neighbors: 1 }), 1.5 + Math.LN2 + Math.LN2 / 3);
  // Every neighbour is alone within the radius: ψ(1) + ψ(2) − 2 ψ(1) = 1.
  expectClose(mutualInformationFromSamples([0, 1], [0, 1], { neighbors: 1 }), 1);
});

test("ties, too few samples and derivatives of counts are refused", () => {
  expect(() => entropyFromSamples([1, 1, 2, 3], { neighbors: 1 })).toThrow(
    "entropyFromSamples: the sample 0 equals 1 others",
  );
  expect(() => mutualInformationFromSamples([1, 1, 2], [3, 3, 4], { neighbors: 1 })).toThrow(
    "the sample 0 equals 1 others",
  );
  expect(() => entropyFromSamples([1, 2, 3])).toThrow("below the number of samples, got 3 of 3 samples");
  expect(() => entropyFromSamples([1, 2, 3, NaN], { neighbors: 1 })).toThrow(
    "samples must be finite, got NaN",
  );
  expect(() => entropyFromSamples([[[1]]])).toThrow(ShapeError);
  expect(() => mutualInformationFromSamples([1, 2], [1, 2, 3])).toThrow("got 2 of x and 3 of y (axis 0)");
  const loss = (x: Tensor): Tensor => mutualInformationFromSamples(x, [1, 2, 3, 5], { neighbors: 1 });
  expect(() => grad(loss)(tensor([1, 2, 4, 3]))).toThrow(NotDifferentiableError);
});
