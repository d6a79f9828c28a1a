import { grad, vmap } from "@adjoint/autodiff";
import { div, exp, log, mul, neg, softmax, sqrt, square, sub, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor, reviveNumbers } from "@adjoint/testing";
import { expect, test } from "vitest";
import {
  chiSquaredDivergence,
  crossEntropy,
  entropy,
  fDivergence,
  generalizedJsDivergence,
  hellingerDistance,
  jsDivergence,
  klDivergence,
  perplexity,
  renyiDivergence,
  renyiEntropy,
  totalVariation,
  tsallisDivergence,
  tsallisEntropy,
} from "../src/index.ts";
import type { DivergenceName } from "../src/index.ts";
import fixtures from "./fixtures/discrete.json" with { type: "json" };

const { orders, cases } = reviveNumbers(fixtures.divergences);

const vector = (length: number, seed: number): Tensor =>
  softmax(randomTensor([length], { seed, low: -3, high: 3 }));

test("entropies of every order agree with mpmath, next to 1 and at the limits", () => {
  for (const { p, ...expected } of cases) {
    orders.forEach((order, i) => {
      expectClose(renyiEntropy(p, order), expected.renyiEntropy[i], { relative: 1e-13, absolute: 1e-300 });
      if (order < Infinity) {
        expectClose(tsallisEntropy(p, order), expected.tsallisEntropy[i], {
          relative: 1e-13,
          absolute: 1e-300,
        });
      }
    });
  }
});

test("divergences of every order agree with mpmath, at zeros, far apart and nearly equal", () => {
  for (const { p, q, ...expected } of cases) {
    orders.forEach((order, i) => {
      // Below 1e-16 the probabilities' own rounding decides.
      const closeness = { relative: 1e-12, absolute: 3e-16 * (order < Infinity ? Math.max(order, 1) : 1) };
      expectClose(renyiDivergence(p, q, order), expected.renyiDivergence[i], closeness);
      const tsallis = expected.tsallisDivergence[i];
      if (tsallis !== undefined && !(tsallis > 1e308)) {
        expectClose(tsallisDivergence(p, q, order), tsallis, {
          ...closeness,
          relative: 1e-12 * Math.max(order, 1),
        });
      }
    });
  }
});

test("distances agree with mpmath", () => {
  for (const { p, q, ...expected } of cases) {
    expectClose(jsDivergence(p, q), expected.jsDivergence, { relative: 1e-13 });
    expectClose(jsDivergence(p, q, { weights: [0.875, 0.125] }), expected.weightedJsDivergence, {
      relative: 1e-13,
    });
    expectClose(hellingerDistance(p, q), expected.hellingerDistance, { relative: 1e-7 });
    expectClose(totalVariation(p, q), expected.totalVariation, { relative: 1e-15 });
    expectClose(chiSquaredDivergence(p, q), expected.chiSquaredDivergence, { relative: 1e-14 });
  }
});

test("logits give what their softmax gives, and more where that underflows", () => {
  const [a, b] = [randomTensor([4], { high: 5 }), randomTensor([4], { seed: 2, high: 5 })];
  for (const f of [crossEntropy, klDivergence, jsDivergence, totalVariation, hellingerDistance]) {
    expectClose(f({ logits: a }, { logits: b }), f(softmax(a), softmax(b)), { relative: 1e-12 });
    expectClose(f(softmax(a), { logits: b }), f(softmax(a), softmax(b)), { relative: 1e-12 });
  }
  for (const order of [0.5, 1, 2, Infinity]) {
    expectClose(renyiEntropy({ logits: a }, order), renyiEntropy(softmax(a), order));
    expectClose(
      renyiDivergence({ logits: a }, softmax(b), order),
      renyiDivergence(softmax(a), softmax(b), order),
    );
  }
  expectClose(entropy({ logits: a }), entropy(softmax(a)));
  const [up, down] = [{ logits: [1000, -1000] }, { logits: [-1000, 1000] }];
  expectClose(klDivergence(up, down), 2000);
  expectClose(crossEntropy(up, down, { base: "bits" }), 2000 * Math.LOG2E);
  expectClose(renyiDivergence(up, down, 2), 2000);
  expectClose(entropy(up), 0);
  expectClose(jsDivergence(up, down), Math.LN2);
  expectClose(renyiEntropy(up, 0.001), Math.log1p(Math.exp(-2)) / 0.999);
});

