import { Tensor } from "@adjoint/tensor";

/** A function of tensors with any number of outputs. */
export type TensorFunction = (...inputs: Tensor[]) => readonly Tensor[];

const levels = 7;

/**
 * The directional derivative Σᵢ ∂f/∂xᵢ · vᵢ of every output, from function values alone:
 * central differences at steps h, h/2, h/4, …, extrapolated to h = 0, each element to its best order.
 *
 * Source: C. J. F. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Adv. Eng. Software 4 (1982).
 */
export function finiteDifferences(
  f: TensorFunction,
  inputs: readonly Tensor[],
  directions: readonly Tensor[],
  step: number,
): Tensor[] {
  const central = Array.from({ length: levels }, (_, level) => {
    const h = step / 2 ** level;
    const ahead = f(...inputs.map((x, i) => shift(x, directions[i]!, h)));
    const behind = f(...inputs.map((x, i) => shift(x, directions[i]!, -h)));
    return ahead.map(({ data }, k) =>
      Array.from(data, (value, j) => (value - behind[k]!.data[j]!) / (2 * h)),
    );
  });
  return f(...inputs).map(({ shape, dtype, data }, k) => {
    const elements = Float64Array.from(data, (_, j) => extrapolate(central.map((level) => level[k]![j]!)));
    return new Tensor(shape, dtype === "complex128" ? dtype : "float64", elements);
  });
}

/** The limit of a table whose errors are a series in h², where h halves from one entry to the next. */
function extrapolate(table: readonly number[]): number {
  let best = table[0]!;
  let smallestError = Infinity;
  let previous: number[] = [];
  for (const entry of table) {
    const row = [entry];
    for (const [order, older] of previous.entries()) {
      const newer = row[order]!;
      const refined = newer + (newer - older) / (4 ** (order + 1) - 1);
      const error = Math.max(Math.abs(refined - newer), Math.abs(refined - older));
      if (error < smallestError) {
        smallestError = error;
        best = refined;
      }
      row.push(refined);
    }
    previous = row;
  }
  return best;
}

function shift(x: Tensor, direction: Tensor, h: number): Tensor {
  const elements = Float64Array.from(x.data, (value, i) => value + h * direction.data[i]!);
  return new Tensor(x.shape, x.dtype, elements);
}
