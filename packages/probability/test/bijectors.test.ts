import { grad, jacobian, vmap } from "@adjoint/autodiff";
import { slogdet } from "@adjoint/linalg";
import { key, normal as standardNormal } from "@adjoint/random";
import { add, DomainError, mul, reshape, ShapeError, sum, take, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  affineBijector,
  chain,
  choleskyBijector,
  correlationBijector,
  expBijector,
  inverseOf,
  positiveDefiniteBijector,
  sigmoidBijector,
  softplusBijector,
  stickBreakingBijector,
  tanhBijector,
} from "../src/index.ts";
import type { Bijector } from "../src/index.ts";

interface Row {
  readonly map: Bijector;
  /** The shape of one argument, and of one result. */
  readonly shapes: readonly [readonly number[], readonly number[]];
  /** Numbers of a result, row by row, that determine the others. */
  readonly free?: readonly number[];
}

const lower = [
  [2, 0],
  [-1, 0.5],
];
const rows: Readonly<Record<string, Row>> = {
  affine: { map: affineBijector({ shift: 3, scale: -2 }), shapes: [[], []] },
  "affine of vectors": { map: affineBijector({ shift: [3, 1], choleskyFactor: lower }), shapes: [[2], [2]] },
  exp: { map: expBijector(), shapes: [[], []] },
  softplus: { map: softplusBijector(), shapes: [[], []] },
  sigmoid: { map: sigmoidBijector(), shapes: [[], []] },
  tanh: { map: tanhBijector(), shapes: [[], []] },
  "stick breaking": { map: stickBreakingBijector(), shapes: [[3], [4]], free: [0, 1, 2] },
  cholesky: { map: choleskyBijector(), shapes: [[6], [3, 3]], free: [0, 3, 4, 6, 7, 8] },
  "positive definite": { map: positiveDefiniteBijector(), shapes: [[6], [3, 3]], free: [0, 3, 4, 6, 7, 8] },
  correlation: { map: correlationBijector(), shapes: [[6], [4, 4]], free: [4, 8, 9, 12, 13, 14] },
  "chain of numbers": {
    map: chain(affineBijector({ scale: 2 }), expBijector(), affineBijector({ shift: 1 })),
    shapes: [[], []],
  },
  "chain of ranks": {
    map: chain(affineBijector({ scale: [2, 3] }), stickBreakingBijector()),
    shapes: [[2], [3]],
    free: [0, 1],
  },
  "inverse of exp": { map: chain(softplusBijector(), inverseOf(expBijector())), shapes: [[], []] },
};

describe.each(Object.entries(rows))("%s", (_, { map, shapes: [from, to], free }) => {
  const x = standardNormal(key(5), [4, ...from]);

  test("the inverse undoes the forward map, and shapes are as told", () => {
    const y = map.forward(x);
    expect(y.shape).toEqual([4, ...to]);
    expect(map.imageShape(x.shape)).toEqual(y.shape);
    expect(map.domainShape(y.shape)).toEqual(x.shape);
    expect(from.length).toBe(map.domainRank);
    expect(to.length).toBe(map.imageRank);
    expectClose(map.inverse(y), x, { relative: 1e-12, absolute: 1e-13 });
    expectClose(inverseOf(map).forward(y), x, { relative: 1e-12, absolute: 1e-13 });
  });

  test("the log-determinant is that of the Jacobian", () => {
    expect(map.logDeterminant(x).shape).toEqual([4]);
    for (const i of [0, 1, 2, 3]) {
      const one = take(x, i, { axis: 0 });
      const count = one.size;
      const coordinates = (values: Tensor): Tensor => {
        const y = reshape(map.forward(reshape(values, from)), [-1]);
        return free === undefined ? y : take(y, [...free]);
      };
      const matrix = jacobian(coordinates)(reshape(one, [count]));
      const expected = slogdet(matrix).logAbsDet;
      expectClose(map.logDeterminant(one), expected, { relative: 1e-12, absolute: 1e-12 });
      const back = inverseOf(map).logDeterminant(map.forward(one));
      expectClose(back, -expected.item(), { relative: 1e-11, absolute: 1e-11 });
    }
  });

  test("what lies in the image is kept, what does not is replaced", () => {
    const y = map.forward(x);
    expectClose(map.restrict(y).value, y);
    expect(map.restrict(y).inside.data.every((inside) => inside === 1)).toBe(true);
    const wrong = map.restrict(mul(NaN, y));
    expect(wrong.inside.data.some((inside) => inside === 1)).toBe(false);
    expect(map.inverse(wrong.value).data.every(Number.isFinite)).toBe(true);
    expect(map.restrictDomain(x).inside.data.every((inside) => inside === 1)).toBe(true);
  });

  test("derivatives and vmap go through the arguments and the parameters", () => {
    expectClose(vmap((one: Tensor) => map.forward(one))(x), map.forward(x), { relative: 1e-14 });
    expectClose(vmap((one: Tensor) => map.logDeterminant(one))(x), map.logDeterminant(x), {
      relative: 1e-14,
      absolute: 1e-14,
    });
    const slope = grad((u: Tensor) => sum(map.logDeterminant(u)))(x);
    expect(slope.data.every(Number.isFinite)).toBe(true);
    const round = grad((u: Tensor) => sum(map.inverse(map.forward(u))))(x);
    expectClose(round, add(mul(x, 0), 1), { relative: 1e-10 });
  });
});

