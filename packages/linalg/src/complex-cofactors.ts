import { complexProduct } from "./complex-product.ts";
import { element, over, size1, times } from "./complex-scalar.ts";
import type { Pair } from "./complex-scalar.ts";
import { complexNumberOf, overScaled, scaledComplexOf, timesScaled } from "./complex-scaled-product.ts";
import type { ScaledComplex } from "./complex-scaled-product.ts";
import { complexIdentity } from "./complex-schur.ts";
import { substituteComplex } from "./complex-substitution.ts";
import { swapRows } from "./swap-rows.ts";

/** As `DiagonalForm`, with two numbers an element. */
interface ComplexDiagonalForm {
  readonly sign: 1 | -1;
  readonly d: readonly Pair[];
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** The cofactors of one complex matrix of any rank, which is overwritten: see `cofactors`. */
export function complexCofactors(a: Float64Array, n: number): Float64Array {
  const form = complexDiagonalForm(a, n);
  const productOf = productsWithout(form);
  const middle = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) middle.set(productOf([i]), 2 * (i * n + i));
  return between(form, middle, n);
}

/** Their derivative in the direction `h`: see `cofactorTangentPrimitive`. */
export function complexCofactorTangent(a: Float64Array, h: Float64Array, n: number): Float64Array {
  const form = complexDiagonalForm(a, n);
  const productOf = productsWithout(form);
  const b = complexProduct(complexProduct(form.left, h, n, n, n), form.right, n, n, n);
  const middle = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [re, im] = productOf([i, j]);
      addMultiple(middle, i * n + i, re, im, b, j * n + j);
      addMultiple(middle, j * n + j, re, im, b, i * n + i);
      addMultiple(middle, i * n + j, -re, -im, b, j * n + i);
      addMultiple(middle, j * n + i, -re, -im, b, i * n + j);
    }
  }
  return between(form, middle, n);
}

/** Element `to` of one matrix ← itself plus re + i im times element `from` of another. */
function addMultiple(
  x: Float64Array,
  to: number,
  re: number,
  im: number,
  y: Float64Array,
  from: number,
): void {
  const [p, q] = times(re, im, y[2 * from]!, y[2 * from + 1]!);
  x[2 * to] = x[2 * to]! + p;
  x[2 * to + 1] = x[2 * to + 1]! + q;
}

/** The product of the sign and of all elements of D but the given ones, without a division by zero. */
function productsWithout({ sign, d }: ComplexDiagonalForm): (without: readonly number[]) => Pair {
  const isZero = ([re, im]: Pair): boolean => re === 0 && im === 0;
  const start: ScaledComplex = { re: sign, im: 0, exponent: 0 };
  const total = d
    .filter((each) => !isZero(each))
    .reduce((product, each) => timesScaled(product, scaledComplexOf(each)), start);
  const zeros = d.filter(isZero).length;
  return (without) => {
    const left = without.map((i) => d[i]!);
    if (zeros > left.filter(isZero).length) return [0, 0];
    return complexNumberOf(
      left.reduce((rest, each) => (isZero(each) ? rest : overScaled(rest, scaledComplexOf(each))), total),
    );
  };
}

/** X⁻ᵀ M Y⁻ᵀ. */
function between({ left, right }: ComplexDiagonalForm, m: Float64Array, n: number): Float64Array {
  return complexProduct(complexProduct(transposed(left, n), m, n, n, n), transposed(right, n), n, n, n);
}

function transposed(a: Float64Array, n: number): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) result.set(element(a, n, j, i), 2 * (i * n + j));
  return result;
}

/** As `diagonalForm`: A = X D Y by elimination with complete pivoting; the matrix is overwritten. */
function complexDiagonalForm(a: Float64Array, n: number): ComplexDiagonalForm {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const columns = rows.slice();
  const d = Array.from({ length: n }, (): Pair => [0, 0]);
  let sign: 1 | -1 = 1;
  for (let k = 0; k < n; k++) {
    const [p, q] = largestFrom(a, n, k);
    if (p !== k) sign = -sign as 1 | -1;
    if (q !== k) sign = -sign as 1 | -1;
    swapRows(a, 2 * n, k, p);
    for (let i = 0; i < n; i++) {
      const kept = element(a, n, i, k);
      a.set(element(a, n, i, q), 2 * (i * n + k));
      a.set(kept, 2 * (i * n + q));
    }
    [rows[k], rows[p]] = [rows[p]!, rows[k]!];
    [columns[k], columns[q]] = [columns[q]!, columns[k]!];
    const pivot = (d[k] = element(a, n, k, k));
    if (pivot[0] === 0 && pivot[1] === 0) break;
    for (let i = k + 1; i < n; i++) {
      const [re, im] = over(...element(a, n, i, k), ...pivot);
      a.set([re, im], 2 * (i * n + k));
      if (re === 0 && im === 0) continue;
      for (let j = k + 1; j < n; j++) addMultiple(a, i * n + j, -re, -im, a, k * n + j);
    }
    for (let j = k + 1; j < n; j++) a.set(over(...element(a, n, k, j), ...pivot), 2 * (k * n + j));
  }
  const [identity, left, right] = [complexIdentity(n), complexIdentity(n), complexIdentity(n)];
  rows.forEach((row, i) => left.set(identity.subarray(2 * row * n, 2 * (row + 1) * n), 2 * i * n));
  substituteComplex(a, n, left, n, { lower: true, transposed: false, unitDiagonal: true });
  substituteComplex(a, n, right, n, { lower: false, transposed: false, unitDiagonal: true });
  const unpermuted = new Float64Array(right.length);
  columns.forEach((column, i) => unpermuted.set(right.subarray(2 * i * n, 2 * (i + 1) * n), 2 * column * n));
  return { sign, d, left, right: unpermuted };
}

/** Where the largest element of the rows and columns from k on stands. */
function largestFrom(a: Float64Array, n: number, k: number): [row: number, column: number] {
  let [p, q, largest] = [k, k, 0];
  for (let i = k; i < n; i++) {
    for (let j = k; j < n; j++) {
      const size = size1(...element(a, n, i, j));
      if (size > largest) [p, q, largest] = [i, j, size];
    }
  }
  return [p, q];
}
