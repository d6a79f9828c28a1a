import {
  add,
  div,
  greater,
  less,
  lessEqual,
  log,
  mul,
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
import { expect, test } from "vitest";
import { evaluateProgram, grad, hessian, jacobian, jvp, scan, trace, vmap, whileLoop } from "../src/index.ts";
import { expectNear } from "./close.ts";
import { recordedAt } from "./recorded-at.ts";

/** y ← w·y² while y < 100. */
const beyond = (y: Tensor, w: Tensor): Tensor =>
  whileLoop(
    (v) => less(v, 100),
    (v) => mul(w, square(v)),
    y,
  );

/** xⁿ by counting down. */
const power = (x: Tensor, n: Tensor): Tensor =>
  whileLoop(
    (c) => greater(c.n, 0),
    (c) => ({ n: sub(c.n, 1), y: mul(c.y, x) }),
    { n, y: tensor(1) },
  ).y;

test("it runs while the condition holds, perhaps never", () => {
  expect(beyond(tensor(2), tensor(1)).item()).toBe(256);
  expect(beyond(tensor(200), tensor(1)).item()).toBe(200);
  expect(power(tensor(3), tensor(4)).item()).toBe(81);
});

test("where values are known it has all derivatives, and may read them", () => {
  expect(grad(beyond)(2, 1).item()).toBe(8 * 2 ** 7);
  expect(grad(beyond, { argnums: 1 })(2, 1).item()).toBe(7 * 256);
  expect(hessian(beyond)(2, 1).item()).toBe(56 * 2 ** 6);
  const f = (x: Tensor): Tensor =>
    whileLoop(
      (y) => y.item() < 10,
      (y) => mul(y, x),
      x,
    );
  expect(grad(f)(3).item()).toBe(27);
});

test("a program holds one equation, which has forward derivatives of every order", () => {
  expect(String(trace(power)(1, 1))).toMatchInlineSnapshot(`
    "program(a:float64[], b:float64[]) {
      l:float64[], m:float64[] = whileLoop{
        condition=program(c:float64[], d:float64[], e:float64[]) {
          f:bool[] = greater d 0
          return f
        },
        body=program(g:float64[], h:float64[], i:float64[]) {
          j:float64[] = sub h 1
          k:float64[] = mul i g
          return j, k
        },
        constants=1,
        maxIterations=1000000
      } a b 1
      return m
    }"
  `);
  const push =
    (f: (x: Tensor) => Tensor) =>
    (x: Tensor): Tensor =>
      jvp(f, [x], [1]).tangent;
  const in2 =
    (n: number) =>
    (x: Tensor): Tensor =>
      power(x, tensor(n));
  const f = (x: Tensor, n: Tensor): Tensor => push((y) => power(y, n))(x);
  expect(recordedAt(f, 2, 5).item()).toBe(80);
  expect(recordedAt((x: Tensor, n: Tensor) => push(push((y) => power(y, n)))(x), 2, 5).item()).toBe(160);
  expect(push(push(in2(5)))(tensor(2)).item()).toBe(160);
  const whole = (y: Tensor, w: Tensor): Tensor =>
    stack([jvp(beyond, [y, w], [1, 0]).tangent, jvp(beyond, [y, w], [0, 1]).tangent]);
  expect(recordedAt(whole, 2, 1).toArray()).toEqual([1024, 1792]);
});

test("a program that is differentiated where values are known has reverse derivatives too", () => {
  const program = trace(beyond)(1, 1);
  const call = (y: Tensor, w: Tensor): Tensor => program.call(y, w);
  expect(grad(call, { argnums: 1 })(2, 1).item()).toBe(7 * 256);
  expect(hessian(call)(2, 1).item()).toBe(56 * 2 ** 6);
  expect(jacobian(call, { mode: "forward" })(2, 1).item()).toBe(1024);
});

test("a program cannot be gone through backwards, and says what can", () => {
  expect(() => trace(grad(power))(1, 1)).toThrow(
    /whileLoop: no reverse derivative: a recorded program does not know how many steps there are to go back through; use scan with a length, or fixedPoint or implicitRoot/,
  );
  // The number of steps depends on nothing that is recorded.
  const f = (x: Tensor): Tensor => power(x, tensor(3));
  expect(recordedAt(grad(f), 2).item()).toBe(12);
});

test("mapped, every call ends in its own time", () => {
  const starts = tensor([2, 200, 3]);
  expect(vmap(beyond, { inAxes: [0, null] })(starts, 1).toArray()).toEqual([256, 200, 6561]);
  expect(vmap(power)(tensor([2, 3, 5]), tensor([10, 0, 1])).toArray()).toEqual([1024, 1, 5]);
  expect(recordedAt(vmap(power), [2, 3, 5], [10, 0, 1]).toArray()).toEqual([1024, 1, 5]);
  expect(vmap(power, { inAxes: [0, null] })(tensor([2, 3]), 3).toArray()).toEqual([8, 27]);
  expect(vmap(power, { inAxes: [null, 0] })(2, tensor([1, 3])).toArray()).toEqual([2, 8]);
});

test("mapped derivatives, in and out", () => {
  const starts = tensor([2, 200, 3]);
  const slopes = [1024, 1, 8 * 3 ** 7];
  expect(grad((y: Tensor) => sum(vmap(beyond, { inAxes: [0, null] })(y, 1)))(starts).toArray()).toEqual(
    slopes,
  );
  expect(vmap((y: Tensor) => jvp(beyond, [y, 1], [1, 0]).tangent)(starts).toArray()).toEqual(slopes);
  expect(vmap(grad(power), { inAxes: [0, null] })(tensor([2, 3]), 3).toArray()).toEqual([12, 27]);
  expect(grad((n: Tensor) => sum(vmap(power, { inAxes: [0, null] })(tensor([2, 3]), n)))(3).item()).toBe(0);
  // The steps of each call are known to the reverse derivative inside of the map.
  expect(vmap(grad(beyond), { inAxes: [0, null] })(starts, 1).toArray()).toEqual(slopes);
  expect(vmap(grad(power))(tensor([2, 3, 5]), tensor([3, 0, 1])).toArray()).toEqual([12, 0, 1]);
  expectNear(vmap(hessian(beyond), { inAxes: [0, null] })(starts, 1), tensor([56 * 2 ** 6, 0, 56 * 3 ** 6]));
});

test("calls that have ended keep NaN and ∞ of later steps out of derivatives", () => {
  // log of a negative number is NaN; the first call stops before.
  const f = (x: Tensor): Tensor =>
    whileLoop(
      (y) => greater(y, 1),
      (y) => log(y),
      x,
    );
  const g = (x: Tensor): Tensor =>
    whileLoop(
      (c) => less(c.k, 3),
      (c) => ({ k: add(c.k, 1), y: sqrt(sub(c.y, c.k)) }),
      { k: x, y: add(x, 5) },
    ).y;
  const at = tensor([0.5, 20, -1]);
  expectNear(grad((x: Tensor) => sum(vmap(f)(x)))(at), stack([1, grad(f)(20), 1]));
  const ends = tensor([1, 2, 4]);
  expectNear(grad((x: Tensor) => sum(vmap(g)(x)))(ends), stack([grad(g)(1), grad(g)(2), grad(g)(4)]));
  expectNear(vmap(grad(f))(at), stack([1, grad(f)(20), 1]));
  expectNear(vmap(grad(g))(ends), stack([grad(g)(1), grad(g)(2), grad(g)(4)]));
});

test("values from outside are differentiated; loops nest, with stopGradient inside", () => {
  const f = (w: Tensor): Tensor =>
    scan(
      (c) => ({
        carry: whileLoop(
          (y) => less(y, 5),
          (y) => add(mul(y, w), stopGradient(w)),
          c,
        ),
      }),
      1,
      null,
      { length: 2 },
    ).carry;
  const push =
    (g: typeof f) =>
    (w: Tensor): Tensor =>
      jvp(g, [w], [1]).tangent;
  expect(grad(f)(2).item()).toBe(push(f)(tensor(2)).item());
  expectNear(recordedAt(push(f), 2), push(f)(tensor(2)));
  expectNear(recordedAt(f, 2), f(tensor(2)));
});

test("Newton's iteration as a loop", () => {
  const root = (a: Tensor): Tensor =>
    whileLoop(
      (c) => greater(c.change, 1e-12),
      ({ x }) => {
        const next = mul(0.5, add(x, div(a, x)));
        return { x: next, change: square(sub(next, x)) };
      },
      { x: a, change: 1 },
    ).x;
  expectNear(root(tensor(2)), sqrt(2));
  expectNear(grad(root)(2), tensor(0.25 * Math.SQRT2), 1e-9);
  expectNear(vmap(root)(tensor([2, 9, 0.25])), tensor([Math.SQRT2, 3, 0.5]));
});

test("integers and booleans are carried", () => {
  const f = (limit: Tensor) =>
    whileLoop(
      (c) => c.going,
      (c) => ({ n: add(c.n, 1), going: lessEqual(c.n, limit) }),
      { n: tensor(0, { dtype: "int32" }), going: true },
    );
  expect(f(tensor(3)).n.item()).toBe(5);
  const program = trace((limit: Tensor) => f(limit).n)(3);
  expect(evaluateProgram(program, [tensor(7)])[0]!.item()).toBe(9);
});

test("a loop that does not end is given up", () => {
  const run = (x: Tensor): Tensor =>
    whileLoop(
      () => true,
      (y) => sin(y),
      x,
      { maxIterations: 10 },
    );
  expect(() => run(tensor(1))).toThrow(
    "whileLoop: the condition still holds after 10 iterations; check that it becomes false, or raise maxIterations",
  );
  const program = trace((x: Tensor) =>
    whileLoop(
      (y) => less(y, 9),
      (y) => sin(y),
      x,
      { maxIterations: 10 },
    ),
  )(1);
  expect(() => program.call(1)).toThrow("still holds after 10 iterations");
  expect(
    whileLoop(
      (y) => less(y, 3),
      (y) => add(y, 1),
      0,
      { maxIterations: 3 },
    ).item(),
  ).toBe(3);
});

test("what does not fit is named", () => {
  const run = (condition: unknown, body: unknown, options?: object) => () =>
    whileLoop(condition as never, body as never, 1, options);
  const once = (y: Tensor): Tensor => less(y, 2);
  expect(run(once, () => tensor([1]))).toThrow(
    "whileLoop: init and the carry that the body returned differ in tensor 0: float64[] and float64[1]",
  );
  expect(run(once, () => ({ x: 1 }))).toThrow("trees differ");
  expect(run(() => tensor([true]), once)).toThrow(
    "whileLoop: the predicate must be a scalar, got the shape [1]",
  );
  expect(run(3, once)).toThrow("must be a function");
  expect(run(once, once, { limit: 1 })).toThrow("no option limit");
  expect(run(once, once, { maxIterations: Number.NaN })).toThrow("maxIterations must be at least 0");
});
