import { readFileSync } from "node:fs";
import { grad, hvp, jvp, vmap } from "@adjoint/autodiff";
import {
  covariance,
  effectiveRank,
  lowRank,
  marchenkoPasturEdge,
  matrixRank,
  nullSpace,
  orth,
  pca,
  pinv,
  polar,
  spectralNorm,
} from "@adjoint/linalg";
import { add, eye, matmul, mul, neg, square, sub, sum, swapAxes, tensor, zeros } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { galleryCases } from "./support/gallery.ts";
import {
  build,
  multiply,
  randomMatrix,
  randomOrthogonal,
  rectangularCases,
  transposed,
} from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { orthogonalityRatio, residualRatio } from "./support/residuals.ts";

interface DerivativeCase {
  readonly function: string;
  readonly x: TensorLike;
  readonly weights: TensorLike;
  readonly direction: TensorLike;
  readonly value: number;
  readonly gradient: TensorLike;
  readonly hvp: TensorLike;
}

interface Values {
  readonly pinv: readonly { a: Matrix; value: Matrix; condition: number }[];
  readonly polar: readonly { a: Matrix; u: Matrix; right: Matrix; left: Matrix }[];
  readonly projectors: readonly { a: Matrix; rank: number; null: Matrix; range: Matrix }[];
  readonly effectiveRank: readonly { a: Matrix; value: number }[];
  readonly pca: readonly {
    x: Matrix;
    covariance: Matrix;
    components: Matrix;
    explainedVariance: number[];
    explainedVarianceRatio: number[];
    coordinates: Matrix;
  }[];
}

const fixture = JSON.parse(readFileSync(new URL("fixtures/subspaces.json", import.meta.url), "utf8")) as {
  readonly values: Values;
  readonly derivatives: readonly DerivativeCase[];
};

const projector = (basis: Tensor): Tensor => matmul(basis, swapAxes(basis, -1, -2));
const largestOf = (a: Matrix): number => Math.max(0, ...a.flat().map(Math.abs));
const shaped = (a: Matrix): Tensor => tensor(a.flat(), { shape: [a.length, a[0]?.length ?? 0] });

/** Singular values 3, 2, 2 and 0: repeated ones and a missing rank. */
const deficient = multiply(
  randomOrthogonal(4, 1).map((row) => row.slice(0, 3).map((x, j) => x * [3, 2, 2][j]!)),
  transposed(randomOrthogonal(3, 2)),
);
const ofRankTwo = multiply(randomMatrix(4, 2, 71), randomMatrix(2, 3, 72));

describe("values agree with mpmath, SciPy and NumPy", () => {
  test("pinv", () => {
    for (const { a, value, condition } of fixture.values.pinv) {
      expectClose(pinv(a), value, { relative: 0, absolute: 1e-15 * condition * 4 * largestOf(value) });
    }
  });

  test("polar", () => {
    for (const { a, u, right, left } of fixture.values.polar) {
      const onTheRight = polar(a);
      const onTheLeft = polar(a, { side: "left" });
      expectClose(onTheRight.p, right, { absolute: 1e-14 });
      expectClose(onTheLeft.p, left, { absolute: 1e-14 });
      expectClose(onTheRight.u, u, { absolute: 1e-13 });
      expectClose(onTheLeft.u, u, { absolute: 1e-13 });
    }
  });

  test("matrixRank, nullSpace and orth", () => {
    for (const { a, rank, null: kernel, range } of fixture.values.projectors) {
      expect(matrixRank(a).item()).toBe(rank);
      expectClose(projector(nullSpace(a)), kernel, { absolute: 1e-14 });
      expectClose(projector(orth(a)), range, { absolute: 1e-14 });
      expect(orthogonalityRatio(nullSpace(a).toArray() as Matrix)).toBeLessThan(10);
      expect(orthogonalityRatio(orth(a).toArray() as Matrix)).toBeLessThan(10);
    }
  });

  test("effectiveRank", () => {
    for (const { a, value } of fixture.values.effectiveRank)
      expectClose(effectiveRank(a), value, { relative: 1e-12 });
  });

  test("covariance and pca", () => {
    for (const each of fixture.values.pca) {
      const k = each.components.length;
      const found = pca(each.x, { components: k });
      expectClose(covariance(each.x), each.covariance, { relative: 1e-12, absolute: 1e-12 });
      expectClose(found.components, each.components, { absolute: 1e-10 });
      expectClose(found.explainedVariance, each.explainedVariance, { relative: 1e-11 });
      expectClose(found.explainedVarianceRatio, each.explainedVarianceRatio, { relative: 1e-11 });
      expectClose(found.transform(each.x), each.coordinates, { absolute: 1e-10 });
    }
  });
});

