import { allocate } from "./dtype.ts";
import type { DType } from "./dtype.ts";
import { DomainError } from "./errors.ts";
import { checkShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** The options of functions that make tensors from nothing. */
export interface CreationOptions {
  readonly dtype?: DType;
}

/**
 * A tensor of zeros.
 *
 * @example
 * ```ts
 * import { zeros } from "@adjoint/tensor";
 *
 * zeros([2, 2]).toArray(); // => [[0, 0], [0, 0]]
 * ```
 */
export function zeros(shape: Shape, { dtype = "float64" }: CreationOptions = {}): Tensor {
  return new Tensor(checkShape("zeros", shape), dtype, allocate(dtype, sizeOf(shape)));
}

/**
 * A tensor of ones.
 *
 * @example
 * ```ts
 * import { ones } from "@adjoint/tensor";
 *
 * ones([3]).toArray(); // => [1, 1, 1]
 * ```
 */
export function ones(shape: Shape, options: CreationOptions = {}): Tensor {
  return full(shape, 1, options);
}

/**
 * A tensor with one value everywhere.
 *
 * @example
 * ```ts
 * import { full } from "@adjoint/tensor";
 *
 * full([2], 7).toArray(); // => [7, 7]
 * ```
 */
export function full(shape: Shape, value: number, { dtype = "float64" }: CreationOptions = {}): Tensor {
  return new Tensor(checkShape("full", shape), dtype, allocate(dtype, sizeOf(shape)).fill(value));
}

/**
 * A matrix with ones on the diagonal: the identity when it is square.
 *
 * @example
 * ```ts
 * import { eye } from "@adjoint/tensor";
 *
 * eye(2).toArray(); // => [[1, 0], [0, 1]]
 * ```
 */
export function eye(
  rows: number,
  columns: number = rows,
  { dtype = "float64" }: CreationOptions = {},
): Tensor {
  const shape = checkShape("eye", [rows, columns]);
  const elements = allocate(dtype, rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) elements[i * columns + i] = 1;
  return new Tensor(shape, dtype, elements);
}

/**
 * The numbers from `start` in steps up to, and without, `stop`; `arange(stop)` starts at 0.
 *
 * @throws DomainError if the step is 0 or not finite.
 * @example
 * ```ts
 * import { arange } from "@adjoint/tensor";
 *
 * arange(4).toArray(); // => [0, 1, 2, 3]
 * arange(1, 2, 0.25).toArray(); // => [1, 1.25, 1.5, 1.75]
 * ```
 */
export function arange(
  start: number,
  stop?: number,
  step = 1,
  { dtype = "float64" }: CreationOptions = {},
): Tensor {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (step === 0 || !Number.isFinite(count)) {
    throw new DomainError(`arange: cannot count from ${from} to ${to} in steps of ${step}`, {
      from,
      to,
      step,
    });
  }
  const elements = allocate(dtype, count);
  for (let i = 0; i < count; i++) elements[i] = from + i * step;
  return new Tensor([count], dtype, elements);
}

/**
 * `count` numbers at equal distances from `start` to `stop`, both included.
 *
 * @throws DomainError if the count is not an integer from 0.
 * @example
 * ```ts
 * import { linspace } from "@adjoint/tensor";
 *
 * linspace(0, 1, 5).toArray(); // => [0, 0.25, 0.5, 0.75, 1]
 * ```
 */
export function linspace(
  start: number,
  stop: number,
  count = 50,
  { dtype = "float64" }: CreationOptions = {},
): Tensor {
  if (!Number.isInteger(count) || count < 0) {
    throw new DomainError(`linspace: count must be an integer from 0, got ${count}`, { count });
  }
  const elements = allocate(dtype, count);
  const last = count - 1;
  for (let i = 0; i < count; i++)
    elements[i] = i === last && count > 1 ? stop : start + ((stop - start) * i) / Math.max(last, 1);
  return new Tensor([count], dtype, elements);
}

/** Zeros with the shape and dtype of `like`. */
export function zerosLike({ shape, dtype }: { readonly shape: Shape; readonly dtype: DType }): Tensor {
  return new Tensor(shape, dtype, allocate(dtype, sizeOf(shape)));
}
