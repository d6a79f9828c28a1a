import { expect, test } from "vitest";
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  exp,
  expm1,
  log,
  log10,
  log1p,
  log2,
  pow,
  sigmoid,
  sin,
  sinh,
  softplus,
  sqrt,
  tan,
  tanh,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";
import { ulpDistance } from "./ulp-distance.ts";

const exact = readFixture<{
  readonly float64: Readonly<Record<string, readonly [x: number, y: number][]>>;
  readonly float32: Readonly<Record<string, readonly [x: number, y: number][]>>;
  readonly binary: Readonly<Record<string, readonly [a: number, b: number, y: number][]>>;
}>("accuracy");

/** Within how many units in the last place of the nearest double, over the whole range. */
const unary: readonly (readonly [name: string, f: (x: TensorLike) => Tensor, ulps: number])[] = [
  ["exp", exp, 1],
  ["expm1", expm1, 1],
  ["log", log, 1],
  ["log1p", log1p, 1],
  ["log2", log2, 1],
  ["log10", log10, 2],
  ["sqrt", sqrt, 0],
  ["sin", sin, 1],
  ["cos", cos, 1],
  ["tan", tan, 1],
  ["asin", asin, 1],
  ["acos", acos, 1],
  ["atan", atan, 1],
  ["sinh", sinh, 2],
  ["cosh", cosh, 1],
  ["tanh", tanh, 1],
  ["asinh", asinh, 2],
  ["acosh", acosh, 2],
  ["atanh", atanh, 2],
  ["sigmoid", sigmoid, 2],
  ["softplus", softplus, 2],
];

test("every function of the fixture is tested", () => {
  expect(unary.map(([name]) => name).toSorted()).toEqual(Object.keys(exact.float64).toSorted());
});

test.each(unary)("%s is accurate for the hardest numbers", (name, f, ulps) => {
  const cases = exact.float64[name]!;
  expect(cases.length).toBeGreaterThan(25);
  const values = f(cases.map(([x]) => x)).data;
  const wrong = cases.flatMap(([x, expected], i) =>
    ulpDistance(values[i]!, expected) <= ulps ? [] : [`${name}(${x}) = ${values[i]}, not ${expected}`],
  );
  expect(wrong).toEqual([]);
});

test.each(unary)("%s of float32 is the nearest or next to it", (name, f) => {
  const cases = exact.float32[name]!;
  expect(cases.length).toBeGreaterThan(25);
  const values = f(Float32Array.from(cases, ([x]) => x)).data;
  const wrong = cases.flatMap(([x, expected], i) =>
    floatDistance(values[i]!, expected) <= 1 ? [] : [`${name}(${x}) = ${values[i]}, not ${expected}`],
  );
  expect(wrong).toEqual([]);
});

test.each([
  ["pow", pow],
  ["atan2", atan2],
] as const)("%s is accurate for the hardest numbers", (name, f) => {
  const cases = exact.binary[name]!;
  expect(cases.length).toBeGreaterThan(100);
  const values = f(
    cases.map(([a]) => a),
    cases.map(([, b]) => b),
  ).data;
  const wrong = cases.flatMap(([a, b, expected], i) =>
    ulpDistance(values[i]!, expected) <= 1 ? [] : [`${name}(${a}, ${b}) = ${values[i]}, not ${expected}`],
  );
  expect(wrong).toEqual([]);
});

test("the exponential of 1 is e", () => {
  expect(exp(1).item()).toBe(Math.E);
});

const floats = new Float32Array(1);
const words = new Int32Array(floats.buffer);

/** How many float32 lie from a to b. */
function floatDistance(a: number, b: number): number {
  return Object.is(a, b) ? 0 : Math.abs(rank(a) - rank(b));
}

function rank(x: number): number {
  if (Number.isNaN(x)) return NaN;
  floats[0] = x;
  return words[0]! < 0 ? -(words[0]! & 0x7fff_ffff) : words[0]!;
}
