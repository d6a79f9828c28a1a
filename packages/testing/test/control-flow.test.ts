import { checkpoint, cond, grad, scan, trace, whileLoop } from "@adjoint/autodiff";
import { add, concat, exp, greater, less, mul, sin, square, sum, tanh, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { test } from "vitest";
import { checkPrimitive } from "../src/index.ts";

/** A recorded program at work: its primitives instead of plain JavaScript. */
function recorded(f: (...xs: Tensor[]) => Tensor): (...xs: Tensor[]) => Tensor {
  return (...xs) => trace(f)(...xs).call(...xs);
}

const branches = (x: Tensor, y: Tensor): Tensor =>
  cond(
    greater(x, 0),
    (a, b) => mul(sin(a), exp(b)),
    (a, b) => add(square(a), mul(3, b)),
    x,
    y,
  );

for (const at of [0.7, -0.7]) {
  test(`cond obeys the laws of a primitive at ${at}`, () => {
    checkPrimitive(branches, [at, 0.3], { name: "cond" });
    checkPrimitive(recorded(branches), [at, 0.3], { name: "recorded cond" });
  });
}

/** A little recurrent network: weights from outside, a carry of two tensors, a result from each step. */
const network = (h: Tensor, w: Tensor, xs: Tensor): Tensor => {
  const { carry, ys } = scan(
    (c, x) => {
      const state = tanh(add(mul(w, c.state), x));
      return { carry: { state, count: add(c.count, 1) }, y: mul(sum(state), add(c.count, x)) };
    },
    { state: h, count: tensor(0) },
    xs,
  );
  return add(sum(ys), sum(mul(carry.state, carry.count)));
};
const state = tensor([0.3, -0.2]);
const weights = tensor([0.8, 1.1]);
const inputs = tensor([
  [0.5, 0.1],
  [-0.4, 0.2],
  [0.7, -0.6],
]);

test("scan obeys the laws of a primitive", () => {
  checkPrimitive(network, [state, weights, inputs], { name: "scan" });
});

test("a recorded scan obeys the laws of a primitive", () => {
  checkPrimitive(recorded(network), [state, weights, inputs], { name: "recorded scan" });
});

test("the recorded derivative of a scan obeys the laws of a primitive", () => {
  const gradient = grad(network, { argnums: [0, 1] });
  const flat = (h: Tensor, w: Tensor, xs: Tensor): Tensor => concat(gradient(h, w, xs));
  checkPrimitive(recorded(flat), [state, weights, inputs], { name: "recorded gradient of scan", order: 1 });
});

/** y ← w·y + sin(y) while y < 5. */
const growth = (y: Tensor, w: Tensor): Tensor =>
  whileLoop(
    (v) => less(v, 5),
    (v) => add(mul(w, v), sin(v)),
    y,
  );

test("whileLoop obeys the laws of a primitive", () => {
  checkPrimitive(growth, [0.7, 1.6], { name: "whileLoop", step: 1 / 64 });
  checkPrimitive(recorded(growth), [0.7, 1.6], { name: "recorded whileLoop", step: 1 / 64 });
});

test("checkpoint obeys the laws of a primitive", () => {
  const f = (x: Tensor, w: Tensor): Tensor => sum(sin(mul(exp(mul(0.3, x)), w)));
  const gradient = grad(checkpoint(f), { argnums: [0, 1] });
  checkPrimitive(checkpoint(f), [state, weights], { name: "checkpoint" });
  checkPrimitive(
    recorded((x, w) => concat(gradient(x, w))),
    [state, weights],
    { name: "recorded gradient of checkpoint" },
  );
});

test("the recorded derivative of cond obeys the laws of a primitive", () => {
  const gradient = grad(branches, { argnums: [0, 1] });
  const f = (x: Tensor, y: Tensor): Tensor => add(...gradient(x, y));
  for (const at of [0.7, -0.7])
    checkPrimitive(recorded(f), [at, 0.3], { name: "recorded gradient of cond", order: 1 });
});
