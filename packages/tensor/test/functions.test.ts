import { expect, test } from "vitest";
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  ceil,
  DomainError,
  floor,
  hypot,
  log10,
  log2,
  mod,
  round,
  tensor,
  trunc,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";
import { ulpDistance } from "./ulp-distance.ts";

type Unary = (x: TensorLike) => Tensor;
type Binary = (a: TensorLike, b: TensorLike) => Tensor;
type Pairs = readonly (readonly [x: number, y: number])[];
type Triples = readonly (readonly [a: number, b: number, y: number])[];

const fixture = readFixture<{
  values: Record<string, number[][]>;
  special: { unary: Record<string, Pairs>; binary: Record<string, Triples> };
  rounding: Record<string, Pairs>;
  decimals: Triples;
  mod: Triples;
  integerMod: Triples;
}>("functions");

const unary: Record<string, Unary> = { acos, acosh, asin, asinh, atan, atanh, log10, log2 };
const binary: Record<string, Binary> = { atan2, hypot };
const rounding: Record<string, Unary> = { ceil, floor, round, trunc };

test.each(Object.keys(unary))("%s is within 1 ulp of mpmath", (name) => {
  const cases = fixture.values[name]!;
  expect(cases.length).toBeGreaterThan(80);
  const values = unary[name]!(cases.map(([x]) => x!)).data;
  cases.forEach(([x, expected], i) => {
    expect(ulpDistance(values[i]!, expected!), `${name}(${x}) = ${values[i]}`).toBeLessThanOrEqual(1);
  });
});

test.each(Object.keys(binary))("%s is within 1 ulp of mpmath", (name) => {
  for (const [a, b, expected] of fixture.values[name]!) {
    const value = binary[name]!(a!, b!).item();
    expect(ulpDistance(value, expected!), `${name}(${a}, ${b}) = ${value}`).toBeLessThanOrEqual(1);
  }
});

/** Last digits differ between libraries; zeros with their signs, infinities and NaN do not. */
function expectSame(actual: number, expected: number, message: string): void {
  const same =
    Number.isFinite(expected) && expected !== 0
      ? ulpDistance(actual, expected) <= 1
      : Object.is(actual, expected);
  expect(same, `${message} = ${actual}, not ${expected}`).toBe(true);
}

test.each(Object.keys(unary))("%s treats zeros, infinities and NaN as NumPy does", (name) => {
  for (const [x, y] of fixture.special.unary[name]!) expectSame(unary[name]!(x).item(), y, `${name}(${x})`);
});

test.each(Object.keys(binary))("%s treats zeros, infinities and NaN as NumPy does", (name) => {
  for (const [a, b, y] of fixture.special.binary[name]!) {
    expectSame(binary[name]!(a, b).item(), y, `${name}(${a}, ${b})`);
  }
});

test.each(Object.keys(rounding))("%s rounds as NumPy does, ties and zeros included", (name) => {
  for (const [x, y] of fixture.rounding[name]!) {
    const value = rounding[name]!(x).item();
    expect(Object.is(value, y), `${name}(${x}) = ${value}, not ${y}`).toBe(true);
  }
});

test("round to decimals gives what NumPy gives", () => {
  for (const [decimals, x, y] of fixture.decimals) {
    const value = round(x, { decimals }).item();
    expect(Object.is(value, y), `round(${x}) to ${decimals} = ${value}, not ${y}`).toBe(true);
  }
  expect(round(1.5e308, { decimals: 2 }).item()).toBe(1.5e308);
});

test("round of integers to tens stays an integer", () => {
  const x = tensor([1234, -55, 7], { dtype: "int32" });
  const tens = round(x, { decimals: -1 });
  expect([tens.dtype, tens.toArray()]).toEqual(["int32", [1230, -60, 10]]);
  expect(round(x, { decimals: 2 }).toArray()).toEqual([1234, -55, 7]);
  expect(() => round(x, { decimals: 0.5 })).toThrow("round: decimals must be an integer, got 0.5");
});

test("mod has the sign of the divisor, as in NumPy", () => {
  for (const [a, b, y] of fixture.mod) {
    const value = mod(a, b).item();
    expect(Object.is(value, y), `mod(${a}, ${b}) = ${value}, not ${y}`).toBe(true);
  }
});

test("mod of integers stays an integer and refuses a 0", () => {
  const integer = (value: number): Tensor => tensor([value], { dtype: "int32" });
  for (const [a, b, y] of fixture.integerMod) {
    const value = mod(integer(a), integer(b));
    expect([value.dtype, value.item()], `mod(${a}, ${b})`).toEqual(["int32", y]);
  }
  expect(() => mod(integer(1), integer(0))).toThrow(DomainError);
  expect(mod([true], [true]).dtype).toBe("int32");
});

test.each(Object.entries(rounding))("%s leaves integers as they are", (_name, f) => {
  const x = tensor([3, -2147483648], { dtype: "int32" });
  expect([f(x).dtype, f(x).toArray()]).toEqual(["int32", [3, -2147483648]]);
  expect([f([true]).dtype, f([true]).toArray()]).toEqual(["int32", [1]]);
});

test.each(Object.entries(unary))("%s of float32 is the float64 value rounded once", (name, f) => {
  const x = name === "acosh" ? Float32Array.of(1.1, 2.5) : Float32Array.of(0.1, 0.75);
  expect([f(x).dtype, f(x).data]).toEqual(["float32", Float32Array.from(f(Array.from(x)).data)]);
  expect(f(tensor([1], { dtype: "int32" })).dtype).toBe("float64");
});
