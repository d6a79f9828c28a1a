import { grad, jvp, trace, vmap } from "@adjoint/autodiff";
import {
  beta,
  cauchy,
  chiSquared,
  dirichlet,
  exponential,
  gamma,
  gumbel,
  key,
  laplace,
  logistic,
  multivariateNormal,
  orthogonal,
  rademacher,
  studentT,
  truncatedNormal,
} from "@adjoint/random";
import { gammainc, gammaQuantileSlope, logNormalCdf, normalCdf, polygamma } from "@adjoint/special";
import {
  abs,
  DomainError,
  log,
  log1p,
  matmul,
  mul,
  neg,
  ShapeError,
  sum,
  take,
  tensor,
  transpose,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { kolmogorovSmirnov, meanScore } from "./statistics.ts";

const n = 20_000;
const limit = 1.95;
const follows = (sample: Tensor, cdf: (x: number) => number): void =>
  expect(kolmogorovSmirnov(sample.data as Float64Array, cdf)).toBeLessThan(limit);

describe("samples follow their distribution", () => {
  test("exponential, Laplace, logistic, Gumbel and Cauchy, each with a location and a scale", () => {
    follows(exponential(key(1), [n], { rate: 3 }), (x) => -Math.expm1(-3 * x));
    follows(laplace(key(2), [n], { mean: 1, scale: 2 }), (x) => {
      const z = (x - 1) / 2;
      return z < 0 ? Math.exp(z) / 2 : 1 - Math.exp(-z) / 2;
    });
    follows(logistic(key(3), [n], { mean: -2, scale: 0.5 }), (x) => 1 / (1 + Math.exp(-(x + 2) / 0.5)));
    follows(gumbel(key(4), [n], { location: 3, scale: 2 }), (x) => Math.exp(-Math.exp(-(x - 3) / 2)));
    follows(cauchy(key(5), [n], { location: 1, scale: 3 }), (x) => 0.5 + Math.atan((x - 1) / 3) / Math.PI);
  });

  test.each([0.03, 0.1, 0.5, 0.999, 1, 1.001, 2.5, 30, 1e4, 1e8])("gamma of shape %d", (a) => {
    const sample = gamma(key(6), [n], { concentration: a });
    follows(sample, (x) => gammainc(a, x).item());
    expect(Math.abs(meanScore(sample.data as Float64Array, a))).toBeLessThan(3.5);
  });

  test("gamma with a rate, and chi-squared", () => {
    follows(gamma(key(7), [n], { concentration: 2, rate: 5 }), (x) => gammainc(2, 5 * x).item());
    follows(chiSquared(key(8), [n], { df: 3 }), (x) => gammainc(1.5, x / 2).item());
  });

  test("beta, on its edges as in the middle", () => {
    follows(beta(key(9), [n], { alpha: 3, beta: 1 }), (x) => x ** 3);
    follows(beta(key(10), [n], { alpha: 1, beta: 0.2 }), (x) => 1 - (1 - x) ** 0.2);
    follows(beta(key(11), [n], { alpha: 0.5, beta: 0.5 }), (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x)));
    follows(beta(key(12), [n], { alpha: 2, beta: 2 }), (x) => x * x * (3 - 2 * x));
  });

  test("Student's t with 1, 2 and many degrees of freedom", () => {
    follows(studentT(key(13), [n], { df: 1 }), (x) => 0.5 + Math.atan(x) / Math.PI);
    follows(studentT(key(14), [n], { df: 2, mean: 1, scale: 2 }), (x) => {
      const z = (x - 1) / 2;
      return 0.5 + z / (2 * Math.sqrt(2 + z * z));
    });
    follows(studentT(key(15), [n], { df: 1e9 }), (x) => normalCdf(x).item());
  });

  test("each part of a Dirichlet vector has a beta distribution, and the sum is 1", () => {
    const sample = dirichlet(key(16), [n, 3], { concentration: [1, 1, 1] });
    follows(tensor((sample.toArray() as number[][]).map((row) => row[1]!)), (x) => 1 - (1 - x) ** 2);
    expectClose(sum(sample, { axis: 1 }), new Float64Array(n).fill(1), { absolute: 1e-15 });
    const corners = dirichlet(key(17), [100, 3], { concentration: [1e-4, 1e-4, 1e-4] });
    expect(corners.data.every((x) => x >= 0 && x <= 1)).toBe(true);
    expectClose(sum(corners, { axis: 1 }), new Float64Array(100).fill(1), { absolute: 1e-15 });
  });

  test.each([
    [-1, 2],
    [-Infinity, 0.5],
    [3, Infinity],
    [40, Infinity],
    [-Infinity, -40],
    [7, 7.5],
    [-0.1, 30],
    [-Infinity, Infinity],
    [100, 100.001],
  ])("normal between %d and %d", (low, high) => {
    const sample = truncatedNormal(key(18), [n], { low, high });
    expect(sample.data.every((x) => x >= low && x <= high)).toBe(true);
    const [a, b] = low > 0 ? [-high, -low] : [low, high];
    const [logA, logB] = [logNormalCdf(a).item(), logNormalCdf(b).item()];
    const mass = -Math.expm1(logA - logB);
    const cdf = (x: number): number => {
      const below = (Math.exp(logNormalCdf(low > 0 ? -x : x).item() - logB) - Math.exp(logA - logB)) / mass;
      return low > 0 ? 1 - below : below;
    };
    follows(sample, cdf);
  });

  test("normals are truncated however far out, and no wider than the interval", () => {
    const far = truncatedNormal(key(18), undefined, {
      low: [1e160, -Infinity, 1e8],
      high: [Infinity, -1e160, 1e9],
    });
    expect(far.data.slice(0, 2)).toEqual(Float64Array.of(1e160, -1e160));
    expect(far.data[2]! - 1e8).toBeLessThan(1e-6);
    const high = 5 + 1e-12;
    expect(truncatedNormal(key(18), [100], { low: 5, high }).data.every((x) => x >= 5 && x <= high)).toBe(
      true,
    );
    const slope = jvp((low) => truncatedNormal(key(18), [], { low }), [tensor(1e160)], [tensor(1)]).tangent;
    expect(slope.item()).toBe(1);
  });

  test("multivariate normals have the covariance L Lᵀ", () => {
    const L = [
      [2, 0],
      [1.5, 0.5],
    ];
    const x = multivariateNormal(key(19), [n, 2], {
      mean: [1, -1],
      choleskyFactor: L,
    }).toArray() as number[][];
    const along = (f: (row: number[]) => number): number[] => x.map(f);
    expect(
      Math.abs(
        meanScore(
          along(([a]) => a! - 1),
          0,
        ),
      ),
    ).toBeLessThan(3.5);
    expect(
      Math.abs(
        meanScore(
          along(([a, b]) => (a! - 1) * (b! + 1)),
          3,
        ),
      ),
    ).toBeLessThan(3.5);
    expect(
      Math.abs(
        meanScore(
          along(([, b]) => (b! + 1) ** 2),
          2.5,
        ),
      ),
    ).toBeLessThan(3.5);
  });

  test("signs are fair", () => {
    expect(Math.abs(meanScore(rademacher(key(20), [n]).data as Float64Array, 0))).toBeLessThan(3.5);
  });
});

