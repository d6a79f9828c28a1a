import {
  add,
  cos,
  dot,
  exp,
  matmul,
  mul,
  neg,
  pow,
  prod,
  reshape,
  sin,
  square,
  sum,
  tensor,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import {
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  linearize,
  trace,
  valueAndGrad,
  vjp,
  vmap,
} from "../src/index.ts";

/** The tutorial's worked example, f(x, y) = (x² + y²)·exp(−(x² + y²)). */
const ring = (x: Tensor): Tensor => {
  const r2 = sum(square(x));
  return mul(r2, exp(neg(r2)));
};

test("the tutorial's function at (1, 2)", () => {
  const { value, grad: gradient } = valueAndGrad(ring)(tensor([1, 2]));
  expect(value.item()).toBeCloseTo(0.03368973499542734, 14);
  expect(gradient.toArray()).toEqual([
    expect.closeTo(-0.053903575992683745, 14),
    expect.closeTo(-0.10780715198536749, 14),
  ]);
  expect(jvp(grad(ring), [tensor([1, 2])], [tensor([1, 0])]).value.toArray()).toEqual(gradient.toArray());
});

test("the tutorial's quadratic: gradient [11, 11] and Hessian-vector product [5, 4]", () => {
  const h = tensor([
    [4, 1],
    [1, 3],
  ]);
  const f = (x: Tensor): Tensor => mul(0.5, dot(x, matmul(h, x)));
  expect(grad(f)(tensor([2, 3])).toArray()).toEqual([11, 11]);
  expect(hvp(f, tensor([2, 3]), tensor([1, 1])).toArray()).toEqual([5, 4]);
  expect(hessian(f)(tensor([2, 3])).toArray()).toEqual([
    [4, 1],
    [1, 3],
  ]);
});

test("perturbations are not confused: d/dx (x · d/dy (x + y)) = 1", () => {
  const f = (x: Tensor): Tensor => mul(x, grad((y: Tensor) => add(x, y))(1));
  expect(grad(f)(1).item()).toBe(1);
  expect(
    jvp((x: Tensor) => mul(x, jvp((y: Tensor) => add(x, y), [1], [1]).tangent), [1], [1]).tangent.item(),
  ).toBe(1);
});

test("x² and products with zeros have the right derivatives of every order at 0", () => {
  const f = (x: Tensor): Tensor => pow(x, 2);
  expect([grad(f)(0).item(), grad(grad(f))(0).item(), grad(grad(grad(f)))(0).item()]).toEqual([0, 2, 0]);
  expect(grad(prod)(tensor([2, 0, 3])).toArray()).toEqual([0, 6, 0]);
  expect(grad(prod)(tensor([0, 0, 3])).toArray()).toEqual([0, 0, 0]);
  expect(hessian(prod)(tensor([0, 0, 3])).toArray()).toEqual([
    [0, 3, 0],
    [3, 0, 0],
    [0, 0, 0],
  ]);
});

test("the Jacobian of a linear map is its matrix, square or not, in both modes", () => {
  for (const a of [
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ]) {
    const x = tensor(a[0]!.map((_, i) => i + 1));
    for (const mode of ["forward", "reverse"] as const) {
      expect(jacobian((v: Tensor) => matmul(a, v), { mode })(x).toArray()).toEqual(a);
    }
    expect(jacobian((v: Tensor) => matmul(a, v))(x).toArray()).toEqual(a);
  }
});

test("trees", () => {
  const g = grad((p: { w: Tensor; b: [Tensor, Tensor] }) => add(sum(mul(p.w, p.w)), mul(p.b[0], p.b[1])))({
    w: tensor([1, 2]),
    b: [3, 4],
  });
  expect(g.w.toArray()).toEqual([2, 4]);
  expect(g.b.map((x) => x.item())).toEqual([4, 3]);
  const j = jacobian((p: { a: Tensor; b: Tensor }) => ({ s: add(p.a, p.b), m: mul(p.a, p.b) }))({
    a: 2,
    b: 3,
  });
  expect(j.m.a.item()).toBe(3);
  expect(grad((x: Tensor, y: Tensor) => mul(x, y), { argnums: [0, 1] })(2, 3).map((x) => x.item())).toEqual([
    3, 2,
  ]);
});

test("vmap", () => {
  expect(vmap(grad(sin))(tensor([0, 1])).toArray()).toEqual([1, Math.cos(1)]);
  expect(
    vmap((x: Tensor, y: Tensor) => dot(x, y), { inAxes: [0, null] })(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([1, 1]),
    ).toArray(),
  ).toEqual([3, 7]);
  expect(grad((x: Tensor) => sum(vmap((y: Tensor) => square(y))(x)))(tensor([1, 2])).toArray()).toEqual([
    2, 4,
  ]);
  expect(
    vmap(hessian(ring))(
      tensor([
        [1, 2],
        [0, 0],
      ]),
    ).shape,
  ).toEqual([2, 2, 2]);
});

test("programs", () => {
  expect(String(trace((x: Tensor, y: Tensor) => add(mul(sin(x), y), 1))(1, 2))).toMatchInlineSnapshot(`
    "program(a:float64[], b:float64[]) {
      c:float64[] = sin a
      d:float64[] = mul c b
      e:float64[] = add d 1
      return e
    }"
  `);
  expect(String(trace(grad(sin))(1))).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:float64[] = sin a
      c:float64[] = cos a
      d:float64[] = mul 1 c
      return d
    }"
  `);
  expect(String(trace(grad(ring))(tensor([1, 2])))).toMatchInlineSnapshot(`
    "program(a:float64[2]) {
      b:float64[2] = square a
      c:float64[2] = mul <float64[2]> a
      d:float64[] = sum{axes=[0]} b
      e:float64[] = neg d
      f:float64[] = exp e
      g:float64[] = mul d f
      h:float64[] = mul d 1
      i:float64[] = mul 1 f
      j:float64[] = mul h f
      k:float64[] = neg j
      l:float64[] = add i k
      m:float64[1] = reshape{shape=[1]} l
      n:float64[2] = broadcastTo{shape=[2]} m
      o:float64[2] = mul n c
      return o
    }"
  `);
});

test("linearize and vjp", () => {
  const { value, pushforward } = linearize((x: Tensor) => mul(x, cos(x)), 0);
  expect([value.item(), pushforward(3).item()]).toEqual([0, 3]);
  const back = vjp((x: Tensor, y: Tensor) => [mul(x, y), reshape(x, [])], 2, 3);
  expect(back.pullback([1, 10]).map((x) => x.item())).toEqual([13, 2]);
});
