import { readFileSync } from "node:fs";
import { grad, hvp, jvp, vmap } from "@adjoint/autodiff";
import { expm, inv, logm, sqrtm, sylvester, trace } from "@adjoint/linalg";
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
  sqrt,
  square,
  sub,
  sum,
  swapAxes,
  tensor,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
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

const functions: Record<string, (a: TensorLike) => Tensor> = { expm, logm, sqrtm };

describe("values agree with mpmath", () => {
  for (const { function: name, name: of, a, value } of fixture.functions) {
    const f = functions[name];
    if (!f) continue;
    test(`${name}, ${of}`, () => {
      const expected = tensor(value);
      const size = max(abs(expected)).item();
      // What a relative change of A by ε does: e^A moves by ‖A‖ e^‖A‖ ε, and log A near I by ‖A‖ ε.
      const moved =
        name === "logm" ? Math.max(size, 1) : name === "expm" ? size * Math.max(norm(of, a), 1) : size;
      expectClose(f(a), expected, { relative: 2e-15, absolute: 4e-15 * moved });
    });
  }
});

/** Of matrices that are not normal, or whose norm the exponential does not feel, 1. */
function norm(name: string, a: TensorLike): number {
  return name === "large" || name === "Moler & Van Loan" ? max(abs(tensor(a))).item() : 1;
}

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

/** A random matrix whose eigenvalues are away from the negative axis. */
const positive = (n: number, seed: number): Tensor => add(tensor(randomMatrix(n, n, seed)), mul(n, eye(n)));

/** Moves the eigenvalues of small matrices away from the negative axis, where the laws try their neighbours. */
const shifted = (x: Tensor): Tensor => add(x, mul(5, eye(x.shape.at(-1)!)));

describe("sqrtm", () => {
  const ratio = (a: Tensor): number => {
    const x = sqrtm(a);
    const size = (y: Tensor): number => sqrt(sum(square(abs(y)))).item();
    return size(sub(matmul(x, x), a)) / (size(x) ** 2 * a.shape[0]! * Number.EPSILON);
  };

  test("squared is the matrix", () => {
    for (const n of [1, 2, 3, 10, 40]) {
      expect(ratio(positive(n, n))).toBeLessThan(10);
      expect(ratio(mul(1e140, positive(n, n)))).toBeLessThan(10);
      expect(ratio(complex(randomMatrix(n, n, n), randomMatrix(n, n, n + 1)))).toBeLessThan(10);
    }
    // Rotations by nearly half a turn have eigenvalues next to the cut.
    const [c, s] = [Math.cos(3.14), Math.sin(3.14)];
    expectClose(
      sqrtm([
        [c, -s],
        [s, c],
      ]),
      [
        [Math.cos(1.57), -Math.sin(1.57)],
        [Math.sin(1.57), Math.cos(1.57)],
      ],
      {
        absolute: 1e-15,
        relative: 1e-12,
      },
    );
    expect(sqrtm(tensor([], { shape: [2, 0, 0] })).shape).toEqual([2, 0, 0]);
  });

  test("of a singular matrix is found if there is one", () => {
    const ones = tensor([
      [1, 1],
      [1, 1],
    ]);
    expectClose(sqrtm(ones), mul(Math.SQRT1_2, ones), { absolute: 1e-7 });
    expectClose(sqrtm(mul(0, ones)), mul(0, ones), { relative: 0 });
    const error = catchError(() =>
      sqrtm([
        [0, 1],
        [0, 0],
      ]),
    );
    expect(error.message).toBe(
      "sqrtm: a is singular and has no square root; add a small multiple of the identity, or pass { check: false } to get NaN",
    );
    expect(grad((x: Tensor) => sum(sqrtm(x)))(tensor([[0]])).item()).toBeNaN();
  });

  test("of a real matrix with a negative eigenvalue is refused, of a complex one given", () => {
    expect(catchError(() => sqrtm([[[1]], [[-4]]])).message).toBe(
      "sqrtm: a has the negative eigenvalue -4 (matrix [1] of the batch), so its principal sqrtm is not real; pass " +
        "complex(a) for the complex one, or { check: false } to get NaN",
    );
    expect(sqrtm([[[1]], [[-4]]], { check: false }).toArray()).toEqual([[[1]], [[NaN]]]);
    expectClose(sqrtm(complex([[-4]])), [[{ re: 0, im: 2 }]], { relative: 1e-15 });
  });

  test("obeys the laws of primitives", () => {
    checkPrimitive((x) => sqrtm(shifted(x)), [randomMatrix(3, 3, 1)]);
    checkPrimitive((x) => sqrtm(shifted(x)), [complex(randomMatrix(2, 2, 5), randomMatrix(2, 2, 6))]);
    checkPrimitive((x) => sqrtm(shifted(x)), [[randomMatrix(2, 2, 7), randomMatrix(2, 2, 8)]]);
    checkPrimitive((x) => sqrtm(shifted(x)), [mul(0, eye(2))]);
  });

  test("has the derivative that Sylvester's equation gives", () => {
    const [a, e] = [positive(5, 2), tensor(randomMatrix(5, 5, 3))];
    const x = sqrtm(a);
    expectClose(jvp((y: Tensor) => sqrtm(y), [a], [e]).tangent, sylvester(x, x, e), {
      relative: 1e-11,
      absolute: 1e-14,
    });
  });
});

