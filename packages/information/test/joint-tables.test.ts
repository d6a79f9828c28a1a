import { grad, vmap } from "@adjoint/autodiff";
import {
  add,
  DomainError,
  mul,
  reshape,
  ShapeError,
  softmax,
  sub,
  sum,
  tensor,
  transpose,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor, reviveNumbers } from "@adjoint/testing";
import { expect, test } from "vitest";
import {
  conditionalEntropy,
  conditionalMutualInformation,
  dualTotalCorrelation,
  entropy,
  interactionInformation,
  jointEntropy,
  mutualInformation,
  normalizedMutualInformation,
  totalCorrelation,
  variationOfInformation,
} from "../src/index.ts";
import fixtures from "./fixtures/discrete.json" with { type: "json" };

const { tables } = reviveNumbers(fixtures);

/** A strictly positive table with the total 1. */
const table = (shape: readonly number[], seed = 1): Tensor =>
  reshape(softmax(reshape(randomTensor(shape, { seed, low: -3, high: 3 }), [-1])), shape);

test("values agree with mpmath, with zeros, tiny probabilities and near independence", () => {
  for (const { joint, ...expected } of tables.pairs) {
    const close = (actual: Tensor, value: number): void =>
      expectClose(actual, value, { relative: 4e-13, absolute: 1e-18 });
    close(jointEntropy(joint), expected.jointEntropy);
    close(conditionalEntropy(joint), expected.conditionalEntropy);
    close(conditionalEntropy(joint, { axis: 0, given: 1 }), expected.reverseConditionalEntropy);
    close(mutualInformation(joint), expected.mutualInformation);
    close(variationOfInformation(joint), expected.variationOfInformation);
    for (const normalization of ["arithmetic", "geometric", "minimum", "maximum", "joint"] as const) {
      close(normalizedMutualInformation(joint, { normalization }), expected.normalized[normalization]);
    }
  }
  for (const { joint, ...expected } of tables.triples) {
    const close = (actual: Tensor, value: number): void =>
      expectClose(actual, value, { relative: 1e-13, absolute: 1e-15 });
    close(conditionalMutualInformation(joint), expected.conditionalMutualInformation);
    close(totalCorrelation(joint), expected.totalCorrelation);
    close(dualTotalCorrelation(joint), expected.dualTotalCorrelation);
    close(interactionInformation(joint), expected.interactionInformation);
  }
});

test("the chain rules hold: H(X, Y) = H(X) + H(Y | X) and I(X, Y; Z) = I(X; Z) + I(Y; Z | X)", () => {
  for (let seed = 0; seed < 20; seed++) {
    const joint = table([3, 4], seed);
    expectClose(add(entropy(sum(joint, { axis: 1 })), conditionalEntropy(joint)), jointEntropy(joint));
    const three = table([2, 3, 4], seed);
    const whole = mutualInformation(three, { axes: [[0, 1], 2] });
    const first = mutualInformation(sum(three, { axis: 1 }));
    const second = conditionalMutualInformation(three, { axes: [1, 2], given: 0 });
    expectClose(add(first, second), whole, { relative: 1e-11 });
    expectClose(
      conditionalEntropy(three, { axis: 2, given: [0, 1] }),
      sub(jointEntropy(three), jointEntropy(sum(three, { axis: 2 }))),
      { relative: 1e-11 },
    );
  }
});

test("information is symmetric, not negative, 0 for independent variables, and not increased by processing", () => {
  for (let seed = 0; seed < 20; seed++) {
    const joint = table([3, 4], seed);
    const information = mutualInformation(joint);
    expect(information.item()).toBeGreaterThan(0);
    expectClose(mutualInformation(transpose(joint)), information);
    expectClose(variationOfInformation(transpose(joint)), variationOfInformation(joint));
    // Y sent through a channel: X → Y → Z.
    const channel = softmax(randomTensor([4, 4], { seed: seed + 50, low: -2, high: 2 }));
    const chain = mul(reshape(joint, [3, 4, 1]), channel);
    const processed = mutualInformation(sum(chain, { axis: 1 }));
    expect(processed.item()).toBeLessThan(information.item());
    expectClose(conditionalMutualInformation(chain, { axes: [0, 2], given: 1 }), 0, { absolute: 1e-15 });
    const [p, q] = [table([3, 1], seed), table([1, 4], seed + 9)];
    const independent = mutualInformation(mul(p, q)).item();
    expect(independent).toBeGreaterThanOrEqual(0);
    expect(independent).toBeLessThan(1e-30);
  }
});

test("weak dependence keeps its digits, and probabilities whose products underflow theirs", () => {
  // ¼(1 ± ε) gives I = ½((1 + ε) log(1 + ε) + (1 − ε) log(1 − ε)) = ε²/2 + ε⁴/12 + …
  const epsilon = 2 ** -30;
  const [more, less] = [0.25 * (1 + epsilon), 0.25 * (1 - epsilon)];
  expectClose(
    mutualInformation([
      [more, less],
      [less, more],
    ]),
    epsilon ** 2 / 2,
    { relative: 1e-13 },
  );
  expectClose(
    mutualInformation([
      [1, 0],
      [0, 1e-200],
    ]),
    1e-200 * (1 + 200 * Math.LN10),
    { relative: 1e-13 },
  );
  const single = tensor(
    [
      [1, 0],
      [0, 1e-25],
    ],
    { dtype: "float32" },
  );
  expectClose(mutualInformation(single), 1e-25 * (1 + 25 * Math.LN10), { relative: 1e-5 });
  expect(mutualInformation(single).dtype).toBe("float32");
});

