import { Tensor } from "@adjoint/tensor";
import type { DType, ScalarFunction, Shape, TypedArray } from "@adjoint/tensor";
import type { Access, LoopKernel, LoopNode, NodeId } from "../../../src/compile/loops/loop-kernel.ts";
import type { Buffer, Schedule, Step, Whole } from "../../../src/compile/loops/schedule.ts";

/** A schedule that is put together by hand. */
export class Draft {
  readonly buffers: Buffer[] = [];
  readonly inputs: Whole[] = [];
  readonly steps: Step[] = [];
  readonly outputs: Whole[] = [];

  buffer(dtype: DType, size: number): number {
    return this.buffers.push({ dtype, size }) - 1;
  }

  constant(tensor: Tensor): number {
    return this.buffers.push({ dtype: tensor.dtype, size: tensor.size, constant: tensor }) - 1;
  }

  input(dtype: DType, shape: Shape): number {
    const buffer = this.buffer(
      dtype,
      shape.reduce((product, length) => product * length, 1),
    );
    this.inputs.push({ buffer, shape, dtype });
    return buffer;
  }

  output(buffer: number, shape: Shape = [this.buffers[buffer]!.size]): void {
    this.outputs.push({ buffer, shape, dtype: this.buffers[buffer]!.dtype });
  }

  loops(kernel: LoopKernel): void {
    this.steps.push({ kind: "loops", kernel });
  }

  get schedule(): Schedule {
    return this;
  }
}

/** The nodes of a kernel, one by one. */
export class Nodes {
  readonly list: LoopNode[] = [];

  load(dtype: DType, buffer: number, strides: readonly number[], offset = 0): NodeId {
    return this.list.push({ kind: "load", dtype, access: { buffer, offset, strides } }) - 1;
  }

  constant(dtype: DType, value: number): NodeId {
    return this.list.push({ kind: "constant", value, dtype }) - 1;
  }

  apply(dtype: DType, f: ScalarFunction, ...inputs: readonly NodeId[]): NodeId {
    return this.list.push({ kind: "apply", function: f, inputs, dtype }) - 1;
  }
}

export function access(buffer: number, strides: readonly number[], offset = 0): Access {
  return { buffer, offset, strides };
}

/** Row-major strides. */
export function stridesOf(lengths: readonly number[]): number[] {
  return lengths.map((_, i) => lengths.slice(i + 1).reduce((product, length) => product * length, 1));
}

const hard = [0, -0, 1, -1, 0.5, 2.5, -3.75, Infinity, -Infinity, NaN, 1e300, -1e-310, 3, 7, 1e-3];

/** Numbers of which some are hard; the same for the same seed. */
export function numbers(dtype: DType, shape: Shape, seed = 1, special = true): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  let state = seed * 2654435761 + 12345;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
  const make = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array };
  const data: TypedArray = new make[dtype as "float64"](size);
  for (let i = 0; i < size; i++) {
    if (dtype === "bool") data[i] = next() < 0.5 ? 0 : 1;
    else if (dtype === "int32") {
      data[i] =
        next() < 0.2 && special ? (next() < 0.5 ? -2147483648 : 2147483647) : Math.floor(next() * 20 - 10);
    } else data[i] = next() < 0.2 && special ? hard[Math.floor(next() * hard.length)]! : next() * 4 - 2;
  }
  return new Tensor(shape, dtype, data);
}
