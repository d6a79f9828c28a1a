import { mul } from "./arithmetic.ts";
import { sum } from "./broadcast-sum.ts";
import { multiplyMatrices } from "./matmul.ts";
import { reshape } from "./reshape.ts";
import { sizeOf } from "./shape.ts";
import { slice } from "./slice.ts";
import type { Tensor } from "./tensor.ts";
import { transpose } from "./transpose.ts";

/** A tensor whose axes have names. */
export interface Labelled {
  readonly tensor: Tensor;
  readonly labels: readonly string[];
}

/** Axes of one name become one, their diagonal. */
export function takeDiagonals({ tensor, labels }: Labelled): Labelled {
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated === undefined) return { tensor, labels };
  const rest = labels.filter((label) => label !== repeated);
  const axes = (mine: boolean): number[] =>
    labels.flatMap((label, axis) => ((label === repeated) === mine ? [axis] : []));
  const last = transpose(tensor, [...axes(false), ...axes(true)]);
  const length = last.shape.at(-1)!;
  const kept = last.shape.slice(0, rest.length);
  const flat = reshape(last, [...kept, length ** axes(true).length]);
  // In nᵏ elements in a row the diagonal lies 1 + n + … + nᵏ⁻¹ apart.
  const step = axes(true).reduce((total, _, i) => total + length ** i, 0);
  return takeDiagonals({ tensor: slice(flat, "...", [null, null, step]), labels: [...rest, repeated] });
}

/** Summed over the axes that are not to be kept. */
export function sumOut({ tensor, labels }: Labelled, keep: (label: string) => boolean): Labelled {
  const axis = labels.flatMap((label, i) => (keep(label) ? [] : [i]));
  return axis.length === 0
    ? { tensor, labels }
    : { tensor: sum(tensor, { axis }), labels: labels.filter((label) => keep(label)) };
}

/** With the axes in the order of the names. */
export function arrange({ tensor, labels }: Labelled, order: readonly string[]): Tensor {
  return transpose(
    tensor,
    order.map((label) => labels.indexOf(label)),
  );
}

/**
 * The product of two tensors over the axes of equal names, summed over those of them that are not in `kept`:
 * one batched matrix product, read without transposing where the axes already lie in blocks.
 *
 * Axes that only one of the two has must be in `kept`: `sumOut` removes the others. The result has first the axes of
 * both, then those of `a`, then those of `b`.
 */
export function contractPair(a: Labelled, b: Labelled, kept: readonly string[]): Labelled {
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => kept.includes(label));
  const rows = a.labels.filter((label) => !shared.includes(label));
  const columns = b.labels.filter((label) => !shared.includes(label));
  const labels = [...batch, ...rows, ...columns];
  if (shared.length === batch.length) return { tensor: broadcastProduct(a, b, batch, rows, columns), labels };
  if (rows.length + columns.length === 0) {
    const product = mul(a.tensor, arrange(b, a.labels));
    return sumOut({ tensor: product, labels: a.labels }, (label) => kept.includes(label));
  }
  const summedAs = ({ labels: order }: Labelled): readonly string[] =>
    order.filter((label) => shared.includes(label) && !kept.includes(label));
  const fits = (summed: readonly string[]): number =>
    Number(layout(a, batch, rows, summed) !== undefined) +
    Number(layout(b, batch, summed, columns) !== undefined);
  const summed = fits(summedAs(b)) > fits(summedAs(a)) ? summedAs(b) : summedAs(a);
  const left = matrices(a, batch, rows, summed);
  const right = matrices(b, batch, summed, columns);
  const product = multiplyMatrices(left.tensor, right.tensor, {
    transposeA: left.transposed,
    transposeB: right.transposed,
  });
  const lengths = lengthsOf([a, b], labels);
  return { tensor: reshape(product, lengths), labels };
}

function broadcastProduct(
  a: Labelled,
  b: Labelled,
  batch: readonly string[],
  rows: readonly string[],
  columns: readonly string[],
): Tensor {
  const left = arrange(a, [...batch, ...rows]);
  const right = arrange(b, [...batch, ...columns]);
  const [shared, own] = [right.shape.slice(0, batch.length), right.shape.slice(batch.length)];
  return mul(
    reshape(left, [...left.shape, ...columns.map(() => 1)]),
    // Without a batch, broadcasting aligns the columns by itself.
    batch.length === 0 ? right : reshape(right, [...shared, ...rows.map(() => 1), ...own]),
  );
}

/** Whether the axes lie as matrices [rows, columns], or as their transposes; `undefined` if as neither. */
function layout(
  { labels }: Labelled,
  batch: readonly string[],
  rows: readonly string[],
  columns: readonly string[],
): "plain" | "transposed" | undefined {
  const lies = (order: readonly string[]): boolean => order.every((label, i) => label === labels[i]);
  if (lies([...batch, ...rows, ...columns])) return "plain";
  return lies([...batch, ...columns, ...rows]) ? "transposed" : undefined;
}

/** The axes merged to a batch of matrices, copied only if they lie otherwise. */
function matrices(
  x: Labelled,
  batch: readonly string[],
  rows: readonly string[],
  columns: readonly string[],
): { tensor: Tensor; transposed: boolean } {
  const transposed = layout(x, batch, rows, columns) === "transposed";
  const [first, second] = transposed ? [columns, rows] : [rows, columns];
  const merged = [first, second].map((labels) => sizeOf(lengthsOf([x], labels)));
  const shape = [...lengthsOf([x], batch), ...merged];
  return { tensor: reshape(arrange(x, [...batch, ...first, ...second]), shape), transposed };
}

function lengthsOf(operands: readonly Labelled[], labels: readonly string[]): number[] {
  return labels.map((label) => {
    const { tensor, labels: own } = operands.find((operand) => operand.labels.includes(label))!;
    return tensor.shape[own.indexOf(label)]!;
  });
}
