import type { Tensor } from "@adjoint/tensor";
import { limits } from "../limits.ts";
import type { TensorBlock, TensorValue, TextValue } from "../protocol.ts";

/** A tensor as tables: its last two axes are rows and columns, one table per leading index. */
export function describeTensor(x: Tensor): TensorValue | TextValue {
  const { dtype, shape } = x;
  // A tracer has no numbers yet; it prints its own name.
  if (!(x.data as unknown)) return { kind: "text", text: String(x), tone: "keyword" };
  const columns = shape.at(-1) ?? 1;
  const rows = shape.at(-2) ?? 1;
  const matrices = x.size === 0 ? 0 : x.size / (rows * columns);
  const blocks: TensorBlock[] = [];
  for (let m = 0; m < Math.min(matrices, limits.tensorBlocks); m++)
    blocks.push({ label: labelOf(shape, m), rows: table(x, m * rows * columns, rows, columns) });
  const clipped =
    matrices > limits.tensorBlocks || rows > limits.tensorRows || columns > limits.tensorColumns;
  return { kind: "tensor", dtype, shape: [...shape], blocks, clipped };
}

function table(x: Tensor, offset: number, rows: number, columns: number): string[][] {
  const print = printer(x);
  return Array.from({ length: Math.min(rows, limits.tensorRows) }, (_, i) =>
    Array.from({ length: Math.min(columns, limits.tensorColumns) }, (__, j) =>
      print(offset + i * columns + j),
    ),
  );
}

function printer({ data, dtype }: Tensor): (i: number) => string {
  if (dtype === "bool") return (i) => (data[i] ? "true" : "false");
  return (i) => formatNumber(data[i]!);
}

/** Six significant digits, as a table wants them; whole numbers stay whole. */
function formatNumber(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) < 1e15) return Object.is(x, -0) ? "-0" : String(x);
  const short = Number(x.toPrecision(6));
  return String(short).replace("e+", "e");
}

function labelOf(shape: readonly number[], matrix: number): string {
  const leading = shape.slice(0, -2);
  if (leading.length === 0) return "";
  const index: number[] = [];
  let rest = matrix;
  for (const length of leading.toReversed()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return `[${index.join(", ")}, :, :]`;
}
