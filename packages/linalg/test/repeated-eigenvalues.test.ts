import { grad, hessian, hvp, jvp } from "@adjoint/autodiff";
import { eigh, eigvalsh, funm, norm, qr, svd, svdvals, trace } from "@adjoint/linalg";
import {
  add,
  complex,
  conj,
  exp,
  eye,
  matmul,
  mul,
  real,
  sin,
  slice,
  square,
  sub,
  sum,
  swapAxes,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomMatrix } from "./support/matrices.ts";

const random = (n: number, seed: number): Tensor => tensor(randomMatrix(n, n, seed));
const adjoint = (x: Tensor): Tensor => conj(swapAxes(x, -1, -2));
const hermitian = (x: Tensor): Tensor => mul(add(x, adjoint(x)), 0.5);

/** V diag(λ) Vᴴ with random V, real or complex. */
function withEigenvalues(values: readonly number[], isComplex = false): Tensor {
  const n = values.length;
  const start = isComplex ? complex(random(n, 3), random(n, 4)) : random(n, 3);
  const { vectors } = eigh(hermitian(start));
  return hermitian(matmul(mul(vectors, tensor([...values])), adjoint(vectors)));
}

/** ∂ᵏ/∂tᵏ of f(A + t E) at 0, by central differences of order 6. */
function slopes(f: (t: number) => number, h: number): [first: number, second: number, third: number] {
  const at = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((i) => f(i * h));
  const weigh = (weights: readonly number[]): number =>
    weights.reduce((total, weight, i) => total + weight * at[i]!, 0);
  return [
    weigh([1 / 280, -4 / 105, 1 / 5, -4 / 5, 0, 4 / 5, -1 / 5, 4 / 105, -1 / 280]) / h,
    weigh([-1 / 560, 8 / 315, -1 / 5, 8 / 5, -205 / 72, 8 / 5, -1 / 5, 8 / 315, -1 / 560]) / h ** 2,
    weigh([-7 / 240, 3 / 10, -169 / 120, 61 / 30, 0, -61 / 30, 169 / 120, -3 / 10, 7 / 240]) / h ** 3,
  ];
}

function derivatives(f: (t: Tensor) => Tensor): [number, number, number] {
  const slope = (g: (t: Tensor) => Tensor) => (t: Tensor) => jvp(g, [t], [tensor(1)]).tangent;
  const d = [slope(f), slope(slope(f)), slope(slope(slope(f)))].map((g) => g(tensor(0)).item());
  return d as [number, number, number];
}

function expectSlopes(f: (t: Tensor) => Tensor, h = 0.02): void {
  const exact = derivatives(f);
  const differences = slopes((t) => f(tensor(t)).item(), h);
  const scale = Math.max(1, ...differences.map(Math.abs));
  exact.forEach((value, i) =>
    expect(Math.abs(value - differences[i]!)).toBeLessThan(scale * [1e-9, 1e-8, 1e-6][i]!),
  );
}

