import { isFloat, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { GradientComparison } from "./check-gradients.ts";
import type { FlatFunction } from "./flat-function.ts";
import { formatIndex } from "./format-index.ts";
import { jvpFlat } from "./jvp.ts";
import { numericalDerivative, oneSidedSlopes } from "./numerical-derivative.ts";
import { vjpFlat } from "./vjp.ts";

/** What the inputs and outputs of a function are called in a report. */
export interface Names {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Which modes are compared, and how closely. */
export interface Choices {
  readonly modes: readonly ("forward" | "reverse")[];
  readonly tolerance: number;
}

/** Compares every entry of the Jacobian of a function of lists with differences. */
export function compareDerivatives(
  order: number,
  f: FlatFunction,
  inputs: readonly Tensor[],
  names: Names,
  { modes, tolerance }: Choices,
): GradientComparison[] {
  const all = f(inputs);
  const smooth = all.flatMap(({ dtype }, i) => (isFloat(dtype) ? [i] : []));
  const outputs = smooth.map((i) => all[i]!);
  const restricted: FlatFunction = (xs) => {
    const results = f(xs);
    return smooth.map((i) => results[i]!);
  };
  const rows = elementNames(
    outputs,
    smooth.map((i) => names.outputs[i]!),
  );
  const columns = inputs.flatMap((input, place) =>
    elementNames([input], [names.inputs[place]!]).map((name, element) => ({ name, place, element })),
  );
  const numerical = columns.map(({ place, element }) =>
    numericalDerivative(restricted, inputs, place, element),
  );
  const largest = numerical.reduce(
    (most, { values }) => values.reduce((a, b) => Math.max(a, Math.abs(b)), most),
    0,
  );
  return modes.flatMap((mode) => {
    const jacobian = mode === "forward" ? byColumns(restricted, inputs) : byRows(restricted, inputs, outputs);
    return columns.flatMap((column, j) =>
      rows.map((row, i): GradientComparison => {
        const derivative = jacobian(i, j);
        const expected = numerical[j]!.values[i]!;
        const uncertainty = numerical[j]!.errors[i]!;
        const unit = Math.max(Math.abs(expected), 1e-3 * largest);
        const slopes = (): readonly [number, number] => {
          const { left, right } = oneSidedSlopes(restricted, inputs, column.place, column.element);
          return [left[i]!, right[i]!];
        };
        const verdict = judge({ derivative, expected, uncertainty, unit, tolerance, slopes });
        return {
          order,
          mode,
          result: row,
          argument: column.name,
          derivative,
          expected,
          uncertainty,
          verdict,
        };
      }),
    );
  });
}

interface Evidence {
  readonly derivative: number;
  readonly expected: number;
  readonly uncertainty: number;
  readonly unit: number;
  readonly tolerance: number;
  readonly slopes: () => readonly [left: number, right: number];
}

function judge({
  derivative,
  expected,
  uncertainty,
  unit,
  tolerance,
  slopes,
}: Evidence): GradientComparison["verdict"] {
  const difference = Math.abs(derivative - expected);
  const certain = uncertainty <= Math.max(tolerance, 1e-2) * unit;
  if (difference <= tolerance * unit + (certain ? 2 * uncertainty : 0)) return "agrees";
  const [left, right] = slopes();
  const [low, high] = left < right ? [left, right] : [right, left];
  const slack = 1e-4 * Math.max(Math.abs(low), Math.abs(high));
  const bent = high - low > 1e-3 * Math.max(Math.abs(low), Math.abs(high));
  if (bent && derivative >= low - slack && derivative <= high + slack) return "kink";
  return certain ? "disagrees" : "undecided";
}

/** Entries of the Jacobian, one forward pass for each element of the inputs. */
function byColumns(f: FlatFunction, inputs: readonly Tensor[]): (row: number, column: number) => number {
  const columns = inputs.flatMap((input, place) =>
    Array.from({ length: input.size }, (_, element) => {
      const directions = inputs.map((each, i) => (i === place ? unit(each, element) : null));
      const { values, tangents } = jvpFlat(f, inputs, directions);
      return values.flatMap((value, k) =>
        Array.from({ length: value.size }, (_e, i) => tangents[k]?.data[i] ?? 0),
      );
    }),
  );
  return (row, column) => columns[column]![row]!;
}

/** Entries of the Jacobian, one pass backwards for each element of the outputs. */
function byRows(
  f: FlatFunction,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
): (row: number, column: number) => number {
  const { pullback } = vjpFlat(f, inputs);
  const rows = outputs.flatMap((output, place) =>
    Array.from({ length: output.size }, (_, element) => {
      const cotangents = outputs.map((each, i) =>
        i === place ? unit(each, element) : tensorOf(each, () => 0),
      );
      return pullback(cotangents).flatMap(({ data }) => Array.from(data));
    }),
  );
  return (row, column) => rows[row]![column]!;
}

function unit(like: Tensor, element: number): Tensor {
  return tensorOf(like, (i) => (i === element ? 1 : 0));
}

/** A tensor of the form of another. */
export function tensorOf({ shape, size, dtype }: Tensor, value: (i: number) => number): Tensor {
  return tensor(
    Float64Array.from({ length: size }, (_, i) => value(i)),
    { shape, dtype },
  );
}

/** `argument 0[1, 2]` for every element. */
function elementNames(tensors: readonly Tensor[], names: readonly string[]): string[] {
  return tensors.flatMap(({ shape, size }, k) =>
    Array.from({ length: size }, (_, i) => names[k]! + formatIndex(shape, i)),
  );
}
