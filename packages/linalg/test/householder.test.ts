import { grad, vmap } from "@adjoint/autodiff";
import { applyHouseholder, householder, norm } from "@adjoint/linalg";
import {
  astype,
  complex,
  div,
  DTypeError,
  eye,
  matmul,
  ShapeError,
  stack,
  sum,
  swapAxes,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { randomMatrix } from "./support/matrices.ts";

const x = [1, -2, 0.5, 3];

test("the reflection turns a vector onto the first axis, and is one", () => {
  const h = householder(x);
  const length = norm(x).item();
  expectClose(applyHouseholder(h, x), [-length, 0, 0, 0], { relative: 1e-15, absolute: 1e-15 });
  expectClose(h.beta, -length, { relative: 1e-15 });
  const whole = applyHouseholder(h, eye(4));
  expectClose(matmul(whole, swapAxes(whole, 0, 1)), eye(4), { relative: 0, absolute: 1e-15 });
  expectClose(applyHouseholder(householder([-3, 4]), [-3, 4]), [5, 0], { relative: 1e-15, absolute: 1e-15 });
  expect(h.v.toArray()).toHaveProperty("0", 1);
});

test("a vector on the axis is left where it is", () => {
  for (const on of [[2, 0, 0], [-2, 0, 0], [0, 0, 0], [5]]) {
    const { v, tau, beta } = householder(on);
    expect([v.toArray(), tau.item(), beta.item()]).toEqual([[1, ...on.slice(1)], 0, on[0]]);
  }
});

test("numbers of every size keep their digits", () => {
  const plain = householder(x);
  for (const scale of [2 ** 1021, 2 ** -1020, 2 ** 600]) {
    const { v, tau, beta } = householder(x.map((element) => element * scale * 0.5));
    expect([v.toArray(), tau.item()]).toEqual([plain.v.toArray(), plain.tau.item()]);
    expect(beta.item()).toBe(plain.beta.item() * scale * 0.5);
  }
  expectClose(householder([1, 1e-200]).v, [1, 5e-201], { relative: 1e-15, absolute: 0 });
});

test("batches and float32 are taken", () => {
  const batch = randomMatrix(3, 4, 1);
  const h = householder(batch);
  expect([h.v.shape, h.tau.shape, h.beta.shape]).toEqual([[3, 4], [3], [3]]);
  const onto = applyHouseholder(h, stack(batch.map((row) => tensor(row.map((element) => [element])))));
  expectClose(sum(onto, { axis: [1, 2] }), h.beta, { relative: 1e-14 });
  expect(applyHouseholder(h, [1, 2, 3, 4]).shape).toEqual([3, 4]);
  expect(householder(astype(tensor(x), "float32")).tau.dtype).toBe("float32");
  expect(householder(zeros([0, 3])).v.shape).toEqual([0, 3]);
  const mapped = vmap((row: Tensor) => applyHouseholder(householder(row), [1, 2, 3, 4]))(tensor(batch));
  expectClose(mapped, applyHouseholder(h, [1, 2, 3, 4]), { relative: 1e-14 });
});

test("derivatives obey the laws of primitives, and are finite at the identity", () => {
  const parts = (each: Tensor): Tensor[] => Object.values(householder(each));
  checkPrimitive(parts, [x], { name: "householder" });
  checkPrimitive(parts, [[x, [-2, 1, 1, 0.5]]], { name: "householder of a batch" });
  checkPrimitive(
    (each: Tensor, a: Tensor) => applyHouseholder(householder(each), a),
    [x, randomMatrix(4, 2, 3)],
    {
      name: "applyHouseholder",
    },
  );
  const beta = grad((each: Tensor) => householder(each).beta);
  expect(beta(tensor([2, 0])).toArray()).toEqual([1, 0]);
  expect(beta(tensor([0, 0])).toArray()).toEqual([1, 0]);
  const rest = grad((each: Tensor) => sum(stack([householder(each).tau, sum(householder(each).v)])));
  expect(rest(tensor([2, 0])).toArray()).toEqual([0, 0]);
  expectClose(
    grad((each: Tensor) => div(householder(each).beta, 1e300))(tensor([3e300, 4e300])),
    [-0.6e-300, -0.8e-300],
    {
      relative: 1e-14,
      absolute: 0,
    },
  );
});

test("wrong arguments are named", () => {
  expect(() => householder(complex(1, 1))).toThrow(DTypeError);
  expect(() => householder(zeros([2, 0]))).toThrow(/^householder: x must have at least one component/);
  expect(() => householder(3)).toThrow(ShapeError);
  expect(catchError(() => householder([1, NaN])).message).toMatch(/^householder: element 1 of x/);
  expect(() => applyHouseholder(householder([1, 2]), [1, 2, 3])).toThrow(
    /^applyHouseholder: a must have as many rows as v has components: v is \[2\], a is \[3\]/,
  );
});
