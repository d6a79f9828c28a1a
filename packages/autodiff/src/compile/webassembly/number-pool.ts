import type { DType } from "@adjoint/tensor";
import type { LoopKernel } from "../loops/loop-kernel.ts";

/** More numbers than operations compare with and reductions begin with, in all types. */
const own = 40;

/** The numbers that loops use, eight bytes for each: those of four bytes twice. */
export class NumberPool {
  readonly bytes: Uint8Array;
  readonly #places = new Map<string, number>();

  /** Has room for the constants of some kernels, and for what their operations need. */
  constructor(kernels: readonly LoopKernel[]) {
    const constants = new Set<string>();
    for (const { nodes } of kernels) {
      for (const node of nodes) if (node.kind === "constant") constants.add(keyOf(node.value, node.dtype));
    }
    this.bytes = new Uint8Array(64 * Math.ceil((constants.size + own) / 8));
  }

  offsetOf(value: number, dtype: DType): number {
    const key = keyOf(value, dtype);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const offset = 8 * this.#places.size;
    this.#places.set(key, offset);
    this.bytes.set(new Uint8Array(elementsOf(value, dtype).buffer), offset);
    return offset;
  }
}

function keyOf(value: number, dtype: DType): string {
  return `${Object.is(value, -0) ? "-0" : value}:${dtype}`;
}

function elementsOf(value: number, dtype: DType): Float64Array | Float32Array | Int32Array {
  if (dtype === "float64") return Float64Array.of(value);
  if (dtype === "float32") return Float32Array.of(value, value);
  const integer = dtype === "bool" ? -Number(value !== 0) : value;
  return Int32Array.of(integer, integer);
}
