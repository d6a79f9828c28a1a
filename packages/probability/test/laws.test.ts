import { grad, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { astype, flatten, sum, take, Tensor, tensor, unflatten } from "@adjoint/tensor";
import { checkDistribution, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import * as probability from "../src/index.ts";
import type { Distribution, Family } from "../src/index.ts";
import { families } from "./families.ts";
import { multivariateFamilies } from "./multivariate-families.ts";

const exported = Object.entries(probability as unknown as Readonly<Record<string, Family>>).filter(([name]) =>
  name.endsWith("Family"),
);

test("every family has a row of cases that the laws are put to", () => {
  expect(exported.length).toBeGreaterThan(1);
  const rows = { ...families, ...multivariateFamilies };
  expect(exported.map(([name]) => name).filter((name) => !(name in rows))).toEqual([]);
});

test.each(exported)("what %s has no function for, it has a reason for", (_, family) => {
  for (const [name, value] of Object.entries(family)) {
    if (name === "name" || typeof value !== "string") continue;
    expect(value.length, name).toBeGreaterThan(10);
  }
});

describe.each(Object.entries(families))("%s", (family, { cases, options, batch }) => {
  const reasons = (probability as unknown as Readonly<Record<string, Family>>)[family]!;
  const known = (["mean", "variance", "mode", "entropy"] as const).filter(
    (name) => typeof reasons[name] !== "string",
  );
  const valueOf = (d: Distribution, name: (typeof known)[number]): Tensor =>
    name === "entropy" ? d.entropy() : d[name];
  test.each(cases.map((d, place) => [JSON.stringify(parametersOf(d)), d, place] as const))(
    "%s obeys the laws of a distribution",
    (name, d, place) => {
      checkDistribution(d, {
        name,
        sample: (other, count) => other.sample(key(place), [count]),
        moments: known.includes("variance"),
        without: (["mode", "entropy"] as const).filter((without) => !known.includes(without)),
        ...options?.(place),
      });
    },
  );

  const places = placesIn(cases[0]!);

  test("a batch is its members side by side", () => {
    expect(batch.batchShape).toEqual([2]);
    const members = [0, 1].map((i) => member(batch, i));
    for (const evaluate of Object.values(evaluations)) {
      const expected = members.map((d) => evaluate(d, places).toArray());
      const actual = places.map((x) => evaluate(batch, [x]).toArray() as number[]);
      expectClose(
        actual,
        places.map((__, i) => expected.map((values) => (values as number[])[i])),
        { relative: 1e-13 },
      );
    }
    expect(batch.sample(key(0), [3]).shape).toEqual([3, 2]);
    for (const value of known) {
      expectClose(
        valueOf(batch, value),
        members.map((d) => valueOf(d, value).item()),
        { relative: 1e-13 },
      );
    }
  });

  test("vmap goes through a batch and equals a loop", () => {
    const x = places[0]!;
    const mapped = vmap((d: Distribution) => d.logProb(x))(batch);
    expectClose(
      mapped,
      [0, 1].map((i) => member(batch, i).logProb(x).item()),
      { relative: 1e-13 },
    );
  });

  test("the log-density has a finite gradient inside the support", () => {
    const slopes = grad((d: Distribution) => sum(d.logProb(places)))(cases[0]!);
    for (const slope of flatten("test", slopes).leaves)
      expect((slope as Tensor).data.every(Number.isFinite)).toBe(true);
  });

  test("NaN stays NaN, and beyond the support there is nothing", () => {
    const d = cases[0]!;
    const { low, high } = d.support;
    for (const result of [d.logProb(NaN), d.cdf(NaN), d.logCdf(NaN), d.survival(NaN), d.logSurvival(NaN)]) {
      expect(result.item()).toBeNaN();
    }
    for (const x of [low.item() - 1, high.item() + 1]) {
      expectClose(d.logProb(x), -Infinity);
      expectClose(d.prob(x), 0);
    }
    const [below, above] = [low.item() - 1, high.item() + 1];
    expectClose(d.cdf([below, above]), [0, 1]);
    expectClose(d.survival([below, above]), [1, 0]);
    expectClose(d.logCdf([below, above]), [-Infinity, 0]);
    expectClose(d.logSurvival([below, above]), [0, -Infinity]);
    expectClose(d.quantile([0, 1]), [low.item(), high.item()]);
    expectClose(d.upperQuantile([0, 1]), [high.item(), low.item()]);
  });

  test("float32 parameters stay float32", () => {
    const { leaves, structure } = flatten("test", cases[0]!);
    const d = unflatten(
      structure,
      leaves.map((leaf) => astype(leaf, "float32")),
    ) as Distribution;
    const x = places[0]!;
    const results = [d.logProb(x), d.cdf(x), d.logCdf(x), d.survival(x), d.quantile(0.5), d.sample(key(0))];
    for (const result of [...results, ...known.map((value) => valueOf(d, value))]) {
      expect(result.dtype).toBe("float32");
    }
  });

  test("equal keys give equal draws, other keys others", () => {
    const d = cases[0]!;
    expectClose(d.sample(key(1), [50]), d.sample(key(1), [50]));
    expect(d.sample(key(1), [50]).toArray()).not.toEqual(d.sample(key(2), [50]).toArray());
  });
});

const evaluations: Readonly<Record<string, (d: Distribution, x: number[]) => Tensor>> = {
  logProb: (d, x) => d.logProb(tensor(x)),
  cdf: (d, x) => d.cdf(tensor(x)),
  logCdf: (d, x) => d.logCdf(tensor(x)),
  survival: (d, x) => d.survival(tensor(x)),
  logSurvival: (d, x) => d.logSurvival(tensor(x)),
};

/** Three places well inside the support. */
function placesIn(d: Distribution): number[] {
  return d.quantile([0.2, 0.5, 0.7]).toArray() as number[];
}

/** One distribution of a batch. */
function member(batch: Distribution, index: number): Distribution {
  const { leaves, structure } = flatten("test", batch);
  return unflatten(
    structure,
    leaves.map((leaf) => {
      const values = leaf as Tensor;
      return values.shape.length === 0 ? values : take(values, index, { axis: 0 });
    }),
  ) as Distribution;
}

function hasParameters(value: unknown): value is { readonly parameters: object } {
  return typeof value === "object" && value !== null && "parameters" in value;
}

function parametersOf(d: { readonly parameters: object }): unknown {
  return Object.fromEntries(
    Object.entries(d.parameters as Readonly<Record<string, unknown>>).map(([name, value]) => [
      name,
      value instanceof Tensor ? value.toArray() : hasParameters(value) ? parametersOf(value) : value,
    ]),
  );
}
