import { hessenberg, schur } from "@adjoint/linalg";
import {
  abs,
  complex,
  conj,
  eye,
  matmul,
  max,
  mul,
  slice,
  sqrt,
  square,
  sub,
  sum,
  swapAxes,
  tensor,
  tril,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomMatrix } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { squareCases } from "./support/square-cases.ts";

const size = (x: Tensor): number => sqrt(sum(square(abs(x)))).item();

/** ‖A − Q T Qᴴ‖/(‖A‖ n ε) and ‖I − QᴴQ‖/(n ε). */
function ratios(a: Tensor, q: Tensor, t: Tensor): [number, number] {
  const n = Math.max(a.shape[0]!, 1);
  const largest = a.size === 0 ? 0 : max(abs(a)).item();
  const scale = largest === 0 ? 1 : 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest))));
  const adjoint = conj(swapAxes(q, 0, 1));
  const residual = sub(mul(a, scale), matmul(matmul(q, mul(t, scale)), adjoint));
  return [
    size(residual) / ((size(mul(a, scale)) || 1) * n * Number.EPSILON),
    size(sub(matmul(adjoint, q), eye(a.shape[0]!))) / (n * Number.EPSILON),
  ];
}

describe("Q T Qᴴ is the matrix, Q is unitary, and T has its form", () => {
  for (const [name, matrix] of Object.entries(squareCases())) {
    test(name, () => {
      const n = matrix.length;
      const a = tensor(matrix.flat(), { shape: [n, n] });
      const z = complex(a, mul(swapAxes(a, 0, 1), 0.25));
      for (const [input, { q, t }] of [
        [a, schur(a)],
        [a, n > 60 ? schur(a) : schur(a, { complex: true })],
        [z, n > 60 ? schur(a) : schur(z)],
      ] as const) {
        const [residual, orthogonality] = n > 60 ? ratios(a, q, t) : ratios(input, q, t);
        expect(residual).toBeLessThan(10);
        expect(orthogonality).toBeLessThan(10);
        expect(size(tril(t, { offset: t.dtype === "complex128" ? -1 : -2 }))).toBe(0);
        if (t.dtype !== "complex128") checkBlocks(t.toArray() as Matrix);
      }
      for (const input of [a, z]) {
        const { q, h } = hessenberg(input);
        const [residual, orthogonality] = ratios(input, q, h);
        expect(residual).toBeLessThan(10);
        expect(orthogonality).toBeLessThan(10);
        expect(size(tril(h, { offset: -2 }))).toBe(0);
      }
    });
  }
});

/** Blocks of order 2 have equal diagonal elements and others of opposite sign, the larger above, and do not touch. */
function checkBlocks(t: Matrix): void {
  for (let i = 1; i < t.length; i++) {
    const below = t[i]![i - 1]!;
    if (below === 0) continue;
    expect(t[i]![i]).toBe(t[i - 1]![i - 1]);
    expect(below > 0).toBe(t[i - 1]![i]! < 0);
    expect(Math.abs(below)).toBeLessThanOrEqual(Math.abs(t[i - 1]![i]!));
    if (i > 1) expect(t[i - 1]![i - 2]).toBe(0);
  }
}

test("leading axes are a batch, vmap gives the same, and float32 stays float32", () => {
  const matrices = tensor([randomMatrix(4, 4, 1), randomMatrix(4, 4, 2)]);
  const { q, t } = schur(matrices);
  for (const i of [0, 1]) {
    expectClose(slice(q, i), schur(slice(matrices, i)).q, { relative: 0 });
    expectClose(slice(t, i), schur(slice(matrices, i)).t, { relative: 0 });
  }
  checkPrimitive((x) => schur(x), [matrices], { order: 0 });
  checkPrimitive((x) => hessenberg(x), [matrices], { order: 0 });
  checkPrimitive((x) => schur(x, { complex: true }), [matrices], { order: 0 });
  expect(
    schur(
      tensor(
        [
          [1, 2],
          [3, 4],
        ],
        { dtype: "float32" },
      ),
    ).t.dtype,
  ).toBe("float32");
  expect(schur(tensor([], { shape: [3, 0, 0] })).t.shape).toEqual([3, 0, 0]);
});

test("errors say what is wrong", () => {
  expect(() => schur([[1, 2]])).toThrow("schur: a must be square");
  expect(() => hessenberg([[NaN]])).toThrow("hessenberg: a[0, 0] is NaN");
  expect(schur([[NaN]], { check: false }).t.toArray()).toEqual([[NaN]]);
});
