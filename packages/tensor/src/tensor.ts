import type { Complex } from "./complex-number.ts";
import { allocate } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { AdjointError, DTypeError, ShapeError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import { printElements } from "./print.ts";
import { formatShape, sizeOf, stridesOf } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** What is known of a value without computing it. */
export interface Spec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Nested arrays of numbers, booleans or complex numbers, as `toArray` returns them. */
export type NestedArray = number | boolean | Complex | readonly NestedArray[];

/** A complex number in JSON, which has no NaN and no ∞. */
interface ComplexJson {
  readonly re: number | string;
  readonly im: number | string;
}

/**
 * An n-dimensional array: immutable, dense, row-major, on an ordinary typed array.
 *
 * Made by `tensor(data)` and by every operation; nobody needs `new Tensor`, and nobody disposes of one.
 *
 * @example
 * ```ts
 * import { tensor } from "@adjoint/tensor";
 *
 * const x = tensor([[1, 2], [3, 4]]);
 * x.shape; // => [2, 2]
 * x.dtype; // => "float64"
 * x.toArray(); // => [[1, 2], [3, 4]]
 * ```
 */
export class Tensor implements Spec {
  /** The lengths of the axes; `[]` for a scalar. */
  readonly shape: Shape;
  readonly dtype: DType;
  /** The elements, or the one number that each of them is; a tracer has none of its own. */
  protected readonly elements: TypedArray | number | undefined;
  /** Where `elements` is a number, the array that was made of it for somebody to read. */
  #filled: TypedArray | undefined;

  constructor(shape: Shape, dtype: DType, elements?: TypedArray | number) {
    this.shape = shape;
    this.dtype = dtype;
    // A real scalar is a number however it was made, so that equal ones have equal properties.
    const isScalar = typeof elements === "object" && shape.length === 0 && dtype !== "complex128";
    this.elements = isScalar ? elements[0] : elements;
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /**
   * The elements in row-major order. Read them; writing to them is undefined behaviour.
   * Small tensors share one buffer: copy the elements before transferring it to a worker.
   */
  get data(): TypedArray {
    const { elements } = this;
    if (typeof elements !== "number") return elements!;
    return (this.#filled ??= allocate(this.dtype, this.size).fill(elements));
  }

  /**
   * The number that every element is, as the storage of the dtype holds it, where that is known without reading them:
   * of real scalars, and of operands that `broadcastOperands` made of them. Kernels need no array for it.
   *
   * @internal
   */
  get uniform(): number | undefined {
    return typeof this.elements === "number" ? this.elements : undefined;
  }

  /**
   * The value of a tensor with a single element, of whatever rank; for booleans 0 or 1.
   *
   * @throws ShapeError if there is not exactly one element, DTypeError if it is complex.
   */
  item(): number {
    if (typeof this.elements === "number" && this.shape.length === 0) return this.elements;
    if (this.size !== 1) {
      throw new ShapeError(
        `item: a tensor of shape ${formatShape(this.shape)} has ${this.size} elements, not one; ` +
          `use toArray(), or slice out the element first`,
        { shape: this.shape },
      );
    }
    if (this.dtype === "complex128") {
      throw new DTypeError(
        "item: a complex number is not one JavaScript number; use real(x).item() and imag(x).item(), or toArray()",
        { dtype: this.dtype },
      );
    }
    return this.data[0]!;
  }

  /** The elements as nested arrays; a scalar gives a plain number or boolean, a complex number `{ re, im }`. */
  toArray(): NestedArray {
    const { shape } = this;
    const strides = stridesOf(shape);
    const read = readerOf(this.dtype, this.data);
    const nest = (axis: number, offset: number): NestedArray =>
      axis === shape.length
        ? read(offset)
        : Array.from({ length: shape[axis]! }, (_, i) => nest(axis + 1, offset + i * strides[axis]!));
    return nest(0, 0);
  }

  /** The elements laid out as NumPy prints them. */
  toString(): string {
    return printElements(this.shape, this.dtype, this.data);
  }

  /**
   * What `JSON.stringify` writes and `fromData` reads again, exactly.
   * JSON has no NaN, no ∞ and no −0: they stand as strings, which `Number` reads.
   */
  toJSON(): { shape: Shape; dtype: DType; data: (number | string | ComplexJson)[] } {
    const { shape, dtype, data } = this;
    const numbers = Array.from(data, jsonNumber);
    if (dtype !== "complex128") return { shape, dtype, data: numbers };
    const pairs = Array.from({ length: this.size }, (_, i) => ({
      re: numbers[2 * i]!,
      im: numbers[2 * i + 1]!,
    }));
    return { shape, dtype, data: pairs };
  }

  /** Keeps `x * y` from computing garbage: operators see no tensors, and would lose the derivative. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new AdjointError(
      "tensor: JavaScript's operators do not work on tensors; " +
        "use add(x, y), mul(x, y), less(x, y) or the math template, and x.item() or String(x) for a plain value",
      { shape: this.shape, dtype: this.dtype },
    );
  }

  /** What Node's `console.log` shows. Defined here because a declaration file cannot name the symbol. */
  static {
    Object.defineProperty(Tensor.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: Tensor): string {
        const text = this.toString().replaceAll("\n", `\n${" ".repeat("tensor(".length)}`);
        return `tensor(${text}, shape ${formatShape(this.shape)}, ${this.dtype})`;
      },
    });
  }
}

/** A tensor that stands for a value inside a transformation; its owner is the interpreter that made it. */
export abstract class Tracer extends Tensor {
  abstract readonly owner: Interpreter;

  /** What it stands for one level down, for all calls of a mapped function together; `null` if that is not known. */
  get beneath(): Tensor | null {
    return null;
  }
}

function jsonNumber(value: number): number | string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

/** The element at a place, as JavaScript holds it. */
function readerOf(dtype: DType, data: TypedArray): (i: number) => number | boolean | Complex {
  if (dtype === "bool") return (i) => data[i] !== 0;
  if (dtype === "complex128") return (i) => ({ re: data[2 * i]!, im: data[2 * i + 1]! });
  return (i) => data[i]!;
}
