import { grad, trace, vmap } from "@adjoint/autodiff";
import {
  binomial,
  categorical,
  choice,
  geometric,
  gumbelSoftmax,
  key,
  multinomial,
  negativeBinomial,
  poisson,
} from "@adjoint/random";
import { lgamma, normalCdf } from "@adjoint/special";
import { DomainError, expandDims, mean, mul, ShapeError, softmax, sum, take, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { frequencyScore, kolmogorovSmirnov, meanScore } from "./statistics.ts";

const n = 20_000;
const limit = 3.5;
const logFactorial = (k: number): number => lgamma(k + 1).item();
const follows = (sample: Tensor, prob: (k: number) => number): void => {
  expect(sample.data.every(Number.isInteger)).toBe(true);
  expect(frequencyScore(sample.data as Float64Array, prob)).toBeLessThan(limit);
};
const centred = (sample: Tensor, average: number): void =>
  expect(Math.abs(meanScore(sample.data as Float64Array, average))).toBeLessThan(limit);

describe("samples follow their distribution", () => {
  test.each([1e-4, 0.5, 3, 9.999, 10, 10.001, 60, 1234.5])("Poisson of rate %d", (rate) => {
    const sample = poisson(key(1), [n], { rate });
    follows(sample, (k) => Math.exp(k * Math.log(rate) - rate - logFactorial(k)));
    centred(sample, rate);
  });

  test.each([
    [1, 0.3],
    [20, 0.1],
    [20, 0.499],
    [20, 0.501],
    [20, 0.9],
    [50, 0.2],
    [1000, 0.3],
    [1000, 0.995],
    [1e9, 1e-9],
  ])("binomial of %d trials with %d", (total, p) => {
    const sample = binomial(key(2), [n], { total, probs: p });
    const logChoose = (k: number): number => logFactorial(total) - logFactorial(k) - logFactorial(total - k);
    const prob = (k: number): number =>
      Math.exp(logChoose(k) + k * Math.log(p) + (total - k) * Math.log1p(-p));
    if (total <= 1000) follows(sample, prob);
    centred(sample, total * p);
  });

  test.each([1e6, 1e12, 1e15])("counts of about %d are normal", (size) => {
    const pairs = [
      [poisson(key(3), [n], { rate: size }), size, size],
      [binomial(key(4), [n], { total: size, probs: 0.4 }), 0.4 * size, 0.24 * size],
      [binomial(key(4), [n], { total: size, probs: 0.9 }), 0.9 * size, 0.09 * size],
    ] as const;
    for (const [sample, average, variance] of pairs) {
      const z = Array.from(sample.data, (k) => (k - average) / Math.sqrt(variance));
      expect(kolmogorovSmirnov(z, (x) => normalCdf(x).item())).toBeLessThan(1.95);
      const squares = z.map((value) => value * value);
      expect(Math.abs(meanScore(squares, 1))).toBeLessThan(limit);
      // a jagged acceptance would bend the density: the kurtosis
      const fourths = squares.map((value) => value * value);
      expect(Math.abs(meanScore(fourths, 3))).toBeLessThan(limit);
    }
  });

  test("counts beyond 2⁵³ are of the right size, and infinite rates give infinite counts", () => {
    const sample = negativeBinomial(key(3), [n], { total: 4, probs: 1e-40 });
    expect(
      Math.abs(
        meanScore(
          (sample.data as Float64Array).map((k) => k * 1e-40),
          4,
        ),
      ),
    ).toBeLessThan(limit);
    expect(negativeBinomial(key(3), [2], { total: 4, probs: 1e-320 }).toArray()).toEqual([
      Infinity,
      Infinity,
    ]);
  });

  test.each([1, 0.9, 0.5, 0.01])("geometric with %d", (p) => {
    const sample = geometric(key(5), [n], { probs: p });
    follows(sample, (k) => p * (1 - p) ** k);
    if (p < 1) centred(sample, (1 - p) / p);
  });

  test("geometric with a tiny probability does not overflow", () => {
    const sample = geometric(key(6), [n], { probs: 1e-300 });
    expect(sample.data.every((k) => k > 0 && k < 1e303)).toBe(true);
  });

  test.each([
    [1, 0.4],
    [3.5, 0.2],
    [40, 0.7],
  ])("negative binomial of %d successes with %d", (r, p) => {
    const sample = negativeBinomial(key(7), [n], { total: r, probs: p });
    const logProb = (k: number): number =>
      lgamma(k + r).item() - lgamma(r).item() - logFactorial(k) + r * Math.log(p) + k * Math.log1p(-p);
    follows(sample, (k) => Math.exp(logProb(k)));
    centred(sample, (r * (1 - p)) / p);
  });

  test("multinomial counts add up, and each is binomial", () => {
    const sample = multinomial(key(8), [n, 3], { total: 10, probs: [0.2, 0.5, 0.3] });
    expectClose(sum(sample, { axis: 1 }), new Float64Array(n).fill(10));
    const choose = (k: number): number => Math.exp(logFactorial(10) - logFactorial(k) - logFactorial(10 - k));
    for (const [outcome, p] of [0.2, 0.5, 0.3].entries()) {
      const counts = (sample.toArray() as number[][]).map((row) => row[outcome]!);
      follows(tensor(counts), (k) => choose(k) * p ** k * (1 - p) ** (10 - k));
    }
  });

  test.each([
    ["from a batch", [n, 1]],
    ["from one vector", [n]],
  ])("categorical, %s", (_, shape) => {
    const probs = [0.1, 0, 0.6, 0.3];
    const given = shape.length === 1 ? { probs } : { logits: [probs.map(Math.log)] };
    follows(categorical(key(9), shape, given), (k) => probs[k] ?? 0);
  });

  test("categorical with weights that do not add up to 1, far logits and many outcomes", () => {
    follows(categorical(key(10), [n], { probs: [3, 1] }), (k) => (k === 0 ? 0.75 : 0.25));
    expect(categorical(key(10), [50], { logits: [1000, -1000] }).data.every((k) => k === 0)).toBe(true);
    follows(categorical(key(11), [n], { probs: new Float64Array(100).fill(1) }), () => 0.01);
  });

  test("choices with and without replacement", () => {
    follows(choice(key(12), 5, [n]), () => 0.2);
    const three = choice(key(13), 6, [3], { replace: false }).toArray() as number[];
    expect(new Set(three).size).toBe(3);
    // the first place is drawn with its probability, the second from what is left
    const pairs = Array.from({ length: 4000 }, (_, seed) =>
      choice(key(seed), 3, [2], { replace: false, probs: [0.5, 0.3, 0.2] }).toArray(),
    ) as [number, number][];
    const share = (f: (pair: [number, number]) => boolean): number[] =>
      pairs.map((pair) => (f(pair) ? 1 : 0));
    expect(
      Math.abs(
        meanScore(
          share(([a]) => a === 0),
          0.5,
        ),
      ),
    ).toBeLessThan(limit);
    expect(
      Math.abs(
        meanScore(
          share(([a, b]) => a === 0 && b === 1),
          0.5 * 0.6,
        ),
      ),
    ).toBeLessThan(limit);
  });
});

test("counts are float64 integers, whatever the dtype of the parameters", () => {
  const p = tensor(0.25, { dtype: "float32" });
  const many = tensor(2 ** 30, { dtype: "float32" });
  const samples = {
    poisson: poisson(key(19), [200], { rate: many }),
    binomial: binomial(key(19), [200], { total: many, probs: p }),
    geometric: geometric(key(19), [200], { probs: tensor(2 ** -30, { dtype: "float32" }) }),
    negativeBinomial: negativeBinomial(key(19), [200], { total: many, probs: p }),
    multinomial: multinomial(key(19), [200, 2], { total: many, probs: tensor([1, 3], { dtype: "float32" }) }),
  };
  for (const sample of Object.values(samples)) {
    expect(sample.dtype).toBe("float64");
    expect(sample.data.some((k) => Math.fround(k) !== k)).toBe(true);
  }
  expect(multinomial(key(19), undefined, { total: many, probs: [1] }).dtype).toBe("float64");
});

test("certain outcomes are exact", () => {
  expect(poisson(key(0), undefined, { rate: [0, 0] }).toArray()).toEqual([0, 0]);
  expect(binomial(key(0), undefined, { total: [5, 5, 0], probs: [0, 1, 0.5] }).toArray()).toEqual([0, 5, 0]);
  expect(negativeBinomial(key(0), [2], { total: 3, probs: 1 }).toArray()).toEqual([0, 0]);
  expect(multinomial(key(0), undefined, { total: [4, 0], probs: [0, 0, 2] }).toArray()).toEqual([
    [0, 0, 4],
    [0, 0, 0],
  ]);
  expect(
    choice(
      key(0),
      [
        [1, 2],
        [3, 4],
      ],
      [2],
      { probs: [0, 1] },
    ).toArray(),
  ).toEqual([
    [3, 4],
    [3, 4],
  ]);
});

test("elements do not depend on their neighbours, and vmap equals a loop", () => {
  const rates = [0.5, 20, 3, 500];
  const whole = poisson(key(14), [4], { rate: rates }).toArray() as number[];
  expect(poisson(key(14), [2], { rate: [0.5, 20] }).toArray()).toEqual(whole.slice(0, 2));
  const mapped = vmap((rate: Tensor) => poisson(key(14), [3], { rate }))(tensor(rates));
  expectClose(
    mapped,
    rates.map((rate) => poisson(key(14), [3], { rate }).toArray()),
  );
  const counts = vmap((probs: Tensor) => binomial(key(15), [3], { total: 30, probs }))(tensor([0.1, 0.7]));
  expectClose(
    counts,
    [0.1, 0.7].map((probs) => binomial(key(15), [3], { total: 30, probs }).toArray()),
  );
});

test("categorical draws are the same in a batch, under vmap and in a program, and in longer draws", () => {
  const probs = tensor([
    [0.2, 0.3, 0.5],
    [1, 0, 0],
    [0, 3, 1],
  ]);
  const rows = [0, 1, 2].map((row) => take(probs, row, { axis: 0 }));
  const draw = (p: Tensor): Tensor => categorical(key(16), [50], { probs: p });
  const loop = rows.map((p) => draw(p).toArray() as number[]);
  expect(vmap(draw)(probs).toArray()).toEqual(loop);
  expect(trace(draw)(rows[0]!).call(rows[0]!)).toEqual(draw(rows[0]!));
  expect(categorical(key(16), [7], { probs: rows[0]! }).toArray()).toEqual(loop[0]!.slice(0, 7));
  const batch = categorical(key(16), [50, 3], { probs }).toArray() as number[][];
  expect(batch.every(([, second, third]) => second === 0 && third !== 0)).toBe(true);
  const columns = categorical(key(16), [3, 50], { probs: expandDims(probs, 1) }).toArray() as number[][];
  expect(columns[0]).toEqual(loop[0]);
  expect(columns[1]!.every((k) => k === 0)).toBe(true);
});

test("no derivative flows through counts, and that of the soft choice is its own", () => {
  expectClose(
    grad((rate: Tensor) => sum(mul(rate, poisson(key(16), [3], { rate }))))(tensor(4)),
    sum(poisson(key(16), [3], { rate: 4 })),
  );
  const logits = tensor([0.3, -0.2, 1]);
  const soft = gumbelSoftmax(key(17), [1000, 3], { logits, temperature: 0.5 });
  expectClose(sum(soft, { axis: 1 }), new Float64Array(1000).fill(1), { absolute: 1e-14 });
  const hard = gumbelSoftmax(key(17), [1000, 3], { logits, temperature: 0.5, hard: true });
  expectClose(mean(hard, { axis: 0 }), softmax(logits), { absolute: 0.05 });
  expect(hard.data.every((x) => x === 0 || x === 1)).toBe(true);
  expect(sum(hard).item()).toBe(1000);
  const slope = (straight: boolean): Tensor =>
    grad((z: Tensor) => sum(mul(gumbelSoftmax(key(18), [3], { logits: z, hard: straight }), [1, 2, 3])))(
      logits,
    );
  expectClose(slope(true), slope(false));
});

test("what cannot be drawn is refused by name", () => {
  expect(() => poisson(key(0), [], { rate: -1 })).toThrow("poisson: rate must be from 0 to 1e15, got -1");
  expect(() => binomial(key(0), [], { total: 1.5 })).toThrow(
    "binomial: total must be an integer from 0 to 1e15, got 1.5",
  );
  expect(() => binomial(key(0), [], { total: 3, probs: 2 })).toThrow(DomainError);
  expect(() => geometric(key(0), [], { probs: 0 })).toThrow("geometric: probs must be within (0, 1], got 0");
  expect(() => categorical(key(0), [], {})).toThrow("categorical: give either probs or logits, and not both");
  expect(() => categorical(key(0), [], { probs: 0.5 })).toThrow(ShapeError);
  expect(() =>
    categorical(key(0), [2], {
      probs: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    }),
  ).toThrow("do not broadcast");
  expect(() => categorical(key(0), [2], { probs: [0, 0] })).toThrow(
    "no outcome of vector 0 is possible: its probabilities must have a positive sum",
  );
  expect(() => choice(key(0), 2, [2], { probs: [0, 0] })).toThrow("no outcome of vector 0 is possible");
  expect(() => choice(key(0), 3, [4], { replace: false })).toThrow("4 places without replacement from 3");
  expect(() => choice(key(0), 3, [2], { replace: false, probs: [1, 0, 0] })).toThrow(
    "2 places without replacement from 1",
  );
  expect(() => choice(key(0), 3, [2], { probs: [1, 0] })).toThrow("probs must have the shape [3]");
  expect(() => multinomial(key(0), undefined, { total: 3, probs: 0.5 })).toThrow(ShapeError);
  for (const probs of [[0, 0], []]) {
    expect(() => multinomial(key(0), undefined, { total: 3, probs })).toThrow(
      "multinomial: no outcome of vector 0 is possible",
    );
  }
  expect(() => gumbelSoftmax(key(0), undefined, { logits: [0, 1], temperature: 0 })).toThrow(DomainError);
});
