import { expect, test } from "vitest";
import {
  abs,
  add,
  matmul,
  mul,
  neg,
  prod,
  reshape,
  ShapeError,
  square,
  sub,
  sum,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";

const integers = readFixture<Record<string, number[]> & { prod: number; matmul: number[][] }>("integers");
const int = (values: readonly number[]): Tensor => tensor(values, { dtype: "int32" });

test.each([
  ["add", (): Tensor => add(int(integers["a"]!), int(integers["b"]!))],
  ["sub", (): Tensor => sub(int(integers["a"]!), int(integers["b"]!))],
  ["mul", (): Tensor => mul(int(integers["a"]!), int(integers["b"]!))],
  ["square", (): Tensor => square(int(integers["a"]!))],
  ["neg", (): Tensor => neg(int(integers["a"]!))],
  ["abs", (): Tensor => abs(int(integers["a"]!))],
])("%s of int32 wraps around as in NumPy", (name, result) => {
  expect(result().dtype).toBe("int32");
  expect(result().toArray()).toEqual(integers[name]);
});

test("prod and matmul of int32 wrap around as in NumPy, to the last bit", () => {
  expect(prod(int(integers["factors"]!)).item()).toBe(integers.prod);
  const square11 = (x: readonly number[]): Tensor => reshape(int(x), [11, 11]);
  expect(matmul(square11(integers["a"]!), square11(integers["b"]!)).toArray()).toEqual(integers.matmul);
});

test("a sum of int32 wraps around", () => {
  expect(sum(int([2147483647, 1])).item()).toBe(-2147483648);
});

test("booleans count in arithmetic", () => {
  expect(add([true, true], [true, false]).toArray()).toEqual([2, 1]);
  expect(sub([false], [true]).toArray()).toEqual([-1]);
  expect(mul([true, true], [true, false]).toArray()).toEqual([1, 0]);
  expect(neg([true]).toArray()).toEqual([-1]);
  expect(sum([true, true, false]).item()).toBe(2);
  expect(matmul([[true, true]], [[true], [true]]).toArray()).toEqual([[2]]);
});

const shapes = readFixture<{ broadcast: [a: number[], b: number[], result: number[] | null][] }>("shapes");

test.each(shapes.broadcast)("[%s] and [%s] broadcast as in NumPy", (a, b, result) => {
  if (result === null) {
    expect(() => add(zeros(a), zeros(b))).toThrow(ShapeError);
  } else {
    expect(add(zeros(a), zeros(b)).shape).toEqual(result);
  }
});

test("broadcasting repeats each operand along the axes that it lacks", () => {
  expect(add([[1], [2]], [10, 20, 30]).toArray()).toEqual([
    [11, 21, 31],
    [12, 22, 32],
  ]);
  expect(sub(1, [[1, 2]]).toArray()).toEqual([[0, -1]]);
  expect(
    mul(
      [[[1]], [[2]]],
      [
        [1, 2],
        [3, 4],
      ],
    ).toArray(),
  ).toEqual([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [2, 4],
      [6, 8],
    ],
  ]);
});

test("shapes that do not broadcast are named with the axis", () => {
  expect(() => add(zeros([2, 3]), zeros([2, 4]))).toThrow(
    "add: shapes [2, 3] and [2, 4] do not broadcast (axis -1 is 3 in the first and 4 in the second); " +
      "lengths must be equal or 1: reshape or expandDims one of them",
  );
  expect(() => add(zeros([2, 1]), zeros([3, 1, 4, 1]))).toThrow(
    /axis -2 is 2 in the first and 4 in the second/,
  );
});

test("operands are never changed", () => {
  const a = tensor([1, 2]);
  const b = tensor([3, 4]);
  for (const f of [add, sub, mul]) f(a, b);
  expect([a.toArray(), b.toArray()]).toEqual([
    [1, 2],
    [3, 4],
  ]);
});
