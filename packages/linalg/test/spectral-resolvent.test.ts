import { grad, jvp } from "@adjoint/autodiff";
import { lanczos, lobpcg, randomizedSvd } from "@adjoint/linalg";
import { add, eye, matmul, mul, slice, square, sum, swapAxes, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomMatrix, withSpectrum } from "./support/matrices.ts";

const symmetric = (a: Tensor): Tensor => mul(add(a, swapAxes(a, 0, 1)), 0.5);
const weights = tensor(randomMatrix(5, 1, 4));
const direction = symmetric(tensor(randomMatrix(5, 5, 5)));
/** Symmetric and positive definite, with equal eigenvalues of the pair where A has some. */
const metricOf = (x: Tensor): Tensor => add(matmul(x, x), mul(3, eye(5)));

const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  lanczos: (x) => lanczos(x, { tolerance: 1e-14 }).vectors,
  lobpcg: (x) => lobpcg(x, { tolerance: 1e-14 }).vectors,
  "lobpcg of a pair": (x) => lobpcg(x, { tolerance: 1e-14, b: metricOf(x) }).vectors,
  randomizedSvd: (x) => randomizedSvd(x, 1, { powerIterations: 40 }).u,
  "randomizedSvd of a tall matrix": (x) => randomizedSvd(slice(x, [], [0, 4]), 1, { powerIterations: 40 }).u,
};

/** The derivative of the given order along a direction at x + t direction. */
function along(f: (x: Tensor) => Tensor, order: number, x: Tensor): Tensor {
  if (order === 0) return f(x);
  return jvp((y: Tensor) => along(f, order - 1, y), [x], [direction]).tangent;
}

describe.each(Object.entries(functions))("%s", (_name, vectors) => {
  const f = (x: Tensor): Tensor => sum(mul(weights, square(vectors(x))));
  const a = tensor(withSpectrum([5, 1, 1, 1, 2], 3));

  test("has exact derivatives of any order where other values are equal", () => {
    for (const order of [1, 2, 3]) {
      const h = 2e-3;
      const at = (steps: number): number => along(f, order - 1, add(a, mul(steps * h, direction))).item();
      const difference = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
      expectClose(along(f, order, a), difference, { relative: 1e-7, absolute: 1e-8 });
    }
    const pulled = grad((x: Tensor) => sum(mul(grad(f)(x), direction)))(a);
    expectClose(sum(mul(pulled, direction)), along(f, 2, a), { relative: 1e-9, absolute: 1e-11 });
  });

  test("has finite ones where its own is repeated", () => {
    const repeated = tensor(withSpectrum([5, 5, 1, 2, 2], 3));
    for (const order of [1, 2, 3]) expect(along(f, order, repeated).item()).toSatisfy(Number.isFinite);
  });
});

test("the laws of primitives hold for derivatives too", () => {
  const start = tensor(withSpectrum([3, -1, 0.5], 6));
  const small = slice(direction, [0, 3], [0, 3]);
  const tangent = (f: (x: Tensor) => Tensor) => (x: Tensor) => jvp(f, [symmetric(x)], [small]).tangent;
  const ofPair = (x: Tensor): Tensor => lobpcg(x, { tolerance: 1e-14, b: add(mul(x, 0.1), eye(3)) }).vectors;
  checkPrimitive(tangent(ofPair), [start], { name: "the tangent of lobpcg", step: 1 / 32 });
  const left = (x: Tensor): Tensor => randomizedSvd(slice(x, [], [0, 2]), 1, { powerIterations: 40 }).u;
  checkPrimitive(tangent(left), [start], { name: "the tangent of randomizedSvd", step: 1 / 32 });
});
