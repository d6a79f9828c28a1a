import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { FlatFunction } from "./flat-function.ts";

/** A derivative found by differences of values, element by element, and how far it may be off. */
export interface NumericalDerivative {
  readonly values: Float64Array;
  /** An estimate of the error of each value; ∞ where no difference was finite. */
  readonly errors: Float64Array;
}

/**
 * ∂f/∂xᵢ for one element i of one of the inputs, of all outputs laid end to end: central differences at steps that are
 * halved ten times, extrapolated to the step 0 by Neville's scheme. For each element the entry of the scheme whose
 * neighbours agree best is taken; their disagreement is the estimate of its error.
 *
 * The first step is an eighth of the size of xᵢ, or smaller where the function is not finite so far away; where the
 * estimate is poor, smaller ones are tried.
 *
 * Source: C. J. F. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Advances in Engineering Software 4 (1982).
 */
export function numericalDerivative(
  f: FlatFunction,
  inputs: readonly Tensor[],
  place: number,
  element: number,
): NumericalDerivative {
  const at = (offset: number): Float64Array => flatValues(f(moved(inputs, place, element, offset)));
  const center = at(0);
  const size = stepUnit(inputs[place]!.data[element]!);
  const best = { values: new Float64Array(center.length), errors: new Float64Array(center.length) };
  best.errors.fill(Infinity);
  for (const first of [2 ** -3, 2 ** -10, 2 ** -17]) {
    extrapolate(at, finiteStep(at, center, first * size), best);
    if (best.errors.every((error, i) => error <= 1e-9 * Math.max(1, Math.abs(best.values[i]!)))) break;
  }
  return best;
}

const levels = 11;

/** Fills in better values where the scheme that begins with a step has any. */
function extrapolate(at: (offset: number) => Float64Array, first: number, best: NumericalDerivative): void {
  let previous: Float64Array[] = [];
  for (let level = 0, step = first; level < levels; level++, step /= 2) {
    const [above, below] = [at(step), at(-step)];
    const current = [above.map((value, i) => (value - below[i]!) / (2 * step))];
    for (let j = 1, factor = 4; j <= level; j++, factor *= 4) {
      const [finer, coarser] = [current[j - 1]!, previous[j - 1]!];
      const extrapolated = finer.map((value, i) => value + (value - coarser[i]!) / (factor - 1));
      current.push(extrapolated);
      extrapolated.forEach((value, i) => {
        const error = Math.max(Math.abs(value - finer[i]!), Math.abs(value - coarser[i]!));
        if (!(error < best.errors[i]!)) return;
        best.errors[i] = error;
        best.values[i] = value;
      });
    }
    previous = current;
  }
}

/** The largest step, from a given one down, at which everything that is finite at the point is finite as well. */
function finiteStep(at: (offset: number) => Float64Array, center: Float64Array, first: number): number {
  let step = first;
  for (let halvings = 0; halvings < 30; halvings++, step /= 2) {
    const [above, below] = [at(step), at(-step)];
    const isFinite = (value: number, i: number): boolean =>
      !Number.isFinite(value) || (Number.isFinite(above[i]) && Number.isFinite(below[i]));
    if (center.every(isFinite)) return step;
  }
  return first;
}

/** The slopes to the left and to the right, close to the point: at a kink they differ. */
export function oneSidedSlopes(
  f: FlatFunction,
  inputs: readonly Tensor[],
  place: number,
  element: number,
): { readonly left: Float64Array; readonly right: Float64Array } {
  const at = (offset: number): Float64Array => flatValues(f(moved(inputs, place, element, offset)));
  const step = 2 ** -20 * stepUnit(inputs[place]!.data[element]!);
  const [below, center, above] = [at(-step), at(0), at(step)];
  return {
    left: center.map((value, i) => (value - below[i]!) / step),
    right: above.map((value, i) => (value - center[i]!) / step),
  };
}

/** The size of a number or 1, whichever is larger, as a power of two: x ± h is then nearly exact. */
function stepUnit(x: number): number {
  return 2 ** Math.round(Math.log2(Math.max(1, Math.abs(x))));
}

function moved(inputs: readonly Tensor[], place: number, element: number, offset: number): Tensor[] {
  return inputs.map((input, i) => {
    if (i !== place || offset === 0) return input;
    const data = input.data.slice();
    data[element]! += offset;
    return tensor(data, { shape: input.shape, dtype: input.dtype });
  });
}

function flatValues(outputs: readonly Tensor[]): Float64Array {
  return Float64Array.from(outputs.flatMap(({ data }) => Array.from(data)));
}