describe("orthogonal matrices", () => {
  test.each([
    [1, 1],
    [2, 2],
    [5, 3],
    [3, 5],
    [40, 40],
    [200_000, 2],
    [3, 1],
    [0, 2],
  ])("%d × %d have orthonormal columns or rows", (rows, columns) => {
    const q = orthogonal(key(21), [2, rows, columns]);
    const gram = rows >= columns ? matmul(transpose(q, [0, 2, 1]), q) : matmul(q, transpose(q, [0, 2, 1]));
    const k = Math.min(rows, columns);
    const eye = Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => (i === j ? 1 : 0)));
    expectClose(gram, k === 0 ? gram : [eye, eye], { absolute: 1e-14 });
  });

  test("rotations of the plane have evenly spread angles, and half of the matrices mirror", () => {
    const q = orthogonal(key(22), [n, 2, 2]).toArray() as number[][][];
    const angles = q.map(([first, second]) => Math.atan2(second![0]!, first![0]!));
    follows(tensor(angles), (x) => (x + Math.PI) / (2 * Math.PI));
    const signs = q.map(([first, second]) => first![0]! * second![1]! - first![1]! * second![0]!);
    expect(Math.abs(meanScore(signs, 0))).toBeLessThan(3.5);
  });
});

describe("derivatives", () => {
  test("a gamma draw moves with its shape as its quantile", () => {
    for (const a of [0.01, 0.7, 1, 3, 200]) {
      const draw = (s: Tensor): Tensor => gamma(key(23), [], { concentration: s });
      const x = draw(tensor(a)).item();
      expectClose(grad(draw)(tensor(a)), x * gammaQuantileSlope(a, Math.log(x)).item(), { relative: 1e-12 });
    }
  });

  /** The scores of the mean derivative in a parameter of f of n draws. */
  const slopes = (f: (p: Tensor) => Tensor, at: number): Float64Array =>
    jvp(f, [tensor(at)], [tensor(1)]).tangent.data as Float64Array;

  test("mean derivatives are the derivatives of means", () => {
    const a = 1.3;
    const scores = [
      meanScore(
        slopes((p) => gamma(key(24), [n], { concentration: p }), a),
        1,
      ),
      meanScore(
        slopes((p) => log(gamma(key(25), [n], { concentration: p })), a),
        polygamma(1, a).item(),
      ),
      meanScore(
        slopes((p) => log(beta(key(26), [n], { alpha: p, beta: 2 })), a),
        polygamma(1, a).item() - polygamma(1, a + 2).item(),
      ),
      // E[log(1 − X)] = ψ(β) − ψ(α + β), and E[X] = α/(α + β)
      meanScore(
        slopes((p) => log1p(neg(beta(key(26), [n], { alpha: 0.6, beta: p }))), a),
        polygamma(1, a).item() - polygamma(1, a + 0.6).item(),
      ),
      meanScore(
        slopes((p) => beta(key(26), [n], { alpha: 0.1, beta: p }), 0.2),
        -0.1 / 0.3 ** 2,
      ),
      meanScore(
        slopes((p) => chiSquared(key(26), [n], { df: p }), 0.7),
        1,
      ),
      // E[log |T|] of Student's t with ν degrees of freedom grows as (log ν − ψ(ν/2))/2 does.
      meanScore(
        slopes((p) => log(abs(studentT(key(27), [n], { df: p }))), 3),
        0.5 * (1 / 3 - 0.5 * polygamma(1, 1.5).item()),
      ),
      // E[log X₁] = ψ(α) − ψ(3α) for three equal parts
      meanScore(
        slopes(
          (p) => log(take(dirichlet(key(28), [n, 3], { concentration: mul(p, [1, 1, 1]) }), 0, { axis: 1 })),
          a,
        ),
        polygamma(1, a).item() - 3 * polygamma(1, 3 * a).item(),
      ),
    ];
    for (const score of scores) expect(Math.abs(score)).toBeLessThan(3.5);
  });

  test("they flow to locations, scales, rates and ends", () => {
    const at = (f: (p: Tensor) => Tensor, p: number): number =>
      grad((q: Tensor) => sum(f(q)))(tensor(p)).item();
    const x = exponential(key(29), [5], { rate: 2 });
    expectClose(
      at((rate) => exponential(key(29), [5], { rate }), 2),
      -sum(x).item() / 2,
    );
    expectClose(
      at((location) => gumbel(key(29), [5], { location }), 2),
      5,
    );
    for (const name of ["mean", "scale", "low", "high"] as const) {
      const values = { mean: 0.3, scale: 1.2, low: -1, high: 2 };
      const draw = (p: Tensor): Tensor => truncatedNormal(key(30), [5], { ...values, [name]: p });
      const h = 1e-6;
      const difference = (i: number): number =>
        (draw(tensor(values[name] + h)).data[i]! - draw(tensor(values[name] - h)).data[i]!) / (2 * h);
      const exact = slopes(draw, values[name]);
      for (let i = 0; i < 5; i++) expect(exact[i]).toBeCloseTo(difference(i), 6);
    }
  });
});

