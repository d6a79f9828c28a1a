import { inspect } from "node:util";
import { expect, test } from "vitest";
import { arange, tensor, zeros } from "@adjoint/tensor";
import type { DType, Tensor } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";

interface Printed {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data?: readonly (number | boolean)[];
  /** Elements i · factor + offset, where they are not written out. */
  readonly range?: readonly [factor: number, offset: number];
  readonly text: string | number;
}

function tensorOf({ dtype, shape, data, range }: Printed): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = data ?? Array.from({ length: size }, (_, i) => i * range![0] + range![1]);
  return tensor(values.map(Number), { dtype: dtype === "float32" ? "float64" : dtype, shape });
}

function nameOf({ dtype, shape, data, range }: Printed): string {
  const content = data === undefined ? `range ${range!.join(" ")}` : data.slice(0, 6).join(", ");
  return `${dtype} [${shape.join(", ")}]: ${content}`;
}

const cases = readFixture<Printed[]>("print");

test.each(cases.map((printed) => [nameOf(printed), printed] as const))(
  "prints %s as NumPy does",
  (_, printed) => {
    const x = tensorOf(printed);
    const rounded = printed.dtype === "float32" ? tensor(Float32Array.from(x.data), { shape: x.shape }) : x;
    // Reading the fixture turned the text of a lone "nan" or "inf" into the number.
    const names: Record<string, string> = { NaN: "nan", Infinity: "inf", "-Infinity": "-inf" };
    const text = typeof printed.text === "number" ? names[String(printed.text)] : printed.text;
    expect(String(rounded)).toBe(text);
  },
);

test("the fixture holds every dtype, rank 0 to 10, and summarized arrays", () => {
  expect(new Set(cases.map(({ dtype }) => dtype))).toEqual(new Set(["float64", "float32", "int32", "bool"]));
  expect(new Set(cases.map(({ shape }) => shape.length))).toEqual(new Set([0, 1, 2, 3, 4, 10]));
  expect(cases.filter(({ text }) => String(text).includes("...")).length).toBeGreaterThan(5);
});

test("a tensor of many short axes prints without overflowing the stack", () => {
  expect(String(zeros([6, 6, 6, 6, 6, 6, 3])).startsWith("[[[[[[[0. 0. 0.]")).toBe(true);
});

test("console.log shows the elements, the shape and the dtype", () => {
  expect(
    inspect(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ),
  ).toBe("tensor([[1. 2.]\n        [3. 4.]], shape [2, 2], float64)");
  expect(inspect({ x: arange(2) })).toContain("tensor([0. 1.], shape [2], float64)");
});

test("a template literal prints, an operator is refused", () => {
  const x: unknown = tensor([1, 2]);
  expect(`x = ${x as string}`).toBe("x = [1. 2.]");
  expect(() => (x as number) * 2).toThrow(
    "tensor: JavaScript's operators do not work on tensors; use add(x, y), mul(x, y), less(x, y) or the math template, " +
      "and x.item() or String(x) for a plain value",
  );
  expect(() => (x as number) + 1).toThrow(/operators do not work on tensors/);
});
