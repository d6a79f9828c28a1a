import { expect, test } from "vitest";
import type { Value } from "../src/how-it-works/engine.ts";
import { add, cos, exp, grad, jvp, linearize, mul, neg, sin } from "../src/how-it-works/engine.ts";

const ring = (x: Value, y: Value): Value => {
  const r2 = add(mul(x, x), mul(y, y));
  return mul(r2, exp(neg(r2)));
};

/** A central difference quotient, the reference that knows no rule. */
function difference(f: (x: number) => number, x: number): number {
  const h = 1e-5;
  return (f(x + h) - f(x - h)) / (2 * h);
}

test("the miniature agrees with difference quotients of the ring function", () => {
  const [dx, dy] = grad(ring)(1, 2) as number[];
  expect(dx).toBeCloseTo(
    difference((x) => ring(x, 2) as number, 1),
    9,
  );
  expect(dy).toBeCloseTo(
    difference((y) => ring(1, y) as number, 2),
    9,
  );
});

test("the derivative of a derivative is a second derivative", () => {
  const dx = (x: Value, y: Value): Value => grad(ring)(x, y)[0]!;
  const [dxx, dxy] = grad(dx)(1, 2) as number[];
  expect(dxx).toBeCloseTo(
    difference((x) => dx(x, 2) as number, 1),
    8,
  );
  expect(dxy).toBeCloseTo(
    difference((y) => dx(1, y) as number, 2),
    8,
  );
});

test("three nested derivatives of sin are -cos", () => {
  const once = (f: (x: Value) => Value) => (x: Value) => grad(f)(x)[0]!;
  expect(once(once(once(sin)))(0.7)).toBeCloseTo(-Math.cos(0.7), 12);
  expect(once(cos)(0.7)).toBeCloseTo(-Math.sin(0.7), 12);
});

test("d/dx of x times d/dy of x + y is 1: the two derivatives do not mix", () => {
  const inner = (x: Value): Value => jvp((y) => add(x, y), [1], [1]).tangent;
  expect(jvp((x) => mul(x, inner(x)), [3], [1]).tangent).toBe(1);
});

test("the linear program of a product has two multiplications and one addition", () => {
  const { program } = linearize((x, y) => mul(x, y), 3, 4);
  expect(program.lines.map(({ op }) => op.name)).toEqual(["mul", "mul", "add"]);
});
