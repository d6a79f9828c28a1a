import { expect, test } from "vitest";
import { cumprod, cumsum, full, prod, slice, sum, tensor, zeros } from "@adjoint/tensor";
import type { DType } from "@adjoint/tensor";
import { fromFlat, toFlat } from "./flat-array.ts";
import type { FlatArray } from "./flat-array.ts";
import { readFixture } from "./read-fixture.ts";

const functions = { cumsum, cumprod };

interface Case {
  readonly name: keyof typeof functions;
  readonly dtype: DType;
  readonly axis: number | null;
  readonly x: FlatArray;
  readonly forward: FlatArray;
  readonly back: FlatArray;
}

test.each(readFixture<Case[]>("cumulative"))(
  "$name of $dtype $x.shape along axis $axis is NumPy's",
  ({ name, dtype, axis, x, forward, back }) => {
    const f = functions[name];
    const input = fromFlat(x, dtype);
    const where = axis === null ? {} : { axis };
    expect(toFlat(f(input, where))).toEqual(forward);
    expect(toFlat(f(input, { ...where, reverse: true }))).toEqual(back);
    expect(f(input, where).dtype).toBe(dtype === "bool" ? "int32" : dtype);
  },
);

test("the last sum of a million tenths is right to the last digit", () => {
  const y = cumsum(full([1_000_000], 0.1));
  expect(y.data[999_999]).toBe(100_000);
  expect(slice(cumsum([1e100, 1, -1e100]), -1).item()).toBe(1);
  const single = cumsum(full([100_000], 0.1, { dtype: "float32" }));
  expect(single.data[99_999]).toBe(Math.fround(100_000 * Math.fround(0.1)));
});

test("infinities and NaN stay from where they came", () => {
  expect(cumsum([1, Infinity, 2, -Infinity, 3]).toArray()).toEqual([1, Infinity, Infinity, NaN, NaN]);
  expect(cumsum([1, NaN, 2]).toArray()).toEqual([1, NaN, NaN]);
  expect(cumprod([2, Infinity, 0, 1]).toArray()).toEqual([2, Infinity, NaN, NaN]);
  expect(cumsum([1e308, 1e308, -1e308]).toArray()).toEqual([1e308, Infinity, Infinity]);
});

test("int32 wraps around", () => {
  const x = tensor([2147483647, 1, 3], { dtype: "int32" });
  expect(cumsum(x).toArray()).toEqual([2147483647, -2147483648, -2147483645]);
  expect(cumprod(tensor([65537, 65537], { dtype: "int32" })).toArray()).toEqual([65537, 131073]);
});

test("complex numbers cumulate", () => {
  const z = tensor([{ re: 1, im: 1 }, { re: 0, im: 1 }, 2]);
  expect(cumsum(z).toArray()).toEqual([
    { re: 1, im: 1 },
    { re: 1, im: 2 },
    { re: 3, im: 2 },
  ]);
  expect(cumprod(z, { reverse: true }).toArray()).toEqual([
    { re: -2, im: 2 },
    { re: 0, im: 2 },
    { re: 2, im: 0 },
  ]);
});

test("the last of them are sum and prod", () => {
  const x = tensor([
    [1.5, -2, 0.25],
    [3, 0.5, -1],
  ]);
  expect(slice(cumsum(x, { axis: 1 }), [], -1).toArray()).toEqual(sum(x, { axis: 1 }).toArray());
  expect(slice(cumprod(x, { axis: 0 }), -1).toArray()).toEqual(prod(x, { axis: 0 }).toArray());
  expect(cumprod(zeros([2, 0]), { axis: 1 }).shape).toEqual([2, 0]);
});

test("axes that do not exist are refused", () => {
  expect(() => cumsum([1], { axis: 1 })).toThrow("cumsum: no axis 1 in a tensor of rank 1");
  expect(() => cumprod(1, { axis: 0 })).toThrow("cumprod: no axis 0 in a tensor of rank 0");
  expect(() => cumprod([1], { exclusive: true } as object)).toThrow("cumprod: no option exclusive");
});