const inner = (x: Tensor, weights: Tensor): Tensor => sum(mul(x, weights));
/** The functions of tooling/reference/linalg_subspaces.py. */
const functions: Record<string, (x: Tensor, weights: Tensor) => Tensor> = {
  pinv: (a, c) => inner(pinv(a), c),
  "polar u": (a, c) => inner(polar(a).u, c),
  "polar p": (a, c) => inner(polar(a).p, c),
  lowRank: (a, c) => inner(lowRank(a, 2), c),
  effectiveRank: (a, c) => mul(effectiveRank(a), c),
  spectralNorm: (a, c) => mul(spectralNorm(a), c),
  covariance: (a, c) => inner(covariance(a), c),
};

describe("derivatives agree with PyTorch", () => {
  fixture.derivatives.forEach((each, i) => {
    test(`${each.function}, case ${i}`, () => {
      const at = (x: Tensor): Tensor => functions[each.function]!(x, tensor(each.weights));
      const x = tensor(each.x);
      const scale = Math.max(...Array.from(tensor(each.hvp).data, Math.abs), 1);
      expectClose(at(x), each.value, { relative: 1e-12, absolute: 1e-12 });
      expectClose(grad(at)(x), each.gradient, { relative: 1e-10, absolute: 1e-11 * scale });
      expectClose(hvp(at, x, tensor(each.direction)), each.hvp, { relative: 1e-9, absolute: 1e-10 * scale });
    });
  });
});

describe("the laws of primitives", () => {
  const spread = (m: number, n: number): Matrix =>
    randomMatrix(m, n, 31).map((row, i) => row.map((x, j) => x / 2 + (i === j ? 2 * (i + 1) : 0)));
  for (const [m, n] of [
    [3, 3],
    [4, 2],
    [2, 4],
    [3, 1],
  ] as const) {
    test(`${m} × ${n}`, () => {
      const a = spread(m, n);
      checkPrimitive((x) => pinv(x), [a], { name: "pinv" });
      checkPrimitive((x) => polar(x), [a], { name: "polar" });
      checkPrimitive((x) => polar(x, { side: "left" }), [a], { name: "polar, left" });
      if (m < n) checkPrimitive((x) => projector(nullSpace(x, { rank: m })), [a], { name: "nullSpace" });
      if (m > n) checkPrimitive((x) => projector(orth(x, { rank: n })), [a], { name: "orth" });
      if (n > 1) checkPrimitive((x) => lowRank(x, 1), [a], { name: "lowRank" });
      checkPrimitive((x) => effectiveRank(x), [a], { name: "effectiveRank" });
      checkPrimitive((x) => spectralNorm(x), [a], { name: "spectralNorm" });
    });
  }

  test("batches", () => {
    const two = [spread(3, 2), randomMatrix(3, 2, 5)];
    checkPrimitive((x) => pinv(x), [two], { name: "pinv", order: 1 });
    checkPrimitive((x) => polar(x), [two], { name: "polar", order: 1 });
    checkPrimitive((x) => covariance(x), [two], { name: "covariance" });
  });

  test("along matrices of constant rank, at repeated singular values", () => {
    // X Y has rank 2 for all thin X and Y; its null space depends on Y alone, its range on X alone.
    const left = tensor(randomOrthogonal(4, 3).map((row) => row.slice(0, 2)));
    const right = tensor(randomOrthogonal(3, 4).slice(0, 2));
    const options = { batch: false, step: 1 / 64 };
    checkPrimitive((x, y) => pinv(matmul(x, y), { rtol: 1e-8 }), [left, right], options);
    checkPrimitive((y) => projector(nullSpace(matmul(left, y))), [right], options);
    checkPrimitive((x) => projector(orth(matmul(x, right))), [left], options);
  });

  test("where singular values repeat, to order 2", () => {
    const q = randomOrthogonal(3, 4);
    checkPrimitive((x) => pinv(x), [q], { name: "pinv", batch: false });
    checkPrimitive((x) => polar(x), [q], { name: "polar", batch: false });
    checkPrimitive((x) => polar(x), [q.map((row) => row.slice(0, 2))], { name: "polar", batch: false });
    checkPrimitive((x) => projector(orth(x)), [q.map((row) => row.slice(0, 2))], {
      name: "orth",
      batch: false,
    });
  });

  test("a spectrum of principal components", () => {
    const x = spread(5, 3);
    checkPrimitive(
      (samples) => {
        const { components, explainedVariance, explainedVarianceRatio, transform } = pca(samples, {
          components: 2,
          whiten: true,
        });
        return [components, explainedVariance, explainedVarianceRatio, transform([1, 2, 3])];
      },
      [x],
      { name: "pca", step: 1 / 64 },
    );
  });

  test("the edge of noise", () => {
    checkPrimitive((ratio, variance) => marchenkoPasturEdge(ratio, { variance }), [[0.3, 2], 1.5], {
      name: "marchenkoPasturEdge",
    });
  });
});

