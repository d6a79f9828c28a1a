import { grad } from "@adjoint/autodiff";
import { bernoulli, normal } from "@adjoint/probability";
import type { Bernoulli, Normal } from "@adjoint/probability";
import { key } from "@adjoint/random";
import { mean, sub, tensor } from "@adjoint/tensor";
import { expectClose, reviveNumbers } from "@adjoint/testing";
import { expect, test } from "vitest";
import { crossEntropy, entropy, klDivergence } from "../src/index.ts";
import fixtures from "./fixtures/divergences.json" with { type: "json" };

test("the divergence of normals and its gradients agree with PyTorch", () => {
  for (const { p, q, klDivergence: expected, gradient } of reviveNumbers(fixtures.normal)) {
    const divergence = (a: Normal, b: Normal) => klDivergence(a, b);
    expectClose(divergence(normal(p), normal(q)), expected, { relative: 1e-13 });
    expectClose(grad(divergence, { argnums: [0, 1] })(normal(p), normal(q)), gradient, { relative: 1e-12 });
  }
});

test("the divergence of normals keeps its digits where they nearly agree, and is 0 where they do", () => {
  // ½((1 + δ)² − 1 − 2 log(1 + δ)) = δ² − δ³/3 + …
  const delta = 2 ** -20;
  expectClose(klDivergence(normal({ scale: 1 + delta }), normal()), delta ** 2 - delta ** 3 / 3, {
    relative: 1e-9,
  });
  expect(klDivergence(normal({ mean: 3, scale: 0.1 }), normal({ mean: 3, scale: 0.1 })).item()).toBe(0);
  expectClose(grad((d: Normal) => klDivergence(d, normal()))(normal()), { mean: 0, scale: 0 });
});

test("the divergence of Bernoulli distributions agrees with SciPy, by probabilities and by logits", () => {
  for (const { p, q, klDivergence: expected } of reviveNumbers(fixtures.bernoulli)) {
    expectClose(klDivergence(bernoulli({ probs: p }), bernoulli({ probs: q })), expected, {
      relative: 1e-14,
    });
    if (p * q === 0 || (1 - p) * (1 - q) === 0) continue;
    const logits = (x: number): Bernoulli => bernoulli({ logits: Math.log(x / (1 - x)) });
    expectClose(klDivergence(logits(p), bernoulli({ probs: q })), expected, {
      relative: 1e-13,
      absolute: 1e-16,
    });
    expectClose(klDivergence(logits(p), logits(q)), expected, { relative: 1e-13, absolute: 1e-16 });
  }
  expectClose(klDivergence(bernoulli({ logits: 1000 }), bernoulli({ logits: -1000 })), 1000);
});

test("gradients of Bernoulli divergences are finite at certain outcomes", () => {
  const slope = grad((a: Bernoulli, b: Bernoulli) => klDivergence(a, b), { argnums: [0, 1] });
  expectClose(slope(bernoulli({ probs: 0 }), bernoulli({ probs: 0 })), [{ probs: -1 }, { probs: 1 }]);
  expectClose(slope(bernoulli({ probs: 0.5 }), bernoulli({ probs: 0.25 })), [
    { probs: Math.log(3) },
    { probs: -4 / 3 },
  ]);
});

test("H(p, q) = H(p) + D(p‖q), in nats and bits", () => {
  const pairs = [
    [normal({ mean: 1, scale: 2 }), normal({ mean: -0.5, scale: 3 })],
    [bernoulli({ probs: 0.3 }), bernoulli({ logits: 2 })],
  ] as const;
  for (const [p, q] of pairs) {
    expectClose(sub(crossEntropy(p, q), entropy(p)), klDivergence(p, q));
    expectClose(entropy(p, { base: "bits" }), p.entropy().item() * Math.LOG2E);
    expectClose(klDivergence(p, q, { base: "bits" }), klDivergence(p, q).item() * Math.LOG2E);
  }
});

test("closed forms agree with Monte Carlo", () => {
  const [p, q] = [normal({ mean: 1, scale: 2 }), normal({ mean: -0.5, scale: 3 })];
  const x = p.sample(key(7), [20_000]);
  expectClose(klDivergence(p, q), mean(sub(p.logProb(x), q.logProb(x))), { relative: 0.05 });
});

test("batches of distributions give batches of divergences", () => {
  const p = normal({ mean: [0, 1, 2] });
  expectClose(klDivergence(p, normal()), [0, 0.5, 2]);
  expectClose(entropy(bernoulli({ probs: [0.5, 0] }), { base: "bits" }), [1, 0]);
});

test("a density and a discrete distribution exclude each other", () => {
  expectClose(klDivergence(normal(), bernoulli({ probs: 0.5 })), Infinity);
  expectClose(crossEntropy(bernoulli({ probs: [0.5, 0.1] }), normal()), [Infinity, Infinity]);
});

test("a tensor and a distribution are refused", () => {
  expect(() => crossEntropy(normal(), tensor([0.5, 0.5]))).toThrow(
    "crossEntropy: q is a tensor and the other argument a normal distribution",
  );
});
