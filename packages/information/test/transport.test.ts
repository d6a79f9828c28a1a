import { grad, vmap } from "@adjoint/autodiff";
import { key, normal, split } from "@adjoint/random";
import {
  add,
  div,
  DomainError,
  expandDims,
  mul,
  ShapeError,
  softmax,
  square,
  stack,
  sub,
  sum,
  tensor,
  transpose,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor } from "@adjoint/testing";
import { expect, test } from "vitest";
import { maximumMeanDiscrepancy, sinkhorn, wassersteinDistance } from "../src/index.ts";
import fixtures from "./fixtures/transport.json" with { type: "json" };

test("Wasserstein distances agree with SciPy and its linear programs, with weights, ties and weights of 0", () => {
  for (const { x, y, xWeights, yWeights, distances } of fixtures.wasserstein) {
    [1, 2, 3.5].forEach((order, i) => {
      const options = { order, xWeights, yWeights };
      expectClose(wassersteinDistance(x, y, options), distances[i], { relative: i === 0 ? 1e-13 : 1e-8 });
    });
  }
});

test("the distance is a metric, follows shift and scale, and grows with the order", () => {
  const [x, y, z] = [randomTensor([5]), randomTensor([7], { seed: 2 }), randomTensor([4], { seed: 3 })];
  for (const order of [1, 2, 4]) {
    const distance = (a: Tensor, b: Tensor): number => wassersteinDistance(a, b, { order }).item();
    expect(distance(x, x)).toBe(0);
    expectClose(distance(x, y), distance(y, x));
    expect(distance(x, z)).toBeLessThanOrEqual(distance(x, y) + distance(y, z));
    expectClose(distance(x, add(x, 2)), 2);
    expectClose(distance(mul(3, x), mul(3, y)), 3 * distance(x, y));
    expect(distance(x, y)).toBeLessThanOrEqual(wassersteinDistance(x, y, { order: order + 1 }).item());
  }
  expectClose(wassersteinDistance([1, 2, 3], [7], { order: 1 }), 5);
});

test("its derivatives move mass along the plan, and are 0 where the distributions agree", () => {
  const x = tensor([0, 3, 1]);
  const inX = grad((points: Tensor) => wassersteinDistance(points, [5, 6, 7]))(x);
  expectClose(inX, [-1 / 3, -1 / 3, -1 / 3]);
  for (const order of [1, 2]) {
    checkPrimitive(
      (a, b, u) => wassersteinDistance(a, b, { order, xWeights: softmax(u) }),
      [
        [0, 2, 4.5],
        [1, 1.75, 3],
        [0.1, -0.2, 0.3],
      ],
      { name: "wassersteinDistance", step: 1 / 64, order: 1, tolerance: 1e-6 },
    );
  }
  const same = grad((points: Tensor) => wassersteinDistance(points, [0, 1], { order: 2 }))(tensor([0, 1]));
  expectClose(same, [0, 0]);
  const pairs = vmap((a: Tensor) => wassersteinDistance(a, [0, 0]))(
    tensor([
      [1, 1],
      [2, 4],
    ]),
  );
  expectClose(pairs, [1, 3]);
});

test("points and weights that cannot be are refused", () => {
  expect(() => wassersteinDistance([[1]], [1])).toThrow(
    "x must be a vector of points, got the shape [1, 1]; use vmap",
  );
  expect(() => wassersteinDistance([1], [])).toThrow(ShapeError);
  expect(() => wassersteinDistance([1, 2], [1], { xWeights: [1] })).toThrow("xWeights are [1], x [2]");
  expect(() => wassersteinDistance([1, 2], [1], { xWeights: [1, -1] })).toThrow(
    "xWeights must be numbers from 0, not all 0, got -1",
  );
  expect(() => wassersteinDistance([1], [1], { yWeights: [0] })).toThrow("got only 0");
  expect(() => wassersteinDistance([1], [1], { order: 0.5 })).toThrow(
    "order must be a number from 1, got 0.5",
  );
});

