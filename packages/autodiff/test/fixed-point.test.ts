import { add, cos, div, matmul, mul, sin, square, stack, sub, sum, tanh, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { fixedPoint, grad, hessian, jvp, trace, vmap } from "../src/index.ts";
import { expectNear } from "./close.ts";
import { countedSin } from "./counted.ts";
import { recordedAt } from "./recorded-at.ts";

const heron = (a: Tensor): Tensor => fixedPoint((x, b) => mul(0.5, add(x, div(b, x))), 1, a);

test("the fixed point and its derivatives of every order", () => {
  expectNear(heron(tensor(2)), tensor(Math.SQRT2));
  expectNear(grad(heron)(9), tensor(1 / 6));
  expectNear(grad(grad(heron))(9), tensor(-1 / 108));
  expectNear(jvp(heron, [9], [1]).tangent, tensor(1 / 6));
  expectNear(recordedAt(grad(heron), 9), tensor(1 / 6));
  expectNear(recordedAt(grad(grad(heron)), 9), tensor(-1 / 108));
});

test("where the iteration began makes no difference to the derivative", () => {
  const from = (x0: Tensor): Tensor => fixedPoint((x) => cos(x), x0, []);
  expectNear(from(tensor(1)), tensor(0.7390851332151607), 1e-11);
  expect(grad(from)(1).item()).toBe(0);
});

test("trees of unknowns and parameters, and values from outside", () => {
  // Two coupled equations: x = cos(a·y), y = sin(w·x)/2.
  const solve = (w: Tensor) => (p: { a: Tensor }) =>
    fixedPoint(({ x, y }, { a }) => ({ x: cos(mul(a, y)), y: mul(0.5, sin(mul(w, x))) }), { x: 1, y: 0 }, p, {
      tolerance: 1e-15,
    });
  const f = (w: Tensor, a: Tensor): Tensor => add(solve(w)({ a }).x, square(solve(w)({ a }).y));
  // The same by forward differentiation of the iteration itself, which converges too.
  const steps = (w: Tensor, a: Tensor): Tensor => {
    let [x, y] = [tensor(1), tensor(0)];
    for (let k = 0; k < 80; k++) [x, y] = [cos(mul(a, y)), mul(0.5, sin(mul(w, x)))];
    return add(x, square(y));
  };
  for (const argnums of [0, 1] as const) {
    expectNear(grad(f, { argnums })(0.9, 0.7), grad(steps, { argnums })(0.9, 0.7), 1e-12);
    expectNear(hessian(f, { argnums })(0.9, 0.7), hessian(steps, { argnums })(0.9, 0.7), 1e-11);
    expectNear(recordedAt(grad(f, { argnums }), 0.9, 0.7), grad(steps, { argnums })(0.9, 0.7), 1e-12);
  }
});

test("reverse mode does not go back through the steps", () => {
  const counted = countedSin();
  const f = (a: Tensor): Tensor => fixedPoint((x, b) => mul(0.9, counted.sin(add(x, b))), 0.1, a);
  f(tensor(1));
  const forward = counted.count();
  expect(forward).toBeGreaterThan(5);
  grad(f)(1);
  // The steps, and one evaluation each at the root: with respect to the parameter and to the root.
  expect(counted.count() - 2 * forward).toBeLessThanOrEqual(4);
});

test("mapped, with a network's weights the same in every call", () => {
  const w = tensor([
    [0.3, -0.2],
    [0.1, 0.4],
  ]);
  const rest = (v: Tensor, b: Tensor): Tensor =>
    fixedPoint((x, c) => tanh(add(matmul(v, x), c)), tensor([0, 0]), b);
  const rows = tensor([
    [0.5, -0.7],
    [0.2, 0.1],
  ]);
  const one = (i: number): Tensor => rest(w, tensor((rows.toArray() as number[][])[i]!));
  expectNear(vmap(rest, { inAxes: [null, 0] })(w, rows), stack([one(0), one(1)]));
  const loss = (v: Tensor): Tensor => sum(square(vmap(rest, { inAxes: [null, 0] })(v, rows)));
  const plain = (v: Tensor): Tensor =>
    add(sum(square(rest(v, tensor([0.5, -0.7])))), sum(square(rest(v, tensor([0.2, 0.1])))));
  expectNear(grad(loss)(w), grad(plain)(w));
  expectNear(recordedAt(grad(loss), w), grad(plain)(w));
});

test("an iteration that does not converge is given up, also one that runs into NaN", () => {
  const run = (f: (x: Tensor) => Tensor, options?: object) => () =>
    fixedPoint(f, 1, [], { maxIterations: 50, ...options });
  expect(run((x) => mul(-1, x))).toThrow(
    "fixedPoint: the iteration has not come to rest after 50 steps (tolerance 1e-12); check that the map is a contraction near its fixed point, begin closer to it, or raise maxIterations or tolerance",
  );
  expect(run((x) => mul(x, Number.NaN))).toThrow("has not come to rest after 50 steps");
  expect(run((x) => mul(2, x), { maxIterations: 5000 })).toThrow("has not come to rest");
  const program = trace((a: Tensor) => fixedPoint((x, b) => sub(b, x), 0, a, { maxIterations: 50 }))(1);
  expect(() => program.call(1)).toThrow("the condition still holds after 50 iterations");
});

test("a map without an isolated fixed point has no derivative", () => {
  expect(() => grad((a: Tensor) => fixedPoint((x) => x, a, []))(1)).not.toThrow();
  expect(() => grad((a: Tensor) => fixedPoint((x, b) => add(x, mul(0, b)), 1, a))(1)).toThrow(
    "singular there",
  );
});

test("float32 comes to rest at its own precision", () => {
  const x = fixedPoint((y) => cos(y), tensor(1, { dtype: "float32" }), []);
  expect(x.dtype).toBe("float32");
  expect(x.item()).toBeCloseTo(0.7390851, 5);
});

test("what does not fit is named", () => {
  expect(() => fixedPoint((() => [1]) as never, 1, [])).toThrow(/trees differ/);
  expect(() => fixedPoint((x) => x, 1, [], { tolerance: 0 })).toThrow(
    "fixedPoint: tolerance must be positive, got 0",
  );
  expect(() => fixedPoint((x) => x, 1, [], { steps: 3 } as object)).toThrow("no option steps");
  expect(() => fixedPoint(3 as never, 1, [])).toThrow("must be a function");
});