describe("residuals in the gallery", () => {
  for (const [name, a] of Object.entries({ ...rectangularCases(), ...galleryCases() })) {
    test(name, () => {
      const input = shaped(a);
      const { u, p } = polar(input);
      const m = a.length;
      const n = a[0]?.length ?? 0;
      const columns = u.toArray() as Matrix;
      expect(orthogonalityRatio(m < n ? transposed(columns) : columns)).toBeLessThan(10);
      expect(residualRatio(a, multiply(columns, p.toArray() as Matrix))).toBeLessThan(10);
      expect(p.toArray()).toEqual(swapAxes(p, 0, 1).toArray());
      const rank = matrixRank(input).item();
      const [kernel, range] = [nullSpace(input), orth(input)];
      expect([kernel.shape, range.shape]).toEqual([
        [n, n - rank],
        [m, rank],
      ]);
      const scale = 1 / (largestOf(a) || 1);
      const image = matmul(mul(input, Number.isFinite(scale) ? scale : 1e300), kernel);
      const tolerance = 10 * Math.max(m, n) ** 1.5 * 2.3e-16;
      for (const element of image.data) expect(Math.abs(element)).toBeLessThanOrEqual(tolerance);
      expect(residualRatio(a, lowRank(input, Math.min(m, n)).toArray() as Matrix)).toBeLessThan(10);
      const effective = effectiveRank(input).item();
      expect(effective).toBeGreaterThanOrEqual(0);
      expect(effective).toBeLessThanOrEqual(Math.min(m, n) * (1 + 1e-12));
    });
  }

  test("pinv fulfils Penrose's equations", () => {
    for (const a of [
      deficient,
      ofRankTwo,
      randomMatrix(30, 7, 1),
      randomMatrix(7, 30, 2),
      randomMatrix(40, 40, 3),
    ]) {
      const x = pinv(a);
      expectClose(matmul(a, matmul(x, a)), a, { absolute: 1e-12 });
      expectClose(matmul(x, matmul(a, x)), x, { absolute: 1e-11 });
      expectClose(matmul(a, x), swapAxes(matmul(a, x), 0, 1), { absolute: 1e-12 });
      expectClose(matmul(x, a), swapAxes(matmul(x, a), 0, 1), { absolute: 1e-12 });
    }
  });
});

