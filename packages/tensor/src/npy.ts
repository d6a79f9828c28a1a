import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { allocate, widthOf } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { DomainError, DTypeError } from "./errors.ts";
import { readHeader, writeHeader } from "./npy-header.ts";
import { formatShape, sizeOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";
import { transpose } from "./transpose.ts";

/**
 * The tensor in a `.npy` file, which `numpy.save` writes: versions 1 to 3, either byte order, C and Fortran order.
 *
 * float64, float32, int32, bool and complex128 stay; smaller integers become int32, float16 float32, complex64
 * complex128. uint32 becomes float64, and so do int64 and uint64 if all elements are exact there, up to ±2⁵³.
 *
 * @param bytes - the file: of `readFile`, or of `new Uint8Array(await response.arrayBuffer())`.
 * @throws DomainError if the bytes are no such file, end too early or go on after the elements, or an integer is too
 * large; DTypeError for strings, dates, objects and records.
 * @example
 * ```ts
 * import { readNpy, writeNpy } from "@adjoint/tensor";
 *
 * readNpy(writeNpy([[1, 2], [3, 4]])).toArray(); // => [[1, 2], [3, 4]]
 * ```
 */
export function readNpy(bytes: Uint8Array | ArrayBuffer): Tensor {
  return parseNpy("readNpy", bytesOf("readNpy", bytes));
}

/**
 * A `.npy` file of a tensor, which `numpy.load` reads: version 1, little-endian, C order.
 *
 * @example
 * ```ts
 * import { writeNpy } from "@adjoint/tensor";
 *
 * writeNpy([1, 2, 3]).length; // => 152
 * ```
 */
export function writeNpy(x: TensorLike): Uint8Array<ArrayBuffer> {
  const { shape, dtype, data } = asTensor("writeNpy", "x", x);
  const descr = { float64: "<f8", float32: "<f4", int32: "<i4", bool: "|b1", complex128: "<c16" }[dtype];
  const header = writeHeader(descr, shape);
  const file = new Uint8Array(header.length + data.byteLength);
  file.set(header);
  if (littleEndian()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  } else {
    const view = new DataView(file.buffer);
    const { size, write } = elementTypes[descr.slice(1)]!;
    data.forEach((value, i) => write!(view, header.length + (i * size) / widthOf(dtype), value));
  }
  return file;
}

/** The bytes of a file, whichever way they were given. */
export function bytesOf(operation: string, bytes: unknown): Uint8Array {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (Object.prototype.toString.call(bytes) === "[object ArrayBuffer]") {
    return new Uint8Array(bytes as ArrayBuffer);
  }
  throw new DTypeError(
    `${operation}: bytes must be a Uint8Array or an ArrayBuffer, got ${bytes === null ? "null" : typeof bytes}; ` +
      `await the file if it is a promise`,
    { operation },
  );
}

/** `readNpy` on behalf of an operation that messages name. */
export function parseNpy(operation: string, bytes: Uint8Array): Tensor {
  const { descr, fortranOrder, shape, start } = readHeader(operation, bytes);
  const letters = descr.replace(/^[<>|=]/, "");
  const type = Object.hasOwn(elementTypes, letters) ? elementTypes[letters] : undefined;
  if (type === undefined) {
    throw new DTypeError(
      `${operation}: the array has elements of the type ${JSON.stringify(descr)}; numbers of up to 64 bits and ` +
        `booleans are read: convert it with astype in NumPy`,
      { operation, descr },
    );
  }
  const size = sizeOf(shape);
  const length = bytes.length - start;
  if (length !== size * type.size) {
    throw new DomainError(
      `${operation}: shape ${formatShape(shape)} of ${JSON.stringify(descr)} takes ${size * type.size} bytes, ` +
        `${length < size * type.size ? "but only" : "but"} ${length} follow the header`,
      { operation, shape, descr, length },
    );
  }
  const elements = allocate(type.dtype, size);
  const little = !descr.startsWith(">");
  if (little && littleEndian() && type.asStored) {
    new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength).set(bytes.subarray(start));
  } else {
    readElements(operation, elements, new DataView(bytes.buffer, bytes.byteOffset + start), type, little);
  }
  if (!fortranOrder || shape.length < 2) return new Tensor(shape, type.dtype, elements);
  return transpose(new Tensor(shape.toReversed(), type.dtype, elements));
}

function readElements(
  operation: string,
  elements: TypedArray,
  view: DataView,
  { size, dtype, read }: ElementType,
  little: boolean,
): void {
  const step = size / widthOf(dtype);
  for (let i = 0; i < elements.length; i++) {
    const value = read(view, i * step, little);
    elements[i] = Number(value);
    if (typeof value === "bigint" && !Number.isSafeInteger(elements[i]) && BigInt(elements[i]!) !== value) {
      throw new DomainError(
        `${operation}: element ${i} is ${value}, which no float64 is; convert the array with astype in NumPy`,
        { operation, index: i, value },
      );
    }
  }
}

interface ElementType {
  /** In bytes. */
  readonly size: number;
  readonly dtype: DType;
  readonly read: (view: DataView, at: number, little: boolean) => number | bigint;
  readonly write?: (view: DataView, at: number, value: number) => void;
  /** Whether a file in the machine's byte order holds the bytes of the tensor. */
  readonly asStored?: boolean;
}

const readF4: ElementType["read"] = (view, at, little) => view.getFloat32(at, little);
const readF8: ElementType["read"] = (view, at, little) => view.getFloat64(at, little);
const writeF8: ElementType["write"] = (view, at, value) => view.setFloat64(at, value, true);

/** The element types of NumPy that are read, by their letter and size. */
const elementTypes: Readonly<Record<string, ElementType>> = {
  f8: { size: 8, dtype: "float64", asStored: true, read: readF8, write: writeF8 },
  f4: {
    size: 4,
    dtype: "float32",
    asStored: true,
    read: readF4,
    write: (view, at, value) => view.setFloat32(at, value, true),
  },
  f2: { size: 2, dtype: "float32", read: (view, at, little) => halfOf(view.getUint16(at, little)) },
  i4: {
    size: 4,
    dtype: "int32",
    asStored: true,
    read: (view, at, little) => view.getInt32(at, little),
    write: (view, at, value) => view.setInt32(at, value, true),
  },
  i1: { size: 1, dtype: "int32", read: (view, at) => view.getInt8(at) },
  i2: { size: 2, dtype: "int32", read: (view, at, little) => view.getInt16(at, little) },
  i8: { size: 8, dtype: "float64", read: (view, at, little) => view.getBigInt64(at, little) },
  u1: { size: 1, dtype: "int32", read: (view, at) => view.getUint8(at) },
  u2: { size: 2, dtype: "int32", read: (view, at, little) => view.getUint16(at, little) },
  u4: { size: 4, dtype: "float64", read: (view, at, little) => view.getUint32(at, little) },
  u8: { size: 8, dtype: "float64", read: (view, at, little) => view.getBigUint64(at, little) },
  b1: {
    size: 1,
    dtype: "bool",
    read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
    write: (view, at, value) => view.setUint8(at, value),
  },
  c8: { size: 8, dtype: "complex128", read: readF4 },
  c16: { size: 16, dtype: "complex128", asStored: true, read: readF8, write: writeF8 },
};

/** A number of IEEE 754's binary16: a sign, five bits of the exponent, ten of the fraction. */
function halfOf(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function littleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}
