import { add, clip, cos, greater, mul, sin, square, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { customVjp, grad, hessian, jacobian, jvp, trace, vjp, vmap } from "../src/index.ts";
import { expectNear } from "./close.ts";

/** A function whose rule is wrong on purpose, so that what uses the rule is seen. */
const threefold = customVjp((x: Tensor) => square(x), {
  forward: (x) => ({ value: square(x), residuals: [] }),
  backward: (_residuals, c) => [mul(3, c)],
});

const wave = customVjp((x: Tensor, w: Tensor) => mul(sin(x), w), {
  forward: (x, w) => ({ value: mul(sin(x), w), residuals: { x, w, s: sin(x) } }),
  backward: ({ x, w, s }, c) => [mul(c, mul(cos(x), w)), mul(c, s)],
});

test("the rule replaces the derivative in reverse", () => {
  expect(threefold(5).item()).toBe(25);
  expect(grad(threefold)(5).item()).toBe(3);
  expect(vjp(threefold, 5).pullback(2)[0].item()).toBe(6);
  expect(jacobian((x: Tensor) => threefold(x), { mode: "reverse" })(tensor([1, 2])).toArray()).toEqual([
    [3, 0],
    [0, 3],
  ]);
});

test("forward mode transposes the rule", () => {
  expect(jvp(threefold, [5], [2]).tangent.item()).toBe(6);
  expect(jacobian((x: Tensor) => threefold(x), { mode: "forward" })(tensor([1, 2])).toArray()).toEqual([
    [3, 0],
    [0, 3],
  ]);
  expectNear(jvp(wave, [0.3, 2], [1, 1]).tangent, add(mul(2, cos(0.3)), sin(0.3)));
});

test("higher derivatives differentiate the rule, in all combinations of modes", () => {
  const reverse = grad(wave);
  expectNear(grad(reverse)(0.3, 2), mul(-2, sin(0.3)));
  expectNear(jvp((x: Tensor) => reverse(x, 2), [0.3], [1]).tangent, mul(-2, sin(0.3)));
  const forward = (x: Tensor): Tensor => jvp((y: Tensor) => wave(y, 2), [x], [1]).tangent;
  expectNear(grad(forward)(0.3), mul(-2, sin(0.3)));
  expectNear(jvp(forward, [0.3], [1]).tangent, mul(-2, sin(0.3)));
  expectNear(
    hessian((p: Tensor) => sum(wave(p, p)))(tensor([0.3])),
    tensor([[2 * Math.cos(0.3) - 0.3 * Math.sin(0.3)]]),
    1e-14,
  );
});

test("a backward pass that is not linear serves reverse mode alone", () => {
  const clipped = customVjp((x: Tensor) => x, {
    forward: (x) => ({ value: x, residuals: [] }),
    backward: (_residuals, c) => [clip(c, -1, 1)],
  });
  const f = (x: Tensor): Tensor => mul(5, clipped(x));
  expect(grad(f)(2).item()).toBe(1);
  expect(() => jvp(f, [2], [1])).toThrow(
    /customVjp: no forward derivative: it is the transpose of backward, which must be linear in the cotangent .*; use reverse mode, grad or vjp, or define the function with customJvp/,
  );
});

test("functions and rules may read values", () => {
  const f = customVjp((x: Tensor) => tensor(Math.cbrt(x.item())), {
    forward: (x) => {
      const y = Math.cbrt(x.item());
      return { value: tensor(y), residuals: y };
    },
    backward: (y, c) => [mul(c, 1 / (3 * y.item() ** 2))],
  });
  expectNear(grad(f)(8), tensor(1 / 12));
  const at = tensor([8, 27]);
  expectNear(vmap(f)(at), tensor([2, 3]));
  // Inside of a map the derivative calls forward for all calls at once.
  expect(() => vmap(grad(f))(at)).toThrow(/customVjp: the value of a traced .* is not known/);
  expectNear(grad((x: Tensor) => sum(vmap(f)(x)))(at), tensor([1 / 12, 1 / 27]));
});

test("a derivative calls forward in place of the function", () => {
  const calls: string[] = [];
  const f = customVjp((x: Tensor) => (calls.push("f"), square(x)), {
    forward: (x) => (calls.push("forward"), { value: square(x), residuals: x }),
    backward: (x, c) => (calls.push("backward"), [mul(c, mul(2, x))]),
  });
  expect(f(3).item()).toBe(9);
  expect(calls.splice(0)).toEqual(["f"]);
  expect(grad(f)(3).item()).toBe(6);
  expect(calls.splice(0)).toEqual(["forward", "backward"]);
  expect(vjp(f, 3).value.item()).toBe(9);
  expect(calls.splice(0)).toEqual(["forward"]);
});

test("the value that comes with a derivative has the derivative of the rule itself", () => {
  const f = (x: Tensor): Tensor => vjp(threefold, x).value;
  expect(grad(f)(5).item()).toBe(3);
});

test("it maps; an argument that all calls share gets the sum", () => {
  const points = tensor([0.1, 0.2]);
  expectNear(vmap(grad(wave), { inAxes: [0, null] })(points, 2), mul(2, cos(points)));
  const total = (w: Tensor): Tensor => sum(vmap(wave, { inAxes: [0, null] })(points, w));
  expectNear(grad(total)(2), sum(sin(points)));
  expectNear(grad(grad((w: Tensor) => mul(w, total(w))))(2), mul(2, sum(sin(points))));
  expectNear(vmap((x: Tensor) => jvp(wave, [x, 2], [1, 0]).tangent)(points), mul(2, cos(points)));
  expectNear(grad((x: Tensor) => sum(vmap(threefold)(x)))(points), tensor([3, 3]));
});

test("it goes into programs", () => {
  const program = trace(threefold)(0);
  expect(grad((x: Tensor) => program.call(x))(5).item()).toBe(3);
  expect(String(trace(grad(threefold))(1))).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      d:float64[] = customVjp{
        f=program(b:float64[]) {
          c:float64[] = square b
          return c
        },
        forward=a function,
        captured=0
      } a
      e:float64[] = square a
      return 3
    }"
  `);
});

test("trees, integers and null cotangents", () => {
  const f = customVjp(
    (p: { x: Tensor; n: Tensor }, q: Tensor) => ({ y: mul(mul(p.x, p.n), q), big: greater(p.x, 1) }),
    {
      forward: (p, q) => ({ value: { y: mul(mul(p.x, p.n), q), big: greater(p.x, 1) }, residuals: p.n }),
      backward: (n, c) => [{ x: mul(100, mul(c.y, n)), n: 0 }, null],
    },
  );
  const n = tensor(2, { dtype: "int32" });
  const [dx, dq] = grad((x: Tensor, q: Tensor) => f({ x, n }, q).y, { argnums: [0, 1] })(5, 4);
  expect([dx.item(), dq.item()]).toEqual([200, 0]);
  expect(jvp((x: Tensor) => f({ x, n }, 4).y, [5], [1]).tangent.item()).toBe(200);
});

test("rules of the wrong form are named", () => {
  const wrong = (result: unknown) => (): unknown =>
    grad(
      customVjp((x: Tensor) => sum(x), {
        forward: (x) => ({ value: sum(x), residuals: [] }),
        backward: () => result as [Tensor],
      }),
    )(tensor([1, 2]));
  expect(wrong(tensor([1, 2]))).toThrow(
    "customVjp: backward must return a list with a cotangent for each of the 1 argument, null for zero, got object",
  );
  expect(wrong([1, 2])).toThrow("got a list of 2");
  expect(wrong([1])).toThrow(
    "customVjp: cotangent 0 of backward: tensor 0 is float64[], but belongs to a value that is float64[2]",
  );
  expect(wrong([[1]])).toThrow("trees differ");
});

test("a value from outside that is differentiated is refused", () => {
  const f = (w: Tensor): Tensor =>
    customVjp((x: Tensor) => mul(x, w), {
      forward: (x) => ({ value: mul(x, w), residuals: [] }),
      backward: (_r, c) => [c],
    })(2);
  expect(() => grad(f)(3)).toThrow(
    /customVjp: the function uses a value that is being differentiated but is not among its arguments/,
  );
});

test("a rule that is missing or has a misspelt part is refused", () => {
  expect(() => customVjp((x: Tensor) => x, undefined as never)).toThrow(
    "customVjp: options must be an object with forward, backward, got undefined",
  );
  const misspelt = { forward: (x: Tensor) => ({ value: x, residuals: [] }), backwards: () => [] };
  expect(() => customVjp((x: Tensor) => x, misspelt as never)).toThrow(
    "customVjp: no option backwards; the options are forward, backward",
  );
});
