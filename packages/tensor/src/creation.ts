import { isComplexNumber } from "./complex-number.ts";
import type { Complex } from "./complex-number.ts";
import { allocate, checkDType, toElement, widthOf } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { DomainError, DTypeError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { checkShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** The options of functions that make tensors from nothing. */
export interface CreationOptions {
  /** The element type; float64 if not given. */
  readonly dtype?: DType;
}

/**
 * A tensor of zeros.
 *
 * @throws ShapeError if a length is not an integer from 0.
 * @example
 * ```ts
 * import { zeros } from "@adjoint/tensor";
 *
 * zeros([2, 2]).toArray(); // => [[0, 0], [0, 0]]
 * ```
 */
export function zeros(shape: Shape, options: CreationOptions = {}): Tensor {
  const dtype = dtypeFrom("zeros", options);
  return new Tensor(checkShape("zeros", shape), dtype, allocate(dtype, sizeOf(shape)));
}

/**
 * A tensor of ones.
 *
 * @throws ShapeError if a length is not an integer from 0.
 * @example
 * ```ts
 * import { ones } from "@adjoint/tensor";
 *
 * ones([3]).toArray(); // => [1, 1, 1]
 * ```
 */
export function ones(shape: Shape, options: CreationOptions = {}): Tensor {
  const dtype = dtypeFrom("ones", options);
  return full(checkShape("ones", shape), 1, { dtype });
}

/**
 * A tensor with one value everywhere; a boolean value makes booleans, a complex one complex numbers, unless a dtype is
 * given.
 *
 * @throws ShapeError if a length is not an integer from 0, DomainError if the value does not fit into int32, DTypeError
 * for a complex value in a real dtype.
 * @example
 * ```ts
 * import { full } from "@adjoint/tensor";
 *
 * full([2], 7).toArray(); // => [7, 7]
 * full([2], true).toArray(); // => [true, true]
 * ```
 */
export function full(shape: Shape, value: number | boolean | Complex, options: CreationOptions = {}): Tensor {
  const dtype = dtypeFrom("full", options, dtypeOf(value));
  if (!["number", "boolean"].includes(typeof value) && !isComplexNumber(value)) {
    throw new DTypeError(
      `full: value must be a number, a boolean or { re, im }, got ${typeof value}; broadcastTo repeats a tensor`,
      { operation: "full", value },
    );
  }
  const lengths = checkShape("full", shape);
  const elements = allocate(dtype, sizeOf(lengths));
  if (dtype === "complex128") return new Tensor(lengths, dtype, fillComplex(elements, value));
  if (isComplexNumber(value)) {
    throw new DTypeError(`full: value is complex, and dtype is ${dtype}; use the dtype complex128`, {
      dtype,
    });
  }
  return new Tensor(lengths, dtype, elements.fill(toElement("full", dtype, Number(value))));
}

function dtypeFrom(operation: string, options: CreationOptions, otherwise: DType = "float64"): DType {
  const { dtype = otherwise } = checkOptions(operation, options, ["dtype"]);
  return checkDType(operation, dtype);
}

function dtypeOf(value: number | boolean | Complex): DType {
  if (isComplexNumber(value)) return "complex128";
  return typeof value === "boolean" ? "bool" : "float64";
}

function fillComplex(elements: TypedArray, value: number | boolean | Complex): TypedArray {
  const { re, im } = isComplexNumber(value) ? value : { re: Number(value), im: 0 };
  for (let i = 0; i < elements.length; i += 2) {
    elements[i] = re;
    elements[i + 1] = im;
  }
  return elements;
}

/**
 * A matrix with ones on the diagonal: the identity when it is square.
 *
 * @throws ShapeError if a number of rows or columns is not an integer from 0.
 * @example
 * ```ts
 * import { eye } from "@adjoint/tensor";
 *
 * eye(2).toArray(); // => [[1, 0], [0, 1]]
 * ```
 */
export function eye(rows: number, columns: number = rows, options: CreationOptions = {}): Tensor {
  const dtype = dtypeFrom("eye", options);
  const shape = checkShape("eye", [rows, columns]);
  const elements = allocate(dtype, rows * columns);
  const step = (columns + 1) * widthOf(dtype);
  for (let i = 0; i < Math.min(rows, columns); i++) elements[i * step] = 1;
  return new Tensor(shape, dtype, elements);
}

/**
 * The numbers from `start` in steps up to, and without, `stop`; `arange(stop)` starts at 0.
 *
 * There are ⌈(stop − start) / step⌉ numbers, and the i-th is start + i·step. Where a fractional step meets the end
 * only up to rounding, `linspace` is the safer choice.
 *
 * @throws DomainError if the step is 0, an end is not finite, or a number does not fit into int32.
 * @example
 * ```ts
 * import { arange } from "@adjoint/tensor";
 *
 * arange(4).toArray(); // => [0, 1, 2, 3]
 * arange(1, 2, 0.25).toArray(); // => [1, 1.25, 1.5, 1.75]
 * ```
 */
export function arange(start: number, stop?: number, step = 1, options: CreationOptions = {}): Tensor {
  const dtype = dtypeFrom("arange", options);
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (step === 0 || ![from, step, count].every(Number.isFinite)) {
    throw new DomainError(
      `arange: cannot count from ${from} to ${to} in steps of ${step}; give finite numbers and a step that is not 0`,
      {
        operation: "arange",
        from,
        to,
        step,
      },
    );
  }
  const elements = allocate(dtype, count);
  const width = widthOf(dtype);
  for (let i = 0; i < count; i++) elements[i * width] = toElement("arange", dtype, from + i * step);
  return new Tensor([count], dtype, elements);
}

/** The options of `linspace`. */
export interface LinspaceOptions extends CreationOptions {
  /** Whether `stop` is the last number, or the one that would come next; true if not given. */
  readonly endpoint?: boolean;
}

/**
 * `count` numbers at equal distances from `start` to `stop`, both included, or without `stop` if `endpoint` is false.
 *
 * @throws DomainError if the count is not an integer from 0, or a number does not fit into int32.
 * @example
 * ```ts
 * import { linspace } from "@adjoint/tensor";
 *
 * linspace(0, 1, 5).toArray(); // => [0, 0.25, 0.5, 0.75, 1]
 * linspace(0, 1, 4, { endpoint: false }).toArray(); // => [0, 0.25, 0.5, 0.75]
 * ```
 */
export function linspace(start: number, stop: number, count = 50, options: LinspaceOptions = {}): Tensor {
  const { dtype: named = "float64", endpoint = true } = checkOptions("linspace", options, [
    "dtype",
    "endpoint",
  ]);
  const dtype = checkDType("linspace", named);
  if (!Number.isInteger(count) || count < 0) {
    throw new DomainError(`linspace: count must be an integer from 0, got ${count}`, { count });
  }
  if (typeof start !== "number" || typeof stop !== "number") {
    throw new DTypeError(`linspace: start and stop must be numbers, got ${typeof start} and ${typeof stop}`, {
      operation: "linspace",
      start,
      stop,
    });
  }
  const elements = allocate(dtype, count);
  const width = widthOf(dtype);
  const steps = endpoint ? count - 1 : count;
  for (let i = 0; i < count; i++) {
    const value = i === steps && i > 0 ? stop : start + ((stop - start) * i) / Math.max(steps, 1);
    elements[i * width] = toElement("linspace", dtype, value);
  }
  return new Tensor([count], dtype, elements);
}

/**
 * Zeros with the shape and dtype of a tensor.
 *
 * @example
 * ```ts
 * import { zerosLike } from "@adjoint/tensor";
 *
 * zerosLike({ shape: [2], dtype: "int32" }).toArray(); // => [0, 0]
 * ```
 */
export function zerosLike({ shape, dtype }: { readonly shape: Shape; readonly dtype: DType }): Tensor {
  return new Tensor(shape, dtype, allocate(dtype, sizeOf(shape)));
}