test("entropic plans agree with NumPy, with the marginals asked for", () => {
  for (const { a, b, costs, epsilon, ...expected } of fixtures.sinkhorn) {
    const found = sinkhorn(a, b, costs, { epsilon, tolerance: 1e-13 });
    expectClose(found.plan, expected.plan, { relative: 1e-9, absolute: 1e-14 });
    expectClose(found.cost, expected.cost, { relative: 1e-11 });
    expectClose(found.value, expected.value, { relative: 1e-11 });
    expectClose(sum(found.plan, { axis: 0 }), b, { relative: 1e-12 });
    expectClose(sum(found.plan, { axis: 1 }), a, { absolute: 1e-12 });
    expect(found.converged.toArray()).toBe(true);
    expect(expected.cost).toBeGreaterThan(expected.unregularized);
  }
  // Without regularization in sight the cost is that of the linear program.
  const { a, b, costs, unregularized } = fixtures.sinkhorn[0]!;
  expectClose(sinkhorn(a, b, costs, { epsilon: 1e-3 }).cost, unregularized, { relative: 1e-3 });
});

test("derivatives of value, cost and plan obey the laws to second order", () => {
  const options = { epsilon: 0.4, tolerance: 1e-15 };
  const inputs = [randomTensor([3]), randomTensor([2], { seed: 2 }), randomTensor([3, 2], { seed: 3 })];
  for (const part of ["value", "cost", "plan"] as const) {
    checkPrimitive((a, b, cost) => sinkhorn(softmax(a), softmax(b), cost, options)[part], inputs, {
      name: `sinkhorn ${part}`,
      tolerance: 1e-6,
    });
  }
  const { a, b, costs, epsilon, plan } = fixtures.sinkhorn[1]!;
  const inCost = grad((cost: Tensor) => sinkhorn(a, b, cost, { epsilon, tolerance: 1e-13 }).value)(
    tensor(costs),
  );
  expectClose(inCost, plan, { relative: 1e-8, absolute: 1e-13 });
});

test("plans of maps and of many points, whose derivative is solved by products, are those of each", () => {
  const costs = tensor([
    [
      [0, 1],
      [1, 0],
    ],
    [
      [0, 2],
      [2, 0],
    ],
  ]);
  const value = (cost: Tensor): Tensor => sinkhorn([0.5, 0.5], [0.5, 0.5], cost, { epsilon: 0.5 }).value;
  const each = (costs.toArray() as number[][][]).map((cost) => value(tensor(cost)).item());
  expectClose(vmap(value)(costs), each);
  const count = 110;
  const even = Array.from({ length: count }, () => 1 / count);
  const cost = randomTensor([count, 2], { low: 0 });
  const options = { epsilon: 0.1, tolerance: 1e-13 };
  // The same problem from its other side has two potentials to solve for, instead of 110.
  const tall = grad((c: Tensor) => sinkhorn(even, [0.3, 0.7], c, options).cost)(cost);
  const wide = grad((c: Tensor) => sinkhorn([0.3, 0.7], even, c, options).cost)(transpose(cost));
  expectClose(tall, transpose(wide), { relative: 1e-7, absolute: 1e-11 });
});

test("a point without mass takes no part, with finite derivatives", () => {
  const options = { epsilon: 0.1 };
  const cost = [
    [0, 1],
    [1, 0],
    [0.5, 0.5],
  ];
  const { plan, value } = sinkhorn([0.5, 0.5, 0], [0.5, 0.5], cost, options);
  expectClose(plan.data.slice(4), [0, 0]);
  expectClose(value, sinkhorn([0.5, 0.5], [0.5, 0.5], cost.slice(0, 2), options).value);
  const slope = grad((a: Tensor) => sinkhorn(a, [0.5, 0.5], cost, options).cost)(tensor([0.5, 0.5, 0]));
  expect(slope.data.every(Number.isFinite)).toBe(true);
});

