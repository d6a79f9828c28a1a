import {
  add,
  cos,
  exp,
  greater,
  less,
  log,
  mul,
  neg,
  sigmoid,
  sin,
  sqrt,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  tensor,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { describe, expect, test } from "vitest";
import {
  checkpoint,
  checkProgram,
  cond,
  customJvp,
  customVjp,
  evaluateProgram,
  fixedPoint,
  grad,
  implicitRoot,
  jet,
  jvp,
  laplacian,
  linearize,
  scan,
  simplify,
  trace,
  vjp,
  vmap,
  whileLoop,
} from "../src/index.ts";
import { expectNear } from "./close.ts";

const softplus = customJvp(
  (x: Tensor) => log(add(1, exp(x))),
  ([x], [t]) => mul(t, sigmoid(x)),
);
const wave = customVjp((x: Tensor) => sin(x), {
  forward: (x) => ({ value: sin(x), residuals: cos(x) }),
  backward: (slope, c) => [mul(c, slope)],
});
const root = implicitRoot(
  (x: Tensor, a: Tensor) => sub(mul(x, square(x)), a),
  (a: Tensor) =>
    scan((x) => ({ carry: sub(x, mul(1 / 3, sub(x, mul(a, exp(mul(-2, log(x))))))) }), a, null, {
      length: 60,
    }).carry,
);
const halved = (x: Tensor): Tensor =>
  whileLoop(
    (c) => greater(c.n, 0),
    (c) => ({ n: sub(c.n, 1), y: mul(c.y, sin(x)) }),
    { n: 3, y: x },
  ).y;
const branch = (x: Tensor): Tensor =>
  cond(
    greater(x, 0.5),
    (y) => mul(y, exp(y)),
    (y) => square(y),
    x,
  );
const horner = (x: Tensor): Tensor =>
  scan((c, a) => ({ carry: add(mul(c, x), a) }), 0, tensor([2, -1, 0.5, 3])).carry;

/** Each function with the same one in plain operations. */
const functions: Record<string, readonly [f: (x: Tensor) => Tensor, plain: (x: Tensor) => Tensor]> = {
  customJvp: [softplus, (x) => log(add(1, exp(x)))],
  customVjp: [wave, (x) => sin(x)],
  checkpoint: [checkpoint((x: Tensor) => sin(exp(x))), (x) => sin(exp(x))],
  cond: [branch, (x) => (x.item() > 0.5 ? mul(x, exp(x)) : square(x))],
  scan: [horner, (x) => add(3, mul(x, add(0.5, mul(x, add(-1, mul(x, 2))))))],
  whileLoop: [halved, (x) => mul(x, mul(sin(x), square(sin(x))))],
  implicitRoot: [root, (x) => exp(mul(1 / 3, log(x)))],
  fixedPoint: [(x) => fixedPoint((y, a) => mul(0.5, add(y, mul(a, exp(neg(log(y)))))), 1, x), (x) => sqrt(x)],
  "a loop of branches of rules": [
    (x) =>
      scan(
        (c, a) => ({
          carry: cond(
            less(c, 1),
            (y) => softplus(mul(y, a)),
            (y) => wave(y),
            c,
          ),
        }),
        x,
        tensor([1, 2, 0.5]),
      ).carry,
    (x) => [1, 2, 0.5].reduce<Tensor>((c, a) => (c.item() < 1 ? log(add(1, exp(mul(c, a)))) : sin(c)), x),
  ],
  "a checkpoint of a loop of loops": [
    checkpoint(
      (x: Tensor) =>
        scan(
          (c) => ({ carry: scan((d) => ({ carry: mul(d, sin(x)) }), c, null, { length: 2 }).carry }),
          x,
          null,
          { length: 2 },
        ).carry,
    ),
    (x) => mul(x, square(square(sin(x)))),
  ],
  "a branch of roots that hold a constant": [
    (x) =>
      cond(
        greater(x, 9),
        (y) => y,
        (y) => mul(root(y), stopGradient(fixedPoint((z) => cos(z), 1, []))),
        x,
      ),
    (x) => mul(exp(mul(1 / 3, log(x))), 0.7390851332151607),
  ],
};

const at = tensor(0.7);
const points = tensor([0.7, 0.3, 1.1]);
const near = 1e-9;

describe.each(Object.entries(functions))("%s", (_name, [f, plain]) => {
  const program = trace(f)(tensor(2));
  const recorded = (x: Tensor): Tensor => program.call(x);

  test.each([
    ["called", f],
    ["recorded", recorded],
  ])("%s, it is differentiated as the plain function is", (_kind, g) => {
    expectNear(g(at), plain(at), near);
    expectNear(grad(g)(at), grad(plain)(at), near);
    expectNear(grad(grad(g))(at), grad(grad(plain))(at), near);
    expectNear(jvp((x: Tensor) => grad(g)(x), [at], [2]).tangent, mul(2, grad(grad(plain))(at)), near);
    expectNear(grad((x: Tensor) => jvp(g, [x], [2]).tangent)(at), mul(2, grad(grad(plain))(at)), near);
    expectNear(
      vjp((x: Tensor) => vjp(g, x).pullback(3)[0], at).pullback(2)[0],
      mul(6, grad(grad(plain))(at)),
      near,
    );
    expectNear(linearize(g, at).pushforward(2), mul(2, grad(plain)(at)), near);
    expectNear(stack(jet(g, [at], [1], { order: 3 })), stack(jet(plain, [at], [1], { order: 3 })), near);
    expectNear(laplacian((x: Tensor) => g(sum(x)))(tensor([0.3, 0.4])), mul(2, grad(grad(plain))(at)), near);
  });

  test.each([
    ["called", f],
    ["recorded", recorded],
  ])("%s, it is mapped, before and after it is differentiated", (_kind, g) => {
    const each = (h: (x: Tensor) => Tensor): Tensor => stack([0.7, 0.3, 1.1].map((x) => h(tensor(x))));
    expectNear(vmap(g)(points), each(plain), near);
    expectNear(vmap((x: Tensor) => grad(g)(x))(points), each(grad(plain)), near);
    expectNear(grad((x: Tensor) => sum(vmap(g)(x)))(points), each(grad(plain)), near);
    expectNear(vmap((x: Tensor) => grad(grad(g))(x))(points), each(grad(grad(plain))), near);
    expectNear(vmap((x: Tensor) => jvp(g, [x], [1]).tangent)(points), each(grad(plain)), near);
    const square2 = stack([points, points]);
    expectNear(vmap(vmap(g))(square2), stack([each(plain), each(plain)]), near);
  });

  test("its programs are well formed, and stay so when simplified", () => {
    const tangent = (x: Tensor): Tensor => jvp(f, [x], [1]).tangent;
    const mapped = trace((x: Tensor) => vmap(f)(x))(points);
    const derivative = trace(tangent)(at);
    const expected = [plain(at), grad(plain)(at)];
    for (const [k, recording] of [program, derivative].entries()) {
      checkProgram(recording);
      checkProgram(simplify(recording));
      expectNear(evaluateProgram(simplify(recording), [at])[0]!, expected[k]!, near);
    }
    checkProgram(mapped);
    expectNear(evaluateProgram(simplify(mapped), [points])[0]!, vmap(f)(points), near);
    expect(String(simplify(derivative))).toBe(String(simplify(simplify(derivative))));
  });

  test("its gradient is a program where the number of steps is known", () => {
    const gradient = trace((x: Tensor) => grad(f)(x))(tensor(2));
    checkProgram(gradient);
    expectNear(evaluateProgram(simplify(gradient), [at])[0]!, grad(plain)(at), near);
    const hessians = trace((x: Tensor) => vmap((y: Tensor) => grad(grad(f))(y))(x))(points);
    checkProgram(hessians);
    expectNear(evaluateProgram(hessians, [points])[0]!, vmap((y: Tensor) => grad(grad(f))(y))(points), near);
  });
});
