import { toPython, trace } from "@adjoint/autodiff";
import * as linalg from "@adjoint/linalg";
import { eye } from "@adjoint/tensor";
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

test("what has no counterpart is refused with the reason", () => {
  const refusals: readonly [f: (x: Tensor) => unknown, message: RegExp][] = [
    [
      (x) => linalg.cg(x, [1, 2]).x,
      /no translation of the primitive iterativeSolve to torch: it iterates; trace solve/,
    ],
    [(x) => linalg.lobpcg(x).values, /lobpcg to torch: it iterates; trace eigh in its place/],
    [(x) => linalg.randomizedSvd(x, 1).s, /randomizedSvd to torch: it draws random numbers/],
    [(x) => linalg.expmMultiply((y) => y, x), /the matrix is a function; trace expmMultiply of the matrix/],
    [(x) => linalg.rcond(x), /it is an estimate, which has no derivative/],
    [(x) => linalg.schur(x).t, /PyTorch has no Schur/],
    [(x) => linalg.logm(x), /there is no logarithm of matrices there/],
    [(x) => linalg.qr(x, { pivot: true }).r, /column pivoting is not to be had there/],
    [(x) => linalg.nullSpace(x, { rank: 1 }), /no derivative there/],
  ];
  for (const [f, message] of refusals) {
    const program = trace(f as (x: Tensor) => Tensor)(eye(2));
    expect(() => toPython(program, "torch")).toThrow(message);
  }
  const schur = trace((x: Tensor) => linalg.schur(x).t)(eye(2));
  expect(toPython(schur, "jax")).toContain("b, c = jax.scipy.linalg.schur(a)[::-1]");
});