test("two variables have one correlation, by every name", () => {
  const joint = table([3, 4]);
  const information = mutualInformation(joint);
  expectClose(totalCorrelation(joint), information);
  expectClose(dualTotalCorrelation(joint), information, { relative: 1e-11 });
  expectClose(interactionInformation(joint), information, { relative: 1e-11 });
  const three = table([2, 3, 2]);
  expectClose(
    interactionInformation(three),
    sub(conditionalMutualInformation(three), mutualInformation(sum(three, { axis: 2 }))),
    { relative: 1e-11 },
  );
});

test("other axes are a batch, in any place, and variables may be several axes", () => {
  const tables = [table([2, 3], 1), table([2, 3], 2)];
  const stacked = tensor(tables.map((each) => each.toArray() as number[][]));
  const each = tables.map((one) => mutualInformation(one).item());
  expectClose(mutualInformation(stacked), each);
  expectClose(mutualInformation(transpose(stacked, [1, 0, 2]), { axes: [0, 2] }), each);
  expectClose(mutualInformation(transpose(stacked, [2, 1, 0]), { axes: [-2, -3] }), each);
  expectClose(vmap((one: Tensor) => mutualInformation(one))(stacked), each);
  expectClose(
    jointEntropy(stacked, { axes: [1, 2] }),
    tables.map((one) => jointEntropy(one).item()),
  );
  const four = table([2, 2, 3, 2]);
  expectClose(
    mutualInformation(four, {
      axes: [
        [3, 0],
        [1, 2],
      ],
    }),
    mutualInformation(reshape(transpose(four, [3, 0, 1, 2]), [4, 6])),
  );
  expectClose(mutualInformation(four, { axes: [[0, 1, 2, 3], []] }), 0);
  expect(mutualInformation(tensor([], { shape: [0, 2, 2] })).shape).toEqual([0]);
});

test("derivatives obey the laws", () => {
  const logits = [randomTensor([6])];
  const of = (f: (joint: Tensor) => Tensor, shape: readonly number[]) => (z: Tensor) =>
    f(reshape(softmax(z), shape));
  for (const f of [jointEntropy, conditionalEntropy, mutualInformation, variationOfInformation]) {
    checkPrimitive(
      of((joint) => f(joint), [2, 3]),
      logits,
      { name: f.name },
    );
  }
  checkPrimitive(
    of((joint) => normalizedMutualInformation(joint, { normalization: "geometric" }), [2, 3]),
    [randomTensor([6], { seed: 3 })],
    {
      name: "normalizedMutualInformation",
    },
  );
  const more = [randomTensor([8], { seed: 3 })];
  for (const f of [
    conditionalMutualInformation,
    totalCorrelation,
    dualTotalCorrelation,
    interactionInformation,
  ]) {
    checkPrimitive(
      of((joint) => f(joint), [2, 2, 2]),
      more,
      { name: f.name },
    );
  }
});

test("the derivative of information is log(p / (p(x) p(y))), and finite at zeros", () => {
  const joint = tensor([
    [0.5, 0.125],
    [0.125, 0.25],
  ]);
  const slope = grad((p: Tensor) => mutualInformation(p))(joint);
  const [a, b, c] = [0.5 / 0.625 ** 2, 0.125 / (0.625 * 0.375), 0.25 / 0.375 ** 2].map(Math.log);
  expectClose(slope, [
    [a, b],
    [b, c],
  ]);
  expectClose(
    grad((p: Tensor) => mutualInformation(p))(
      tensor([
        [0.5, 0],
        [0, 0.5],
      ]),
    ),
    [
      [Math.LN2, 0],
      [0, Math.LN2],
    ],
  );
  expectClose(
    grad((p: Tensor) => conditionalEntropy(p))(
      tensor([
        [0.5, 0.5],
        [0, 0],
      ]),
    ),
    [
      [Math.LN2, Math.LN2],
      [0, 0],
    ],
  );
});

test("what is no joint table is refused, naming the axes", () => {
  expect(() => mutualInformation([0.5, 0.5])).toThrow(ShapeError);
  expect(() =>
    mutualInformation([
      [0.5, 0.5],
      [0.5, 0],
    ]),
  ).toThrow(
    "mutualInformation: joint sums to 1.5 over the axes 0, 1 (shape [2, 2]), not to 1; divide by the sum",
  );
  expect(() => jointEntropy([[1.5, -0.5]])).toThrow("jointEntropy: joint has the probability -0.5");
  expect(() => jointEntropy([[NaN, 1]])).toThrow(DomainError);
  expect(() => mutualInformation([[1]], { axes: [0, -2] })).toThrow(
    "mutualInformation: axis 0 of joint (shape [1, 1]) is named twice",
  );
  expect(() => conditionalMutualInformation([[1]])).toThrow("conditionalMutualInformation: no axis -3");
  expect(() => normalizedMutualInformation([[1]], { normalization: "max" as "maximum" })).toThrow(
    'normalization must be "arithmetic", "geometric", "minimum", "maximum" or "joint", got "max"',
  );
  expectClose(normalizedMutualInformation([[1]]), 1);
});
