import { grad, hessian, trace, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { astype, DomainError, mean, ShapeError, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose, reviveNumbers } from "@adjoint/testing";
import { expect, expectTypeOf, test } from "vitest";
import { normal } from "../src/index.ts";
import type { Normal } from "../src/index.ts";
import cases from "./fixtures/normal.json" with { type: "json" };

test("values agree with mpmath, deep in the tails too", () => {
  for (const expected of reviveNumbers(cases)) {
    const d = normal({ mean: expected.mean, scale: expected.scale });
    expectClose(d.logProb(expected.x), expected.logProb, { relative: 1e-14 });
    expectClose(d.prob(expected.x), expected.prob, { relative: 1e-12 });
    expectClose(d.cdf(expected.x), expected.cdf, { relative: 1e-12 });
    expectClose(d.logCdf(expected.x), expected.logCdf, { relative: 1e-12 });
    expectClose(d.survival(expected.x), expected.survival, { relative: 1e-12 });
    expectClose(d.entropy(), expected.entropy, { relative: 1e-14 });
  }
});

test("the gradient with respect to a distribution is a record of its parameters, as PyTorch computes it", () => {
  expectTypeOf(grad((d: Normal) => d.entropy())(normal())).toEqualTypeOf<{
    readonly mean: Tensor;
    readonly scale: Tensor;
  }>();
  for (const { mean, scale, x, gradient } of reviveNumbers(cases)) {
    const score = grad((d: Normal) => d.logProb(x))(normal({ mean, scale }));
    expect(Object.keys(score)).toEqual(["mean", "scale"]);
    // At x = μ ± σ the slope in σ cancels: what is left is rounding of the size of 1/σ.
    expectClose(score, gradient, { relative: 1e-13, absolute: 1e-15 / scale });
  }
});

test("the Fisher information is minus the expected Hessian: 1/σ² for the mean", () => {
  const information = hessian((mu: Tensor) => sum(normal({ mean: mu, scale: 2 }).logProb([1, 2, 3])))(
    tensor(0.3),
  );
  expectClose(information, -3 / 4);
});

test("parameters broadcast to a batch of distributions", () => {
  const d = normal({ mean: [[0], [10]], scale: [1, 2, 3] });
  expect(d.batchShape).toEqual([2, 3]);
  expect(d.eventShape).toEqual([]);
  expectClose(d.mean, [
    [0, 0, 0],
    [10, 10, 10],
  ]);
  expectClose(d.variance, [
    [1, 4, 9],
    [1, 4, 9],
  ]);
  expect(d.entropy().shape).toEqual([2, 3]);
  expect(d.logProb(0).shape).toEqual([2, 3]);
  expect(d.logProb([[[1]], [[2]]]).shape).toEqual([2, 2, 3]);
  expect(d.sample(key(0), [5]).shape).toEqual([5, 2, 3]);
  expect(normal({ mean: [] }).logProb(1).shape).toEqual([0]);
});

test("vmap goes through a batch of distributions and equals a loop", () => {
  const d = normal({ mean: [0, 1, 2], scale: [1, 2, 3] });
  const mapped = vmap((one: Normal, x: Tensor) => one.logProb(x))(d, tensor([0.5, 0.5, 4]));
  expectClose(
    mapped,
    [0, 1, 2].map((i) =>
      normal({ mean: i, scale: i + 1 })
        .logProb([0.5, 0.5, 4][i]!)
        .item(),
    ),
  );
  const scores = vmap(grad((one: Normal) => one.logProb(0.5)))(d);
  expectClose(scores.mean, [0.5, -0.125, -1 / 6]);
});

test("a distribution may be made inside a derivative, a vmap or both", () => {
  expectClose(grad((scale: Tensor) => normal({ scale }).entropy())(tensor(2)), 0.5);
  expectClose(vmap((scale: Tensor) => normal({ scale }).variance)(tensor([1, 2])), [1, 4]);
  expectClose(
    vmap(grad((scale: Tensor) => normal({ mean: scale, scale }).logProb(0)))(tensor([1, 2])),
    [-1, -0.5],
  );
});

test("samples differentiate: ∂x/∂μ = 1, ∂x/∂σ = (x − μ)/σ", () => {
  const drawn = normal({ mean: 5, scale: 2 }).sample(key(3), [1000]);
  const slope = grad((d: Normal) => mean(d.sample(key(3), [1000])))(normal({ mean: 5, scale: 2 }));
  expectClose(slope, { mean: 1, scale: (mean(drawn).item() - 5) / 2 }, { relative: 1e-10 });
});

test("equal keys give equal samples, other keys others", () => {
  const d = normal();
  expectClose(d.sample(key(1), [4]), d.sample(key(1), [4]));
  expect(() => expectClose(d.sample(key(1), [4]), d.sample(key(2), [4]))).toThrow("expectClose");
});

test("infinities and NaN pass through", () => {
  const d = normal();
  expectClose(d.logProb([Infinity, -Infinity, NaN]), [-Infinity, -Infinity, NaN]);
  expectClose(d.cdf([Infinity, -Infinity, NaN]), [1, 0, NaN]);
  expectClose(d.quantile([0, 1]), [-Infinity, Infinity]);
});

test("float32 parameters stay float32, also with plain numbers beside them", () => {
  const scale = tensor([1, 2], { dtype: "float32" });
  const d = normal({ mean: 3, scale });
  for (const result of [
    d.mean,
    d.variance,
    d.entropy(),
    d.logProb(1),
    d.cdf(1),
    d.quantile(0.3),
    d.sample(key(0)),
  ]) {
    expect(result.dtype).toBe("float32");
  }
  expectClose(astype(d.logProb(1), "float64"), normal({ mean: 3, scale: [1, 2] }).logProb(1), {
    relative: 1e-6,
  });
});

test("parameters outside their domain are refused by name and value", () => {
  expect(() => normal({ mean: 0, scale: -1 })).toThrow(DomainError);
  expect(() => normal({ mean: 0, scale: [1, 0] })).toThrow(
    "normal: scale must be positive and finite, got 0 at flat index 1; exp or softplus of a free variable is always positive",
  );
  expect(() => normal({ scale: NaN })).toThrow("normal: scale must be positive and finite, got NaN");
  expect(() => normal({ mean: Infinity })).toThrow("normal: mean must be finite, got Infinity");
  expect(() => grad((scale: Tensor) => normal({ scale }).entropy())(tensor(-1))).toThrow(DomainError);
  expect(() => normal().quantile([0.5, 1.5])).toThrow(
    "normal.quantile: p must be between 0 and 1, got 1.5 at flat index 1",
  );
  expect(() => normal({ mean: [0, 1], scale: [1, 2, 3] }).batchShape).toThrow(ShapeError);
});

test("a traced log-density holds no operation too many, and is not validated without values", () => {
  const program = trace((d: Normal, x: Tensor) => d.logProb(x))(normal(), tensor([1, 2]));
  expect(program.equations.map(({ primitive }) => primitive.name).join(" ")).toBe(
    "broadcastTo sub broadcastTo div square mul log add broadcastTo sub",
  );
  expect(() => trace((scale: Tensor) => normal({ scale }).entropy())(tensor(-1))).not.toThrow();
});

test("a parameter that does not exist is refused instead of ignored", () => {
  expect(() => normal({ mu: 5 } as object)).toThrow("normal: no option mu; the options are mean, scale");
  expect(() => normal(5 as never)).toThrow("normal: options must be an object with mean, scale, got 5");
});
