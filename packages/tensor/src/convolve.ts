import { add, numeric } from "./arithmetic.ts";
import { bilinearInParts } from "./complex-elements.ts";
import { promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { convolvePlanes } from "./convolve-kernel.ts";
import { allocate } from "./dtype.ts";
import { DomainError, ShapeError } from "./errors.ts";
import { bilinear } from "./families.ts";
import type { BinaryPrimitive } from "./families.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import { reshape } from "./reshape.ts";
import { formatShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { flip, slice } from "./slice.ts";
import type { SlicePart } from "./slice.ts";
import { Tensor } from "./tensor.ts";
import { moveAxis, swapAxes } from "./transpose.ts";

/** The options of `convolve`. */
export interface ConvolveOptions {
  /**
   * Which places the result has: `"full"`, if not given, all where `x` and the kernel meet; `"same"` as many as `x`,
   * in the middle; `"valid"` those where one lies wholly within the other.
   */
  readonly mode?: "full" | "same" | "valid";
  /** Whether `x` is `[…, channels, ...space]` and the kernel `[outputs, channels, ...space]`: channels are summed. */
  readonly channels?: boolean;
  /** Of the places of the mode, every so many-th, along all axes or each. */
  readonly stride?: number | readonly number[];
}

/**
 * The convolution of `x` with a kernel along one or two axes: yᵢ = Σⱼ xⱼ kᵢ₋ⱼ, where i and j are pairs in a plane.
 *
 * The kernel's rank says along how many of the last axes of `x`; axes before these are a batch. Where the kernel is
 * longer than `x`, `"same"` has the kernel's length, as in NumPy. Nothing lies beyond the ends: not even 0 · ∞.
 * Correlation, which neural networks call convolution, is `convolve(x, flip(kernel))`; with channels,
 * `convolve(x, flip(kernel, [-2, -1]), { mode: "valid", channels: true })`.
 *
 * Booleans count as 0 and 1; int32 wraps around modulo 2³². float32 is added in float64 unless there are channels.
 *
 * @param x - `[…, n]` for a vector, `[…, m, n]` for a matrix of weights
 * @param kernel - `[k]` or `[h, k]`
 * @returns `[…, n + k − 1]` for `"full"`, `[…, max(n, k)]` for `"same"`, `[…, max(n, k) − min(n, k) + 1]` for `"valid"`
 * @throws ShapeError if the kernel has another rank, `x` too few axes, either has no elements along them, or the
 * channels differ; DomainError for another mode or a stride that is no positive integer.
 * @example
 * ```ts
 * import { convolve } from "@adjoint/tensor";
 *
 * convolve([1, 2, 3], [0, 1, 0.5]).toArray(); // => [0, 1, 2.5, 4, 1.5]
 * convolve([1, 2, 3], [0, 1, 0.5], { mode: "same" }).toArray(); // => [1, 2.5, 4]
 * convolve([[1, 2], [3, 4]], [[1, 1], [1, 1]], { mode: "valid" }).toArray(); // => [[10]]
 * ```
 */
export function convolve(x: TensorLike, kernel: TensorLike, options: ConvolveOptions = {}): Tensor {
  const {
    mode = "full",
    channels = false,
    stride = 1,
  } = checkOptions("convolve", options, ["mode", "channels", "stride"]);
  const operands = promoteOperands("convolve", x, kernel, "x", "kernel");
  const [image, weights] = operands.map(numeric) as [Tensor, Tensor];
  const rank = checkShapes(image.shape, weights.shape, channels);
  const steps = stridesOf(stride, rank);
  const space = image.shape.slice(-rank);
  const window = space.map((length, axis) => windowOf(mode, length, weights.shape.at(axis - rank)!));
  const batch = image.shape.slice(0, image.shape.length - rank - Number(channels));
  const [inputs, outputs] = channels ? [weights.shape[1]!, weights.shape[0]!] : [1, 1];
  const line = rank === 1 ? [1] : [];
  const full = convolveGroups(
    reshape(image, [1, sizeOf(batch), inputs, ...line, ...space]),
    reshape(weights, [1, outputs, inputs, ...line, ...weights.shape.slice(-rank)]),
    {
      starts: [...line.map(() => 0), ...window.map(({ start }) => start)] as unknown as Pair,
      lengths: [...line, ...window.map(({ length }) => length)] as unknown as Pair,
    },
  );
  const planes = reshape(full, [
    ...batch,
    ...(channels ? [outputs] : []),
    ...window.map(({ length }) => length),
  ]);
  return steps.every((step) => step === 1)
    ? planes
    : slice(planes, "...", ...steps.map((step): SlicePart => [null, null, step]));
}

type Pair = readonly [number, number];

/** Which part of the full convolution is computed; what lies outside it is 0. */
interface WindowParams {
  readonly starts: Pair;
  readonly lengths: Pair;
}

/**
 * y[g, b, o, i] = Σ_c Σ_j x[g, b, c, j] k[g, o, c, i + start − j]. Groups, a batch and channels on both sides make
 * the form closed: its transposes, which sum over what was a batch, and its vectorizations are of the form again.
 */
function convolveGroups(x: Tensor, kernel: Tensor, params: WindowParams): Tensor {
  return bind(convolvePrimitive, [x, kernel], params)[0];
}

const convolvePrimitive: BinaryPrimitive<WindowParams> = /* @__PURE__ */ bilinear<WindowParams>({
  name: "convolve",
  shape: (x, kernel, { lengths }) => ({ shape: resultShape(x.shape, kernel.shape, lengths), dtype: x.dtype }),
  kernel(x, kernel, params) {
    if (x.dtype === "complex128") {
      return bilinearInParts(x, kernel, (a, b) => convolvePrimitive.kernel([a, b], params)[0]);
    }
    const { starts, lengths } = params;
    const [groups, batch, channels] = x.shape as unknown as [number, number, number];
    const outputs = kernel.shape[1]!;
    const shape = resultShape(x.shape, kernel.shape, lengths);
    const y = allocate(x.dtype, sizeOf(shape));
    const sizes = { channels, outputs, image: planeOf(x), kernel: planeOf(kernel), window: lengths, starts };
    const [ofX, ofKernel, ofY] = [x.shape, kernel.shape, shape].map((form) => sizeOf(form.slice(1)));
    for (let group = 0; group < groups; group++) {
      const offsets = { x: group * ofX!, k: group * ofKernel!, y: group * ofY! };
      convolvePlanes(x.dtype, x.data, kernel.data, y, sizes, { ...offsets, images: batch });
    }
    return new Tensor(shape, x.dtype, y);
  },
  transposes: [
    (cotangent, kernel, { starts }, x) =>
      convolveGroups(cotangent, swapAxes(flipPlanes(kernel), 1, 2), {
        starts: reversed(starts, planeOf(kernel)),
        lengths: planeOf(x),
      }),
    (cotangent, x, { starts }, kernel) =>
      convolveGroups(swapAxes(cotangent, 1, 2), swapAxes(flipPlanes(x), 1, 2), {
        starts: reversed(starts, planeOf(x)),
        lengths: planeOf(kernel),
      }),
  ],
  add,
  batch([x, kernel], [ofX, ofKernel], size, params) {
    const groups = ofX ? x.shape[1]! : x.shape[0]!;
    if (ofX && ofKernel) {
      const y = convolveGroups(mergeAxes(x, 0), mergeAxes(kernel, 0), params);
      return reshape(y, [size, groups, ...y.shape.slice(1)]);
    }
    // Beside the batch of x or the outputs of the kernel, rather than with copies of the other.
    const [left, right] = ofX
      ? [mergeAxes(moveAxis(x, 0, 1), 1), kernel]
      : [x, mergeAxes(moveAxis(kernel, 0, 1), 1)];
    const y = convolveGroups(left, right, params);
    const axis = ofX ? 1 : 2;
    return moveAxis(reshape(y, y.shape.toSpliced(axis, 1, size, y.shape[axis]! / size)), axis, 0);
  },
});

function resultShape(x: Shape, kernel: Shape, lengths: Pair): Shape {
  return [x[0]!, x[1]!, kernel[1]!, ...lengths];
}

function planeOf({ shape }: { readonly shape: Shape }): Pair {
  return [shape.at(-2)!, shape.at(-1)!];
}

function flipPlanes(x: Tensor): Tensor {
  return flip(x, [-2, -1]);
}

/** Where the window begins once an operand is flipped and gives way to the cotangent. */
function reversed([row, column]: Pair, [rows, columns]: Pair): Pair {
  return [rows - 1 - row, columns - 1 - column];
}

function mergeAxes(x: Tensor, axis: number): Tensor {
  return reshape(x, x.shape.toSpliced(axis, 2, x.shape[axis]! * x.shape[axis + 1]!));
}

function windowOf(mode: string, n: number, k: number): { start: number; length: number } {
  const [shorter, longer] = [Math.min(n, k), Math.max(n, k)];
  if (mode === "full") return { start: 0, length: n + k - 1 };
  if (mode === "same") return { start: (shorter - 1) >> 1, length: longer };
  if (mode === "valid") return { start: shorter - 1, length: longer - shorter + 1 };
  throw new DomainError(`convolve: mode must be "full", "same" or "valid", got ${JSON.stringify(mode)}`, {
    operation: "convolve",
    mode,
  });
}

/** The number of axes to convolve along. */
function checkShapes(x: Shape, kernel: Shape, channels: boolean): 1 | 2 {
  const refuse = (problem: string): never => {
    throw new ShapeError(`convolve: ${problem} (x is ${formatShape(x)}, kernel is ${formatShape(kernel)})`, {
      operation: "convolve",
      x,
      kernel,
      channels,
    });
  };
  const rank = kernel.length - (channels ? 2 : 0);
  if (rank !== 1 && rank !== 2) {
    const form = channels ? "[outputs, channels, k] or [outputs, channels, h, k]" : "[k] or [h, k]";
    return refuse(`kernel must have the shape ${form}; use vmap for several kernels`);
  }
  if (x.length < rank + Number(channels)) {
    refuse(
      `x must have at least ${rank + Number(channels)} axes for such a kernel; add them with expandDims`,
    );
  }
  if ([...x.slice(-rank), ...kernel.slice(-rank)].includes(0)) {
    refuse(`x and kernel must not be empty along the last ${rank === 1 ? "axis" : "two axes"}`);
  }
  const axis = x.length - rank - 1;
  if (channels && x[axis] !== kernel[1]) {
    refuse(`the channels differ: axis ${axis} of x is ${x[axis]}, axis 1 of kernel is ${kernel[1]}`);
  }
  return rank;
}

function stridesOf(stride: number | readonly number[], rank: number): readonly number[] {
  const steps = typeof stride === "number" ? new Array<number>(rank).fill(stride) : stride;
  if (steps.length !== rank || !steps.every((step) => Number.isInteger(step) && step > 0)) {
    throw new DomainError(
      `convolve: stride must be a positive integer, or one for each of the ${rank} axes of the kernel, ` +
        `got ${JSON.stringify(stride)}`,
      { operation: "convolve", stride },
    );
  }
  return steps;
}