describe("hard cases", () => {
  test("empty matrices", () => {
    expect(pinv(zeros([2, 0, 3])).shape).toEqual([2, 3, 0]);
    expect(matrixRank(zeros([0, 3])).item()).toBe(0);
    expectClose(nullSpace(zeros([0, 3])), eye(3));
    expect(orth(zeros([3, 0])).shape).toEqual([3, 0]);
    expect(polar(zeros([0, 2])).p.toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(polar(zeros([2, 0])).u.shape).toEqual([2, 0]);
    expect(lowRank(zeros([2, 0]), 3).shape).toEqual([2, 0]);
    expect(effectiveRank(zeros([0, 3])).item()).toBe(0);
    expect(spectralNorm(zeros([2, 3, 0])).toArray()).toEqual([0, 0]);
    expect(covariance(zeros([4, 0])).shape).toEqual([0, 0]);
    expect(grad((x: Tensor) => sum(pinv(x)))(zeros([3, 0])).shape).toEqual([3, 0]);
    expect(grad((x: Tensor) => sum(polar(x).u))(zeros([0, 3])).shape).toEqual([0, 3]);
    expect(nullSpace(zeros([0, 2, 3])).shape).toEqual([0, 3, 1]);
  });

  test("zeros", () => {
    expect(pinv(zeros([2, 3])).toArray()).toEqual(zeros([3, 2]).toArray());
    expect(matrixRank(zeros([2, 3])).item()).toBe(0);
    expect(nullSpace(zeros([2, 3])).shape).toEqual([3, 3]);
    expect(effectiveRank(zeros([2, 3])).item()).toBe(0);
    for (const f of [
      (x: Tensor): Tensor => sum(pinv(x)),
      (x: Tensor): Tensor => sum(polar(x).u),
      effectiveRank,
      spectralNorm,
    ] as ((x: Tensor) => Tensor)[]) {
      expect(Array.from(grad(f)(zeros([3, 2])).data).every(Number.isFinite)).toBe(true);
    }
    expect(
      pca(zeros([3, 2]), { whiten: true })
        .transform(zeros([2]))
        .toArray(),
    ).toEqual([0, 0]);
  });

  test("scales", () => {
    for (const scale of [1e300, 1e-300]) {
      const a = mul(randomMatrix(4, 3, 7), scale);
      expectClose(mul(pinv(a), scale), pinv(randomMatrix(4, 3, 7)), { relative: 1e-12, absolute: 1e-13 });
      expect(matrixRank(a).item()).toBe(3);
      expectClose(effectiveRank(a), effectiveRank(randomMatrix(4, 3, 7)), { relative: 1e-13 });
      expectClose(polar(a).u, polar(randomMatrix(4, 3, 7)).u, { relative: 1e-12, absolute: 1e-14 });
    }
  });

  test("float32 in, float32 out, with the tolerance of float32", () => {
    const a = tensor(
      [
        [1, 2],
        [2, 4.000001],
      ],
      { dtype: "float32" },
    );
    expect(matrixRank(a).item()).toBe(1);
    expect([
      pinv(a).dtype,
      polar(a).u.dtype,
      orth(a).dtype,
      effectiveRank(a).dtype,
      lowRank(a, 1).dtype,
    ]).toEqual(Array.from({ length: 5 }, () => "float32"));
    expect(pca(a).components.dtype).toBe("float32");
    expectClose(
      mul(pinv(a), 25),
      [
        [1, 2],
        [2, 4],
      ],
      { relative: 1e-5 },
    );
  });

  test("tolerances decide the rank", () => {
    const a = [
      [1, 0],
      [0, 1e-3],
    ];
    expect(matrixRank(a, { atol: 1e-2 }).item()).toBe(1);
    expect(matrixRank(a, { rtol: 0 }).item()).toBe(2);
    expect(nullSpace(a, { rtol: 1e-2 }).toArray()).toEqual([[0], [1]]);
    expect(pinv(a, { atol: 1 }).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(matrixRank([a, build(2, 2, () => 1)]).toArray()).toEqual([2, 1]);
    expect(matrixRank(a).dtype).toBe("int32");
  });

  test("low rank leaves the next singular value as error", () => {
    const a = randomMatrix(6, 4, 9);
    expectClose(spectralNorm(sub(a, lowRank(a, 2))), spectralNorm(sub(lowRank(a, 3), lowRank(a, 2))), {
      relative: 1e-13,
    });
    expect(matrixRank(lowRank(a, 2)).item()).toBe(2);
    expectClose(lowRank(a, 0), zeros([6, 4]));
    expectClose(lowRank(a, 9), a, { absolute: 1e-14 });
  });

  test("principal components undo themselves, and whiten", () => {
    const x = tensor([randomMatrix(8, 3, 11), randomMatrix(8, 3, 12)]);
    for (const whiten of [false, true]) {
      const { transform, inverseTransform, explainedVariance } = pca(x, { whiten });
      expectClose(inverseTransform(transform(x)), x, { absolute: 1e-13 });
      const expected = whiten ? 1 : explainedVariance.toArray();
      const spread = covariance(transform(x));
      [0, 1].forEach((i) =>
        expectClose(
          (spread.toArray() as number[][][])[i]!.map((row, j) => row[j]!),
          whiten ? [1, 1, 1] : (expected as number[][])[i]!,
          { relative: 1e-12 },
        ),
      );
    }
  });

  test("the gradient at repeated singular values, and the nuclear norm's second derivative through polar", () => {
    const identity = eye(3);
    expectClose(grad((x: Tensor) => sum(square(pinv(x))))(identity), mul(-2, identity), { absolute: 1e-14 });
    const e = tensor(randomMatrix(3, 3, 5));
    const skew = mul(0.5, sub(e, swapAxes(e, 0, 1)));
    expectClose(jvp((x: Tensor) => polar(x).u, [identity], [e]).tangent, skew, { absolute: 1e-14 });
    // tr P is the nuclear norm: ∇ tr P = U, and its Hessian is dU.
    const nuclear = (x: Tensor): Tensor => sum(mul(polar(x).p, eye(3)));
    expectClose(grad(nuclear)(identity), identity, { absolute: 1e-14 });
    expectClose(hvp(nuclear, identity, e), skew, { absolute: 1e-14 });
    expectClose(add(polar(neg(identity)).u, identity), zeros([3, 3]), { absolute: 1e-15 });
  });
});

describe("mapping and errors", () => {
  test("vmap gives what a batch gives", () => {
    const x = tensor([randomMatrix(4, 3, 1), randomMatrix(4, 3, 2)]);
    expectClose(vmap((a: Tensor) => pinv(a))(x), pinv(x), { relative: 0 });
    expectClose(vmap((a: Tensor) => polar(a).p)(x), polar(x).p, { relative: 1e-14 });
    expect(vmap((a: Tensor) => matrixRank(a))(x).toArray()).toEqual([3, 3]);
    expectClose(vmap((a: Tensor) => orth(a, { rank: 3 }))(x), orth(x), { relative: 0 });
    expect(() => vmap((a: Tensor) => orth(a))(x)).toThrow(
      "orth: the shape of the result depends on the rank of a, whose values are not known here; pass { rank }",
    );
  });

  test("arguments that make no sense are named", () => {
    expect(() => pinv([[1]], { rtol: -1 })).toThrow("pinv: rtol must be a number ≥ 0, got -1");
    expect(() => matrixRank([[1]], { atol: NaN })).toThrow("matrixRank: atol must be a number ≥ 0, got NaN");
    expect(() => lowRank([[1]], 1.5)).toThrow("lowRank: k must be a whole number ≥ 0, got 1.5");
    expect(() => nullSpace([[1]], { rank: 2 })).toThrow(
      "nullSpace: rank must be a whole number from 0 to min(m, n) = 1",
    );
    expect(() => nullSpace([[[1]], [[0]]])).toThrow("matrix 0 has rank 1 and matrix 1 has rank 0");
    expect(() => polar([[1]], { side: "top" as "left" })).toThrow(
      'polar: side must be "right" or "left", got top',
    );
    expect(() => pca([[1], [2]], { components: 2 })).toThrow(
      "pca: components must be a whole number from 1 to min(n, p) = 1",
    );
    expect(() => pinv([[1]], { tolerance: 1 } as object)).toThrow("pinv: no option tolerance");
  });

  test("NaN and ∞ are named, or give NaN", () => {
    const a = [
      [1, NaN],
      [2, 3],
    ];
    expect(() => pinv(a)).toThrow("pinv: a[0, 1] is NaN");
    expect(() => polar(a)).toThrow("polar: a[0, 1] is NaN");
    expect(() => nullSpace(a, { rank: 1 })).toThrow("nullSpace: a[0, 1] is NaN");
    expect(() => orth(a)).toThrow("a[0, 1] is NaN");
    expect(pinv(a, { check: false }).toArray()).toEqual([
      [NaN, NaN],
      [NaN, NaN],
    ]);
    expect(polar(a, { check: false }).u.toArray()).toEqual([
      [NaN, NaN],
      [NaN, NaN],
    ]);
    expect(matrixRank(a, { check: false }).item()).toBe(0);
    expect(effectiveRank(a, { check: false }).item()).toBeNaN();
    expect(spectralNorm(a, { check: false }).item()).toBeNaN();
  });
});