describe("logm", () => {
  test("is undone by expm", () => {
    for (const n of [1, 2, 3, 10, 30]) {
      for (const a of [
        positive(n, n),
        mul(1e-3, positive(n, n)),
        mul(1e140, positive(n, n)),
        complex(randomMatrix(n, n, n), randomMatrix(n, n, n + 1)),
      ]) {
        const difference = max(abs(sub(expm(logm(a)), a))).item();
        const norm = Math.max(sqrt(sum(square(abs(logm(a))))).item(), 1);
        expect(difference / max(abs(a)).item()).toBeLessThan(100 * n * norm * Number.EPSILON);
      }
    }
    for (const size of [1e-10, 0.01, 0.3, 1, 2.5]) {
      const a = tensor(scaled(randomMatrix(6, 6, 4), size / 3));
      expectClose(logm(expm(a)), a, { absolute: 2e-13 * size + 2e-15, relative: 1e-13 });
    }
    expect(logm(tensor([], { shape: [0, 0] })).shape).toEqual([0, 0]);
  });

  test("of a singular matrix or one with a negative eigenvalue is refused", () => {
    expect(() => logm([[0]])).toThrow("logm: a is singular and has no logarithm");
    expect(() => logm([[-1]])).toThrow(
      "logm: a has the negative eigenvalue -1, so its principal logm is not real",
    );
    expect(logm([[-1]], { check: false }).item()).toBeNaN();
    expectClose(logm(complex([[-1]])), [[{ re: 0, im: Math.PI }]], { relative: 1e-15 });
  });

  test("obeys the laws of primitives", () => {
    checkPrimitive((x) => logm(shifted(x)), [randomMatrix(3, 3, 1)]);
    checkPrimitive((x) => logm(shifted(x)), [complex(randomMatrix(2, 2, 5), randomMatrix(2, 2, 6))]);
    checkPrimitive((x) => logm(shifted(x)), [[randomMatrix(2, 2, 7), randomMatrix(2, 2, 8)]]);
    checkPrimitive((x) => logm(shifted(x)), [mul(0, eye(2))]);
  });

  test("has a trace that is the logarithm of the determinant", () => {
    const a = positive(4, 9);
    expectClose(grad((x: Tensor) => trace(logm(x)))(a), swapAxes(inv(a), 0, 1), {
      relative: 1e-12,
      absolute: 1e-14,
    });
  });
});

test("matrices of the size of 1e±300 neither overflow nor underflow", () => {
  const a = tensor([
    [4, 1],
    [0, 9],
  ]);
  for (const size of [1e300, 1e-300]) {
    const root = Math.sqrt(size);
    expectClose(
      sqrtm(mul(size, a)),
      [
        [2 * root, root / 5],
        [0, 3 * root],
      ],
      { relative: 1e-14 },
    );
    expectClose(
      logm(mul(size, a)),
      [
        [Math.log(4) + Math.log(size), Math.log(9 / 4) / 5],
        [0, Math.log(9) + Math.log(size)],
      ],
      { relative: 1e-12 },
    );
    expectClose(sylvester(mul(size, a), [[size]], [[1], [1]]), [[0.18 / size], [0.1 / size]], {
      relative: 1e-14,
    });
  }
  expectClose(
    expm(mul(1e-300, a)),
    [
      [1, 1e-300],
      [0, 1],
    ],
    { relative: 1e-14 },
  );
  expectClose(
    expm(mul(-1e300, a)),
    [
      [0, 0],
      [0, 0],
    ],
    { relative: 0 },
  );
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
