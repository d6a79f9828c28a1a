import { mul } from "./arithmetic.ts";
import { sum } from "./sum.ts";
import { multiplyMatrices } from "./matmul.ts";
import { reshapeTo } from "./reshape.ts";
import { sameShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";
import { transpose } from "./transpose.ts";

/** A shape whose axes have names, each once. */
export interface NamedShape {
  readonly labels: readonly string[];
  readonly shape: Shape;
}

/** How two tensors are contracted to one, whose axes have names again. */
export interface Contraction extends NamedShape {
  readonly left: Arrangement;
  readonly right: Arrangement;
  /** As a batch of matrix products; without, as an elementwise product. */
  readonly matmul: Parameters<typeof multiplyMatrices>[2] | undefined;
  /** The axes of the elementwise product that are summed. */
  readonly summed: readonly number[];
}

/** What is done to an operand first; without an order or a shape, nothing. */
interface Arrangement {
  readonly order: readonly number[] | undefined;
  readonly shape: Shape | undefined;
}

/** The axes of two operands by what becomes of them. */
interface Roles {
  /** Axes of both that stay. */
  readonly batch: readonly string[];
  /** Axes of the left one alone, and of the right one alone. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Axes of both over which the products are summed. */
  readonly summed: readonly string[];
}

/**
 * Plans the product of two tensors over the axes of equal names, summed over those of them that are not in `kept`:
 * one batched matrix product, read without transposing where the axes already lie in blocks.
 *
 * Axes that only one of the two has stay. The result has first the axes of both, then those of `a`, then those of `b`.
 */
export function planContraction(a: NamedShape, b: NamedShape, kept: readonly string[]): Contraction {
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const roles: Roles = {
    batch: shared.filter((label) => kept.includes(label)),
    rows: a.labels.filter((label) => !shared.includes(label)),
    columns: b.labels.filter((label) => !shared.includes(label)),
    summed: shared.filter((label) => !kept.includes(label)),
  };
  const labels = [...roles.batch, ...roles.rows, ...roles.columns];
  const result = { labels, shape: labels.map((label) => lengthOf(label, a, b)) };
  if (roles.summed.length === 0) return { ...result, ...planProduct(a, b, roles) };
  if (roles.rows.length + roles.columns.length === 0) return { ...result, ...planDot(a, b, roles) };
  return { ...result, ...planMatmul(a, b, roles) };
}

/** Contracts as planned. */
export function contract(a: Tensor, b: Tensor, plan: Contraction): Tensor {
  const left = arrange(a, plan.left);
  const right = arrange(b, plan.right);
  if (plan.matmul !== undefined) return as(multiplyMatrices(left, right, plan.matmul), plan.shape);
  const product = mul(left, right);
  return plan.summed.length === 0 ? product : sum(product, { axis: plan.summed });
}

type Plan = Omit<Contraction, keyof NamedShape>;

/** Nothing is summed: the axes of one are stretched along the own axes of the other. */
function planProduct(a: NamedShape, b: NamedShape, { batch, rows, columns }: Roles): Plan {
  const left = [...batch, ...rows];
  const right = [...batch, ...columns];
  const ones = (labels: readonly string[]): Shape => labels.map(() => 1);
  return {
    left: arrangement(a, left, [...lengthsOf(a, left), ...ones(columns)]),
    // Without a batch, broadcasting aligns the columns by itself.
    right: arrangement(
      b,
      right,
      batch.length === 0
        ? lengthsOf(b, right)
        : [...lengthsOf(b, batch), ...ones(rows), ...lengthsOf(b, columns)],
    ),
    matmul: undefined,
    summed: [],
  };
}

/** All axes are shared: the sum of an elementwise product, which is added pairwise. */
function planDot(a: NamedShape, b: NamedShape, { summed }: Roles): Plan {
  return {
    left: { order: undefined, shape: undefined },
    right: arrangement(b, a.labels, a.shape),
    matmul: undefined,
    summed: summed.map((label) => a.labels.indexOf(label)),
  };
}

function planMatmul(a: NamedShape, b: NamedShape, { batch, rows, columns, summed }: Roles): Plan {
  const orders = [summed, b.labels.filter((label) => summed.includes(label))];
  const plans = orders.map((order) => ({
    left: matrices(a, batch, rows, order),
    right: matrices(b, batch, order, columns),
  }));
  const copies = ({ left, right }: (typeof plans)[number]): number =>
    Number(left.order !== undefined) + Number(right.order !== undefined);
  const [first, second] = plans as [(typeof plans)[number], (typeof plans)[number]];
  const { left, right } = copies(second) < copies(first) ? second : first;
  return {
    left,
    right,
    matmul: { transposeA: left.transposed, transposeB: right.transposed },
    summed: [],
  };
}

/** The axes merged to a batch of matrices [rows, columns] or of their transposes, copied only if they lie otherwise. */
function matrices(
  x: NamedShape,
  batch: readonly string[],
  rows: readonly string[],
  columns: readonly string[],
): Arrangement & { readonly transposed: boolean } {
  const transposed = columns.length > 0 && lies(x, [...batch, ...columns, ...rows]);
  const plain = lies(x, [...batch, ...rows, ...columns]);
  const [first, second] = transposed && !plain ? [columns, rows] : [rows, columns];
  const shape = [...lengthsOf(x, batch), sizeOf(lengthsOf(x, first)), sizeOf(lengthsOf(x, second))];
  return {
    ...arrangement(x, [...batch, ...first, ...second], shape),
    transposed: transposed && !plain,
  };
}

function arrangement(x: NamedShape, order: readonly string[], shape: Shape): Arrangement {
  return {
    order: lies(x, order) ? undefined : order.map((label) => x.labels.indexOf(label)),
    shape: sameShape(lengthsOf(x, order), shape) ? undefined : shape,
  };
}

function arrange(x: Tensor, { order, shape }: Arrangement): Tensor {
  const ordered = order === undefined ? x : transpose(x, order);
  return shape === undefined ? ordered : reshapeTo(ordered, shape);
}

function as(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : reshapeTo(x, shape);
}

function lies({ labels }: NamedShape, order: readonly string[]): boolean {
  return order.every((label, i) => label === labels[i]);
}

function lengthsOf(x: NamedShape, labels: readonly string[]): number[] {
  return labels.map((label) => lengthOf(label, x, x));
}

function lengthOf(label: string, a: NamedShape, b: NamedShape): number {
  const axis = a.labels.indexOf(label);
  return axis < 0 ? b.shape[b.labels.indexOf(label)]! : a.shape[axis]!;
}