describe("a simple eigenvalue and its vector have derivatives of three orders while others are equal", () => {
  for (const isComplex of [false, true]) {
    for (const [name, values, at] of [
      ["the smallest, beside a triple one", [-1, 2, 2, 2], 0],
      ["the largest, beside a triple one", [1, 1, 1, 4], 3],
      ["between two pairs", [-2, -2, 0.5, 3, 3], 2],
    ] as const) {
      test(`${isComplex ? "complex" : "real"}, ${name}`, () => {
        const n = values.length;
        const a = withEigenvalues(values, isComplex);
        const e = hermitian(isComplex ? complex(random(n, 6), random(n, 7)) : random(n, 6));
        const path = (t: Tensor): Tensor => add(a, mul(e, t));
        const weights = hermitian(isComplex ? complex(random(n, 8), random(n, 9)) : random(n, 8));
        expectSlopes((t) => slice(eigh(path(t)).values, at));
        expectSlopes((t) => slice(eigvalsh(path(t)), at));
        expectSlopes((t) => {
          const v = slice(eigh(path(t)).vectors, "...", [at, at + 1]);
          return real(sum(mul(weights, matmul(v, adjoint(v)))));
        });
      });
    }
  }
  for (const isComplex of [false, true]) {
    test(`${isComplex ? "complex" : "real"} projectors onto whole eigenspaces, and sums of equal eigenvalues, have them too`, () => {
      const a = withEigenvalues([-2, -2, 0.5, 3, 3, 3], isComplex);
      const e = hermitian(isComplex ? complex(random(6, 6), random(6, 7)) : random(6, 6));
      const weights = hermitian(isComplex ? complex(random(6, 8), random(6, 9)) : random(6, 8));
      const path = (t: Tensor): Tensor => add(a, mul(e, t));
      for (const [from, to] of [
        [0, 2],
        [3, 6],
      ] as const) {
        // prettier-ignore
        expectSlopes((t) => sum(slice(eigh(path(t)).values, [from, to])));
        expectSlopes((t) => sum(slice(eigvalsh(path(t)), [from, to])));
        expectSlopes((t) => {
          const v = slice(eigh(path(t)).vectors, "...", [from, to]);
          return real(sum(mul(weights, matmul(v, adjoint(v)))));
        });
      }
    });
  }
  test("by the laws of a primitive, to order 2", () => {
    const a = withEigenvalues([-1, 2, 2, 2]);
    checkPrimitive(
      (x) => {
        const { values, vectors } = eigh(hermitian(x));
        return [slice(values, 0), square(slice(vectors, "...", 0))];
      },
      [a],
    );
  });
});

