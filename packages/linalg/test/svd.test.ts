import { readFileSync } from "node:fs";
import { grad, hvp, jvp, vmap } from "@adjoint/autodiff";
import { norm, svd, svdvals } from "@adjoint/linalg";
import { add, eye, matmul, mul, slice, square, sum, swapAxes, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { galleryCases } from "./support/gallery.ts";
import {
  build,
  hilbert,
  randomMatrix,
  randomOrthogonal,
  multiply,
  rectangularCases,
  transposed,
} from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { orthogonalityRatio, residualRatio, spectralRatio } from "./support/residuals.ts";

const fixture = JSON.parse(readFileSync(new URL("fixtures/values.json", import.meta.url), "utf8")) as {
  readonly svdvals: readonly { readonly a: Matrix; readonly values: readonly number[] }[];
};

describe.each(["jacobi", "qr"] as const)(
  "U diag(s) Vᵀ is the matrix, and U and V are orthogonal, by %s",
  (method) => {
    const cases = {
      ...rectangularCases(),
      ...galleryCases(),
      "large, 150 × 140": randomMatrix(150, 140, 56),
      "odd, 67 × 65": randomMatrix(67, 65, 57),
      "long, 90 × 18": randomMatrix(90, 18, 58),
      "flat, 17 × 80": randomMatrix(17, 80, 59),
      "long of rank 2": multiply(randomMatrix(80, 2, 60), randomMatrix(2, 16, 61)),
    };
    for (const [name, a] of Object.entries(cases)) {
      test(name, () => {
        const m = a.length;
        const n = a[0]?.length ?? 0;
        const input = tensor(a.flat(), { shape: [m, n] });
        const thin = svd(input, { method });
        const s = thin.s.toArray() as number[];
        const u = thin.u.toArray() as Matrix;
        const vt = thin.vt.toArray() as Matrix;
        expect(spectralRatio(a, u, s, vt)).toBeLessThan(10);
        expect(orthogonalityRatio(u)).toBeLessThan(10);
        expect(orthogonalityRatio(transposed(vt))).toBeLessThan(10);
        expect(s).toEqual([...s].sort((x, y) => y - x));
        expect(residualRatio([s], [svdvals(input, { method }).toArray() as number[]])).toBeLessThan(10);

        const full = svd(input, { method, full: true });
        expect([full.u.shape, full.vt.shape]).toEqual([
          [m, m],
          [n, n],
        ]);
        expect(orthogonalityRatio(full.u.toArray() as Matrix)).toBeLessThan(10);
        expect(orthogonalityRatio(full.vt.toArray() as Matrix)).toBeLessThan(10);
        expectClose(full.s, s, { relative: 0 });
        expectClose(slice(full.u, [], [0, Math.min(m, n)]), thin.u, { relative: 0 });
        expectClose(slice(full.vt, [0, Math.min(m, n)]), thin.vt, { relative: 0 });
      });
    }
  },
);

test("both methods find the same singular values", () => {
  for (const a of [randomMatrix(30, 20, 1), hilbert(18), randomMatrix(17, 40, 2)]) {
    const s = svdvals(a, { method: "jacobi" });
    expectClose(svdvals(a), s, { relative: 0, absolute: 40 * 2.3e-16 * slice(s, 0).item() });
    expectClose(svd(a, { method: "qr" }).s, s, { relative: 0, absolute: 40 * 2.3e-16 * slice(s, 0).item() });
  }
  expect(() => svd([[1]], { method: "gram" as "qr" })).toThrow(
    'svd: method must be "qr" or "jacobi", got gram',
  );
});

test("Jacobi sweeps end where rounding keeps a cosine above what counts as orthogonal", () => {
  const a = tensor([
    [0.6276363483804405, 0.4427017268291178, -0.19288447630276556],
    [-0.4839722196996055, -0.34136860298686134, 0.1487337941068776],
  ]);
  const { u, s, vt } = svd(a, { method: "jacobi" });
  expectClose(matmul(mul(u, s), vt), a, { absolute: 1e-15 });
  expectClose(s, svdvals(a, { method: "qr" }), { relative: 1e-7 });
});

test("QR finds the small singular values of a bidiagonal matrix to full relative accuracy", () => {
  // The twin of Jacobi, which works on another matrix altogether, has them too.
  const a = build(20, 20, (i, j) => (i === j ? 10 ** (-i / 2) : j === i + 1 ? 10 ** -i : 0));
  expectClose(svdvals(a, { method: "qr" }), svdvals(a, { method: "jacobi" }), { relative: 1e-13 });
});

test("matrices without rows or columns have decompositions without singular values", () => {
  for (const [m, n] of [
    [0, 3],
    [3, 0],
    [0, 0],
  ] as const) {
    const { u, s, vt } = svd(zeros([2, m, n]));
    expect([u.shape, s.shape, vt.shape]).toEqual([
      [2, m, 0],
      [2, 0],
      [2, 0, n],
    ]);
    expectClose(svd(zeros([m, n]), { full: true }).u, eye(m));
    expectClose(svd(zeros([m, n]), { full: true }).vt, eye(n));
  }
});

test("singular values agree with mpmath", () => {
  for (const { a, values } of fixture.svdvals) {
    expectClose(svdvals(a), values, { relative: 0, absolute: 4e-15 * values[0]! });
    expectClose(svd(a).s, values, { relative: 0, absolute: 4e-15 * values[0]! });
    expectClose(svdvals(a, { method: "qr" }), values, { relative: 0, absolute: 4e-15 * values[0]! });
  }
});

test("small singular values of a matrix with graded columns keep their digits", () => {
  // U D with D = diag(1, 1e-20, 1e-60, 1e-120, 1e-200): to first order the values are those of D.
  const q = randomOrthogonal(5, 3);
  const values = [1, 1e-20, 1e-60, 1e-120, 1e-200];
  expectClose(svdvals(q.map((row) => row.map((x, j) => x * values[j]!))), values, { relative: 1e-14 });
});

test("the largest component of every left vector is positive, the first one of equals", () => {
  for (const a of [
    randomMatrix(6, 4, 1),
    randomMatrix(4, 6, 2),
    [
      [1, 1],
      [-1, -1],
    ],
  ]) {
    for (const column of transposed(svd(a, { full: true }).u.toArray() as Matrix)) {
      const largest = Math.max(...column.map(Math.abs));
      expect(column.find((x) => Math.abs(x) > largest * (1 - 1e-8))).toBeGreaterThan(0);
    }
  }
});

test("leading axes are a batch, and vmap gives the same", () => {
  const matrices = [randomMatrix(4, 3, 1), randomMatrix(4, 3, 2)];
  const { u, s, vt } = svd(matrices);
  expect([u.shape, s.shape, vt.shape]).toEqual([
    [2, 4, 3],
    [2, 3],
    [2, 3, 3],
  ]);
  matrices.forEach((a, i) => {
    expectClose({ u: slice(u, i), s: slice(s, i), vt: slice(vt, i) }, svd(a), { relative: 0 });
  });
  expectClose(vmap((a: Tensor) => svd(a))(tensor(matrices)), { u, s, vt }, { relative: 0 });
});

test("float32 in, float32 out, computed in float64", () => {
  const { u, s, vt } = svd(
    tensor(
      [
        [3, 0],
        [0, 2],
      ],
      { dtype: "float32" },
    ),
  );
  expect([u.dtype, s.dtype, vt.dtype]).toEqual(["float32", "float32", "float32"]);
  expect(s.toArray()).toEqual([3, 2]);
});

test("integers are taken as float64", () => {
  expect(
    svdvals(
      tensor(
        [
          [2, 0],
          [0, 1],
        ],
        { dtype: "int32" },
      ),
    ).dtype,
  ).toBe("float64");
});

describe("svd and svdvals obey the laws of primitives", () => {
  const wellSeparated = (m: number, n: number): Matrix =>
    randomMatrix(m, n, 31).map((row, i) => row.map((x, j) => x / 2 + (i === j ? 2 * (i + 1) : 0)));
  for (const [m, n] of [
    [3, 3],
    [4, 2],
    [2, 4],
    [3, 1],
  ] as const) {
    test(`${m} × ${n}`, () => {
      checkPrimitive((a) => svd(a), [wellSeparated(m, n)]);
      checkPrimitive((a) => svdvals(a), [wellSeparated(m, n)]);
      checkPrimitive((a) => svd(a, { method: "qr" }), [wellSeparated(m, n)], { order: 1 });
    });
  }

  test("the projector onto the null space, by a full decomposition", () => {
    checkPrimitive(
      (a) => {
        const rest = slice(svd(a, { full: true }).u, [], [2, null]);
        return matmul(rest, swapAxes(rest, -1, -2));
      },
      [wellSeparated(4, 2)],
    );
  });
});

test("the factors of a full decomposition stay orthogonal under their derivative", () => {
  const a = tensor(randomMatrix(5, 2, 8));
  const { value, tangent } = jvp(
    (x: Tensor) => svd(x, { full: true }).u,
    [a],
    [tensor(randomMatrix(5, 2, 9))],
  );
  const product = matmul(swapAxes(value, 0, 1), tangent);
  expectClose(product, mul(-1, swapAxes(product, 0, 1)), { absolute: 1e-14 });
});

describe("repeated and zero singular values", () => {
  const q = tensor(randomOrthogonal(3, 4));
  const polar = (x: Tensor): Tensor => {
    const { u, vt } = svd(x);
    return matmul(u, vt);
  };

  test("the nuclear norm has its gradient and its Hessian at an orthogonal matrix", () => {
    const nuclear = (x: Tensor): Tensor => norm(x, { ord: "nuc" });
    expectClose(grad(nuclear)(q), q, { absolute: 1e-14 });
    // d(polar factor) = Q (Qᵀ E − Eᵀ Q)/2 at A = Q.
    const e = tensor(randomMatrix(3, 3, 5));
    const skew = mul(0.5, add(e, mul(-1, matmul(q, matmul(swapAxes(e, 0, 1), q)))));
    expectClose(jvp(polar, [q], [e]).tangent, skew, { absolute: 1e-13 });
    expectClose(
      hvp((x: Tensor) => sum(svd(x).s), q, e),
      skew,
      { absolute: 1e-13 },
    );
  });

  test("the sum of squares of singular values has the gradient 2 A", () => {
    for (const a of [
      eye(3),
      zeros([3, 2]),
      tensor([
        [1, 2],
        [2, 4],
        [3, 6],
      ]),
      q,
    ]) {
      expectClose(grad((x: Tensor) => sum(square(svdvals(x))))(a), mul(2, a), { absolute: 1e-14 });
      expectClose(grad((x: Tensor) => sum(square(svd(x).s)))(a), mul(2, a), { absolute: 1e-14 });
    }
  });

  test("nothing becomes NaN, in any derivative", () => {
    const f = (x: Tensor): Tensor => {
      const { u, s, vt } = svd(x);
      return add(sum(s), add(sum(mul(square(u), 3)), sum(mul(square(vt), tensor([[1, 2]])))));
    };
    for (const a of [
      zeros([3, 2]),
      zeros([2, 2]),
      eye(2),
      tensor([
        [1, 2],
        [2, 4],
        [3, 6],
      ]),
    ]) {
      const v = tensor(randomMatrix(a.shape[0]!, 2, 6));
      expect(Array.from(grad(f)(a).data).every(Number.isFinite)).toBe(true);
      expect(Array.from(hvp(f, a, v).data).every(Number.isFinite)).toBe(true);
    }
  });
});

describe("errors say what is wrong", () => {
  test("NaN and ∞, by their place", () => {
    expect(() =>
      svd([
        [1, 2],
        [3, -Infinity],
      ]),
    ).toThrow("svd: a[1, 1] is -Infinity; only matrices of finite numbers");
    expect(() => svdvals([[NaN]])).toThrow("svdvals: a[0, 0] is NaN");
    const { u, s, vt } = svd([[NaN, 1, 2]], { check: false, full: true });
    expect([u.toArray(), s.toArray(), vt.shape]).toEqual([[[NaN]], [NaN], [3, 3]]);
  });

  test("a vector", () => {
    expect(() => svd([1, 2])).toThrow("a vector becomes a column with expandDims(a, -1)");
  });
});
