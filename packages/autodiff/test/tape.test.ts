import {
  add,
  asFloat,
  bind,
  concat,
  floor,
  mapElements,
  mul,
  sin,
  slice,
  sum,
  take,
  tensor,
  zipElements,
} from "@adjoint/tensor";
import type { DerivativeForm, Primitive, Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { grad, hessian, trace, vjp } from "../src/index.ts";

type Pair = [a: Tensor, b: Tensor];

/** a²·b, which counts how often its forward rule runs, with a form or without. */
function counting(form?: DerivativeForm): { apply: (a: Tensor, b: Tensor) => Tensor; runs: () => number } {
  let runs = 0;
  const primitive: Primitive<Pair, [y: Tensor], null> = {
    name: "counted",
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: ([a, b]) => [zipElements(a, b, a.dtype, (x, y) => x * x * y)],
    jvp([s, t], [a, b]) {
      runs += 1;
      const left = s && mul(s, mul(2, mul(a, b)));
      const right = t && mul(t, mul(a, a));
      return [left && right ? add(left, right) : (left ?? right)];
    },
    transpose: "not linear",
    batch: "not needed",
    ...(form && { form }),
  };
  return { apply: (a, b) => bind(primitive, [a, b], null)[0], runs: () => runs };
}

test.each([undefined, "elementwise"] as const)("a primitive of the form %s has its gradient", (form) => {
  const { apply } = counting(form);
  const f = (a: Tensor, b: Tensor): Tensor => sum(apply(a, b));
  const [a, b] = [tensor([1, 2]), tensor([3, 4])];
  const [da, db] = grad(f, { argnums: [0, 1] })(a, b);
  expect(da.toArray()).toEqual([6, 16]);
  expect(db.toArray()).toEqual([1, 4]);
  expect(grad((x: Tensor) => f(x, x))(a).toArray()).toEqual([3, 12]);
  expect(grad((x: Tensor) => sum(grad((y: Tensor) => f(y, b))(x)))(a).toArray()).toEqual([6, 8]);
});

test("an elementwise rule runs once for each input that varies, any other once at all", () => {
  const elementwise = counting("elementwise");
  grad((a: Tensor) => sum(elementwise.apply(a, tensor([3]))))(tensor([2]));
  expect(elementwise.runs()).toBe(1);
  grad((a: Tensor) => sum(elementwise.apply(a, a)))(tensor([2]));
  expect(elementwise.runs()).toBe(3);
  const unknown = counting();
  grad((a: Tensor) => sum(unknown.apply(a, a)))(tensor([2]));
  expect(unknown.runs()).toBe(1);
});

test("what does not reach the result is not pulled back", () => {
  const { apply, runs } = counting("elementwise");
  expect(
    grad((x: Tensor) => {
      apply(x, x);
      return sum(sin(x));
    })(tensor([0])).toArray(),
  ).toEqual([1]);
  expect(runs()).toBe(0);
});

test("a primitive without a forward rule is refused where it is called", () => {
  const primitive: Primitive<[x: Tensor], [y: Tensor], null> = {
    name: "opaque",
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: ([x]) => [mapElements(x, x.dtype, Math.fround)],
    jvp: "nobody knows it",
    transpose: "not linear",
    batch: "not needed",
  };
  const opaque = (x: Tensor): Tensor => bind(primitive, [asFloat("opaque", "x", x)], null)[0];
  expect(() => grad((x: Tensor) => sum(opaque(x)))(1)).toThrow("opaque: not differentiable: nobody knows it");
  expect(grad((x: Tensor) => mul(x, opaque(tensor(2))))(1).item()).toBe(2);
});

test("what is constant leaves the derivative as a plain value", () => {
  const seen: Tensor[] = [];
  grad((x: Tensor) => {
    seen.push(floor(x));
    return sin(x);
  })(2.5);
  expect(add(seen[0]!, 1).item()).toBe(3);
});

test("the tape and the transposed program agree where operations of every form meet", () => {
  const f = (x: Tensor): Tensor => {
    const parts = concat([slice(x, [0, 2]), sin(x), take(x, [2, 0])]);
    return sum(mul(parts, add(parts, floor(parts))));
  };
  const x = tensor([0.3, 1.7, -2.2]);
  const [pulled] = vjp(f, x).pullback(1);
  expect(grad(f)(x).toArray()).toEqual(pulled.toArray());
  const second = hessian(f)(x);
  expect(second.shape).toEqual([3, 3]);
  expect(trace(grad(f))(x).call(x).toArray()).toEqual(pulled.toArray());
});