describe("where eigenvalues are equal", () => {
  // A reflection whose elements, and so those of this matrix, are exact.
  const reflection = sub(eye(4), 0.5);
  const a = matmul(mul(reflection, tensor([1, 2, 2, 3])), reflection);
  const e = hermitian(random(4, 6));
  const path = (t: Tensor): Tensor => add(a, mul(e, t));
  const total = (t: Tensor): Tensor => sum(exp(eigvalsh(path(t))));

  test("first derivatives of functions that treat them alike are exact", () => {
    const [slope] = slopes((t) => total(tensor(t)).item(), 0.02);
    expect(derivatives(total)[0]).toBeCloseTo(slope, 9);
    expectClose(grad((x: Tensor) => sum(exp(eigvalsh(x))))(a), funm(a, exp), { relative: 1e-13 });
  });

  test("second ones by eigvalsh lack f″(λ) times the squares of what mixes equal eigenvalues, and by funm do not", () => {
    const { vectors } = eigh(a);
    const mixing = slice(matmul(adjoint(vectors), matmul(e, vectors)), 1, 2).item();
    const [, exact] = derivatives((t) => trace(funm(path(t), exp)));
    const [, bySlopes] = slopes((t) => total(tensor(t)).item(), 0.02);
    expect(Math.abs(exact - bySlopes)).toBeLessThan(1e-8);
    expect(derivatives(total)[1] - exact).toBeCloseTo(-2 * Math.exp(2) * mixing ** 2, 9);
    expectSlopes((t) => trace(funm(path(t), exp)));
  });

  test("a matrix that is put together from values and vectors lacks what mixes them at once, and funm does not", () => {
    const composed = (x: Tensor): Tensor => {
      const { values, vectors } = eigh(x);
      return matmul(mul(vectors, square(values)), adjoint(vectors));
    };
    const exact = (x: Tensor): Tensor => matmul(x, x);
    const slope = (f: (x: Tensor) => Tensor): Tensor => jvp(f, [a], [e]).tangent;
    const { vectors } = eigh(a);
    const lost = matmul(adjoint(vectors), matmul(sub(slope(composed), slope(exact)), vectors));
    const p = matmul(adjoint(vectors), matmul(e, vectors));
    const expected = zeros([4, 4]).toArray() as number[][];
    expected[1]![2] = expected[2]![1] = -4 * slice(p, 1, 2).item();
    expectClose(lost, expected, { absolute: 1e-13 });
    expectClose(
      slope((x) => funm(x, square)),
      slope(exact),
      { absolute: 1e-13 },
    );
  });

  test("all derivatives are finite", () => {
    const f = (x: Tensor): Tensor => {
      const { values, vectors } = eigh(x);
      return add(sum(sin(values)), sum(square(slice(vectors, 0))));
    };
    for (const x of [a, eye(4), zeros([4, 4])]) {
      for (const each of [grad(f)(x), hvp(f, x, e), hessian(f)(x)]) {
        expect([...each.data].every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe("a simple singular value and its vectors, and whole spaces, have derivatives of three orders", () => {
  const unitary = (n: number, isComplex: boolean, seed: number): Tensor =>
    qr(isComplex ? complex(random(n, seed), random(n, seed + 1)) : random(n, seed)).q;
  for (const isComplex of [false, true]) {
    for (const [m, n, values, from, to] of [
      [4, 4, [4, 2, 2, 2], 0, 1],
      [4, 4, [4, 2, 2, 2], 1, 4],
      [5, 3, [3, 3, 1], 2, 3],
      [5, 3, [3, 3, 1], 0, 2],
      [3, 5, [3, 1, 1], 0, 1],
      [3, 5, [3, 1, 1], 1, 3],
    ] as const) {
      test(`${isComplex ? "complex" : "real"} ${m} × ${n}, singular values ${values.join(", ")}, from ${from} to ${to}`, () => {
        const k = Math.min(m, n);
        const u = slice(unitary(m, isComplex, 21), "...", [0, k]);
        const v = slice(unitary(n, isComplex, 23), "...", [0, k]);
        const a = matmul(mul(u, tensor([...values])), adjoint(v));
        const noise = (seed: number): Tensor => tensor(randomMatrix(m, n, seed));
        const e = isComplex ? complex(noise(6), noise(7)) : noise(6);
        const path = (t: Tensor): Tensor => add(a, mul(e, t));
        const projector = (x: Tensor, y: Tensor): Tensor => {
          const z = slice(matmul(x, adjoint(y)), 1);
          return sum(real(mul(z, tensor(randomMatrix(1, z.size, 8)[0]!))));
        };
        for (const full of [false, true]) {
          const parts = (t: Tensor): [Tensor, Tensor, Tensor] => {
            const all = svd(path(t), { full });
            return [
              slice(all.u, "...", [from, to]),
              slice(all.s, [from, to]),
              slice(adjoint(all.vt), "...", [from, to]),
            ];
          };
          expectSlopes((t) => sum(parts(t)[1]), 0.01);
          expectSlopes((t) => projector(parts(t)[0], parts(t)[0]), 0.01);
          expectSlopes((t) => projector(parts(t)[2], parts(t)[2]), 0.01);
          expectSlopes((t) => projector(parts(t)[0], parts(t)[2]), 0.01);
        }
        expectSlopes((t) => sum(slice(svdvals(path(t)), [from, to])), 0.01);
      });
    }
  }
});

describe("where singular values are equal", () => {
  const { u, vt } = svd(random(4, 11));
  const a = matmul(mul(u, tensor([3, 2, 2, 1])), vt);
  const e = random(4, 12);
  const path = (t: Tensor): Tensor => add(a, mul(e, t));

  test("the nuclear norm has exact derivatives of three orders, the spectral norm too", () => {
    expectSlopes((t) => norm(path(t), { ord: "nuc" }));
    expectSlopes((t) => norm(path(t), { ord: 2 }));
  });

  test("all derivatives of the parts are finite", () => {
    const f = (x: Tensor): Tensor => {
      const parts = svd(x);
      return add(sum(sin(parts.s)), add(sum(square(slice(parts.u, 0))), sum(square(slice(parts.vt, 0)))));
    };
    for (const x of [a, eye(4), zeros([4, 4])]) {
      for (const each of [grad(f)(x), hvp(f, x, e)]) {
        expect([...each.data].every(Number.isFinite)).toBe(true);
      }
    }
  });
});