test("a logit of −∞ excludes an outcome, for q at infinite cost, whose gradient stays finite in p", () => {
  const without = { logits: [0, 0, -Infinity] };
  expectClose(entropy(without), Math.LN2);
  expectClose(klDivergence(without, [0.25, 0.25, 0.5]), Math.LN2);
  expect(klDivergence({ logits: [0, 0, -1000] }, without).item()).toBe(Infinity);
  expectClose(grad((z: Tensor) => entropy({ logits: z }))(tensor([0, 0, -Infinity])), [0, 0, 0], {
    absolute: 1e-17,
  });
  const slope = grad((z: Tensor) => klDivergence({ logits: z }, { logits: [0, 0] }))(tensor([1000, -1000]));
  expectClose(slope, [0, 0]);
});

test("orders interpolate: entropies fall and divergences grow with the order", () => {
  for (let seed = 0; seed < 10; seed++) {
    const [p, q] = [vector(5, seed), vector(5, seed + 100)];
    const entropies = orders.map((order) => renyiEntropy(p, order).item());
    const divergences = orders.map((order) => renyiDivergence(p, q, order).item());
    for (let i = 1; i < orders.length; i++) {
      expect(entropies[i]!).toBeLessThanOrEqual(entropies[i - 1]!);
      expect(divergences[i]!).toBeGreaterThanOrEqual(divergences[i - 1]!);
    }
    expectClose(mul(0.75, renyiDivergence(p, q, 0.25)), mul(0.25, renyiDivergence(q, p, 0.75)), {
      relative: 1e-11,
    });
  }
});

test("named f-divergences agree with their generators", () => {
  const generators: Readonly<Record<DivergenceName, (t: Tensor) => Tensor>> = {
    kl: (t) => mul(t, log(t)),
    "reverse-kl": (t) => neg(log(t)),
    hellinger: (t) => mul(0.5, square(sub(sqrt(t), 1))),
    "total-variation": (t) => mul(0.5, sqrt(square(sub(t, 1)))),
    "chi-squared": (t) => square(sub(t, 1)),
    "jensen-shannon": (t) =>
      sub(mul(0.5, mul(t, log(t))), mul(mul(0.5, sub(t, -1)), log(mul(0.5, sub(t, -1))))),
    alpha: (t) => div(sub(exp(mul(0.3, log(t))), sub(1, mul(0.3, sub(1, t)))), 0.3 * (0.3 - 1)),
  };
  for (let seed = 0; seed < 5; seed++) {
    const [p, q] = [vector(4, seed), vector(4, seed + 100)];
    for (const [name, f] of Object.entries(generators) as [DivergenceName, (t: Tensor) => Tensor][]) {
      const options = name === "alpha" ? { alpha: 0.3 } : {};
      const value = fDivergence(p, q, name, options);
      expect(value.item()).toBeGreaterThan(0);
      expectClose(value, fDivergence(p, q, f), { relative: 1e-10 });
      expectClose(fDivergence(p, p, name, options), 0, { absolute: 1e-16 });
      // Convexity in both arguments at once, and monotone under merging of outcomes.
      const [r, s] = [vector(4, seed + 7), vector(4, seed + 55)];
      const middle = fDivergence(mix(p, r), mix(q, s), name, options).item();
      const mean = (value.item() + fDivergence(r, s, name, options).item()) / 2;
      expect(middle).toBeLessThanOrEqual(mean + 1e-15);
      const merge = (x: Tensor): Tensor => sum(tensor([x.data.slice(0, 2), x.data.slice(2)]), { axis: 1 });
      expect(fDivergence(merge(p), merge(q), name, options).item()).toBeLessThanOrEqual(value.item() + 1e-15);
    }
  }
});

