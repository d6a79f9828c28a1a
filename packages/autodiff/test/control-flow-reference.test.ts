import {
  abs,
  add,
  arange,
  cos,
  div,
  exp,
  greater,
  less,
  log,
  matmul,
  mul,
  sigmoid,
  sin,
  slice,
  square,
  sub,
  sum,
  tanh,
  tensor,
} from "@adjoint/tensor";
import type { NestedArray, Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import {
  checkpoint,
  cond,
  evaluateProgram,
  fixedPoint,
  grad,
  implicitRoot,
  jvp,
  scan,
  trace,
  whileLoop,
} from "../src/index.ts";
import { expectNear } from "./close.ts";
import rows from "./fixtures/control-flow.json" with { type: "json" };

const layer = checkpoint((x: Tensor, w: Tensor) => add(tanh(matmul(w, x)), mul(0.1, x)));

const anomaly = implicitRoot(
  (x: Tensor, m: Tensor, e: Tensor) => sub(sub(x, mul(e, sin(x))), m),
  (m: Tensor, e: Tensor) =>
    whileLoop(
      (c) => greater(c.n, 0),
      (c) => ({
        n: sub(c.n, 1),
        x: sub(c.x, div(sub(sub(c.x, mul(e, sin(c.x))), m), sub(1, mul(e, cos(c.x))))),
      }),
      { n: 30, x: m },
    ).x,
);

const piece = (v: Tensor, w: Tensor): Tensor =>
  cond(
    greater(v, 1),
    (u) => log(mul(u, sum(w))),
    (u) =>
      cond(
        greater(u, 0),
        (s) => sin(mul(s, slice(w, 0))),
        (s) => exp(mul(s, slice(w, 1))),
        u,
      ),
    v,
  );

/** The functions of tooling/reference/autodiff_control_flow.py. */
const functions: Record<string, (...inputs: Tensor[]) => Tensor> = {
  recurrent: (h, w, u, b, xs) => {
    const { carry, ys } = scan(
      (c, { x, k }) => {
        const z = sigmoid(add(add(matmul(slice(w, 0), c), matmul(slice(u, 0), x)), slice(b, 0)));
        const inner = add(matmul(slice(w, 1), mul(z, c)), matmul(slice(u, 1), x));
        const next = add(mul(sub(1, z), c), mul(z, tanh(add(inner, slice(b, 1)))));
        return { carry: next, y: mul(add(k, 1), sum(square(next))) };
      },
      h,
      { x: xs, k: arange(5) },
    );
    return add(sum(ys), sum(carry));
  },
  escape: (y, w) =>
    square(
      whileLoop(
        (v) => less(abs(v), 10),
        (v) => add(mul(0.2, sin(mul(w, v))), mul(1.3, v)),
        y,
      ),
    ),
  pieces: (x, w) => sum(scan((k, v) => ({ carry: add(k, 1), y: mul(k, piece(v, w)) }), 1, x).ys),
  deep: (x, w) => {
    const y = scan((c, m) => ({ carry: layer(c, m) }), x, w).carry;
    return sum(mul(y, square(y)));
  },
  equilibrium: (w, b) => {
    const start = tensor([0, 0, 0, 0]);
    return sum(square(fixedPoint((x, c) => tanh(add(matmul(w, x), c)), start, b, { tolerance: 1e-16 })));
  },
  kepler: (m, e) => anomaly(m, e),
};

for (const [i, row] of rows.entries()) {
  const f = functions[row.function]!;
  const inputs = row.inputs.map((x) => tensor(x));
  const directions = row.directions.map((x) => tensor(x));
  const all = inputs.map((_, k) => k);
  const compare = (actual: readonly Tensor[], expected: readonly NestedArray[]): void => {
    expect(actual.length).toBe(expected.length);
    actual.forEach((x, k) => expectNear(x, tensor(expected[k]!), 1e-12));
  };

  test(`${row.function}, row ${i}: PyTorch computes the same, called`, () => {
    const gradient = grad(f, { argnums: all });
    expectNear(f(...inputs), tensor(row.value));
    compare(gradient(...inputs), row.gradients);
    compare(jvp((...xs: Tensor[]) => gradient(...xs), inputs, directions).tangent, row.products);
  });

  test(`${row.function}, row ${i}: PyTorch computes the same, recorded`, () => {
    const program = trace(f)(...inputs.map((x) => mul(2, x)));
    const gradient = grad((...xs: Tensor[]) => evaluateProgram(program, xs)[0]!, { argnums: all });
    compare(gradient(...inputs), row.gradients);
    compare(jvp((...xs: Tensor[]) => gradient(...xs), inputs, directions).tangent, row.products);
    if (row.function === "escape") return;
    const recorded = trace((...xs: Tensor[]) => grad(f, { argnums: all })(...xs))(...inputs);
    compare(evaluateProgram(recorded, inputs), row.gradients);
  });
}
