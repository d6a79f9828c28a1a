import { grad, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { add, astype, flatten, mul, slice, sum, Tensor, unflatten } from "@adjoint/tensor";
import { checkMultivariate, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import type { Distribution } from "../src/index.ts";
import { multivariateFamilies } from "./multivariate-families.ts";

describe.each(Object.entries(multivariateFamilies))("%s", (_, { cases, batch, outside = [] }) => {
  test.each(cases.map(([d, options], place) => [place, d, options] as const))(
    "case %s obeys the laws of a distribution",
    (place, d, options) => {
      checkMultivariate(d, {
        name: `${d.family} ${place}`,
        sample: (other, count) => other.sample(key(place), [count]),
        ...options,
      });
    },
  );

  const { without = [] } = cases[0]![1];
  const valuesOf = (d: Distribution): Tensor[] =>
    (["mean", "variance", "covariance", "entropy"] as const)
      .filter((name) => !without.includes(name) && (name !== "covariance" || d.eventShape.length === 1))
      .map((name) => (name === "entropy" ? d.entropy() : d[name]));
  const members = [0, 1].map((i) => member(batch, i));
  const draws = batch.sample(key(7), [3]);

  test("a batch is its members side by side", () => {
    expect(batch.batchShape).toEqual([2]);
    expect(draws.shape).toEqual([3, 2, ...batch.eventShape]);
    const logProb = batch.logProb(draws);
    expect(logProb.shape).toEqual([3, 2]);
    const one = members[1]!.sample(key(3));
    for (const [i, d] of members.entries()) {
      expectClose(slice(logProb, [], i), d.logProb(slice(draws, [], i)), {
        relative: 1e-12,
        absolute: 1e-12,
      });
      expectClose(slice(batch.logProb(one), i), d.logProb(one), { relative: 1e-12, absolute: 1e-12 });
    }
    for (const [i, d] of members.entries()) {
      const own = valuesOf(d);
      for (const [place, values] of valuesOf(batch).entries()) {
        expectClose(slice(values, i), own[place], { relative: 1e-12, absolute: 1e-13 });
      }
    }
    expect(batch.sample(key(0)).shape).toEqual([2, ...batch.eventShape]);
  });

  test("vmap goes through a batch and equals a loop", () => {
    const x = members[0]!.sample(key(3));
    const mapped = vmap((d: Distribution) => d.logProb(x))(batch);
    expectClose(mapped, batch.logProb(x), { relative: 1e-12, absolute: 1e-12 });
  });

  test("the log-density has a finite gradient inside the support, in the parameters and the draw", () => {
    const [d] = cases[0]!;
    const x = d.sample(key(2), [4]);
    const slopes = grad((other: Distribution) => sum(other.logProb(x)))(d);
    for (const slope of flatten("test", slopes).leaves) {
      expect((slope as Tensor).data.every(Number.isFinite)).toBe(true);
    }
    expect(grad((at: Tensor) => sum(d.logProb(at)))(x).data.every(Number.isFinite)).toBe(true);
  });

  test("NaN stays NaN, and outside the support there is nothing", () => {
    const [d] = cases[0]!;
    const x = d.sample(key(2));
    expect(d.logProb(mul(x, NaN)).item()).toBeNaN();
    for (const place of [mul(x, Infinity), ...outside.map((value) => add(mul(x, 0), value as Tensor))]) {
      expectClose(d.logProb(place), -Infinity);
      expectClose(d.prob(place), 0);
      const slope = grad((at: Tensor) => d.logProb(at))(place);
      expect(slope.data.every((value) => value === 0)).toBe(true);
    }
  });

  test("float32 parameters stay float32", () => {
    const [first] = cases[0]!;
    const { leaves, structure } = flatten("test", first);
    const d = unflatten(
      structure,
      leaves.map((leaf) => astype(leaf, "float32")),
    ) as Distribution;
    const x = d.sample(key(0));
    for (const result of [x, d.logProb(x), ...valuesOf(d)]) {
      expect(result.dtype).toBe("float32");
    }
    expectClose(astype(d.logProb(x), "float64"), first.logProb(x), { relative: 1e-4, absolute: 1e-4 });
  });

  test("equal keys give equal draws, other keys others", () => {
    const [d] = cases[0]!;
    expectClose(d.sample(key(1), [50]), d.sample(key(1), [50]));
    expect(d.sample(key(1), [50]).toArray()).not.toEqual(d.sample(key(2), [50]).toArray());
  });
});

/** One distribution of a batch. */
function member(batch: Distribution, index: number): Distribution {
  const { leaves, structure } = flatten("test", batch);
  return unflatten(
    structure,
    leaves.map((leaf) => (leaf instanceof Tensor && leaf.shape.length > 0 ? slice(leaf, index) : leaf)),
  ) as Distribution;
}
