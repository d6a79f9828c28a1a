import { expect, test } from "vitest";
import {
  abs,
  add,
  all,
  argmax,
  astype,
  concat,
  div,
  dot,
  equal,
  exp,
  less,
  logSumExp,
  logicalNot,
  matmul,
  max,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  outer,
  pow,
  prod,
  promoteOperands,
  reciprocal,
  relu,
  scatterAdd,
  sign,
  softmax,
  sqrt,
  square,
  stack,
  std,
  sub,
  sum,
  tensor,
  variance,
  where,
  zeros,
} from "@adjoint/tensor";
import type { DType, Tensor, TensorLike } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";

const dtypes: readonly DType[] = ["float64", "float32", "int32", "bool"];
const one = (dtype: DType): Tensor => tensor([1], { dtype });

test.each(readFixture<[a: DType, b: DType, result: DType][]>("promotion"))(
  "%s with %s promotes to %s as in NumPy",
  (a, b, result) => {
    const [x, y] = promoteOperands("test", one(a), one(b));
    expect([x.dtype, y.dtype]).toEqual([result, result]);
    expect(maximum(one(a), one(b)).dtype).toBe(result);
    expect(where([true], one(a), one(b)).dtype).toBe(result);
    expect(concat([one(a), one(b)]).dtype).toBe(result);
    expect(stack([one(a), one(b)]).dtype).toBe(result);
  },
);

const weak: readonly (readonly [dtype: DType, number: number, result: DType])[] = [
  ["float64", 2, "float64"],
  ["float64", 0.5, "float64"],
  ["float32", 2, "float32"],
  ["float32", 0.1, "float32"],
  ["float32", NaN, "float32"],
  ["float32", Infinity, "float32"],
  ["int32", 2, "int32"],
  ["int32", -0, "int32"],
  ["int32", 2147483647, "int32"],
  ["int32", 2147483648, "float64"],
  ["int32", -2147483649, "float64"],
  ["int32", 0.5, "float64"],
  ["int32", NaN, "float64"],
  ["int32", Infinity, "float64"],
  ["bool", 2, "float64"],
];

test.each(weak)("%s with the plain number %d gives %s, from either side", (dtype, number, result) => {
  const x = one(dtype);
  expect(maximum(x, number).dtype).toBe(result);
  expect(minimum(number, x).dtype).toBe(result);
  expect(where([true], x, number).dtype).toBe(result);
  expect(where([true], number, x).dtype).toBe(result);
  expect(stack([tensor(1, { dtype }), number]).dtype).toBe(result);
  expect(add(x, number).dtype).toBe(result);
  expect(mul(number, x).dtype).toBe(result);
});

test("numbers in arrays are not weak: an array is a float64 tensor", () => {
  expect(add(one("float32"), [1]).dtype).toBe("float64");
  expect(mul(one("int32"), [2]).dtype).toBe("float64");
});

test("two plain numbers give float64", () => {
  expect(add(1, 2).dtype).toBe("float64");
  expect(where(true, 1, 2).dtype).toBe("float64");
  expect(maximum(1, true).dtype).toBe("float64");
});

test("a plain number is rounded to the float32 that it joins", () => {
  expect(mul(tensor(Float32Array.of(1)), 0.1).item()).toBe(Math.fround(0.1));
  expect(equal(Float32Array.of(0.1), 0.1).toArray()).toEqual([true]);
});

test("an int32 tensor and a number beyond 32 bits compare as they are", () => {
  expect(less(one("int32"), 3e9).toArray()).toEqual([true]);
  expect(add(one("int32"), 3e9).item()).toBe(3e9 + 1);
});

type Unary = (x: TensorLike) => Tensor;

/** The result's dtype for each of float64, float32, int32 and bool. */
const results: readonly (readonly [name: string, f: Unary, float32: DType, int32: DType, bool: DType])[] = [
  ["neg", neg, "float32", "int32", "int32"],
  ["abs", abs, "float32", "int32", "bool"],
  ["sign", sign, "float32", "int32", "bool"],
  ["relu", relu, "float32", "int32", "bool"],
  ["square", square, "float32", "int32", "int32"],
  ["reciprocal", reciprocal, "float32", "float64", "float64"],
  ["sqrt", sqrt, "float32", "float64", "float64"],
  ["exp", exp, "float32", "float64", "float64"],
  ["add", (x) => add(x, x), "float32", "int32", "int32"],
  ["sub", (x) => sub(x, x), "float32", "int32", "int32"],
  ["mul", (x) => mul(x, x), "float32", "int32", "int32"],
  ["div", (x) => div(x, x), "float32", "float64", "float64"],
  ["pow", (x) => pow(x, x), "float32", "float64", "float64"],
  ["maximum", (x) => maximum(x, x), "float32", "int32", "bool"],
  ["equal", (x) => equal(x, x), "bool", "bool", "bool"],
  ["logicalNot", logicalNot, "bool", "bool", "bool"],
  ["sum", (x) => sum(x), "float32", "int32", "int32"],
  ["prod", (x) => prod(x), "float32", "int32", "int32"],
  ["mean", (x) => mean(x), "float32", "float64", "float64"],
  ["variance", (x) => variance(x), "float32", "float64", "float64"],
  ["std", (x) => std(x), "float32", "float64", "float64"],
  ["max", (x) => max(x), "float32", "int32", "bool"],
  ["argmax", (x) => argmax(x), "int32", "int32", "int32"],
  ["all", (x) => all(x), "bool", "bool", "bool"],
  ["logSumExp", (x) => logSumExp(x), "float32", "float64", "float64"],
  ["softmax", (x) => softmax(x), "float32", "float64", "float64"],
  ["dot", (x) => dot(x, x), "float32", "int32", "int32"],
  ["outer", (x) => outer(x, x), "float32", "int32", "int32"],
  ["matmul", (x) => matmul(x, x), "float32", "int32", "int32"],
  ["scatterAdd", (x) => scatterAdd(x, [0], x), "float32", "int32", "int32"],
];

test.each(results)(
  "%s keeps float32 and gives integers and booleans their type",
  (name, f, float32, int32, bool) => {
    expect([f(one("float32")).dtype, f(one("int32")).dtype, f(one("bool")).dtype]).toEqual([
      float32,
      int32,
      bool,
    ]);
    expect(f(one("float64")).dtype).toBe(
      { equal: "bool", logicalNot: "bool", all: "bool", argmax: "int32" }[name] ?? "float64",
    );
  },
);

test("every dtype converts to every other", () => {
  for (const from of dtypes) {
    for (const to of dtypes) {
      const y = astype(tensor([0, 1], { dtype: from }), to);
      expect([y.dtype, Array.from(y.data)]).toEqual([to, [0, 1]]);
    }
  }
});

test("a dtype that does not exist is refused by the functions that make tensors", () => {
  expect(() => zeros([2], { dtype: "half" as "bool" })).toThrow(
    'no dtype "half"; there are complex128, float64, float32, int32, bool',
  );
});
