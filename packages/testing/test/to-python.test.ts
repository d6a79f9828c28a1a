import { toPython, trace, vjp } from "@adjoint/autodiff";
import { flatten, isFloat, Tensor, tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { expectClose, programsOf, pythonPrograms, reviveNumbers } from "../src/index.ts";
import type { PythonCase } from "../src/index.ts";
import { recordBinds } from "../src/record-binds.ts";
import programs from "./fixtures/python-programs.json" with { type: "json" };
import values from "./fixtures/python-values.json" with { type: "json" };
import { differentiable, notDifferentiable } from "./operations.ts";
import type { Case } from "./operations.ts";
import { notRun, pythonCases } from "./python-cases.ts";

interface Values {
  readonly value: number;
  readonly gradient: readonly (readonly number[])[];
}

const given = reviveNumbers(values) as unknown as Readonly<Record<string, Record<"torch" | "numpy", Values>>>;

for (const row of pythonCases) {
  test(`${row.name}: the printed programs give in PyTorch, and with NumPy for JAX, what they give here`, () => {
    const { value, gradient } = programsOf(row);
    for (const library of ["torch", "numpy"] as const) {
      const expected = given[row.name]![library];
      expectClose(value.call(...row.inputs), expected.value, rounding);
      const gradients = gradient.call(...row.inputs) as readonly Tensor[];
      expect(gradients.length).toBe(expected.gradient.length);
      gradients.forEach(({ data }, i) => expectClose([...data], expected.gradient[i], rounding));
    }
  });
}

/** Sums of a few terms may cancel. */
const rounding = { relative: 1e-12, absolute: 1e-14 };

test("the programs that were run in Python are those that are printed now", () => {
  // If this fails: node tooling/reference/to_python.ts && python3 tooling/reference/to_python.py
  expect(pythonPrograms(pythonCases)).toEqual(programs);
});

test("every primitive of the table of operations is run in Python", () => {
  const rows = [...Object.values(differentiable), ...Object.values(notDifferentiable)]
    .flat()
    .filter(isTraceable);
  const all = new Set(rows.flatMap(primitivesOf));
  const run = new Set([...pythonCases.flatMap(primitivesOfCase), ...notRun]);
  expect([...all].filter((name) => !run.has(name))).toEqual([]);
});

for (const [name, rows] of [...Object.entries(differentiable), ...Object.entries(notDifferentiable)]) {
  test(`${name}, ${rows.length} cases: prints for both libraries`, () => {
    for (const row of rows.filter(isTraceable)) {
      const program = trace((...xs: Tensor[]) => outputsOf(row, xs))(...tensorsOf(row));
      for (const library of ["torch", "jax"] as const) {
        expect(toPython(program, library)).toContain("def f(");
      }
    }
  });
}

function primitivesOf(row: Case): string[] {
  const inputs = tensorsOf(row);
  const floats = (...xs: Tensor[]): Tensor[] => outputsOf(row, xs).filter(({ dtype }) => isFloat(dtype));
  const binds = recordBinds(() => {
    outputsOf(row, inputs);
    if (!inputs.every(({ dtype }) => isFloat(dtype))) return;
    const { value, pullback } = vjp(floats, ...inputs);
    if (value.length > 0) pullback(value);
  });
  return binds.map(({ primitive }) => primitive.name);
}

function primitivesOfCase(row: PythonCase): string[] {
  return Object.values(programsOf(row)).flatMap(({ equations }) =>
    equations.map(({ primitive }) => primitive.name),
  );
}

/** Where shapes depend on values, there is no program. */
function isTraceable({ options }: Case): boolean {
  return options?.batch !== false;
}

function tensorsOf({ inputs }: Case): Tensor[] {
  return inputs.map((x) => (x instanceof Tensor ? x : tensor(x)));
}

function outputsOf({ apply }: Case, inputs: readonly Tensor[]): Tensor[] {
  return flatten("outputsOf", apply(...inputs)).leaves.filter((leaf) => leaf instanceof Tensor);
}
