import * as operations from "@adjoint/tensor";
import { Tensor, astype, flatten, isFloat, tensor } from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { checkPrimitive, expectClose, randomTensor } from "../src/index.ts";
import type { Operation } from "../src/index.ts";
import { differentiable, helpers, notDifferentiable } from "./operations.ts";
import type { Case } from "./operations.ts";

const tables = [...Object.entries(differentiable), ...Object.entries(notDifferentiable)];

for (const [name, rows] of Object.entries(differentiable)) {
  for (const row of rows) {
    test(`${name}, ${row.case}: obeys the laws of a primitive`, () => {
      checkPrimitive(row.apply, row.inputs, { name, ...row.options });
    });
  }
}

for (const [name, rows] of Object.entries(notDifferentiable)) {
  for (const row of rows) {
    test(`${name}, ${row.case}: obeys the laws of a constant one`, () => {
      checkPrimitive(row.apply, row.inputs, { name, order: 0, ...row.options });
    });
  }
}

for (const [name, rows] of tables) {
  test(`${name}, ${rows.length} cases: float32 stays float32`, () => {
    for (const row of rows) if (row.ownDType !== true) checkSinglePrecision(row);
  });
}

test("the table holds every public operation of @adjoint/tensor", () => {
  const functions = Object.entries(operations).flatMap(([name, value]) =>
    typeof value === "function" && !/^[A-Z]/.test(name) ? [name] : [],
  );
  const listed = [...tables.map(([name]) => name), ...helpers];
  expect(functions.filter((name) => !listed.includes(name))).toEqual([]);
  expect(listed.filter((name) => !functions.includes(name))).toEqual([]);
});

test("a wrong derivative, a wrong transpose and a wrong batch rule are each found", () => {
  const wrong = (name: string, definition: Partial<operations.UnaryPrimitive>): operations.UnaryPrimitive => {
    const primitive: operations.UnaryPrimitive = {
      name,
      shape: ([{ shape, dtype }]) => [{ shape, dtype }],
      kernel: ([x]) => [operations.mapElements(x, x.dtype, (value) => 3 * value)],
      jvp: ([t]) => [t && operations.mul(3, t)],
      transpose: ([cotangent]) => [cotangent && operations.mul(3, cotangent)],
      batch: ([x]) => operations.bind(primitive, [x], null),
      ...definition,
    };
    return primitive;
  };
  const check = (primitive: operations.UnaryPrimitive): void =>
    checkPrimitive((x) => operations.bind(primitive, [x], null), [randomTensor([2, 4])], {
      name: primitive.name,
    });
  expect(() => check(wrong("right", {}))).not.toThrow();
  expect(() => check(wrong("shape", { shape: ([{ dtype }]) => [{ shape: [4, 2], dtype }] }))).toThrow(
    /shape rule/,
  );
  expect(() => check(wrong("jvp", { jvp: ([t]) => [t && operations.mul(3.0001, t)] }))).toThrow(
    /finite differences/,
  );
  expect(() => check(wrong("transpose", { transpose: ([c]) => [c && operations.mul(2, c)] }))).toThrow(
    /⟨Kᵀ c, v⟩/,
  );
  expect(() => check(wrong("batch", { batch: ([x]) => [operations.mul(3, operations.flip(x, 0))] }))).toThrow(
    /loop/,
  );
});

/** Where inputs and results are floating, float32 in gives float32 out, close to the float64 result. */
function checkSinglePrecision({ apply, inputs }: Case): void {
  const double = inputs.map((input) => (input instanceof Tensor ? input : tensor(input)));
  const single = double.map((x) => (isFloat(x.dtype) ? astype(x, "float32") : x));
  const rounded = single.map((x) => (isFloat(x.dtype) ? astype(x, "float64") : x));
  const expected = tensorsOf(apply, rounded);
  const got = tensorsOf(apply, single);
  for (const [i, result] of got.entries()) {
    expect(result.dtype).toBe(
      isFloat(expected[i]!.dtype) && single.some((x) => isFloat(x.dtype)) ? "float32" : expected[i]!.dtype,
    );
    const double = result.dtype === "complex128" ? result.dtype : "float64";
    expectClose(astype(result, double), astype(expected[i]!, double), {
      relative: 2e-6,
      absolute: 2e-6,
    });
  }
}

function tensorsOf(apply: Operation, inputs: readonly Tensor[]): Tensor[] {
  const { leaves } = flatten("tensorsOf", apply(...inputs));
  return leaves.map((leaf) => (leaf instanceof Tensor ? leaf : tensor(leaf as TensorLike)));
}