test("log-determinants stay exact in the tails", () => {
  const x = [-1000, 1000];
  expectClose(expBijector().logDeterminant(x), x);
  expectClose(softplusBijector().logDeterminant(x), [-1000, 0]);
  expectClose(sigmoidBijector().logDeterminant(x), [-1000, -1000]);
  expectClose(tanhBijector().logDeterminant(x), [2 * Math.log(2) - 2000, 2 * Math.log(2) - 2000]);
  // σ(t) with t = ∓1000 − log 2, then with t = 1000.
  expectClose(stickBreakingBijector().logDeterminant([-1000, 1000]), -2000 - Math.log(2));
  expectClose(correlationBijector().logDeterminant([1000]), 2 * Math.log(2) - 2000);
});

test("inverses keep their digits next to the ends", () => {
  expectClose(softplusBijector().inverse([1e-300, 700]), [Math.log(1e-300), 700]);
  expectClose(sigmoidBijector().inverse(1e-300), Math.log(1e-300));
  expectClose(
    stickBreakingBijector().inverse([1 - 1e-12, 0.5e-12, 0.5e-12]),
    [Math.log((1 - 1e-12) / 1e-12) + Math.log(2), 0],
    { relative: 1e-13, absolute: 1e-15 },
  );
  const x = tensor([8]);
  expectClose(correlationBijector().inverse(correlationBijector().forward(x)), x, { relative: 1e-8 });
});

test("a bijector is a tree of its parameters", () => {
  const slopes = grad((b: ReturnType<typeof affineBijector>) => b.forward(3))(
    affineBijector({ shift: 1, scale: 2 }),
  );
  expectClose(slopes, { shift: 1, scale: 3 });
  const batch = affineBijector({ shift: [0, 1], scale: [2, 3] });
  expectClose(vmap((b: Bijector) => b.forward(1))(batch), [2, 4]);
  const both = chain(affineBijector({ scale: 2 }), expBijector());
  expectClose(grad((b: Bijector) => b.forward(0.5))(both), {
    parts: [{ shift: Math.E, scale: Math.E / 2 }, {}],
  });
});

test("directions of maps of numbers", () => {
  expectClose(affineBijector({ scale: [2, -2] }).direction, [1, -1]);
  expectClose(chain(affineBijector({ scale: -1 }), expBijector()).direction, -1);
  expect(() => stickBreakingBijector().direction).toThrow(DomainError);
  expect(() => affineBijector({ choleskyFactor: lower }).direction).toThrow("vectors");
});

test("what is no bijector is refused", () => {
  expect(() => affineBijector({ scale: 0 })).toThrow("affineBijector: scale must be finite and not 0, got 0");
  expect(() => affineBijector({ scale: 1, choleskyFactor: lower })).toThrow("either scale or choleskyFactor");
  expect(() => chain()).toThrow("give at least one bijector");
  expect(() => chain(stickBreakingBijector(), expBijector())).toThrow(
    "the numbers of a simplex are not free",
  );
  expect(() => choleskyBijector().forward([1, 2])).toThrow(ShapeError);
  expect(() => correlationBijector().forward([1, 2])).toThrow(ShapeError);
});
