import {
  add,
  mul,
  pow,
  prod,
  reshape,
  sin,
  slice,
  square,
  stopGradient,
  sum,
  tensor,
  where,
  less,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { grad, jvp, valueAndGrad } from "../src/index.ts";
import { quadratic, ring } from "./functions.ts";

test("the tutorial's function at (1, 2)", () => {
  const { value, grad: gradient } = valueAndGrad(ring)(tensor([1, 2]));
  const f = 5 * Math.exp(-5);
  const factor = 2 * Math.exp(-5) - 2 * f;
  expect(value.item()).toBeCloseTo(f, 15);
  expect(value.item().toFixed(6)).toBe("0.033690");
  expect(gradient.toArray()).toEqual([expect.closeTo(factor, 15), expect.closeTo(2 * factor, 15)]);
  expect(Array.from(gradient.data, (x) => x.toFixed(6))).toEqual(["-0.053904", "-0.107807"]);
});

test("the tutorial's gradient also comes out of a second derivative", () => {
  const { value, tangent } = jvp(grad(ring), [tensor([1, 2])], [tensor([1, 0])]);
  expect(Array.from(value.data, (x) => x.toFixed(6))).toEqual(["-0.053904", "-0.107807"]);
  // ∂²f/∂x² = 2e⁻ʳ(1 − r)… by hand: (2 − 10x² − 2y² + 4x²(x² + y²))·exp(−(x² + y²)).
  expect(tangent.data[0]).toBeCloseTo((2 - 10 - 8 + 4 * 5) * Math.exp(-5), 14);
});

test("the tutorial's quadratic has the gradient [11, 11] at (2, 3)", () => {
  expect(grad(quadratic)(tensor([2, 3])).toArray()).toEqual([11, 11]);
});

test("perturbations are not confused: d/dx (x · d/dy (x + y)) = 1", () => {
  const f = (x: Tensor): Tensor => mul(x, grad((y: Tensor) => add(x, y))(1));
  expect(grad(f)(1).item()).toBe(1);
  const g = (x: Tensor): Tensor => mul(x, jvp((y: Tensor) => add(x, y), [1], [1]).tangent);
  expect(jvp(g, [1], [1]).tangent.item()).toBe(1);
});

test("x² has the right derivatives of every order at 0", () => {
  const f = (x: Tensor): Tensor => pow(x, 2);
  expect([grad(f)(0), grad(grad(f))(0), grad(grad(grad(f)))(0)].map((x) => x.item())).toEqual([0, 2, 0]);
});

test("products with zeros have the derivatives of the other factors", () => {
  expect(grad(prod)(tensor([2, 0, 3])).toArray()).toEqual([0, 6, 0]);
  expect(grad(prod)(tensor([0, 0, 3])).toArray()).toEqual([0, 0, 0]);
});

test("the tenth derivative of the sine", () => {
  let f: (x: Tensor) => Tensor = sin;
  for (let order = 0; order < 10; order++) {
    const previous = f;
    f = (x) => grad(previous)(x);
  }
  expect(f(tensor(0.7)).item()).toBeCloseTo(-Math.sin(0.7), 14);
});

test("a gradient has the form of its argument", () => {
  const gradient = grad((p: { w: Tensor; b: [Tensor, Tensor] }) =>
    add(sum(square(p.w)), mul(p.b[0], p.b[1])),
  )({
    w: tensor([1, 2]),
    b: [3, 4],
  });
  expect(gradient.w.toArray()).toEqual([2, 4]);
  expect(gradient.b.map((x) => x.item())).toEqual([4, 3]);
});

test("argnums picks one argument or several", () => {
  const f = (x: Tensor, y: Tensor): Tensor => mul(x, square(y));
  expect(grad(f, { argnums: 1 })(2, 3).item()).toBe(12);
  expect(grad(f, { argnums: [1, 0] })(2, 3).map((x) => x.item())).toEqual([12, 9]);
});

test("arguments that are not differentiated may be anything", () => {
  const f = (x: Tensor, options: { name: string; power: number }): Tensor => pow(x, options.power);
  expect(grad(f)(2, { name: "cube", power: 3 }).item()).toBe(12);
});

test("plain if and for work on the values", () => {
  const f = (x: Tensor): Tensor => {
    let y = x;
    for (let i = 0; i < 3; i++) y = y.item() > 1 ? mul(y, 0.5) : square(y);
    return y;
  };
  // 3 → 1.5 → 0.75 → 0.5625, so dy/dx = 2·0.75·0.25.
  expect(grad(f)(3).item()).toBe(0.375);
});

test("constants and unused arguments have zero gradients of the right shape and dtype", () => {
  const gradient = grad((x: Tensor, _y: Tensor) => sum(stopGradient(x)), { argnums: [0, 1] })(
    tensor([1, 2], { dtype: "float32" }),
    tensor([[1]]),
  );
  expect(gradient.map((x) => [x.dtype, x.toArray()])).toEqual([
    ["float32", [0, 0]],
    ["float64", [[0]]],
  ]);
  expect(grad((_x: Tensor) => tensor(3))(tensor([])).toArray()).toEqual([]);
});

test("float32 arguments have float32 gradients", () => {
  const gradient = grad(ring)(tensor([1, 2], { dtype: "float32" }));
  expect(gradient.dtype).toBe("float32");
  expect(gradient.data[0]).toBeCloseTo(-0.0539036, 6);
});

test("tensors in nested arrays are stacked and derivatives flow through", () => {
  const f = (x: Tensor, y: Tensor): Tensor => sum(mul([x, y, 1], [[y, x, 1]]));
  expect(grad(f, { argnums: [0, 1] })(2, 3).map((x) => x.item())).toEqual([6, 4]);
});

test("the branch not taken contributes nothing", () => {
  const f = (x: Tensor): Tensor => sum(where(less(x, 0), mul(x, x), mul(x, 3)));
  expect(grad(f)(tensor([-2, 5])).toArray()).toEqual([-4, 3]);
});

test("a function that returns a vector is refused with the way out", () => {
  expect(() => grad((x: Tensor) => mul(x, 2))(tensor([1, 2]))).toThrow(
    "grad: the function must return a scalar, it returned a tensor of shape [2]; reduce it with sum or mean, or use jacobian or vjp",
  );
});

test("a function that returns a tree is refused", () => {
  expect(() => grad((x: Tensor) => [x, x] as never)(1)).toThrow(
    "grad: the function must return one scalar, it returned a tree of 2 tensors; return a single number to differentiate",
  );
});

test("an asynchronous function is refused at once", () => {
  expect(() => grad((async (x: Tensor) => x) as never)(1 as never)).toThrow(
    "grad: the function returned a Promise; only synchronous functions can be traced: await the data first and pass them as arguments",
  );
});

test("a string where a tensor belongs is refused, outside and inside the function", () => {
  expect(() => grad(sin)("1" as never)).toThrow(
    'grad: argument 0: expected a tensor, a number, or arrays and objects of these, got "1"',
  );
  expect(() => grad((x: Tensor) => mul(x, "2" as never))(1)).toThrow(
    'mul: b must be a tensor, a number, a boolean, a typed array or nested arrays of these, got the string "2"',
  );
});

test("a function that returns nothing is refused", () => {
  expect(() => grad((() => undefined) as never)(1 as never)).toThrow(
    "grad: result of the function: expected a tensor, a number, or arrays and objects of these, got undefined",
  );
});

test("integers have no derivative", () => {
  expect(() => grad(sum)(tensor([1], { dtype: "int32" }))).toThrow(
    'grad: cannot differentiate with respect to a tensor of dtype int32 (shape [1]); convert it with astype(x, "float64"), or leave it out through argnums',
  );
  expect(() => grad((x: Tensor) => less(x, 1))(0)).toThrow(
    "grad: the function must return a floating-point scalar, it returned bool, which has no derivative",
  );
});

test("an argument that is not there is refused", () => {
  expect(() => grad(sin, { argnums: 1 as 0 })(1)).toThrow(
    "grad: argnums names argument 1, but the function was called with 1 argument (the first is 0)",
  );
});

test("JavaScript's operators on a traced value throw instead of losing the derivative", () => {
  expect(() => grad((x: Tensor) => ((x as unknown as number) * 2) as never)(1)).toThrow(
    "JavaScript's operators do not work on tensors",
  );
});

test("a value that leaks out of the function is named when it is used", () => {
  let leaked = tensor(0);
  grad((x: Tensor) => (leaked = square(x)))(1);
  expect(() => add(leaked, 1)).toThrow(
    "add: got a traced value of a derivative after that transformation had ended; return values from the differentiated function instead of storing them in outer variables, and keep the function synchronous",
  );
});

test("an error in the function leaves nothing behind", () => {
  expect(() =>
    grad((_x: Tensor): Tensor => {
      throw new RangeError("mine");
    })(1),
  ).toThrow("mine");
  expect(add(1, 1).item()).toBe(2);
  expect(grad((x: Tensor) => reshape(slice(x, [0, 1]), []))(tensor([5, 6])).toArray()).toEqual([1, 0]);
});

test("what is no function is refused", () => {
  expect(() => grad(3 as never)).toThrow("grad: f must be a function, got 3");
});

test("an option that does not exist is refused", () => {
  expect(() => grad(sin, { argnum: 1 } as object)).toThrow("grad: no option argnum; the options are argnums");
});

test("an argument that is named twice is refused", () => {
  expect(() => grad((x: Tensor, y: Tensor) => mul(x, y), { argnums: [0, 0] })(2, 3)).toThrow(
    "grad: argnums names an argument twice: [0, 0]",
  );
});