test("an element is the same whatever is drawn beside it, in a batch, under vmap and in a program", () => {
  const a = [0.3, 1, 7];
  const whole = gamma(key(31), [3], { concentration: a }).toArray() as number[];
  expect(gamma(key(31), [1], { concentration: 0.3 }).toArray()).toEqual([whole[0]]);
  const long = gamma(key(31), [600], { concentration: 2 }).toArray() as number[];
  expect(gamma(key(31), [300], { concentration: 2 }).toArray()).toEqual(long.slice(0, 300));
  const mapped = vmap((s: Tensor) => gamma(key(31), [2], { concentration: s }))(tensor(a));
  expectClose(
    mapped,
    a.map((s) => gamma(key(31), [2], { concentration: s }).toArray()),
  );
  const program = trace((s: Tensor) => gamma(key(31), [3], { concentration: s }))(tensor(a));
  expectClose(program.call(tensor(a)), whole);
});

test("nothing, scalars and float32 parameters have draws too", () => {
  const single = tensor([0.001, 2, 1e6], { dtype: "float32" });
  const draws = [
    gamma(key(33), [4, 3], { concentration: single }),
    beta(key(33), [4, 3], { alpha: single, beta: single }),
    chiSquared(key(33), [4, 3], { df: single }),
    dirichlet(key(33), [4, 3], { concentration: single }),
  ];
  for (const draw of draws) {
    expect([draw.shape, draw.dtype]).toEqual([[4, 3], "float32"]);
    expect(draw.data.every(Number.isFinite)).toBe(true);
  }
  expect(gamma(key(33), [0, 2], { concentration: [1, 2] }).shape).toEqual([0, 2]);
  expect(beta(key(33)).shape).toEqual([]);
  expect(dirichlet(key(33), [5, 0], { concentration: [] }).shape).toEqual([5, 0]);
  expectClose(dirichlet(key(33), undefined, { concentration: [3] }), [1]);
  // integers are numbers
  expectClose(
    gamma(key(33), [2], { concentration: tensor(2, { dtype: "int32" }) }),
    gamma(key(33), [2], { concentration: 2 }),
  );
});