const mix = (a: Tensor, b: Tensor): Tensor => mul(0.5, sub(a, neg(b)));

test("a generator's limits decide at zeros", () => {
  const variation = (t: Tensor): Tensor => mul(0.5, sqrt(square(sub(t, 1))));
  expectClose(fDivergence([0.5, 0.5], [0, 1], variation, { slopeAtInfinity: 0.5 }), 0.5);
  expectClose(
    fDivergence([0.5, 0.5], [0, 1], (t) => square(sub(t, 1)), { slopeAtInfinity: Infinity }),
    Infinity,
  );
  expect(() => fDivergence([0.5, 0.5], [0, 1], variation)).toThrow(
    "give the limit of f(t)/t for t → ∞ as slopeAtInfinity",
  );
  expectClose(
    fDivergence([0, 1], [0.5, 0.5], (t) => square(sub(t, 1))),
    1,
  );
});

test("several distributions: the information of their index, at most the entropy of the weights", () => {
  const parts = [vector(4, 1), vector(4, 2), vector(4, 3)];
  const weights = [0.5, 0.3, 0.2];
  const mixture = parts.map((p, i) => mul(weights[i]!, p)).reduce((total, part) => sub(total, neg(part)));
  const mean = parts.reduce((total, p, i) => total + weights[i]! * entropy(p).item(), 0);
  const divergence = generalizedJsDivergence(parts, { weights });
  expectClose(divergence, entropy(mixture).item() - mean, { relative: 1e-12 });
  expect(divergence.item()).toBeLessThan(entropy(weights).item());
  expectClose(generalizedJsDivergence(parts.slice(0, 2)), jsDivergence(parts[0]!, parts[1]!));
  expectClose(
    jsDivergence(
      [
        [0.5, 0.5],
        [1, 0],
      ],
      [0.5, 0.5],
      { base: "bits" },
    ),
    [0, jsDivergence([1, 0], [0.5, 0.5]).item() * Math.LOG2E],
  );
  expectClose(
    perplexity([
      [0.5, 0.5],
      [0, 1],
    ]),
    [2, 1],
  );
});

test("derivatives obey the laws", () => {
  const logits = [randomTensor([2, 3]), randomTensor([2, 3], { seed: 2 })];
  const check = (name: string, f: (p: Tensor, q: Tensor) => Tensor): void =>
    checkPrimitive((x, y) => f(softmax(x), softmax(y)), logits, { name });
  check("jsDivergence", (p, q) => jsDivergence(p, q, { weights: [0.25, 0.75] }));
  check("hellingerDistance", hellingerDistance);
  check("chiSquaredDivergence", chiSquaredDivergence);
  for (const order of [0.5, 3]) {
    check("renyiDivergence", (p, q) => renyiDivergence(p, q, order));
    check("tsallisDivergence", (p, q) => tsallisDivergence(p, q, order));
    checkPrimitive((x) => renyiEntropy({ logits: x }, order), [logits[0]!], { name: "renyiEntropy" });
    checkPrimitive((x) => tsallisEntropy(softmax(x), order), [logits[0]!], { name: "tsallisEntropy" });
  }
  checkPrimitive((x, y) => klDivergence({ logits: x }, { logits: y }), logits, { name: "klDivergence" });
  checkPrimitive(
    (x) => totalVariation(softmax(x), [0.2, 0.3, 0.5]),
    [randomTensor([3], { low: 2, high: 9 })],
    {
      name: "totalVariation",
      step: 1 / 64,
    },
  );
  check("fDivergence", (p, q) => fDivergence(p, q, (t) => mul(t, log(t))));
});

