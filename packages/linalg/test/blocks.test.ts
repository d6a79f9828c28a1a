import { cholesky, det, inv, lu, norm, qr, solve, solveTriangular } from "@adjoint/linalg";
import {
  add,
  astype,
  concat,
  div,
  eye,
  matmul,
  mul,
  slice,
  stack,
  sub,
  swapAxes,
  tensor,
  tril,
  triu,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { randomMatrix } from "./support/matrices.ts";

// Sizes around those where a panel, a block, a padded row or another way begins.
const sizes = [13, 16, 17, 31, 33, 64, 97, 130];
const shapes = [
  ...sizes.map((n) => [n, n] as const),
  [70, 20],
  [20, 70],
  [130, 9],
  [9, 130],
  [100, 33],
] as const;

const transposed = (x: Tensor): Tensor => swapAxes(x, -1, -2);

function random(m: number, n: number, seed = 1): Tensor {
  return tensor(randomMatrix(m, n, seed));
}

/** ‖X‖ / (‖A‖ n ε). */
function ratio(x: Tensor, a: Tensor): number {
  const { dtype } = x;
  const unit = dtype === "float32" ? 2 ** -23 : Number.EPSILON;
  return norm(x).item() / (norm(a).item() * Math.max(...a.shape.slice(-2)) * unit);
}

function definite(n: number): Tensor {
  const a = random(n, n);
  return add(matmul(a, transposed(a)), eye(n));
}

describe("factors by blocks have residuals of rounding", () => {
  test.each(sizes)("cholesky of %i rows", (n) => {
    for (const a of [definite(n), mul(definite(n), 1e300 / n), mul(definite(n), 1e-300)]) {
      const scale = 1 / norm(a).item();
      const l = cholesky(a);
      expect(ratio(sub(mul(matmul(l, transposed(l)), scale), mul(a, scale)), mul(a, scale))).toBeLessThan(1);
      expect(norm(triu(l, { offset: 1 })).item()).toBe(0);
    }
  });

  test.each(shapes)("lu of %i × %i", (m, n) => {
    const a = random(m, n);
    const { p, l, u } = lu(a);
    expect(ratio(sub(matmul(p, matmul(l, u)), a), a)).toBeLessThan(1);
    expect(norm(triu(l, { offset: 1 })).item() + norm(tril(u, { offset: -1 })).item()).toBe(0);
  });

  test.each(shapes)("qr of %i × %i", (m, n) => {
    const a = random(m, n);
    for (const full of [false, true]) {
      for (const factors of [qr(a, { full }), qr(a, { full, pivot: true })]) {
        const { q, r } = factors;
        const moved = "p" in factors ? matmul(a, (factors as { readonly p: Tensor }).p) : a;
        expect(ratio(sub(matmul(q, r), moved), a)).toBeLessThan(1);
        const identity = eye(q.shape[1]!);
        expect(ratio(sub(matmul(transposed(q), q), identity), identity)).toBeLessThan(1);
        expect(norm(tril(r, { offset: -1 })).item()).toBe(0);
      }
    }
  });

  test.each(sizes)("solutions of %i equations", (n) => {
    const a = random(n, n);
    for (const k of [1, 2, 5, n]) {
      const b = random(n, k, 2);
      const x = solve(a, b);
      expect(ratio(sub(matmul(a, x), b), mul(a, norm(x)))).toBeLessThan(1);
    }
    const inverse = inv(a);
    expect(ratio(sub(matmul(a, inverse), eye(n)), mul(a, norm(inverse)))).toBeLessThan(1);
    expect(det(matmul(a, inverse)).item()).toBeCloseTo(1, 8);
  });

  test.each(sizes)("solutions with every kind of triangle of %i rows, of which the rest is not read", (n) => {
    for (const lower of [false, true]) {
      const triangle = add(lower ? tril(random(n, n)) : triu(random(n, n)), mul(eye(n), n));
      const rest = tensor(
        Array.from({ length: n }, (_, i) =>
          Array.from({ length: n }, (_, j) => ((lower ? j > i : j < i) ? NaN : 0)),
        ),
      );
      for (const unitDiagonal of [false, true]) {
        const used = unitDiagonal ? add(sub(triangle, mul(triangle, eye(n))), eye(n)) : triangle;
        for (const isTransposed of [false, true]) {
          for (const k of [1, 3, n]) {
            const b = random(n, k, 3);
            const options = { lower, unitDiagonal, transposed: isTransposed };
            const x = solveTriangular(add(triangle, rest), b, options);
            const product = matmul(isTransposed ? transposed(used) : used, x);
            expect(ratio(sub(product, b), mul(used, norm(x)))).toBeLessThan(1);
          }
        }
      }
    }
  });
});

describe("blocks keep what single columns promise", () => {
  const n = 50;

  test("float32 is computed in float64 and rounded once", () => {
    const a = astype(random(n, n), "float32");
    const b = astype(random(n, 7, 2), "float32");
    for (const [narrow, wide] of [
      [solve(a, b), solve(astype(a, "float64"), astype(b, "float64"))],
      [qr(a).q, qr(astype(a, "float64")).q],
      [lu(a).u, lu(astype(a, "float64")).u],
    ] as const) {
      expect(narrow.dtype).toBe("float32");
      expect(narrow.toArray()).toEqual(astype(wide, "float32").toArray());
    }
  });

  test("matrices of a batch are factored one by one", () => {
    const [a, b] = [random(n, n, 4), random(n, n, 5)];
    const both = stack([a, b]);
    for (const f of [(x: Tensor) => qr(x).q, (x: Tensor) => lu(x).l, (x: Tensor) => inv(x)]) {
      expect(slice(f(both), 1).toArray()).toEqual(f(b).toArray());
    }
    expect(slice(cholesky(stack([definite(n), mul(definite(n), 2)])), 0).toArray()).toEqual(
      cholesky(definite(n)).toArray(),
    );
  });

  test("errors name what is wrong", () => {
    const place = (i: number, j: number, value: number): Tensor => {
      const elements = definite(n).toArray() as number[][];
      elements[i]![j] = value;
      return tensor(elements);
    };
    expect(catchError(() => solve(place(41, 7, Infinity), place(0, 0, 1))).details).toMatchObject({
      index: [41, 7],
    });
    expect(catchError(() => cholesky(place(41, 41, NaN))).details).toMatchObject({ index: [41, 41] });
    expect(catchError(() => cholesky(place(41, 7, 1e6))).message).toContain("a is not symmetric");
    expect(catchError(() => cholesky(place(41, 41, -1))).details).toMatchObject({ minor: 42, pivot: 41 });
    expect(cholesky(place(41, 41, -1), { check: false }).toArray()).toEqual(
      new Array(n).fill(new Array(n).fill(NaN)),
    );
    const halves = concat([random(n, n / 2), random(n, n / 2)], { axis: 1 });
    expect(catchError(() => inv(halves)).details).toMatchObject({ pivot: n / 2 });
  });

  test("columns of very different lengths keep their digits in qr", () => {
    const scales = Array.from({ length: n }, (_, j) => 10 ** ((j % 5) * 60 - 140));
    const a = mul(random(n, n), tensor(scales));
    const { q, r } = qr(a);
    const error = sub(div(matmul(q, r), tensor(scales)), random(n, n));
    expect(ratio(error, random(n, n))).toBeLessThan(1);
  });
});
