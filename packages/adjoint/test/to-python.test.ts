import type { Tensor } from "@adjoint/tensor";
import { expectClose, programsOf, pythonPrograms } from "@adjoint/testing";
import { expect, test } from "vitest";
import programs from "./fixtures/python-programs.json" with { type: "json" };
import values from "./fixtures/python-values.json" with { type: "json" };
import { pythonCases } from "./python-cases.ts";

interface Values {
  readonly value: number;
  readonly gradient: readonly (readonly number[])[];
}

const given = values as unknown as Readonly<Record<string, Record<"torch" | "numpy", Values>>>;

/** PyTorch and SciPy compute some of these functions to fewer digits than the tensors' own. */
const rounding = { relative: 1e-11, absolute: 1e-13 };

for (const row of pythonCases) {
  test(`${row.name}: the printed programs give in PyTorch, and with NumPy for JAX, what they give here`, () => {
    const { value, gradient } = programsOf(row);
    for (const library of ["torch", "numpy"] as const) {
      const expected = given[row.name]?.[library];
      if (expected === undefined) continue;
      expectClose(value.call(...row.inputs), expected.value, rounding);
      const gradients = gradient.call(...row.inputs) as readonly Tensor[];
      gradients.forEach(({ data }, i) => expectClose([...data], expected.gradient[i], rounding));
    }
  });
}

test("the programs that were run in Python are those that are printed now", () => {
  // If this fails: node tooling/reference/to_python.ts && python3 tooling/reference/to_python.py
  expect(pythonPrograms(pythonCases)).toEqual(programs);
});
