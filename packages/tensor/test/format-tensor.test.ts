import { expect, test } from "vitest";
import { arange, formatTensor, reshape, tensor, zeros } from "@adjoint/tensor";
import type { Complex, DType, FormatOptions, Shape, Tensor } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";

interface Printed {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: readonly (number | boolean | Complex)[];
  readonly options: FormatOptions;
  readonly text: string | number;
}

const cases = readFixture<Printed[]>("print-options").map(
  (printed) =>
    [
      printed.dtype,
      printed.shape,
      JSON.stringify(printed.data.slice(0, 4)),
      printed.options,
      printed,
    ] as const,
);

test.each(cases)(
  "prints %s %j: %s … with %j as NumPy does",
  (dtype, shape, _start, options, { data, text }) => {
    const x = tensorOf(dtype, shape, data);
    // Reading the fixture turned the text of a lone "nan" or "inf" into the number.
    const names: Record<string, string> = { NaN: "nan", Infinity: "inf", "-Infinity": "-inf" };
    expect(formatTensor(x, options)).toBe(typeof text === "number" ? names[String(text)] : text);
  },
);

function tensorOf(dtype: DType, shape: Shape, data: Printed["data"]): Tensor {
  if (dtype === "complex128") return reshape(tensor(data), shape);
  const numbers = data.map(Number);
  return dtype === "float32"
    ? tensor(Float32Array.from(numbers), { shape })
    : tensor(numbers, { dtype, shape });
}

test("the fixture holds every dtype and every option", () => {
  expect(new Set(cases.map(([dtype]) => dtype))).toEqual(
    new Set(["complex128", "float64", "float32", "int32", "bool"]),
  );
  expect(new Set(cases.flatMap(([, , , options]) => Object.keys(options)))).toEqual(
    new Set(["precision", "suppressSmall", "threshold", "edgeItems", "lineWidth"]),
  );
});

test("without options it prints what String prints, of arrays too", () => {
  for (const x of [tensor(1 / 3), tensor([1 / 3, 1e9]), zeros([0, 2]), arange(2000)]) {
    expect(formatTensor(x)).toBe(String(x));
  }
  expect(formatTensor([[true, false]])).toBe("[[ true false]]");
});

test("nothing is summarized or broken where the limits are infinite", () => {
  const text = formatTensor(arange(2000, undefined, undefined, { dtype: "int32" }), {
    threshold: Infinity,
    lineWidth: Infinity,
  });
  expect(text).not.toContain("...");
  expect(text).not.toContain("\n");
  expect(text.endsWith(" 1999]")).toBe(true);
});

test("a summary without any ends is an ellipsis", () => {
  expect(formatTensor(arange(20), { threshold: 5, edgeItems: 0 })).toBe("[...]");
});

test.each([
  [{ precision: -1 }, /formatTensor: precision must be an integer from 0 to 70, got -1/],
  [{ precision: 1.5 }, /precision must be an integer from 0 to 70, got 1.5/],
  [{ precision: 71 }, /precision must be an integer from 0 to 70, got 71/],
  [{ edgeItems: -1 }, /edgeItems must be a number from 0, got -1/],
  [{ lineWidth: NaN }, /lineWidth must be a number from 0, got NaN/],
  [{ threshold: -5 }, /threshold must be a number from 0/],
  [{ digits: 2 }, /formatTensor: no option digits/],
])("refuses %j", (options, message) => {
  expect(() => formatTensor([1], options as FormatOptions)).toThrow(message);
});

test("a tie without decimals has one point, as in NumPy", () => {
  expect(formatTensor([8020, 72.4, 2.5], { precision: 0 })).toBe("[8.e+03 7.e+01 2.e+00]");
});
