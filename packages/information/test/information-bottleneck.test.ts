import { grad } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import {
  exp,
  expandDims,
  log,
  matmul,
  mul,
  NotDifferentiableError,
  reshape,
  softmax,
  sub,
  sum,
  tensor,
  transpose,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose, randomTensor } from "@adjoint/testing";
import { expect, test } from "vitest";
import { entropy, informationBottleneck, mutualInformation } from "../src/index.ts";

const joint = reshape(softmax(randomTensor([20], { seed: 4, low: -3, high: 3 })), [5, 4]);

test("with β up to 1 nothing is kept, and with a large one all there is to know", () => {
  const nothing = informationBottleneck(joint, { beta: 0.9 });
  expectClose(nothing.complexity, 0, { absolute: 1e-12 });
  for (const beta of [1e4, 1e30]) {
    const everything = informationBottleneck(joint, { beta });
    expectClose(everything.relevance, mutualInformation(joint), { relative: 1e-12 });
    expectClose(everything.complexity, entropy(sum(joint, { axis: 1 })), { relative: 1e-12 });
  }
});

test("what is found solves the equations, and its informations are those of its tables", () => {
  for (const beta of [2, 5, 20]) {
    const { encoder, decoder, marginal, converged, ...found } = informationBottleneck(joint, {
      beta,
      size: 3,
    });
    expect(converged).toBe(true);
    const input = expandDims(sum(joint, { axis: 1 }), 1);
    const conditional = mul(joint, exp(mul(-1, log(input))));
    const scores = sub(log(marginal), mul(-beta, matmul(conditional, transpose(log(decoder)))));
    expectClose(softmax(scores), encoder, { relative: 1e-6, absolute: 1e-8 });
    const withT = mul(input, encoder);
    expectClose(mutualInformation(withT), found.complexity, { absolute: 1e-12 });
    expectClose(mutualInformation(matmul(transpose(encoder), joint)), found.relevance, { absolute: 1e-12 });
    expectClose(found.objective, found.complexity.item() - beta * found.relevance.item());
    expect(found.relevance.item()).toBeLessThan(mutualInformation(joint).item());
    expect(found.relevance.item()).toBeLessThan(found.complexity.item());
  }
});

test("relevance and complexity grow with β, and less at every step", () => {
  const points = [1.5, 3, 6, 12, 24].map((beta) => informationBottleneck(joint, { beta }));
  points.slice(1).forEach(({ complexity, relevance }, i) => {
    expect(complexity.item()).toBeGreaterThanOrEqual(points[i]!.complexity.item() - 1e-9);
    expect(relevance.item()).toBeGreaterThanOrEqual(points[i]!.relevance.item() - 1e-9);
  });
});

test("symbols that mean the same share a cluster, the same one for the same key", () => {
  const pairs = [
    [0.2, 0.05],
    [0.2, 0.05],
    [0.05, 0.2],
    [0.05, 0.2],
  ];
  const options = { beta: 100, size: 2, base: "bits" } as const;
  const { encoder, complexity, relevance } = informationBottleneck(pairs, options);
  expectClose(complexity, 1, { relative: 1e-6 });
  expectClose(relevance, mutualInformation(pairs, { base: "bits" }), { relative: 1e-6 });
  const [first, second, third] = encoder.toArray() as number[][];
  expectClose(first!, second!, { absolute: 1e-9 });
  expect(Math.abs(first![0]! - third![0]!)).toBeGreaterThan(0.99);
  expect(informationBottleneck(pairs, options).encoder.toArray()).toEqual(encoder.toArray());
  const other = informationBottleneck(pairs, { ...options, key: key(3) });
  expectClose(other.relevance, relevance, { relative: 1e-6 });
});

test("symbols that never occur and values that are not used do no harm", () => {
  const { encoder, relevance, marginal } = informationBottleneck(
    [
      [0.5, 0],
      [0, 0],
      [0, 0.5],
    ],
    { beta: 30, size: 5 },
  );
  expect(encoder.data.every(Number.isFinite)).toBe(true);
  expectClose(sum(marginal), 1);
  expectClose(relevance, Math.LN2, { relative: 1e-6 });
});

test("what cannot be is refused", () => {
  expect(() => informationBottleneck([[1]], { beta: 0 })).toThrow("beta must be a positive number, got 0");
  expect(() => informationBottleneck([[1]], { beta: 1, size: 1.5 })).toThrow(
    "size must be an integer from 1, got 1.5",
  );
  expect(() => informationBottleneck([0.5, 0.5], { beta: 1 })).toThrow(
    "joint must be a matrix of p(x, y), got the shape [2]",
  );
  expect(() => informationBottleneck([[0.5, 0.6]], { beta: 1 })).toThrow(
    "informationBottleneck: joint sums to 1.1",
  );
  const loss = (p: Tensor): Tensor => informationBottleneck(p, { beta: 2 }).relevance;
  expect(() => grad(loss)(tensor([[0.5, 0.5]]))).toThrow(NotDifferentiableError);
});
