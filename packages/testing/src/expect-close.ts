import { Tensor, formatShape, sameShape, tensor } from "@adjoint/tensor";
import type { TensorLike, TypedArray } from "@adjoint/tensor";

/** How far apart two numbers may be: |actual − expected| ≤ absolute + relative · |expected|. */
export interface ClosenessOptions {
  /** 1e-12 unless given, and 1e-6 where either side is float32. */
  readonly relative?: number;
  /** 0 unless given: a true zero is expected to be exact. */
  readonly absolute?: number;
}

/**
 * Fails unless two trees of tensors, numbers and nested arrays have equal shapes and close elements.
 *
 * NaN is close to NaN alone and ±∞ to itself. Of complex numbers the tolerance is relative to the magnitude.
 * The message names the first element that differs, and by how much.
 *
 * @throws Error, which fails the test that called.
 * @example
 * ```ts
 * import { expectClose } from "@adjoint/testing";
 *
 * expectClose([1, 2], [1, 2 + 1e-15]);
 * ```
 */
export function expectClose(actual: unknown, expected: unknown, options: ClosenessOptions = {}): void {
  compare(actual, expected, options, "");
}

function compare(actual: unknown, expected: unknown, options: ClosenessOptions, path: string): void {
  if (isNumeric(actual) && isNumeric(expected)) {
    compareTensors(tensorOf(actual), tensorOf(expected), options, path);
    return;
  }
  if (!isBranch(actual)) {
    throw failure(
      path,
      `expected ${isNumeric(expected) ? "numbers" : describe(expected)}, got ${describe(actual)}`,
    );
  }
  if (!isBranch(expected)) throw failure(path, `cannot compare with ${describe(expected)}`);
  const keys = Object.keys(expected);
  const got = Object.keys(actual);
  if (keys.length !== got.length || keys.some((key) => !got.includes(key))) {
    throw failure(path, `expected the keys ${keys.join(", ")}, got ${got.join(", ")}`);
  }
  for (const key of keys) {
    const step = Array.isArray(expected) ? `[${key}]` : `.${key}`;
    compare(actual[key], expected[key], options, path + step);
  }
}

function compareTensors(actual: Tensor, expected: Tensor, options: ClosenessOptions, path: string): void {
  if (!sameShape(actual.shape, expected.shape)) {
    throw failure(
      path,
      `expected the shape ${formatShape(expected.shape)}, got ${formatShape(actual.shape)}`,
    );
  }
  const single = actual.dtype === "float32" || expected.dtype === "float32";
  const { relative = single ? 1e-6 : 1e-12, absolute = 0 } = options;
  const width = [actual, expected].some(({ dtype }) => dtype === "complex128") ? 2 : 1;
  const [got, wanted] = [numbersOf(actual, width), numbersOf(expected, width)];
  const magnitude = (i: number): number =>
    width === 1 ? Math.abs(wanted[i]!) : Math.hypot(wanted[i - (i % 2)]!, wanted[i - (i % 2) + 1]!);
  const allowed = (i: number): number => absolute + relative * magnitude(i);
  const differing = Array.from(wanted.keys()).filter((i) => !isClose(got[i]!, wanted[i]!, allowed(i)));
  const first = differing[0];
  if (first === undefined) return;
  const [a, e] = [got[first]!, wanted[first]!];
  const by = Math.abs(a - e);
  const elements = new Set(differing.map((i) => Math.floor(i / width)));
  const part = width === 1 ? "" : first % 2 === 0 ? ".re" : ".im";
  throw failure(
    `${path}${formatIndex(Math.floor(first / width), expected.shape)}${part}`,
    `expected ${e}, got ${a}: off by ${by.toPrecision(3)} (relative ${(by / magnitude(first)).toPrecision(3)}), ` +
      `allowed ${allowed(first).toPrecision(3)}; ${elements.size} of ${expected.size} elements differ`,
  );
}

/** The numbers in storage, two for each element if `width` says so. */
function numbersOf({ dtype, data }: Tensor, width: 1 | 2): TypedArray {
  if (width === 1 || dtype === "complex128") return data;
  return Float64Array.from({ length: 2 * data.length }, (_, i) => (i % 2 === 0 ? data[i / 2]! : 0));
}

function isClose(actual: number, expected: number, allowed: number): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(actual);
  // No tolerance is relative to an infinity.
  return actual === expected || (Number.isFinite(expected) && Math.abs(actual - expected) <= allowed);
}

type Branch = Readonly<Record<string, unknown>>;

function isNumeric(value: unknown): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  if (value instanceof Tensor || ArrayBuffer.isView(value) || isComplex(value)) return true;
  return Array.isArray(value) && value.every((element) => !(element instanceof Tensor) && isNumeric(element));
}

function isBranch(value: unknown): value is Branch {
  return (
    typeof value === "object" && value !== null && !(value instanceof Tensor) && !ArrayBuffer.isView(value)
  );
}

function isComplex(value: unknown): boolean {
  return typeof value === "object" && value !== null && "re" in value && typeof value.re === "number";
}

function tensorOf(value: unknown): Tensor {
  return value instanceof Tensor ? value : tensor(value as TensorLike);
}

/** `[1, 0]` for the flat index of a matrix element; nothing for a scalar. */
function formatIndex(flat: number, shape: readonly number[]): string {
  if (shape.length === 0) return "";
  const index: number[] = [];
  let rest = flat;
  for (const length of shape.toReversed()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return `[${index.join(", ")}]`;
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null ? `{${Object.keys(value).join(", ")}}` : String(value);
}

function failure(path: string, message: string): Error {
  return new Error(`expectClose: ${path === "" ? "" : `at ${path} `}${message}`);
}
