import { grad, hessian, trace, vmap } from "@adjoint/autodiff";
import { DomainError, mul, softmax, sub, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor, reviveNumbers } from "@adjoint/testing";
import { expect, test } from "vitest";
import { crossEntropy, entropy, klDivergence } from "../src/index.ts";
import cases from "./fixtures/vectors.json" with { type: "json" };

test("values agree with SciPy, with zeros and infinities", () => {
  for (const { p, q, ...expected } of reviveNumbers(cases)) {
    expectClose(entropy(p), expected.entropy, { relative: 1e-14 });
    expectClose(entropy(p, { base: "bits" }), expected.entropyInBits, { relative: 1e-14 });
    expectClose(klDivergence(p, q), expected.klDivergence, { relative: 1e-13 });
    expectClose(crossEntropy(p, q), expected.crossEntropy, { relative: 1e-14 });
  }
});

test("zero probabilities count nothing, certainty has no entropy, and what q excludes is infinitely far", () => {
  expect(entropy([0, 1, 0]).item()).toBe(0);
  expect(klDivergence([0, 1], [0, 1]).item()).toBe(0);
  expect(crossEntropy([0, 1], [0, 1]).item()).toBe(0);
  expect(klDivergence([0.5, 0.5], [0, 1]).item()).toBe(Infinity);
  expect(klDivergence([0, 1], [0.5, 0.5], { base: "bits" }).item()).toBe(1);
  expectClose(klDivergence([1, 0], [1e-320, 1]), 320 * Math.LN10, { relative: 1e-4 });
});

test("Gibbs: D(p‖q) ≥ 0, and H(p, q) = H(p) + D(p‖q)", () => {
  for (let seed = 0; seed < 50; seed++) {
    const p = softmax(randomTensor([5], { seed, low: -3, high: 3 }));
    const q = softmax(randomTensor([5], { seed: seed + 1000, low: -3, high: 3 }));
    const divergence = klDivergence(p, q);
    expect(divergence.item()).toBeGreaterThan(0);
    expectClose(sub(crossEntropy(p, q), entropy(p)), divergence, { absolute: 1e-14 });
  }
});

test("derivatives obey the laws, through softmax", () => {
  const logits = [randomTensor([2, 3]), randomTensor([2, 3], { seed: 2 })];
  checkPrimitive((x) => entropy(softmax(x)), logits.slice(1), { name: "entropy" });
  checkPrimitive((x, y) => crossEntropy(softmax(x), softmax(y)), logits, { name: "crossEntropy" });
  checkPrimitive((x, y) => klDivergence(softmax(x), softmax(y)), logits, { name: "klDivergence" });
});

test("gradients are finite at zeros: nothing, where p has no mass", () => {
  expectClose(grad((p: Tensor) => entropy(p))(tensor([0, 0.5, 0.5])), [0, Math.LN2 - 1, Math.LN2 - 1]);
  const q = tensor([0, 0.5, 0.5]);
  const [inP, inQ] = grad((p: Tensor, q: Tensor) => klDivergence(p, q), { argnums: [0, 1] })(
    tensor([0, 0.25, 0.75]),
    q,
  );
  expectClose(inP, [0, Math.log(0.5) + 1, Math.log(1.5) + 1]);
  expectClose(inQ, [0, -0.5, -1.5]);
  expectClose(grad((p: Tensor) => crossEntropy(p, q))(tensor([0, 0.25, 0.75])), [0, Math.LN2, Math.LN2]);
  const saturated = grad((z: Tensor) => entropy(softmax(z)))(tensor([1000, 0, 0]));
  expectClose(saturated, [0, 0, 0]);
});

test("the Hessian of D(p‖q) in q at p = q is the Fisher information, 1/p on the diagonal", () => {
  const p = tensor([0.2, 0.3, 0.5]);
  expectClose(hessian((q: Tensor) => mul(1, klDivergence(p, q)))(p), [
    [5, 0, 0],
    [0, 10 / 3, 0],
    [0, 0, 2],
  ]);
});

test("an axis, a batch and broadcasting", () => {
  const p = tensor([
    [0.5, 1],
    [0.5, 0],
  ]);
  expectClose(entropy(p, { axis: 0 }), [Math.LN2, 0]);
  expectClose(klDivergence(p, [[0.25], [0.75]], { axis: 0 }), [
    Math.log(2) / 2 + Math.log(2 / 3) / 2,
    Math.log(4),
  ]);
  expect(
    crossEntropy(
      [[0.5, 0.5]],
      [
        [0.1, 0.9],
        [0.2, 0.8],
        [0.3, 0.7],
      ],
    ).shape,
  ).toEqual([3]);
  expectClose(
    vmap((row: Tensor) => entropy(row))(
      tensor([
        [0.5, 0.5],
        [1, 0],
      ]),
    ),
    [Math.LN2, 0],
  );
  expect(entropy(tensor([0.5, 0.5], { dtype: "float32" })).dtype).toBe("float32");
  expect(entropy(tensor([], { shape: [0, 2] })).shape).toEqual([0]);
});

test("what is no distribution is refused, naming argument and axis", () => {
  expect(() => entropy([0.5, 0.6])).toThrow(DomainError);
  expect(() =>
    entropy([
      [0.5, 0.5],
      [0.5, 0.75],
    ]),
  ).toThrow(
    "entropy: p sums to 1.25 along axis 1 (shape [2, 2]), not to 1; divide by the sum, use softmax for logits, or name another axis",
  );
  expect(() => klDivergence([0.5, 0.5], [-0.5, 1.5])).toThrow(
    "klDivergence: q has the probability -0.5 at place 0 of axis 0; probabilities are numbers from 0: softmax turns logits into them",
  );
  expect(() => entropy([NaN, 1])).toThrow("entropy: p has the probability NaN");
  expect(() => entropy(0.5)).toThrow("entropy: p is a scalar; give the probabilities of all outcomes");
  expect(() => klDivergence(0.5, [0.5, 0.5])).toThrow("klDivergence: p is a scalar");
  expect(() => klDivergence([0.5, 0.5], [1 / 3, 1 / 3, 1 / 3])).toThrow(
    "klDivergence: shapes [2] and [3] do not broadcast",
  );
  expect(() => entropy([0.5, 0.5], { axis: 1 })).toThrow("entropy: no axis 1");
  expect(() => entropy([1], { base: "bit" as "bits" })).toThrow(
    'entropy: base must be "nats" or "bits", got "bit"',
  );
  expect(() => grad((p: Tensor) => entropy(sum(p)))(tensor([1]))).toThrow("is a scalar");
});

test("sums within rounding of 1 are accepted", () => {
  expect(entropy([0.1, 0.2, 0.7, 1e-5]).item()).toBeGreaterThan(0.8);
  expect(() => entropy([0.1, 0.2, 0.7, 2e-4])).toThrow("sums to 1.0002");
});

test("inside a trace there are no values to check, and no operation too many", () => {
  const program = trace((p: Tensor, q: Tensor) => klDivergence(p, q))(tensor([1, 0]), tensor([3, 4]));
  expect(program.equations.map(({ primitive }) => primitive.name).join(" ")).toBe(
    "greater where log where log sub mul sum",
  );
});