test("nothing underflows at a small ε, and a limit that is reached is said", () => {
  const x = randomTensor([12], { high: 3 });
  const y = randomTensor([12], { seed: 2, high: 3 });
  const even = Array.from({ length: 12 }, () => 1 / 12);
  const cost = square(sub(expandDims(x, 1), y));
  const found = sinkhorn(even, even, cost, { epsilon: 2e-3 });
  expect(found.converged.toArray()).toBe(true);
  expectClose(found.cost, wassersteinDistance(x, y, { order: 2 }).item() ** 2, { relative: 0.02 });
  const short = sinkhorn(even, even, cost, { epsilon: 1e-3, maxIterations: 1, tolerance: 1e-12 });
  expect(short.converged.toArray()).toBe(false);
  expect(short.error.item()).toBeGreaterThan(1e-12);
});

test("transport that cannot be is refused", () => {
  expect(() => sinkhorn([1], [1], [[1]], { epsilon: 0 })).toThrow("epsilon must be a positive number, got 0");
  expect(() => sinkhorn([1], [1], [[1, 2]], { epsilon: 1 })).toThrow(
    "a [n], b [m] and cost [n, m] must fit, got [1], [1], [1, 2]",
  );
  expect(() => sinkhorn([1], [1], [[Infinity]], { epsilon: 1 })).toThrow("cost must be finite, got Infinity");
  expect(() => sinkhorn([0.5], [1], [[1]], { epsilon: 1 })).toThrow(DomainError);
});

test("discrepancies agree with NumPy, biased and not, by a bandwidth and by the median", () => {
  for (const { x, y, bandwidth, ...expected } of fixtures.discrepancy) {
    for (const kernel of ["gaussian", "laplace"] as const) {
      for (const [name, scale] of [
        ["given", bandwidth],
        ["median", "median"],
      ] as const) {
        const { biased, unbiased } = expected[`${name} ${kernel}`];
        const options = { kernel, bandwidth: scale };
        expectClose(maximumMeanDiscrepancy(x, y, options), unbiased, { relative: 1e-11, absolute: 1e-15 });
        expectClose(maximumMeanDiscrepancy(x, y, { ...options, unbiased: false }), biased, {
          relative: 1e-11,
        });
      }
    }
  }
});

test("equal samples have none, and equal distributions none on average", () => {
  const x = randomTensor([6, 2]);
  expectClose(maximumMeanDiscrepancy(x, x, { unbiased: false }), 0, { absolute: 1e-15 });
  const keys = split(key(3), 60);
  const draws = keys.map((one) => {
    const [a, b] = split(one);
    return maximumMeanDiscrepancy(normal(a, [20]), normal(b, [20]), { bandwidth: 1 }).item();
  });
  const mean = draws.reduce((total, value) => total + value, 0) / draws.length;
  const spread = Math.sqrt(draws.reduce((total, value) => total + (value - mean) ** 2, 0)) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(4 * spread);
});

test("discrepancies are differentiable in the samples, with kernels of one's own and several scales", () => {
  const inputs = [randomTensor([3, 2]), randomTensor([4, 2], { seed: 2 })];
  checkPrimitive((x, y) => maximumMeanDiscrepancy(x, y, { bandwidth: [0.5, 2] }), inputs, {
    name: "gaussian",
  });
  const rational = (squares: Tensor): Tensor => div(1, add(1, squares));
  checkPrimitive((x, y) => maximumMeanDiscrepancy(x, y, { bandwidth: 1, kernel: rational }), inputs, {
    name: "rational",
  });
  const slope = grad((x: Tensor) => maximumMeanDiscrepancy(x, x, { kernel: "laplace" }))(tensor([0, 0, 1]));
  expect(slope.data.every(Number.isFinite)).toBe(true);
  const batch = stack([inputs[0]!, mul(2, inputs[0]!)]);
  const mapped = vmap((x: Tensor) => maximumMeanDiscrepancy(x, inputs[1]!))(batch);
  expectClose(mapped.data[1], maximumMeanDiscrepancy(mul(2, inputs[0]!), inputs[1]!));
  expect(() => maximumMeanDiscrepancy([1], [2])).toThrow(
    "at least 2 samples each (axis 0), got [1, 1] and [1, 1]",
  );
  expect(() => maximumMeanDiscrepancy([1, 2], [2, 3], { bandwidth: 0 })).toThrow(
    'a list of them or "median", got 0',
  );
});
