import type { Complex } from "./complex-number.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { allocate, checkDType, widthOf } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { DomainError, DTypeError, ShapeError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { checkShape, formatShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/**
 * A tensor as plain data: what `toData` gives and `JSON.stringify` writes.
 *
 * In memory `data` is a typed array, with complex numbers as pairs re, im. In JSON it is an array of numbers, where
 * `"NaN"`, `"Infinity"`, `"-Infinity"` and `"-0"` stand for what JSON cannot hold, and `{ re, im }` for a complex
 * number.
 */
export interface TensorData<Data = TypedArray | readonly JsonElement[]> {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: Data;
}

/** An element in JSON. */
export type JsonElement =
  | number
  | boolean
  | string
  | { readonly re: number | string; readonly im: number | string };

/** The options of `fromData`. */
export interface FromDataOptions {
  /**
   * Whether a typed array is copied, which is so if not given. Without, the tensor takes the array over: nobody may
   * write to it any more.
   */
  readonly copy?: boolean;
}

/**
 * A tensor as plain data that `structuredClone`, `postMessage` and IndexedDB take; they would strip a tensor of its
 * methods. `fromData` makes a tensor of it again.
 *
 * The array is a copy with a buffer of its own, which may be transferred to a worker instead of copied once more:
 * `worker.postMessage(message, [message.data.buffer])`.
 *
 * @throws TracerError for a value that is being traced, whose elements are not known.
 * @example
 * ```ts
 * import { fromData, tensor, toData } from "@adjoint/tensor";
 *
 * const message = toData(tensor([[1, 2], [3, 4]]));
 * const received = structuredClone(message, { transfer: [message.data.buffer] });
 * fromData(received, { copy: false }).toArray(); // => [[1, 2], [3, 4]]
 * message.data.length; // => 0
 * ```
 */
export function toData(x: TensorLike): TensorData<TypedArray & { readonly buffer: ArrayBuffer }> {
  const { shape, dtype, data } = asTensor("toData", "x", x);
  const copy = allocate(dtype, 0).constructor as new (data: TypedArray) => TypedArray;
  return { shape: [...shape], dtype, data: new copy(data) as TypedArray & { readonly buffer: ArrayBuffer } };
}

/**
 * The tensor that plain data describe: those of `toData`, as they are or cloned, and those that `JSON.parse` reads.
 * Everything returns exactly: NaN, infinities, −0, the dtype, and lengths of 0.
 *
 * @throws DTypeError if a part is missing or of another type, ShapeError if the data do not fill the shape, DomainError
 * for an element that the dtype does not hold.
 * @example
 * ```ts
 * import { fromData, tensor } from "@adjoint/tensor";
 *
 * const text = JSON.stringify(tensor([1, NaN]));
 * text; // => '{"shape":[2],"dtype":"float64","data":[1,"NaN"]}'
 * fromData(JSON.parse(text)); // => [ 1. nan]
 * ```
 */
export function fromData(value: TensorData, options: FromDataOptions = {}): Tensor {
  const { copy = true } = checkOptions("fromData", options, ["copy"]);
  if (typeof value !== "object" || value === null) {
    throw new DTypeError(
      `fromData: value must be an object with shape, dtype and data, got ${value === null ? "null" : typeof value}; ` +
        `JSON.parse text first`,
      { operation: "fromData" },
    );
  }
  const { dtype, data } = value;
  checkDType("fromData", dtype);
  const shape = checkShape("fromData", value.shape);
  const elements = isStorage(data) ? fromStorage(dtype, data, copy) : fromList(dtype, data);
  if (elements.length === sizeOf(shape) * widthOf(dtype)) return new Tensor(shape, dtype, elements);
  throw new ShapeError(
    `fromData: shape ${formatShape(shape)} has ${sizeOf(shape)} elements, data has ` +
      `${elements.length / widthOf(dtype)}`,
    { operation: "fromData", shape, length: elements.length },
  );
}

function isStorage(data: TensorData["data"]): data is TypedArray {
  return ArrayBuffer.isView(data);
}

function fromStorage(dtype: DType, data: TypedArray, copy: boolean): TypedArray {
  const own = allocate(dtype, 0);
  const name = (array: object): string => Object.prototype.toString.call(array).slice(8, -1);
  if (name(own) !== name(data)) {
    throw new DTypeError(`fromData: data of ${dtype} must be a ${name(own)}, got a ${name(data)}`, {
      operation: "fromData",
      dtype,
    });
  }
  // An array of another realm, such as a test's, is no instance of this one's class.
  return copy || data.constructor !== own.constructor ? copied(dtype, data) : data;
}

function copied(dtype: DType, data: TypedArray): TypedArray {
  const elements = allocate(dtype, data.length / widthOf(dtype));
  elements.set(data);
  return elements;
}

function fromList(dtype: DType, data: readonly JsonElement[]): TypedArray {
  if (!Array.isArray(data)) {
    throw new DTypeError(`fromData: data must be a typed array or an array of elements, got ${typeof data}`, {
      operation: "fromData",
    });
  }
  const elements = allocate(dtype, data.length);
  data.forEach((element: JsonElement, i) => {
    if (dtype === "complex128") {
      const { re, im } = complexOf(element, i);
      elements[2 * i] = re;
      elements[2 * i + 1] = im;
    } else {
      elements[i] = realOf(dtype, element, `data[${i}]`);
    }
  });
  return elements;
}

function complexOf(element: unknown, i: number): Complex {
  const { re, im } = (typeof element === "object" && element !== null ? element : {}) as Partial<
    Record<keyof Complex, unknown>
  >;
  return { re: realOf("float64", re, `data[${i}].re`), im: realOf("float64", im, `data[${i}].im`) };
}

const spelledOut: Readonly<Record<string, number>> = {
  NaN: NaN,
  Infinity: Infinity,
  "-Infinity": -Infinity,
  "-0": -0,
};

function realOf(dtype: DType, element: unknown, place: string): number {
  const value = typeof element === "string" ? spelledOut[element] : element;
  const fits =
    dtype === "bool"
      ? typeof value === "boolean" || value === 0 || value === 1
      : typeof value === "number" && (dtype !== "int32" || (value | 0) === value);
  if (fits) return Number(value);
  throw new DomainError(
    `fromData: ${place} is ${JSON.stringify(element) ?? String(element)}, which is no element of ${dtype}`,
    { operation: "fromData", place, element, dtype },
  );
}
