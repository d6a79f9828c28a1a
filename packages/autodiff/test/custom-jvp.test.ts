import { add, div, exp, greater, log, mul, sigmoid, sin, square, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { customJvp, grad, hessian, jacobian, jvp, trace, vmap } from "../src/index.ts";
import { expectNear } from "./close.ts";

/** A function whose rule is wrong on purpose, so that what uses the rule is seen. */
const threefold = customJvp(
  (x: Tensor) => square(x),
  (_primals, [t]) => mul(3, t),
);

const softplus = customJvp(
  (x: Tensor) => log(add(1, exp(x))),
  ([x], [t]) => mul(t, sigmoid(x)),
);

test("the rule replaces the derivative in both modes, and the value stays", () => {
  expect(threefold(5).item()).toBe(25);
  const { value, tangent } = jvp(threefold, [5], [2]);
  expect([value.item(), tangent.item()]).toEqual([25, 6]);
  expect(grad(threefold)(5).item()).toBe(3);
  expect(jacobian((x: Tensor) => threefold(x))(tensor([1, 2])).toArray()).toEqual([
    [3, 0],
    [0, 3],
  ]);
});

test("second derivatives differentiate the rule", () => {
  expect(grad(grad(threefold))(5).item()).toBe(0);
  const s = sigmoid(0.4).item();
  expect(grad(grad(softplus))(0.4).item()).toBeCloseTo(s * (1 - s), 15);
  expect(grad(softplus)(1000).item()).toBe(1);
});

test("a rule that uses the value has it differentiated by the rule", () => {
  const e = customJvp(
    (x: Tensor) => exp(x),
    (_primals, [t], value) => mul(t, value),
  );
  expectNear(grad(grad(grad(e)))(0.7), exp(0.7));
});

test("the function may read values, and call what cannot be traced", () => {
  const cubeRoot = customJvp(
    (x: Tensor) => tensor(Math.cbrt(x.item())),
    ([x], [t], y) => div(mul(t, y), mul(3, x)),
  );
  expectNear(grad(cubeRoot)(8), tensor(1 / 12));
  expectNear(grad(grad(cubeRoot))(8), tensor(-1 / 144), 1e-15);
});

test("a function that reads values is mapped call by call", () => {
  const cubeRoot = customJvp(
    (x: Tensor) => tensor(Math.cbrt(x.item())),
    ([x], [t], y) => div(mul(t, y), mul(3, x)),
  );
  const at = tensor([8, 27]);
  expectNear(vmap(cubeRoot)(at), tensor([2, 3]));
  expectNear(vmap(grad(cubeRoot))(at), tensor([1 / 12, 1 / 27]));
  expectNear(grad((x: Tensor) => sum(vmap(cubeRoot)(x)))(at), tensor([1 / 12, 1 / 27]));
  expectNear(vmap(grad(grad(cubeRoot)))(at), tensor([-1 / 144, -2 / 9 / 243]), 1e-15);
});

test("it maps, nests and goes into programs", () => {
  const points = tensor([1, 2]);
  expect(vmap(grad(threefold))(points).toArray()).toEqual([3, 3]);
  expect(grad((x: Tensor) => sum(vmap(threefold)(x)))(points).toArray()).toEqual([3, 3]);
  const two = customJvp(
    (x: Tensor, w: Tensor) => mul(x, w),
    ([x, w], [s, t]) => add(mul(10, mul(s, w)), mul(x, t)),
  );
  const total = (w: Tensor): Tensor => sum(vmap(two, { inAxes: [0, null] })(points, w));
  expect(grad(total)(7).item()).toBe(3);
  expect(vmap(grad(two), { inAxes: [0, null] })(points, 7).toArray()).toEqual([70, 70]);
  const outer = customJvp(
    (x: Tensor) => threefold(x),
    ([x], [t]) => mul(t, threefold(x)),
  );
  expect(grad(outer)(5).item()).toBe(25);
  expect(grad(grad(outer))(5).item()).toBe(3);
  const program = trace(threefold)(0);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      d:float64[] = customJvp{
        f=program(b:float64[]) {
          c:float64[] = square b
          return c
        },
        rule=flatRule,
        captured=0
      } a
      return d
    }"
  `);
  expect(grad((x: Tensor) => program.call(x))(5).item()).toBe(3);
  expect(trace(grad(threefold))(tensor(1)).call(tensor(9)).item()).toBe(3);
  expectNear(vmap(hessian(softplus))(points), mul(sigmoid(points), sigmoid(mul(-1, points))));
});

test("trees go in and come out, and integers have no tangent", () => {
  const f = customJvp(
    (p: { x: Tensor; n: Tensor }) => ({ y: mul(p.x, p.n), big: greater(p.x, 1) }),
    ([p], [t]) => ({ y: mul(100, mul(t.x, p.n)), big: t.n }),
  );
  const n = tensor(2, { dtype: "int32" });
  expect(grad((x: Tensor) => f({ x, n }).y)(5).item()).toBe(200);
  expect(f({ x: 5, n }).big.toArray()).toBe(true);
});

test("a rule of the wrong form is named", () => {
  const wrong = (result: unknown) => (): unknown =>
    grad(
      customJvp(
        (x: Tensor) => sum(x),
        () => result as Tensor,
      ),
    )(tensor([1, 2]));
  expect(wrong(tensor([1, 2]))).toThrow(
    "customJvp: result of the rule: tensor 0 is float64[2], but belongs to a value that is float64[]; the shapes must be equal",
  );
  expect(wrong([1])).toThrow("customJvp: result of the rule: trees differ: expected ·, got [·]");
  expect(() => customJvp((x: Tensor) => x, 3 as never)).toThrow("customJvp: rule: f must be a function");
});

test("a value from outside that is differentiated is refused", () => {
  const f = (w: Tensor): Tensor =>
    customJvp(
      (x: Tensor) => mul(x, w),
      (_x, [t]) => t,
    )(2);
  expect(f(tensor(3)).item()).toBe(6);
  expect(() => grad(f)(3)).toThrow(
    /customJvp: the function uses a value that is being differentiated but is not among its arguments; give it as an argument/,
  );
  const reads = (w: Tensor): Tensor =>
    customJvp(
      (x: Tensor) => mul(x.item(), w),
      (_x, [t]) => t,
    )(2);
  expect(() => grad(reads)(3)).toThrow(
    /customJvp: the function uses a traced value of a derivative that is not among its arguments; give it as an argument/,
  );
  expect(vmap(f)(tensor([1, 2])).toArray()).toEqual([2, 4]);
  const mapped = (w: Tensor): Tensor =>
    sum(
      vmap(
        customJvp(
          (x: Tensor) => mul(x, w),
          (_x, [t]) => t,
        ),
      )(tensor([1, 2])),
    );
  expect(() => grad(mapped)(3)).toThrow(/not among its arguments/);
  const inMap = vmap((w: Tensor) =>
    vmap(
      customJvp(
        (x: Tensor) => sin(mul(x, w)),
        (_x, [t]) => t,
      ),
    )(tensor([1, 2])),
  );
  expectNear(
    inMap(tensor([1, 2])),
    sin(
      tensor([
        [1, 2],
        [2, 4],
      ]),
    ),
  );
});
