import {
  add,
  cos,
  greater,
  mul,
  ones,
  sin,
  slice,
  square,
  stack,
  stopGradient,
  sum,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import {
  cond,
  customJvp,
  evaluateProgram,
  grad,
  hessian,
  jacobian,
  jvp,
  scan,
  trace,
  vmap,
} from "../src/index.ts";
import { expectNear } from "./close.ts";
import { countedSin } from "./counted.ts";
import { recordedAt } from "./recorded-at.ts";

/** c ← sin(c·w + x), a result y = c² from every step. */
const step = (w: Tensor) => (c: Tensor, x: Tensor) => {
  const carry = sin(add(mul(c, w), x));
  return { carry, y: square(carry) };
};
const total = (c: Tensor, w: Tensor, xs: Tensor): Tensor => {
  const { carry, ys } = scan(step(w), c, xs);
  return add(carry, sum(mul(ys, [1, 2, 3])));
};
const unrolled = (c: Tensor, w: Tensor, xs: Tensor): Tensor => {
  const results: Tensor[] = [];
  let carry = c;
  for (const i of [0, 1, 2]) {
    const result = step(w)(carry, sum(mul(xs, tensor([0, 1, 2].map((k) => (k === i ? 1 : 0))))));
    ({ carry } = result);
    results.push(result.y);
  }
  return add(carry, sum(mul(stack(results), [1, 2, 3])));
};
const xs = tensor([0.5, -0.3, 0.9]);

test("it carries values along and stacks results", () => {
  const { carry, ys } = scan((s, x) => ({ carry: add(s, x), y: mul(s, x) }), 10, tensor([1, 2, 3]));
  expect(carry.item()).toBe(16);
  expect(ys.toArray()).toEqual([10, 22, 39]);
});

test("in reverse it begins at the last slice, and results stay with their slices", () => {
  const run = (x: Tensor): Tensor =>
    scan((s, y) => ({ carry: add(s, y), y: add(s, y) }), 0, x, { reverse: true }).ys;
  expect(run(tensor([1, 2, 3])).toArray()).toEqual([6, 5, 3]);
  expect(recordedAt(run, [1, 2, 3]).toArray()).toEqual([6, 5, 3]);
  const weighted = (x: Tensor): Tensor => sum(mul(run(square(x)), [1, 10, 100]));
  expect(grad(weighted)(tensor([1, 2, 3])).toArray()).toEqual([2, 44, 666]);
  expect(recordedAt(grad(weighted), [1, 2, 3]).toArray()).toEqual([2, 44, 666]);
});

test("without slices the length counts the steps, and results may be left out", () => {
  const power = (x: Tensor): Tensor => scan((s) => ({ carry: mul(s, x) }), 1, null, { length: 5 }).carry;
  expect(power(tensor(2)).item()).toBe(32);
  expect(grad(power)(2).item()).toBe(80);
  expect(recordedAt(grad(grad(power)), 2).item()).toBe(160);
  expect(scan((s) => ({ carry: s }), 1, null, { length: 2 }).ys).toBeUndefined();
});

test("no step at all gives the carry back and empty results", () => {
  const empty = zeros([0]);
  const { carry, ys } = scan(step(tensor(2)), 7, empty);
  expect(carry.item()).toBe(7);
  expect(ys.shape).toEqual([0]);
  const f = (c: Tensor): Tensor => add(scan(step(c), c, empty).carry, sum(scan(step(c), c, empty).ys));
  expect(grad(f)(7).item()).toBe(1);
  expect(recordedAt(grad(f), 7).item()).toBe(1);
});

test("derivatives are those of the loop written out, of every order and in both modes", () => {
  for (const argnums of [0, 1, 2] as const) {
    const at = [tensor(0.4), tensor(1.3), xs] as const;
    const expected = grad(unrolled, { argnums })(...at);
    expectNear(grad(total, { argnums })(...at), expected);
    expectNear(recordedAt(grad(total, { argnums }), ...at), expected);
    const second = hessian(unrolled, { argnums })(...at);
    expectNear(hessian(total, { argnums })(...at), second);
    expectNear(recordedAt(hessian(total, { argnums }), ...at), second);
    const program = trace(total)(...at);
    const call = (...args: Tensor[]): Tensor => evaluateProgram(program, args)[0]!;
    expectNear(hessian(call, { argnums })(...at), second);
    expectNear(jacobian(call, { argnums, mode: "forward" })(...at), expected);
  }
  const third = grad(grad(grad(unrolled)));
  expectNear(grad(grad(grad(total)))(0.4, 1.3, xs), third(0.4, 1.3, xs));
  expectNear(recordedAt(grad(grad(grad(total))), 0.4, 1.3, xs), third(0.4, 1.3, xs));
  const push =
    (f: typeof total) =>
    (c: Tensor): Tensor =>
      jvp((w: Tensor) => f(c, w, xs), [1.3], [1]).tangent;
  expectNear(recordedAt(grad(push(total)), 0.4), grad(push(unrolled))(0.4));
});

test("a recorded loop is one equation, whatever its length", () => {
  const f = (x: Tensor): Tensor => scan((c, y) => ({ carry: mul(c, y), y: c }), 1, x).carry;
  const program = trace(f)(ones([1000]));
  expect(program.equations.length).toBe(1);
  expect(String(trace(f)(tensor([1, 2])))).toMatchInlineSnapshot(`
    "program(a:float64[2]) {
      e:float64[], f:float64[2] = scan{
        body=program(b:float64[], c:float64[]) {
          d:float64[] = mul b c
          return d, b
        },
        constants=0,
        carry=1,
        length=2
      } 1 a
      return e
    }"
  `);
  expect(trace(grad(f))(ones([1000])).equations.length).toBe(trace(grad(f))(ones([2])).equations.length);
});

test("what the loop takes from outside is differentiated, and is a constant of the loop", () => {
  const f = (w: Tensor): Tensor => scan((c, x) => ({ carry: add(c, mul(sin(w), x)) }), 0, xs).carry;
  expectNear(recordedAt(grad(f), 0.7), mul(cos(0.7), sum(xs)));
  const [equation] = trace(f)(1).equations.slice(-1);
  expect(equation!.params).toMatchObject({ constants: 1, carry: 1, length: 3 });
});

test("a loop whose slices are known is recorded too, if it uses what is not", () => {
  const f = (w: Tensor): Tensor =>
    scan((c, x) => ({ carry: add(mul(c, w), x) }), 1, tensor([1, 2, 3, 4])).carry;
  const last = trace(f)(1).equations.at(-1)!;
  expect(last.primitive.name).toBe("scan");
  expectNear(recordedAt(f, 0.5), f(tensor(0.5)));
});

test("a plain loop may read values", () => {
  const f = (c: Tensor): Tensor =>
    scan((s, x) => ({ carry: s.item() > 1 ? mul(s, x) : add(s, x) }), c, tensor([1, 2, 3])).carry;
  expect(f(tensor(0.5)).item()).toBe(9);
  expect(grad(f)(0.5).item()).toBe(6);
});

test("it maps over the carry, the slices and values from outside", () => {
  const at = tensor([0.4, -0.1]);
  const rows = tensor([
    [0.5, -0.3, 0.9],
    [0.1, 0.2, 0.3],
  ]);
  const loop = (f: (i: number) => Tensor): Tensor => stack([f(0), f(1)]);
  const row = (i: number): Tensor => slice(rows, i);
  const one = (i: number): Tensor => slice(at, i);
  for (const f of [total, (c: Tensor, w: Tensor, x: Tensor) => grad(total)(c, w, x)]) {
    expectNear(
      vmap(f, { inAxes: [0, null, null] })(at, 1.3, xs),
      loop((i) => f(one(i), tensor(1.3), xs)),
    );
    expectNear(
      vmap(f, { inAxes: [null, 0, null] })(0.4, at, xs),
      loop((i) => f(tensor(0.4), one(i), xs)),
    );
    expectNear(
      vmap(f, { inAxes: [null, null, 0] })(0.4, 1.3, rows),
      loop((i) => f(tensor(0.4), tensor(1.3), row(i))),
    );
    const all = vmap(f);
    const expected = loop((i) => f(one(i), one(1 - i), row(i)));
    const swapped = tensor([-0.1, 0.4]);
    expectNear(all(at, swapped, rows), expected);
    expectNear(recordedAt(all, at, swapped, rows), expected);
  }
});

test("a mapped loop leaves alone what is the same in every call", () => {
  const f = (x: Tensor): Tensor =>
    scan((c) => ({ carry: { x: mul(c.x, c.n), n: add(c.n, 1) } }), { x, n: 1 }, null, { length: 3 }).carry.x;
  const program = trace(vmap(f))(ones([5]));
  const shapes = program.equations
    .find(({ primitive }) => primitive.name === "scan")!
    .inputs.map(({ shape }) => shape);
  expect(shapes).toEqual([[5], []]);
  expect(evaluateProgram(program, [tensor([1, 2, 3, 4, 5])])[0]!.toArray()).toEqual([6, 12, 18, 24, 30]);
});

test("loops nest, with branches and stopGradient inside", () => {
  const f = (x: Tensor): Tensor =>
    scan(
      (c, y) => {
        const inner = scan((s) => ({ carry: mul(s, stopGradient(x)) }), c, null, { length: 2 }).carry;
        return {
          carry: cond(
            greater(inner, 1),
            (v) => sin(v),
            (v) => mul(v, y),
            inner,
          ),
        };
      },
      x,
      tensor([0.5, 2, 3]),
    ).carry;
  for (const at of [0.3, 0.9, 1.4]) {
    expectNear(recordedAt(f, at), f(tensor(at)));
    expectNear(add(recordedAt(grad(f), at), 1), add(grad(f)(at), 1));
    expectNear(add(recordedAt(grad(grad(f)), at), 1), add(grad(grad(f))(at), 1));
  }
});

test("trees of several dtypes", () => {
  const f = (p: { h: Tensor; t: Tensor }) =>
    scan(
      (c, x) => ({ carry: { n: add(c.n, 1), h: mul(c.h, x.a) }, y: [c.n, greater(c.h, x.b)] as const }),
      { n: tensor(0, { dtype: "int32" }), h: p.h },
      { a: p.t, b: tensor([0, 1, 2]) },
    );
  const { carry, ys } = f({ h: tensor(2), t: tensor([1, 1, 0.5]) });
  expect([carry.n.dtype, carry.n.item(), carry.h.item()]).toEqual(["int32", 3, 1]);
  expect(ys[0].toArray()).toEqual([0, 1, 2]);
  expect(ys[1].toArray()).toEqual([true, true, false]);
  const gradient = grad((h: Tensor, t: Tensor) => f({ h, t }).carry.h, { argnums: [0, 1] });
  expect(recordedAt(gradient, 2, [1, 1, 0.5]).item()).toBe(0.5);
  expect(gradient(2, tensor([1, 1, 0.5]))[1].toArray()).toEqual([1, 1, 2]);
});

test("a rule may run a loop over tangents beside a count that is known", () => {
  const f = customJvp(
    (x: Tensor) => mul(6, x),
    (_x, [t]) =>
      scan((c) => ({ carry: { t: mul(c.t, c.n), n: add(c.n, 1) } }), { t, n: 1 }, null, { length: 3 }).carry
        .t,
  );
  expect(grad(f)(1).item()).toBe(6);
  expect(recordedAt(grad(f), 1).item()).toBe(6);
  expect(
    recordedAt(
      grad((x: Tensor) => square(f(x))),
      1,
    ).item(),
  ).toBe(72);
});

test("the backward pass keeps what the derivatives need and computes no step again", () => {
  const counted = countedSin();
  const f = (x: Tensor): Tensor => scan((c) => ({ carry: counted.sin(c) }), x, null, { length: 10 }).carry;
  grad(f)(1);
  expect(counted.count()).toBe(10);
  const program = trace(grad(f))(1);
  evaluateProgram(program, [tensor(1)]);
  expect(counted.count()).toBe(10 + 10);
});

test("what does not fit is named", () => {
  const run = (f: unknown, init: unknown, x: unknown, options?: object) => () =>
    scan(f as never, init, x, options);
  const keep = (c: Tensor): unknown => ({ carry: c });
  expect(run(keep, 0, null)).toThrow("scan: without xs the number of steps must be given: { length: 10 }");
  expect(run(keep, 0, [tensor([1, 2]), tensor([1])])).toThrow(
    "scan: tensors of xs have 2 and 1 slices along axis 0; the numbers must be equal",
  );
  expect(run(keep, 0, tensor([1, 2]), { length: 3 })).toThrow("have 2 slices along axis 0, and length is 3");
  expect(run(keep, 0, [1, 2])).toThrow("scan: tensor 0 of xs is a scalar, which has no axis to step along");
  expect(run(keep, 0, null, { length: -1 })).toThrow(
    "length must be a whole number of steps, at least 0, got -1",
  );
  expect(run(keep, 0, null, { steps: 1 })).toThrow("no option steps");
  expect(run((c: Tensor) => c, 0, tensor([1]))).toThrow(
    "must return an object with the next carry and a result, { carry, y }, got the keys",
  );
  expect(run(() => 3, 0, tensor([1]))).toThrow("got number");
  expect(run(() => ({ carry: tensor([1]) }), 0, tensor([1]))).toThrow(
    "scan: init and the carry that the function returned differ in tensor 0: float64[] and float64[1]; they must have equal shapes and dtypes",
  );
  expect(run(() => ({ carry: [1] }), 0, tensor([1]))).toThrow("trees differ: expected ·, got [·]");
  expect(run(async (c: Tensor) => ({ carry: c }), 0, tensor([1]))).toThrow("returned a Promise");
  expect(run(3, 0, tensor([1]))).toThrow("must be a function");
  expect(run((c: Tensor, x: Tensor) => ({ carry: c, y: x.item() > 1 ? x : [x] }), 0, tensor([1, 2]))).toThrow(
    "scan: the results of two steps: trees differ at .y: expected [·], got ·",
  );
});
