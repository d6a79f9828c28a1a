import { expect, test } from "vitest";
import {
  abs,
  add,
  cos,
  cosh,
  div,
  equal,
  exp,
  expm1,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logicalOr,
  mul,
  neg,
  notEqual,
  pow,
  reciprocal,
  sigmoid,
  sin,
  sinh,
  softplus,
  sqrt,
  square,
  sub,
  tan,
  tanh,
  tensor,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";
import { ulpDistance } from "./ulp-distance.ts";

type Unary = (x: TensorLike) => Tensor;
type Binary = (a: TensorLike, b: TensorLike) => Tensor;

const exact = readFixture<Record<string, number[][]>>("elementwise");

/** Within how many units in the last place of the nearest double; 0 is correctly rounded. */
const unaryBounds: readonly (readonly [name: string, f: Unary, ulps: number])[] = [
  ["sqrt", sqrt, 0],
  ["square", square, 0],
  ["reciprocal", reciprocal, 0],
  ["exp", exp, 1],
  ["expm1", expm1, 1],
  ["log", log, 1],
  ["log1p", log1p, 1],
  ["sin", sin, 1],
  ["cos", cos, 1],
  ["tan", tan, 1],
  ["sinh", sinh, 1],
  ["cosh", cosh, 1],
  ["tanh", tanh, 1],
  ["sigmoid", sigmoid, 2],
  ["softplus", softplus, 1],
];

test.each(unaryBounds)("%s is within its ulps of mpmath", (name, f, ulps) => {
  const cases = exact[name]!;
  expect(cases.length).toBeGreaterThan(100);
  const values = f(cases.map(([x]) => x!)).data;
  cases.forEach(([x, expected], i) => {
    const message = `${name}(${x}) = ${values[i]}, not ${expected}`;
    expect(ulpDistance(values[i]!, expected!), message).toBeLessThanOrEqual(ulps);
  });
});

test("pow is within 1 ulp of mpmath", () => {
  for (const [a, b, expected] of exact["pow"]!) {
    expect(ulpDistance(pow(a!, b!).item(), expected!), `pow(${a}, ${b})`).toBeLessThanOrEqual(1);
  }
});

const special = readFixture<{
  unary: Record<string, [x: number, y: number | boolean][]>;
  binary: Record<string, [a: number, b: number, y: number | boolean][]>;
}>("special-values");

const unary: Record<string, Unary> = {
  abs,
  cos,
  cosh,
  exp,
  expm1,
  isFinite,
  isNaN,
  log,
  log1p,
  neg,
  reciprocal,
  sin,
  sinh,
  sqrt,
  square,
  tan,
  tanh,
};
const binary: Record<string, Binary> = {
  add,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  mul,
  notEqual,
  pow,
  sub,
};

/** The C library's and the engine's functions differ in the last digit; zeros, infinities and NaN do not. */
function expectSame(actual: number | boolean, expected: number | boolean, message: string): void {
  if (typeof expected === "boolean" || !Number.isFinite(expected) || expected === 0) {
    expect(Object.is(actual, expected), `${message} = ${actual}, not ${expected}`).toBe(true);
  } else {
    expect(Math.abs((actual as number) - expected), message).toBeLessThanOrEqual(4e-16 * Math.abs(expected));
  }
}

test.each(Object.keys(special.unary))("%s treats zeros, infinities and NaN as IEEE 754 asks", (name) => {
  for (const [x, y] of special.unary[name]!) {
    expectSame(unary[name]!(x).toArray() as number | boolean, y, `${name}(${x})`);
  }
});

test.each(Object.keys(special.binary))("%s treats zeros, infinities and NaN as IEEE 754 asks", (name) => {
  for (const [a, b, y] of special.binary[name]!) {
    expectSame(binary[name]!(a, b).toArray() as number | boolean, y, `${name}(${a}, ${b})`);
  }
});

test("sigmoid and softplus neither overflow nor cancel at ±1000 and ±∞", () => {
  expect(sigmoid([1000, -1000, Infinity, -Infinity]).toArray()).toEqual([1, 0, 1, 0]);
  expect(softplus([1000, -1000, Infinity, -Infinity]).toArray()).toEqual([1000, 0, Infinity, 0]);
  expect(sigmoid(-700).item()).toBeCloseTo(Math.exp(-700), 310);
  expect(sigmoid(NaN).item()).toBeNaN();
  expect(softplus(NaN).item()).toBeNaN();
});

test.each(unaryBounds)("%s of float32 is the float64 value rounded once", (_name, f) => {
  const x = Float32Array.of(0.1, 0.75, 1.5);
  const y = f(x);
  expect(y.dtype).toBe("float32");
  expect(y.data).toEqual(Float32Array.from(f(tensor(Array.from(x))).data));
});

test.each([
  ["add", add],
  ["sub", sub],
  ["mul", mul],
  ["div", div],
  ["pow", pow],
] as const)("%s of float32 is rounded to float32", (_name, f) => {
  const a = Float32Array.of(0.1, 3, 1e30);
  const b = Float32Array.of(0.7, 1 / 3, 1.1);
  const y = f(a, b);
  expect(y.dtype).toBe("float32");
  expect(y.data).toEqual(Float32Array.from(f(Array.from(a), Array.from(b)).data));
});

test.each(unaryBounds)("%s of nothing is nothing", (_name, f) => {
  expect(f([]).shape).toEqual([0]);
  expect(f([[], []]).shape).toEqual([2, 0]);
});

test("pow has the same special values at the exponents that have shortcuts", () => {
  const bases = [0, -0, 1, -1, Infinity, -Infinity, NaN, 5e-324, -5e-324, 1e200, -1e200, 2.5, 2 ** -1022];
  for (const b of [2, 1, -1, 0.5]) {
    for (const a of bases) expect(pow(a, b).item(), `pow(${a}, ${b})`).toBe(a === 1 ? 1 : a ** b);
    expect(pow(bases, b).data).toEqual(pow(bases, new Array(bases.length).fill(b)).data);
  }
});
