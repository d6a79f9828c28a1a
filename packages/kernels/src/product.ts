/** The two element types that the kernels multiply. */
export type FloatArray = Float64Array | Float32Array;

/** How three row-major matrices lie in the arrays given to {@link Matmul}. */
export interface MatmulOptions {
  /** Rows of A and of C. */
  readonly m: number;
  /** Columns of B and of C. */
  readonly n: number;
  /** Columns of A and rows of B: the summed dimension. */
  readonly k: number;
  /** A is stored as its transpose, `[k, m]`. */
  readonly transposeA?: boolean;
  /** B is stored as its transpose, `[n, k]`. */
  readonly transposeB?: boolean;
  /** Index of A's first entry in its array. */
  readonly offsetA?: number;
  /** Index of B's first entry in its array. */
  readonly offsetB?: number;
  /** Index of C's first entry in its array. */
  readonly offsetC?: number;
  /** How many products: stacks of matrices, those of C end to end. 1 if not given. */
  readonly count?: number;
  /** From one matrix A to the next: m·k if not given, 0 for one that all products share. */
  readonly stepA?: number;
  /** From one matrix B to the next: k·n if not given, 0 for one that all products share. */
  readonly stepB?: number;
}

/**
 * Writes C = A·B into `c`: A is `[m, k]`, B is `[k, n]`, C is `[m, n]`, all row-major and of one element type.
 *
 * @throws RangeError when a size is not a whole number, an array is too short, or the element types differ.
 */
export type Matmul = <T extends FloatArray>(a: T, b: T, c: T, options: MatmulOptions) => void;

/**
 * A product with its strides spelt out: entry (i, p) of A is `a[aStart + i * aRow + p * aColumn]`,
 * and so for B and C.
 */
export interface Product<T extends FloatArray = FloatArray> {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: T;
  readonly aStart: number;
  readonly aRow: number;
  readonly aColumn: number;
  readonly b: T;
  readonly bStart: number;
  readonly bRow: number;
  readonly bColumn: number;
  readonly c: T;
  readonly cStart: number;
  readonly cRow: number;
  readonly cColumn: number;
}

/** Products of stacks of matrices; the first is given. */
export interface Stack {
  readonly first: Product;
  readonly count: number;
  readonly stepA: number;
  readonly stepB: number;
}

/** One product of a stack. */
export function productOf({ first, stepA, stepB }: Stack, i: number): Product {
  const { m, n, aStart, bStart, cStart } = first;
  return { ...first, aStart: aStart + i * stepA, bStart: bStart + i * stepB, cStart: cStart + i * m * n };
}

/** From so many multiplications on a second thread repays waking it: 200³, measured on x64. */
export const PARALLEL_FROM = 8e6;

/** The number of multiplications. */
export function volume({ m, n, k }: Product): number {
  return m * n * k;
}

/**
 * Length of the blocks that the summed dimension is cut into, nearly equal and at most 256.
 *
 * Every implementation adds the products of one block in order, starting from zero, and then adds the blocks in
 * order. This keeps a panel of B in the first-level cache, bounds the rounding error by (256 + k/256)·u instead of
 * k·u, and makes all implementations that round products and sums apart agree to the last bit.
 */
export function depthBlock(k: number): number {
  return Math.ceil(k / Math.max(1, Math.ceil(k / 256)));
}

function isSize(size: number): boolean {
  return Number.isInteger(size) && size >= 0;
}

function reach(name: string, array: FloatArray, start: number, size: number): void {
  if (!Number.isInteger(start) || start < 0 || start + size > array.length) {
    throw new RangeError(
      `matmul: ${name} has ${array.length} entries, but ${size} from index ${start} on are needed`,
    );
  }
}

/** Checks the arguments of {@link Matmul} and spells their strides out. */
export function product<T extends FloatArray>(a: T, b: T, c: T, options: MatmulOptions): Product<T> {
  const { m, n, k, transposeA = false, transposeB = false } = options;
  const { offsetA = 0, offsetB = 0, offsetC = 0, count = 1, stepA = m * k, stepB = k * n } = options;
  if (!isSize(m) || !isSize(n) || !isSize(k)) {
    throw new RangeError(`matmul: sizes must be whole numbers: m is ${m}, n is ${n}, k is ${k}`);
  }
  if (!isSize(count) || !isSize(stepA) || !isSize(stepB)) {
    throw new RangeError(
      `matmul: count and steps must be whole numbers: count is ${count}, stepA is ${stepA}, stepB is ${stepB}`,
    );
  }
  if (a.BYTES_PER_ELEMENT !== c.BYTES_PER_ELEMENT || b.BYTES_PER_ELEMENT !== c.BYTES_PER_ELEMENT) {
    throw new RangeError(
      `matmul: a, b and c must have one element type: they have ${8 * a.BYTES_PER_ELEMENT}, ${8 * b.BYTES_PER_ELEMENT} and ${8 * c.BYTES_PER_ELEMENT} bits`,
    );
  }
  const last = count - 1;
  reach("a", a, offsetA, count === 0 ? 0 : last * stepA + m * k);
  reach("b", b, offsetB, count === 0 ? 0 : last * stepB + k * n);
  reach("c", c, offsetC, count * m * n);
  return {
    m,
    n,
    k,
    a,
    aStart: offsetA,
    aRow: transposeA ? 1 : k,
    aColumn: transposeA ? m : 1,
    b,
    bStart: offsetB,
    bRow: transposeB ? 1 : n,
    bColumn: transposeB ? k : 1,
    c,
    cStart: offsetC,
    cRow: n,
    cColumn: 1,
  };
}
