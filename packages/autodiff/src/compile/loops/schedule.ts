import type { DType, Shape, Tensor } from "@adjoint/tensor";
import type { Equation } from "../../equation.ts";
import type { Access, BufferId, LoopKernel } from "./loop-kernel.ts";

/** Room for one value: `size` elements in row-major order unless an access says otherwise. */
export interface Buffer {
  readonly dtype: DType;
  readonly size: number;
  /** What a constant holds; nothing writes to it. */
  readonly constant?: Tensor;
}

/** A whole value as the outside sees it: a buffer in row-major order under a shape. */
export interface Whole {
  readonly buffer: BufferId;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** C = A·B for stacks of matrices; the accesses have the strides of the stack's axes, of rows and of columns. */
export interface Product {
  readonly dtype: "float64" | "float32";
  /** The lengths of the stack's axes. */
  readonly stack: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Access;
  readonly b: Access;
  /** In row-major order. */
  readonly c: Access;
}

/**
 * What a program does, one after the other:
 *
 * - `loops`: a loop nest;
 * - `product`: matrices;
 * - `call`: a primitive's own kernel, on tensors made of buffers;
 * - `copy`: elements from one buffer to another, both in row-major order;
 * - `scan`: `body`, `length` times. Before each turn slice i of every `sliced` buffer is copied to its stand-in, behind it
 *   every result to its row, then every `next` to its `carry` (all are read before any is written); in reverse order if `reverse`;
 * - `whileLoop`: `condition`, then `body`, until the condition's buffer holds 0; more than `maxIterations` is an error;
 * - `cond`: one of two lists of steps, by the boolean in a buffer.
 */
export type Step =
  | { readonly kind: "loops"; readonly kernel: LoopKernel }
  | { readonly kind: "product"; readonly product: Product }
  | {
      readonly kind: "call";
      readonly equation: Equation;
      readonly inputs: readonly Whole[];
      readonly outputs: readonly Whole[];
    }
  | { readonly kind: "copy"; readonly from: BufferId; readonly to: BufferId }
  | {
      readonly kind: "scan";
      readonly body: readonly Step[];
      readonly length: number;
      readonly reverse: boolean;
      readonly carry: readonly { readonly carry: BufferId; readonly next: BufferId }[];
      readonly sliced: readonly { readonly whole: BufferId; readonly slice: BufferId }[];
      readonly results: readonly { readonly row: BufferId; readonly whole: BufferId }[];
    }
  | {
      readonly kind: "whileLoop";
      readonly condition: readonly Step[];
      readonly test: BufferId;
      readonly body: readonly Step[];
      readonly carry: readonly { readonly carry: BufferId; readonly next: BufferId }[];
      readonly maxIterations: number;
    }
  | {
      readonly kind: "cond";
      readonly predicate: BufferId;
      readonly whenTrue: readonly Step[];
      readonly whenFalse: readonly Step[];
    };

/** A program as steps on buffers: what code generators are given. */
export interface Schedule {
  readonly buffers: readonly Buffer[];
  /** The caller's tensors, one for each input of the program; nothing writes to them. */
  readonly inputs: readonly Whole[];
  readonly steps: readonly Step[];
  /** An output may be an input, a constant, or the same buffer as another output. */
  readonly outputs: readonly Whole[];
}

/** A schedule made ready to run on tensors of the shapes and dtypes of its inputs. */
export type Executable = (inputs: readonly Tensor[]) => Tensor[];