test("gradients are finite at zeros", () => {
  const p = tensor([0, 0.5, 0.5]);
  const q = tensor([0.5, 0.5, 0]);
  const m = (i: number): number => (p.data[i]! + q.data[i]!) / 2;
  expectClose(grad((x: Tensor) => jsDivergence(x, q))(p), [
    0,
    0.5 * Math.log(0.5 / m(1)),
    0.5 * Math.log(0.5 / m(2)),
  ]);
  for (const order of [0, 0.5, 1, 2, Infinity]) {
    for (const gradient of [
      grad((x: Tensor) => renyiEntropy(x, order))(p),
      grad((x: Tensor) => renyiDivergence(x, tensor([0.25, 0.5, 0.25]), order))(p),
      grad((x: Tensor) => renyiDivergence(p, x, order))(tensor([0.25, 0.5, 0.25])),
    ]) {
      expect(gradient.data.every(Number.isFinite)).toBe(true);
      expect(gradient.data[0]).toBeCloseTo(0, 15);
    }
  }
  for (const f of [hellingerDistance, totalVariation, chiSquaredDivergence]) {
    expect(grad((x: Tensor) => f(x, x))(p).data.every((value) => value === 0)).toBe(true);
  }
});

test("float32, batches, axes and maps", () => {
  const p = tensor(
    [
      [0.5, 1],
      [0.5, 0],
    ],
    { dtype: "float32" },
  );
  for (const order of [0, 0.5, 1, 2, Infinity]) {
    const value = renyiEntropy(p, order, { axis: 0, base: "bits" });
    expect(value.dtype).toBe("float32");
    expectClose(value, [1, 0], { absolute: 1e-7 });
    expectClose(
      vmap((x: Tensor) => renyiEntropy(x, order))(
        tensor([
          [0.5, 0.5],
          [0, 1],
        ]),
      ),
      [Math.LN2, 0],
    );
  }
  expect(jsDivergence(p, p, { axis: 0 }).dtype).toBe("float32");
  expectClose(
    renyiDivergence(
      [[0.5, 0.5]],
      [
        [1, 0],
        [0.5, 0.5],
      ],
      2,
    ),
    [Infinity, 0],
  );
});

test("certainty has the entropy 0 of every order, and no divergence from itself, without a sign", () => {
  for (const order of orders) {
    expect(renyiEntropy([0, 1], order).item()).toBe(0);
    expect(renyiDivergence([0, 1], [0, 1], order).item()).toBe(0);
    if (order === Infinity) continue;
    expect(tsallisEntropy([0, 1], order).item()).toBe(0);
    expect(tsallisDivergence([0, 1], [0, 1], order).item()).toBe(0);
  }
});

test("wrong orders, weights and generators are refused", () => {
  expect(() => renyiEntropy([1], -1)).toThrow("renyiEntropy: order must be a number from 0, got -1");
  expect(() => tsallisEntropy([1], Infinity)).toThrow("order must be a finite number from 0, got Infinity");
  expect(() => jsDivergence([1], [1], { weights: [1] })).toThrow(
    "weights must be 2 numbers from 0 that sum to 1, got [1]",
  );
  expect(() => generalizedJsDivergence([])).toThrow("weights must be 0 numbers");
  expect(() => jsDivergence([0.5], [1])).toThrow("jsDivergence: p sums to 0.5");
  expect(() => fDivergence([1], [1], "wrong" as "kl")).toThrow(
    'fDivergence: no generator "wrong"; there are "kl"',
  );
  expect(() => fDivergence([1], [1], "alpha")).toThrow(
    "needs the option alpha, a finite number, got undefined",
  );
  expect(() => fDivergence([1], [1], (t) => sum(t))).toThrow(
    "the generator must work elementwise; of the shape [1] it made []",
  );
  expect(() => entropy({ logits: [NaN, 1] })).toThrow(
    "the logits of p must be numbers below Infinity, got NaN",
  );
  expect(() => entropy({ logits: 1 })).toThrow("entropy: the logits of p have the shape []");
});
