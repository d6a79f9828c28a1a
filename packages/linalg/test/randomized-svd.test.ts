import { grad, vmap } from "@adjoint/autodiff";
import { lowRank, norm, randomizedSvd, svd } from "@adjoint/linalg";
import {
  add,
  astype,
  complex,
  div,
  DTypeError,
  eye,
  matmul,
  mul,
  NotDifferentiableError,
  pow,
  slice,
  sub,
  sum,
  swapAxes,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { build, multiply, randomMatrix, randomOrthogonal, scaled, transposed } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";

/** U diag(s) Vᵀ with random orthogonal U and V. */
const withSingularValues = (s: readonly number[], m: number, n: number, seed: number): Matrix =>
  multiply(
    randomOrthogonal(m, seed).map((row) => build(1, n, (_, j) => (j < s.length ? row[j]! * s[j]! : 0))[0]!),
    transposed(randomOrthogonal(n, seed + 1)),
  );
const decay = (n: number, rate: number): number[] => Array.from({ length: n }, (_, i) => rate ** i);
const triple = ({ u, s, vt }: { u: Tensor; s: Tensor; vt: Tensor }): Tensor => matmul(mul(u, s), vt);

describe("randomizedSvd", () => {
  test("is svd where the rank is small, whatever the shape", () => {
    for (const [m, n] of [
      [40, 25],
      [25, 40],
      [30, 30],
    ] as const) {
      const a = withSingularValues([5, 3, 1, 0.1], m, n, 1);
      const { u, s, vt, residual } = randomizedSvd(a, 4);
      expectClose(s, [5, 3, 1, 0.1], { relative: 1e-13 });
      expectClose(triple({ u, s, vt }), a, { relative: 0, absolute: 1e-13 });
      expectClose(matmul(swapAxes(u, 0, 1), u), eye(4), { relative: 0, absolute: 1e-14 });
      expectClose(matmul(vt, swapAxes(vt, 0, 1)), eye(4), { relative: 0, absolute: 1e-14 });
      const reference = svd(a);
      expectClose(u, slice(reference.u, [], [0, 4]), { relative: 1e-10, absolute: 1e-11 });
      expect(residual.item()).toBeLessThan(1e-14);
    }
  });

  test("comes close to the best approximation where singular values decay", () => {
    const s = decay(60, 0.85);
    const a = withSingularValues(s, 80, 60, 3);
    const found = randomizedSvd(a, 10);
    expectClose(found.s, s.slice(0, 10), { relative: 1e-4 });
    const error = norm(sub(a, triple(found)), { ord: 2 }).item();
    expect(error / s[10]!).toBeLessThan(1.05);
    const best = norm(sub(a, lowRank(a, 10)), { ord: 2 }).item();
    expect(error).toBeGreaterThanOrEqual(best * (1 - 1e-12));
    const rough = randomizedSvd(a, 10, { powerIterations: 0, oversampling: 2 });
    expect(rough.residual.item()).toBeGreaterThan(found.residual.item() * 10);
    const image = matmul(a, swapAxes(rough.vt, 0, 1));
    const wrong = norm(sub(image, mul(rough.u, rough.s)), { axis: 0 }).toArray() as number[];
    expectClose(rough.residual, Math.max(...wrong) / slice(rough.s, 0).item(), { relative: 1e-10 });
    expectClose(randomizedSvd(a, 10, { powerIterations: 12 }).s, s.slice(0, 10), { relative: 1e-12 });
  });

  test("gives the same in every call, and other numbers with another seed", () => {
    const a = randomMatrix(40, 30, 5);
    const options = { powerIterations: 0, oversampling: 1 };
    const first = randomizedSvd(a, 3, options).s.toArray();
    expect(randomizedSvd(a, 3, options).s.toArray()).toEqual(first);
    expect(randomizedSvd(a, 3, { ...options, seed: 1 }).s.toArray()).not.toEqual(first);
    const testMatrix = randomMatrix(30, 5, 6);
    expect(randomizedSvd(a, 3, { testMatrix }).s.toArray()).not.toEqual(first);
  });

  test("takes functions with their transposes", () => {
    const a = withSingularValues([5, 3, 1, 0.1], 12, 7, 8);
    const at = transposed(a);
    const options = { shape: [12, 7], transpose: (y: Tensor) => matmul(at, y) } as const;
    const { u, s, vt, residual } = randomizedSvd((x) => matmul(a, x), 3, options);
    const matrix = randomizedSvd(a, 3);
    expectClose(s, matrix.s, { relative: 1e-13 });
    expectClose(u, matrix.u, { relative: 1e-11, absolute: 1e-12 });
    expectClose(vt, matrix.vt, { relative: 1e-11, absolute: 1e-12 });
    expect(residual.item()).toBeLessThan(1e-14);
    const testMatrix = astype(tensor(randomMatrix(7, 5, 9)), "float32");
    const single = randomizedSvd((x) => matmul(astype(tensor(a), "float32"), x), 3, {
      shape: [12, 7],
      transpose: (y) => matmul(astype(tensor(at), "float32"), y),
      testMatrix,
    });
    expect(single.u.dtype).toBe("float32");
    expectClose(single.s, s, { relative: 1e-5 });
  });

  test("takes batches, empty matrices, rank 0, float32 and numbers of every size", () => {
    const a = withSingularValues([5, 3, 1], 6, 5, 10);
    const batch = randomizedSvd([a, scaled(a, 2)], 2);
    expect([batch.u.shape, batch.s.shape, batch.vt.shape, batch.residual.shape]).toEqual([
      [2, 6, 2],
      [2, 2],
      [2, 2, 5],
      [2],
    ]);
    expectClose(
      batch.s,
      [
        [5, 3],
        [10, 6],
      ],
      { relative: 1e-13 },
    );
    expect(randomizedSvd(zeros([0, 3]), 2).vt.shape).toEqual([0, 3]);
    expect(randomizedSvd(zeros([3, 0]), 2).u.shape).toEqual([3, 0]);
    expect(randomizedSvd(a, 0).u.shape).toEqual([6, 0]);
    const none = randomizedSvd(zeros([4, 3]), 2);
    expect([none.s.toArray(), none.residual.item()]).toEqual([[0, 0], 0]);
    expectClose(matmul(swapAxes(none.u, 0, 1), none.u), eye(2), { relative: 0, absolute: 1e-14 });
    expect(randomizedSvd([[-7]], 3).s.toArray()).toEqual([7]);
    expect(randomizedSvd(astype(tensor(a), "float32"), 2).s.dtype).toBe("float32");
    for (const scale of [1e300, 1e-300]) {
      expectClose(div(randomizedSvd(scaled(a, scale), 2).s, scale), [5, 3], { relative: 1e-12 });
      const f = randomizedSvd((x) => matmul(scaled(a, scale), x), 2, {
        shape: [6, 5],
        transpose: (y) => matmul(scaled(transposed(a), scale), y),
      });
      expectClose(div(f.s, scale), [5, 3], { relative: 1e-12 });
    }
  });
});

describe("derivatives of randomizedSvd", () => {
  const precise = { powerIterations: 60, oversampling: 1 };

  test("obey the laws of primitives", () => {
    const spectrum = [4, 2.5, 1, 0.5];
    for (const [m, n] of [
      [5, 4],
      [4, 5],
      [4, 4],
    ] as const) {
      checkPrimitive(
        (x: Tensor) => {
          const { u, s, vt } = randomizedSvd(x, 2, precise);
          return [u, s, vt];
        },
        [withSingularValues(spectrum, m, n, 11)],
        { name: `randomizedSvd of ${m} × ${n}` },
      );
    }
    const a = withSingularValues(spectrum, 5, 4, 11);
    const batch = tensor([a, scaled(a, 2)]);
    expectClose(vmap((x: Tensor) => randomizedSvd(x, 2).s)(batch), randomizedSvd(batch, 2).s, {
      relative: 1e-12,
    });
  });

  test("are those of svd, at repeated singular values and at matrices of rank k too", () => {
    const weights = tensor(randomMatrix(6, 5, 12));
    const loss = (decompose: (x: Tensor) => { u: Tensor; s: Tensor; vt: Tensor }) => (x: Tensor) => {
      const { u, s, vt } = decompose(x);
      const polar = matmul(slice(u, [], [0, 2]), slice(vt, [0, 2], []));
      return add(sum(mul(weights, polar)), sum(pow(slice(s, [0, 2]), 2)));
    };
    for (const s of [
      [3, 3, 1],
      [3, 2],
      [5, 3, 2, 1, 0.5],
    ]) {
      const a = tensor(withSingularValues(s, 6, 5, 13));
      const expected = grad(loss((x) => svd(x)))(a);
      const found = grad(loss((x) => randomizedSvd(x, 2, precise)))(a);
      expectClose(found, expected, { relative: 1e-9, absolute: 1e-10 });
    }
  });

  test("of functions are refused", () => {
    const f = (p: Tensor): Tensor => {
      const options = { shape: [2, 2], transpose: (y: Tensor) => mul(p, y) } as const;
      return sum(randomizedSvd((x) => mul(p, x), 1, options).s);
    };
    expect(() => grad(f)(tensor(3))).toThrow(NotDifferentiableError);
  });
});

test("wrong arguments of randomizedSvd are named", () => {
  expect(() => randomizedSvd(complex([[1]], [[1]]), 1)).toThrow(DTypeError);
  expect(() => randomizedSvd([[1]], -1)).toThrow(/^randomizedSvd: k must be/);
  expect(() => randomizedSvd([[1]], 1, { oversampling: 0.5 })).toThrow(
    /^randomizedSvd: oversampling must be/,
  );
  expect(() => randomizedSvd([[1]], 1, { powerIterations: -1 })).toThrow(/^randomizedSvd: powerIterations/);
  expect(() => randomizedSvd([[1]], 1, { seed: NaN })).toThrow(/^randomizedSvd: seed must be/);
  expect(() => randomizedSvd([[1]], 1, { shape: [1, 1] })).toThrow(/^randomizedSvd: a is a matrix/);
  expect(() => randomizedSvd((x) => x, 1)).toThrow(
    /^randomizedSvd: a is a function, so give .* shape is missing/,
  );
  expect(() => randomizedSvd((x) => x, 1, { shape: [1, 1] })).toThrow(/transpose is missing/);
  const transpose = (y: Tensor): Tensor => y;
  expect(() => randomizedSvd((x) => x, 1, { shape: [1.5, 1], transpose })).toThrow(/shape must be \[m, n\]/);
  expect(() => randomizedSvd((x) => x, 1, { shape: [1, 2], transpose })).toThrow(
    /^randomizedSvd: a\(x\) must have shape \[1\] for x of shape \[2\], got \[2\]/,
  );
  expect(() => randomizedSvd(eye(3), 2, { testMatrix: eye(2) })).toThrow(
    /testMatrix must have shape \[3, l\]/,
  );
  expect(() => randomizedSvd(eye(3), 2, { testMatrix: [[1], [2], [3]] })).toThrow(/with l ≥ 2, got \[3, 1\]/);
  expect(() => randomizedSvd([1, 2], 1)).toThrow(/^randomizedSvd: a must be a matrix/);
  expect(catchError(() => randomizedSvd([[NaN]], 1)).message).toMatch(/^randomizedSvd: element 0 of a/);
  expect(() => randomizedSvd([[1]], 1, { iterations: 1 } as object)).toThrow(/^randomizedSvd: .*iterations/);
});
