import { grad, hvp, jvp, vmap } from "@adjoint/autodiff";
import { eigvals, hessenberg, schur } from "@adjoint/linalg";
import {
  abs,
  add,
  complex,
  conj,
  diagonal,
  exp,
  imag,
  matmul,
  max,
  mul,
  real,
  sin,
  slice,
  square,
  stack,
  sub,
  sum,
  swapAxes,
  tensor,
  tril,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomMatrix } from "./support/matrices.ts";

const random = (n: number, seed: number): Tensor => tensor(randomMatrix(n, n, seed));
const adjoint = (x: Tensor): Tensor => conj(swapAxes(x, -1, -2));
const largest = (x: Tensor): number => max(abs(x)).item();

/** What signs and phases of the basis make no difference to. */
const invariants = (q: Tensor, t: Tensor): Tensor[] => [
  square(abs(q)),
  square(abs(t)),
  diagonal(t, { axes: [-2, -1] }),
];

const matrices: Record<string, Tensor> = {
  "real eigenvalues": tensor([[4, 1, 0.5, 2], [0.3, -2, 1, 0], [0.1, 0.2, 1, 1.5], [0.4, 0, 0.2, 7]]), // prettier-ignore
  "a pair of conjugate eigenvalues": tensor([[1, 3, 0.5], [-1, 1.5, 1], [0.3, 0.2, 6]]), // prettier-ignore
  "two pairs": tensor([[1, 3, 0.5, 0.2], [-1, 1.5, 1, 0.3], [0.3, 0.2, 6, 2], [0.1, 0.2, -3, 5]]), // prettier-ignore
  "a pair alone": tensor([[1, 3], [-1, 2]]), // prettier-ignore
};

describe("the laws of a primitive hold to order 2", () => {
  for (const [name, a] of Object.entries(matrices)) {
    test(`schur, ${name}`, () => {
      checkPrimitive((x) => invariants(schur(x).q, schur(x).t), [a], { step: 1 / 128 });
    });
    test(`complex schur, ${name}`, () => {
      const f = (x: Tensor): Tensor[] => {
        const { q, t } = schur(x, { complex: true });
        return invariants(q, t).flatMap((each) => [real(each), imag(each)]);
      };
      checkPrimitive(f, [a], { step: 1 / 128 });
    });
    test(`hessenberg, ${name}`, () => {
      checkPrimitive((x) => invariants(hessenberg(x).q, hessenberg(x).h), [a], { step: 1 / 128 });
    });
  }

  const z = complex(matrices["real eigenvalues"]!, mul(random(4, 3), 0.5));
  test("schur of a complex matrix", () => {
    checkPrimitive((x) => invariants(schur(x).q, schur(x).t), [z], { step: 1 / 128 });
  });
  test("hessenberg of a complex matrix", () => {
    checkPrimitive((x) => invariants(hessenberg(x).q, hessenberg(x).h), [z], { step: 1 / 128 });
  });
  test("a batch", () => {
    const batch = stack([
      matrices["a pair of conjugate eigenvalues"]!,
      add(matrices["a pair of conjugate eigenvalues"]!, 0.1),
    ]);
    checkPrimitive((x) => invariants(schur(x).q, schur(x).t), [batch], { step: 1 / 128 });
    checkPrimitive((x) => invariants(hessenberg(x).q, hessenberg(x).h), [batch], { step: 1 / 128 });
  });
});

describe("tangents fit the decomposition", () => {
  const forms = {
    schur: (x: Tensor) => [schur(x).q, schur(x).t] as const,
    "complex schur": (x: Tensor) => {
      const { q, t } = schur(x, { complex: true });
      return [q, t] as const;
    },
    hessenberg: (x: Tensor) => [hessenberg(x).q, hessenberg(x).h] as const,
  };
  const tied = {
    "the identity": tensor([[1, 0, 0], [0, 1, 0], [0, 0, 1]]), // prettier-ignore
    "a double eigenvalue": tensor([[2, 1, 3], [0, 2, 1], [0, 0, 5]]), // prettier-ignore
    "a rotation": tensor([[0, -1, 0], [1, 0, 0], [0, 0, 2]]), // prettier-ignore
    "two equal pairs": tensor([[0, -2, 1, 0], [1, 0, 0, 1], [0, 0, 0, -2], [0, 0, 1, 0]]), // prettier-ignore
    zeros: zeros([3, 3]),
    "a form already": tensor([[1, 2, 3], [4, 5, 6], [0, 0, 7]]), // prettier-ignore
  };
  for (const [form, f] of Object.entries(forms)) {
    for (const [name, a] of Object.entries({ ...matrices, ...tied })) {
      test(`${form}, ${name}`, () => {
        const e = random(a.shape[0]!, 5);
        const { value, tangent } = jvp((x: Tensor) => [...f(x)], [a], [e]);
        const [q, t] = value as [Tensor, Tensor];
        const [dq, dt] = tangent as [Tensor, Tensor];
        const rebuilt = add(
          matmul(matmul(dq, t), adjoint(q)),
          add(matmul(matmul(q, dt), adjoint(q)), matmul(matmul(q, t), adjoint(dq))),
        );
        expectClose(real(rebuilt), e, { absolute: 1e-13 * Math.max(1, largest(dt), largest(dq)) });
        expectClose(imag(rebuilt), zeros(e.shape), { absolute: 1e-13 * Math.max(1, largest(dt)) });
        const skew = matmul(adjoint(q), dq);
        expect(largest(add(skew, adjoint(skew)))).toBeLessThan(1e-13 * Math.max(1, largest(dq)));
        if (!(name in tied))
          expect(largest(tril(dt, { offset: form === "complex schur" ? -1 : -2 }))).toBe(0);
      });
    }
  }
});

