import { expect, test } from "vitest";
import {
  abs,
  add,
  angle,
  any,
  argmax,
  atan2,
  concat,
  conj,
  div,
  dot,
  DTypeError,
  equal,
  exp,
  floor,
  greaterEqual,
  hypot,
  imag,
  isNaN,
  less,
  logicalAnd,
  logicalOr,
  matmul,
  max,
  maximum,
  mean,
  minimum,
  mod,
  mul,
  neg,
  notEqual,
  ones,
  outer,
  pow,
  prod,
  real,
  reciprocal,
  round,
  sign,
  sin,
  sqrt,
  square,
  stack,
  std,
  sub,
  sum,
  variance,
  where,
} from "@adjoint/tensor";
import type { DType, Tensor } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";

const fixture = readFixture<{
  binary: [name: string, a: DType, b: DType, result: string | null][];
  unary: [name: string, x: DType, result: string | null][];
}>("result-dtypes");

const binary: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  add,
  atan2,
  concat: (a, b) => concat([a, b]),
  div,
  dot,
  equal,
  greaterEqual,
  hypot,
  less,
  logicalAnd,
  logicalOr,
  matmul,
  maximum,
  minimum,
  mod,
  mul,
  notEqual,
  outer,
  pow,
  stack: (a, b) => stack([a, b]),
  sub,
  where: (a, b) => where([true], a, b),
};
const unary: Record<string, (x: Tensor) => Tensor> = {
  abs,
  angle,
  any: (x) => any(x),
  argmax: (x) => argmax(x),
  conj,
  exp,
  floor,
  imag,
  isNaN,
  max: (x) => max(x),
  mean: (x) => mean(x),
  neg,
  prod: (x) => prod(x),
  real,
  reciprocal,
  round,
  sign,
  sin,
  sqrt,
  square,
  std: (x) => std(x),
  sum: (x) => sum(x),
  variance: (x) => variance(x),
};

const counting = ["add", "sub", "mul", "matmul", "dot", "outer", "mod"];
const ordering = ["maximum", "minimum", "less", "greaterEqual", "max", "argmax", "sign", "round"];
const isCounted = (dtype: DType): boolean => dtype === "int32" || dtype === "bool";

/** Where a result's dtype is not NumPy's, and what it is instead. */
function ours(name: string, operands: readonly DType[], numpy: string | null): string | null {
  const counted = operands.every(isCounted);
  // Complex numbers have no order: NumPy orders by the real part first, and rounds both parts.
  if (operands.includes("complex128") && ordering.includes(name)) return null;
  // Booleans count as 0 and 1 in arithmetic, where NumPy says "or", "and", or gives int8.
  if (operands.every((dtype) => dtype === "bool")) {
    if ([...counting, "neg", "square", "floor", "round"].includes(name)) return "int32";
  }
  // Functions of integers are float64, where NumPy takes float16 for booleans and integers for pow and reciprocal.
  if (counted && ["pow", "reciprocal", "atan2", "hypot", "exp", "sqrt", "sin", "angle"].includes(name))
    return "float64";
  if (name === "angle" && operands[0] === "float32") return "float32";
  if (counted && ["mean", "variance", "std"].includes(name)) return "float64";
  // Integers are int32: sums do not become int64, and rounding leaves them as they are.
  if (operands[0] === "int32" && ["floor", "round", "sum", "prod"].includes(name)) return "int32";
  if (operands[0] === "bool" && ["sum", "prod"].includes(name)) return "int32";
  if (name === "argmax") return "int32";
  if (name === "sign" && operands[0] === "bool") return "bool";
  if (name === "conj" && operands[0] === "bool") return "bool";
  return numpy;
}

function resultOf(compute: () => Tensor, operation: string): string | null {
  try {
    return compute().dtype;
  } catch (error) {
    expect(error).toBeInstanceOf(DTypeError);
    expect(String(error)).toContain(`${operation}: `);
    return null;
  }
}

const one = (dtype: DType): Tensor => ones([1], { dtype });

test.each(fixture.binary)("%s of %s and %s has the dtype that NumPy's table says", (name, a, b, numpy) => {
  expect(resultOf(() => binary[name]!(one(a), one(b)), name)).toBe(ours(name, [a, b], numpy));
});

test.each(fixture.unary)("%s of %s has the dtype that NumPy's table says", (name, x, numpy) => {
  expect(resultOf(() => unary[name]!(one(x)), name)).toBe(ours(name, [x], numpy));
});

test("a plain number takes the dtype of the tensor that it meets, where that holds it", () => {
  for (const name of Object.keys(binary)) {
    if (["concat", "stack", "dot", "matmul", "outer", ...ordering].includes(name)) continue;
    for (const dtype of ["complex128", "float64", "float32"] as const) {
      const f = binary[name] as (a: unknown, b: unknown) => Tensor;
      const expected = resultOf(() => f(one(dtype), one(dtype)), name);
      expect(resultOf(() => f(one(dtype), 0.1), name)).toBe(expected);
      expect(resultOf(() => f(0.1, one(dtype)), name)).toBe(expected);
    }
  }
});
