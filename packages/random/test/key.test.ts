import { expect, expectTypeOf, test } from "vitest";
import cases from "./fixtures/keys.json" with { type: "json" };
import { compile, vmap } from "@adjoint/autodiff";
import {
  binomial,
  categorical,
  foldIn,
  gamma,
  key,
  type Key,
  normal,
  poisson,
  split,
  uniform,
  vonMises,
} from "@adjoint/random";
import { DomainError, type Tensor, tensor, TracerError } from "@adjoint/tensor";

test("a key is plain frozen data that survives JSON", () => {
  const k = key(2 ** 40 + 5);
  expect(k).toStrictEqual({ high: 256, low: 5 });
  expect(Object.isFrozen(k)).toBe(true);
  expect(uniform(JSON.parse(JSON.stringify(k)) as Key).item()).toBe(uniform(k).item());
});

test("negative and large seeds are their own", () => {
  const seeds = [0, 1, -1, 2 ** 32, -(2 ** 32), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  expect(new Set(seeds.map((seed) => JSON.stringify(key(seed)))).size).toBe(seeds.length);
});

// "Pseudorandom numbers" of the JAX documentation: jax.random.split(jax.random.key(42)).
test("keys are those of JAX", () => {
  expect(split(key(42))).toEqual([
    { high: 1832780943, low: 270669613 },
    { high: 64467757, low: 2916123636 },
  ]);
  expect(foldIn(key(42), 1)).toEqual(split(key(42))[1]);
  expect(split(key(42), 3)[2]).toEqual({ high: 2465931498, low: 255383827 });
  // What programs print that go on with the second key.
  expect(split(split(key(42))[1], 3)).toEqual([
    { high: 3187376881, low: 129218101 },
    { high: 2350016172, low: 1168365246 },
    { high: 257214496, low: 567757975 },
  ]);
});

test.each(cases)("keys and draws of the seed $seed are those of another Threefry", (expected) => {
  const words = ({ high, low }: Key): number[] => [high, low];
  const k = key(expected.seed);
  expect(words(k)).toEqual(expected.key);
  expect(split(k, 3).map(words)).toEqual(expected.split);
  for (const [data, folded] of expected.folds as [number, number[]][]) {
    expect(words(foldIn(k, data))).toEqual(folded);
  }
  expect(uniform(k, [3]).toArray()).toEqual(expected.uniform);
});

test("splitting is reproducible, and all keys differ", () => {
  expect(split(key(7), 3)).toStrictEqual(split(key(7), 3));
  const all = [key(7), ...split(key(7), 1000), ...Array.from({ length: 1000 }, (_, i) => foldIn(key(8), i))];
  expect(new Set(all.map((k) => JSON.stringify(k))).size).toBe(2001);
});

test("what is drawn with a key does not repeat the keys split from it", () => {
  const words = new Set(split(key(3), 500).map(({ high, low }) => (high >>> 5) * 2 ** 26 + (low >>> 6)));
  const drawn = uniform(key(3), [500]).toArray() as number[];
  expect(drawn.filter((u) => words.has(u * 2 ** 53))).toEqual([]);
});

test("fewer keys are the first of more", () => {
  expect(split(key(7), 2)).toStrictEqual(split(key(7), 5).slice(0, 2));
});

test("folding tells large numbers apart", () => {
  const folded = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER].map((data) =>
    foldIn(key(0), data),
  );
  expect(new Set(folded.map((k) => JSON.stringify(k))).size).toBe(folded.length);
});

test("a small literal count gives a tuple", () => {
  expectTypeOf(split(key(0))).toEqualTypeOf<readonly [Key, Key]>();
  expectTypeOf(split(key(0), 3)).toEqualTypeOf<readonly [Key, Key, Key]>();
  expectTypeOf(split(key(0), 5000)).toEqualTypeOf<readonly Key[]>();
  expectTypeOf(split(key(0), Number("2"))).toEqualTypeOf<readonly Key[]>();
});

test("what is not a seed, a count or a key is refused by name", () => {
  expect(() => key(0.5)).toThrow(DomainError);
  expect(() => key(Number.NaN)).toThrow("key: seed must be an integer within ±(2^53 − 1), got NaN");
  expect(() => foldIn(key(0), 2 ** 53)).toThrow("foldIn: data must be an integer");
  expect(() => split(key(0), -1)).toThrow("split: count must be an integer from 0, got -1");
  expect(() => uniform(42 as unknown as Key)).toThrow(
    "uniform: the first argument must be a key, made by key(seed) or split, got the number 42",
  );
});

test("a key that is an argument of a compiled or mapped function is refused before anything is drawn", () => {
  const samplers: Record<string, (k: Key) => Tensor> = {
    normal: (k) => normal(k, [3]),
    uniform: (k) => uniform(k, [3]),
    split: (k) => uniform(split(k)[0]),
    foldIn: (k) => uniform(foldIn(k, 1)),
    gamma: (k) => gamma(k, [3]),
    poisson: (k) => poisson(k, [3]),
    vonMises: (k) => vonMises(k, [3]),
    binomial: (k) => binomial(k, [3], { total: 5 }),
    categorical: (k) => categorical(k, [3], { probs: [0.5, 0.5] }),
  };
  for (const [name, draw] of Object.entries(samplers)) {
    const message = `${name}: the key is a traced value, but a key must be known while a program is recorded or mapped; draw outside`;
    expect(() => compile((k: never) => draw(k))(key(7) as never)).toThrow(message);
    expect(() => compile((k: never) => draw(k))(key(7) as never)).toThrow(TracerError);
    expect(() => vmap((k: never) => draw(k))({ high: tensor([0, 0]), low: tensor([1, 2]) } as never)).toThrow(
      message,
    );
  }
});
