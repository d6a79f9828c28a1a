import { argmax, mul, pow, square, stopGradient, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, expectTypeOf, test } from "vitest";
import { grad, hessian, jvp, valueAndGrad } from "../src/index.ts";

test("what comes with the scalar is handed on and does not change the gradient", () => {
  const f = (x: Tensor): readonly [Tensor, { cube: Tensor; best: Tensor }] => [
    sum(square(x)),
    { cube: pow(x, 3), best: argmax(x) },
  ];
  const result = valueAndGrad(f, { hasAux: true })(tensor([1, 3, 2]));
  expect(Object.keys(result)).toEqual(["value", "grad", "aux"]);
  expect(result.value.item()).toBe(14);
  expect(result.grad.toArray()).toEqual([2, 6, 4]);
  expect(result.aux.cube.toArray()).toEqual([1, 27, 8]);
  expect(result.aux.best.item()).toBe(1);
  expect(grad(f, { hasAux: true })(tensor([1, 3, 2])).grad.toArray()).toEqual([2, 6, 4]);
});

test("aux has left the derivative that it was made in", () => {
  const { aux } = grad((x) => [square(x), mul(x, 2)], { hasAux: true })(3);
  expect(mul(aux, aux).item()).toBe(36);
});

test("an outer derivative goes through the gradient and through aux", () => {
  const f = (x: Tensor): Tensor => {
    const { grad: slope, aux } = grad((y) => [pow(y, 3), pow(y, 2)], { hasAux: true })(x);
    return mul(slope, aux);
  };
  // 3x² · x² = 3x⁴, with the derivative 12x³.
  expect(grad(f)(2).item()).toBe(96);
  expect(jvp(f, [2], [1]).tangent.item()).toBe(96);
});

test("a scalar that does not depend on the argument has the gradient 0, whatever aux does", () => {
  const f = (x: Tensor): readonly [Tensor, Tensor] => [stopGradient(x), square(x)];
  expect(grad(f, { hasAux: true })(3).grad.item()).toBe(0);
});

test("argnums and hasAux go together", () => {
  const f = (x: Tensor, y: Tensor): readonly [Tensor, Tensor] => [mul(x, square(y)), x];
  const { grad: gradients, aux } = grad(f, { argnums: [1, 0], hasAux: true })(2, 3);
  expect([...gradients, aux].map((each) => each.item())).toEqual([12, 9, 2]);
});

test("what is no pair is refused", () => {
  const message =
    "grad: with hasAux the function must return a pair, [scalar, aux]; leave hasAux out for a scalar alone";
  expect(() => grad(((x: Tensor) => square(x)) as never, { hasAux: true })(3)).toThrow(message);
  expect(() => grad(((x: Tensor) => [x, x, x]) as never, { hasAux: true })(3)).toThrow(message);
  expect(() => hessian(square, { hasAux: true } as never)).toThrow("hessian: no option hasAux");
});

test("the types of the gradient and of aux follow the function", () => {
  const f = (p: { a: Tensor }): readonly [Tensor, { b: Tensor }] => [p.a, { b: p.a }];
  expectTypeOf(grad(f, { hasAux: true })({ a: 1 })).toEqualTypeOf<{
    readonly grad: { readonly a: Tensor };
    readonly aux: { b: Tensor };
  }>();
  expectTypeOf(valueAndGrad(f, { hasAux: true })({ a: 1 }).value).toEqualTypeOf<Tensor>();
});
