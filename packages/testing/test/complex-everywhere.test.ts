import {
  complex,
  conj,
  DTypeError,
  flatten,
  imag,
  isInexact,
  mul,
  real,
  tensor,
  Tensor,
} from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { expectClose } from "../src/index.ts";
import type { Operation } from "../src/index.ts";
import { differentiable, notDifferentiable } from "./operations.ts";

const imaginaryUnit = complex(0, 1);
/** They are linear over the reals alone. */
const parts: readonly string[] = ["real", "imag", "conj", "complex"];

/** Which of the floating inputs are made complex: all of them, and each alone. */
function choicesOf(inputs: readonly Tensor[]): number[][] {
  const places = [...inputs.keys()].filter((i) => inputs[i]!.dtype === "float64");
  return places.length > 1 ? [places, ...places.map((i) => [i])] : places.length === 1 ? [places] : [];
}

function tensorsOf(apply: Operation, inputs: readonly Tensor[]): Tensor[] {
  const { leaves } = flatten("tensorsOf", apply(...inputs));
  return leaves.filter((leaf): leaf is Tensor => leaf instanceof Tensor);
}

/** The results, or `null` if the operation refuses its complex input by name. */
function resultsOf(name: string, apply: Operation, inputs: readonly Tensor[]): Tensor[] | null {
  try {
    return tensorsOf(apply, inputs);
  } catch (error) {
    if (!(error instanceof DTypeError)) throw error;
    // A region of `at` names what it does with its elements.
    const names = name === "at" ? ["maximum", "minimum"] : [name];
    expect(names.map((each) => `DTypeError: ${each}: `)).toContain(/^.*?: .*?: /.exec(String(error))?.[0]);
    expect(String(error)).toContain("complex");
    return null;
  }
}

function isHomogeneous(apply: Operation, inputs: readonly Tensor[], places: readonly number[]): boolean {
  const scaled = (factor: number): Tensor[] =>
    inputs.map((x, i) => (places.includes(i) ? mul(x, factor) : x));
  const results = tensorsOf(apply, inputs);
  return [-1, 2].every((factor) =>
    tensorsOf(apply, scaled(factor)).every((result, k) =>
      result.data.every((value, i) => {
        const expected = factor * results[k]!.data[i]!;
        return isInexact(result.dtype) && Math.abs(value - expected) <= 1e-12 * Math.abs(expected);
      }),
    ),
  );
}

for (const [name, rows] of [...Object.entries(differentiable), ...Object.entries(notDifferentiable)]) {
  for (const row of rows) {
    const inputs = row.inputs.map((x) => (x instanceof Tensor ? x : tensor(x as TensorLike)));
    const choices = choicesOf(inputs);
    if (choices.length === 0) continue;
    test(`${name}, ${row.case}: computes with complex numbers as with real ones, or refuses them`, () => {
      const expected = tensorsOf(row.apply, inputs);
      for (const places of choices) {
        const onAxis = inputs.map((x, i) => (places.includes(i) ? complex(x, 0) : x));
        const results = resultsOf(name, row.apply, onAxis);
        if (results === null) continue;
        expectClose(results.map(real), expected, { relative: 1e-12, absolute: 1e-14 });
        for (const part of results.map(imag)) expectClose(part, mul(part, 0), { absolute: 1e-14 });
        if (parts.includes(name) || places.length > 1 || !isHomogeneous(row.apply, inputs, places)) continue;
        const turned = inputs.map((x, i) => (places.includes(i) ? complex(0, x) : x));
        const back = tensorsOf(row.apply, turned).map((result) => mul(conj(imaginaryUnit), result));
        expectClose(back.map(real), expected, { relative: 1e-12, absolute: 1e-14 });
      }
    });
  }
}
