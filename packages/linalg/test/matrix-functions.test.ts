import { readFileSync } from "node:fs";
import { grad, hvp, jvp, vmap } from "@adjoint/autodiff";
import { expm } from "@adjoint/linalg";
import {
  abs,
  add,
  complex,
  conj,
  eye,
  matmul,
  max,
  mul,
  neg,
  real,
  slice,
  sub,
  sum,
  tensor,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomMatrix, scaled } from "./support/matrices.ts";

interface DerivativeCase {
  readonly function: string;
  readonly x: TensorLike;
  readonly weights: readonly TensorLike[];
  readonly direction: TensorLike;
  readonly value: number;
  readonly gradient: TensorLike;
  readonly hvp: TensorLike;
}

const fixture = JSON.parse(readFileSync(new URL("fixtures/eig.json", import.meta.url), "utf8")) as {
  readonly functions: readonly {
    readonly function: string;
    readonly name: string;
    readonly a: TensorLike;
    readonly value: TensorLike;
  }[];
  readonly derivatives: readonly DerivativeCase[];
};

const functions: Record<string, (a: TensorLike) => Tensor> = { expm };

describe("values agree with mpmath", () => {
  for (const { function: name, name: of, a, value } of fixture.functions) {
    const f = functions[name];
    if (!f) continue;
    test(`${name}, ${of}`, () => {
      const expected = tensor(value);
      const size = max(abs(expected)).item();
      const norm = of === "large" || of === "Moler & Van Loan" ? max(abs(tensor(a))).item() : 1;
      expectClose(f(a), expected, { relative: 2e-15, absolute: 4e-15 * size * Math.max(norm, 1) });
    });
  }
});

describe("expm", () => {
  test("is exact where it can be", () => {
    expectClose(expm(mul(0, eye(3))), eye(3), { relative: 0 });
    expectClose(
      expm([
        [0, 1e200],
        [0, 0],
      ]),
      [
        [1, 1e200],
        [0, 1],
      ],
      { relative: 1e-15 },
    );
    expectClose(expm([[-1e6]]), [[0]], { relative: 0 });
    expect(expm(tensor([], { shape: [0, 0] })).shape).toEqual([0, 0]);
    expect(expm([[1e3]]).item()).toBe(Infinity);
  });

  test("of A and −A are inverse to each other, over a range of norms", () => {
    for (const n of [1, 2, 5, 20]) {
      for (const size of [1e-300, 1e-5, 0.05, 0.5, 1.5, 4]) {
        const a = tensor(scaled(randomMatrix(n, n, 50 + n), size / Math.sqrt(n)));
        const product = matmul(expm(a), expm(neg(a)));
        expect(max(abs(sub(product, eye(n)))).item()).toBeLessThan(1e-12);
      }
    }
  });

  test("of a nonnormal matrix is not scaled too much", () => {
    // The eigenvalues are ±1 and 0, though the norm is 1e10: squaring 30 times would lose all digits.
    const a = [
      [1, 1e10, 0],
      [0, -1, 1e-3],
      [0, 0, 0],
    ];
    const e = Math.E;
    expectClose(slice(expm(a), 0, 1), 1e10 * Math.sinh(1), { relative: 1e-14 });
    expectClose(slice(expm(a), 0, 0), e, { relative: 1e-14 });
    expectClose(slice(expm(a), 1, 2), 1e-3 * (1 - 1 / e), { relative: 1e-13 });
  });

  test("takes batches, vmap and float32", () => {
    const matrices = tensor([randomMatrix(3, 3, 1), randomMatrix(3, 3, 2)]);
    const together = expm(matrices);
    for (const i of [0, 1]) expectClose(slice(together, i), expm(slice(matrices, i)), { relative: 0 });
    expectClose(vmap((a: Tensor) => expm(a))(matrices), together, { relative: 0 });
    const single = expm(
      tensor(
        [
          [1, 2],
          [3, 4],
        ],
        { dtype: "float32" },
      ),
    );
    expect(single.dtype).toBe("float32");
    expectClose(
      single,
      expm([
        [1, 2],
        [3, 4],
      ]),
      { relative: 1e-7 },
    );
  });

  test("obeys the laws of primitives", () => {
    checkPrimitive((x) => expm(x), [randomMatrix(3, 3, 3)]);
    checkPrimitive((x) => expm(x), [complex(randomMatrix(2, 2, 5), randomMatrix(2, 2, 6))]);
    checkPrimitive((x) => expm(x), [[scaled(randomMatrix(2, 2, 7), 3), randomMatrix(2, 2, 8)]]);
  });

  test("has derivatives of third order", () => {
    const x = tensor([
      [0.3, 0.1],
      [-0.2, 0.4],
    ]);
    const [u, v, w] = [4, 5, 6].map((seed) => tensor(randomMatrix(2, 2, seed))) as [Tensor, Tensor, Tensor];
    const along = (f: (a: Tensor) => Tensor, d: Tensor) => (a: Tensor) => jvp(f, [a], [d]).tangent;
    const third = along(
      along(
        along((a) => expm(a), u),
        v,
      ),
      w,
    );
    const second = along(
      along((a) => expm(a), u),
      v,
    );
    const h = 1e-4;
    const difference = mul(1 / (2 * h), sub(second(add(x, mul(h, w))), second(sub(x, mul(h, w)))));
    expectClose(third(x), difference, { relative: 1e-6, absolute: 1e-7 });
  });
});

describe("derivatives agree with PyTorch", () => {
  fixture.derivatives.forEach((each, i) => {
    const f = functions[each.function];
    if (!f) return;
    test(`${each.function}, case ${i}`, () => {
      const at = (x: Tensor): Tensor => real(sum(mul(conj(tensor(each.weights[0]!)), f(x))));
      const x = tensor(each.x);
      const scale = Math.max(...Array.from(tensor(each.hvp).data, Math.abs), 1);
      expectClose(at(x), each.value, { relative: 1e-12, absolute: 1e-12 });
      expectClose(grad(at)(x), each.gradient, { relative: 1e-11, absolute: 1e-12 * scale });
      const along = (y: Tensor): Tensor => real(sum(mul(conj(tensor(each.direction)), grad(at)(y))));
      const second = x.dtype === "complex128" ? grad(along)(x) : hvp(at, x, tensor(each.direction));
      expectClose(second, each.hvp, { relative: 1e-11, absolute: 1e-12 * scale });
    });
  });
});

test("errors say what is wrong", () => {
  expect(() => expm([[1, 2]])).toThrow("expm: a must be square");
  expect(() => expm([[[1]], [[NaN]]])).toThrow("expm: a[1, 0, 0] is NaN");
  expect(expm([[[1]], [[NaN]]], { check: false }).toArray()).toEqual([[[Math.E]], [[NaN]]]);
});
