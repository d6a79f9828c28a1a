import { grad } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, ShapeError, sum } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import {
  affineBijector,
  bernoulli,
  choleskyBijector,
  dirichlet,
  expBijector,
  independent,
  inverseOf,
  logistic,
  logNormal,
  multivariateNormal,
  normal,
  sigmoidBijector,
  stickBreakingBijector,
  transformed,
  uniform,
} from "../src/index.ts";
import type { Distribution } from "../src/index.ts";

const x = [1e-300, 0.01, 0.5, 1, 3, 1e200];

test("the exponential of a normal variable is log-normal, also in its derivatives", () => {
  const parameters = { mean: [0.3], scale: [0.7] };
  const direct = logNormal(parameters);
  const mapped = transformed(normal(parameters), expBijector());
  expectClose(mapped.logProb(x), direct.logProb(x), { relative: 1e-13 });
  expectClose(mapped.logCdf(x), direct.logCdf(x), { relative: 1e-12 });
  expectClose(mapped.logSurvival(x), direct.logSurvival(x), { relative: 1e-12 });
  const p = [0, 1e-300, 0.2, 0.9, 1];
  expectClose(mapped.quantile(p), direct.quantile(p), { relative: 1e-12 });
  expectClose(mapped.upperQuantile(p), direct.upperQuantile(p), { relative: 1e-12 });
  expectClose(mapped.sample(key(1), [4]), direct.sample(key(1), [4]), { relative: 1e-12 });
  const slope = (d: Distribution): unknown => grad((other: Distribution) => sum(other.logProb(x)))(d);
  expectClose(slope(mapped), { base: slope(direct), bijector: {} }, { relative: 1e-12 });
});

test("the logit of a uniform variable is logistic", () => {
  const mapped = transformed(uniform(), inverseOf(sigmoidBijector()));
  const places = [-30, -1, 0, 2, 20];
  expectClose(mapped.logProb(places), logistic().logProb(places), { relative: 1e-8 });
  expectClose(mapped.cdf(places), logistic().cdf(places), { relative: 1e-12 });
  expect(mapped.support.low.item()).toBe(-Infinity);
});

test("a decreasing map exchanges the tails", () => {
  const mapped = transformed(normal(), affineBijector({ scale: -2 }));
  expectClose(mapped.logSurvival(60), normal({ scale: 2 }).logSurvival(60), { relative: 1e-13 });
  expectClose(mapped.quantile(1e-300), normal({ scale: 2 }).quantile(1e-300), { relative: 1e-13 });
  const both = transformed(normal(), affineBijector({ scale: [2, -2] }));
  expectClose(both.cdf(1), [normal({ scale: 2 }).cdf(1).item(), normal({ scale: 2 }).cdf(1).item()]);
  const { low, high } = transformed(uniform({ low: 1, high: 3 }), affineBijector({ scale: -2 })).support;
  expectClose([low, high], [-6, -2]);
});

test("outside the image the density is 0, without a derivative", () => {
  const mapped = transformed(normal(), expBijector());
  expectClose(mapped.logProb([-1, 0, Infinity, NaN]), [-Infinity, -Infinity, -Infinity, NaN]);
  expectClose(mapped.cdf([-1, 0, Infinity, NaN]), [0, 0, 1, NaN]);
  expectClose(
    grad((at: Tensor) => sum(mapped.logProb(at)))([-1, 0, Infinity] as unknown as Tensor),
    [0, 0, 0],
  );
  const slope = grad((d: Distribution) => sum(d.logProb([-1, 0, Infinity])))(mapped);
  expectClose(slope, { base: { mean: 0, scale: 0 }, bijector: {} });
});

test("an affine map of standard normal vectors is a multivariate normal one", () => {
  const choleskyFactor = [
    [2, 0],
    [1, 3],
  ];
  const shift = [1, -1];
  const mapped = transformed(
    independent(normal({ mean: [0, 0] })),
    affineBijector({ shift, choleskyFactor }),
  );
  const direct = multivariateNormal({ mean: shift, choleskyFactor });
  const places = direct.sample(key(1), [5]);
  expect(mapped.eventShape).toEqual([2]);
  expectClose(mapped.logProb(places), direct.logProb(places), { relative: 1e-13 });
  expectClose(mapped.sample(key(1), [5]), places, { relative: 1e-13 });
});

test("a map of each number of a vector adds its log-slopes", () => {
  const mapped = transformed(
    independent(
      normal({
        mean: [
          [0, 1],
          [2, 3],
          [4, 5],
        ],
      }),
    ),
    affineBijector({ scale: [2, 3] }),
  );
  expect([mapped.batchShape, mapped.eventShape]).toEqual([[3], [2]]);
  const direct = independent(
    normal({
      mean: [
        [0, 3],
        [4, 9],
        [8, 15],
      ],
      scale: [2, 3],
    }),
  );
  const place: TensorLike = [0.5, 4];
  expectClose(mapped.logProb(place), direct.logProb(place), { relative: 1e-13 });
  expect(mapped.sample(key(2), [7]).shape).toEqual([7, 3, 2]);
});

test("vectors become probability vectors and matrices", () => {
  const base = independent(normal({ mean: [0, 0, 0] }));
  const shares = transformed(base, stickBreakingBijector());
  expect(shares.eventShape).toEqual([4]);
  expect(shares.support.kind).toBe("simplex");
  expectClose(sum(shares.sample(key(1), [6]), { axis: -1 }), [1, 1, 1, 1, 1, 1]);
  expectClose(shares.logProb([0.5, 0.5, 0.5, 0.5]), -Infinity);
  const back = transformed(dirichlet({ concentration: [1, 2, 3] }), inverseOf(stickBreakingBijector()));
  expect(back.eventShape).toEqual([2]);
  expect(Number.isFinite(back.logProb([0.1, -0.3]).item())).toBe(true);
  const factors = transformed(base, choleskyBijector());
  expect(factors.sample(key(1), [5]).shape).toEqual([5, 2, 2]);
  expectClose(
    factors.logProb([
      [1, 1],
      [0, 1],
    ]),
    -Infinity,
  );
});

test("draws of a batch that the map widens are independent", () => {
  const scale = [[1], [1], [1]];
  const mapped = transformed(normal({ mean: [[0, 10]] }), affineBijector({ scale }));
  expect(mapped.batchShape).toEqual([3, 2]);
  const drawn = mapped.sample(key(1), [5]);
  expect(drawn.shape).toEqual([5, 3, 2]);
  expect(new Set(drawn.data).size).toBe(30);
  for (let i = 0; i < 30; i++) expect(Math.abs(drawn.data[i]! - 10 * (i % 2))).toBeLessThan(5);
});

test("what cannot be mapped is refused", () => {
  expect(() => transformed(bernoulli({ probs: 0.5 }), expBijector())).toThrow(DomainError);
  expect(() => transformed(normal(), stickBreakingBijector())).toThrow(ShapeError);
  expect(() => transformed(normal(), expBijector()).mean).toThrow("no general formula");
  const vectors = transformed(independent(normal({ mean: [0] })), expBijector());
  expect(() => vectors.cdf([1])).toThrow("have no order");
});