test("a real block keeps equal diagonal elements, and its form", () => {
  const a = matrices["two pairs"]!;
  const { tangent } = jvp((x: Tensor) => schur(x).t, [a], [random(4, 6)]);
  expect(slice(tangent, 0, 0).item()).toBeCloseTo(slice(tangent, 1, 1).item(), 12);
  expect(slice(tangent, 2, 2).item()).toBeCloseTo(slice(tangent, 3, 3).item(), 12);
  expect(slice(tangent, 2, 1).item()).toBe(0);
});

test("what depends on Q T Qᵀ alone has the derivatives of A, of three orders, at repeated eigenvalues too", () => {
  const f = (x: Tensor): Tensor => {
    const { q, t } = schur(x);
    return sum(sin(matmul(q, matmul(t, swapAxes(q, 0, 1)))));
  };
  const g = (x: Tensor): Tensor => {
    const { q, h } = hessenberg(x);
    return sum(sin(matmul(q, matmul(h, swapAxes(q, 0, 1)))));
  };
  const direct = (x: Tensor): Tensor => sum(sin(x));
  const [d, e] = [random(3, 1), random(3, 2)];
  for (const a of [
    tensor([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]),
    tensor([
      [2, 1, 3],
      [0, 2, 1],
      [0, 0, 5],
    ]),
    random(3, 4),
  ]) {
    // prettier-ignore
    for (const h of [f, g]) {
      expectClose(grad(h)(a), grad(direct)(a), { absolute: 1e-13 });
      expectClose(hvp(h, a, d), hvp(direct, a, d), { absolute: 1e-12 });
      const third = (k: (x: Tensor) => Tensor): Tensor =>
        jvp((x: Tensor) => hvp(k, x, d), [a], [e]).tangent;
      expectClose(third(h), third(direct), { absolute: 1e-11 });
    }
  }
});

test("the diagonal of a complex form has the derivatives of eigenvalues", () => {
  const a = matrices["two pairs"]!;
  const f = (x: Tensor): Tensor => real(sum(exp(diagonal(schur(x, { complex: true }).t))));
  const g = (x: Tensor): Tensor => real(sum(exp(eigvals(x))));
  expectClose(grad(f)(a), grad(g)(a), { relative: 1e-11, absolute: 1e-11 });
  expectClose(hvp(f, a, random(4, 7)), hvp(g, a, random(4, 7)), { relative: 1e-9, absolute: 1e-9 });
});

test("vmap of a gradient is a loop, and empty matrices, 1 × 1 and float32 have derivatives", () => {
  const gradient = grad((x: Tensor) => add(sum(square(schur(x).t)), sum(square(hessenberg(x).q))));
  const batch = stack([random(3, 1), random(3, 2)]);
  expectClose(
    vmap((x: Tensor) => gradient(x))(batch),
    stack([gradient(random(3, 1)), gradient(random(3, 2))]),
    {
      absolute: 1e-12,
    },
  );
  for (const f of [(x: Tensor) => schur(x).t, (x: Tensor) => hessenberg(x).h]) {
    expect(grad((x: Tensor) => sum(f(x)))(zeros([0, 0])).shape).toEqual([0, 0]);
    expect(grad((x: Tensor) => sum(f(x)))(zeros([2, 0, 0])).shape).toEqual([2, 0, 0]);
    expect(grad((x: Tensor) => sum(f(x)))(tensor([[3]])).toArray()).toEqual([[1]]);
    expect(grad((x: Tensor) => sum(f(x)))(tensor([[3, 1], [2, 5]], { dtype: "float32" })).dtype).toBe("float32"); // prettier-ignore
    expect(
      largest(
        sub(grad((x: Tensor) => sum(square(f(x))))(mul(random(3, 3), 1e150)), mul(random(3, 3), 2e150)),
      ),
    ).toBeLessThan(1e138);
  }
});
