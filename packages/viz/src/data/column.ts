import { describe } from "../describe.ts";

/** A tensor, or anything else that carries its elements in row-major order beside its shape. */
export interface TensorLike {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** One channel of a mark: a tensor with one axis, an array or typed array, or one number for every row. */
export type Column = TensorLike | ArrayLike<number> | number;

/** Whether a value carries `data` and `shape`, as a `Tensor` does. */
export function isTensorLike(value: unknown): value is TensorLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "data" in value &&
    "shape" in value &&
    Array.isArray(value.shape)
  );
}

/**
 * Refuses complex numbers, which have no place along an axis.
 *
 * @throws TypeError if the tensor is complex.
 */
export function checkRealTensor(name: string, value: TensorLike): void {
  if (!("dtype" in value) || value.dtype !== "complex128") return;
  throw new TypeError(`${name}: expected real numbers, take real, imag, abs or angle: "complex128"`);
}

/** The numbers of a column; anything that is no number becomes NaN, which marks leave out. */
export function toColumn(name: string, value: Column): Float64Array {
  if (typeof value === "number") return Float64Array.of(value);
  if (isTensorLike(value)) checkRealTensor(name, value);
  const data = isTensorLike(value) ? value.data : value;
  if (typeof data !== "object" || data === null || typeof data.length !== "number") {
    throw new TypeError(`${name}: expected numbers: ${describe(value)}`);
  }
  return Float64Array.from(data, (element: unknown) =>
    typeof element === "number" || typeof element === "bigint" || typeof element === "boolean"
      ? Number(element)
      : NaN,
  );
}

/**
 * The columns of a table, all of the same length; a single number is repeated.
 *
 * @throws RangeError if two columns differ in length.
 */
export function toColumns<Name extends string>(
  mark: string,
  table: Readonly<Record<Name, Column>>,
): Readonly<Record<Name, Float64Array>> {
  const names = Object.keys(table) as Name[];
  const columns = names.map((name) => toColumn(`${mark}: ${name}`, table[name]));
  const lengths = names.map((name, i) => (isConstant(table[name]) ? -1 : columns[i]!.length));
  const length = lengths.find((one) => one >= 0) ?? 1;
  const odd = lengths.findIndex((one) => one >= 0 && one !== length);
  if (odd >= 0) {
    const first = lengths.findIndex((one) => one >= 0);
    throw new RangeError(
      `${mark}: channels differ in length: ${names[first]} has ${length}, ${names[odd]} has ${lengths[odd]}`,
    );
  }
  return Object.fromEntries(
    names.map((name, i) => [
      name,
      lengths[i]! < 0 ? new Float64Array(length).fill(columns[i]![0]!) : columns[i]!,
    ]),
  ) as Record<Name, Float64Array>;
}

function isConstant(value: Column): boolean {
  return typeof value === "number" || (isTensorLike(value) && value.shape.length === 0);
}