test("what cannot be drawn is refused by name", () => {
  expect(() => gamma(key(0), [], { concentration: 0 })).toThrow(
    "gamma: concentration must be positive and finite, got 0",
  );
  expect(() => gamma(key(0), [2], { concentration: [1, 2, 3] })).toThrow(ShapeError);
  expect(() => beta(key(0), [], { alpha: 1, beta: -1 })).toThrow(
    "beta: beta must be positive and finite, got -1",
  );
  expect(() => chiSquared(key(0), [2], { df: [1, -1] })).toThrow(
    "chiSquared: df must be positive and finite, got -1",
  );
  expect(() => dirichlet(key(0), undefined, { concentration: 1 })).toThrow(ShapeError);
  expect(() => studentT(key(0), [], { df: 0 })).toThrow(DomainError);
  expect(() => truncatedNormal(key(0), [], { low: 1, high: 1 })).toThrow(
    "low must be less than high, got 1.0 and 1.0",
  );
  expect(() => laplace(key(0), [], { scale: -1 })).toThrow("laplace: scale must be at least 0, got -1");
  expect(() => exponential(key(0), [], { rate: Infinity })).toThrow(DomainError);
  expect(() => orthogonal(key(0), [3])).toThrow("orthogonal: shape must be that of matrices");
  expect(() => multivariateNormal(key(0), undefined, { choleskyFactor: [[1, 2, 3]] })).toThrow(ShapeError);
  expect(() => multivariateNormal(key(0), [2], { choleskyFactor: [[[1]], [[2]]] })).toThrow(
    "parameters of shape [2, 1] do not broadcast into the shape [2]",
  );
});
