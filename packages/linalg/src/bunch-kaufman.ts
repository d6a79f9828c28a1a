/** The threshold that balances the growth of one step with a 2×2 block against two with 1×1 pivots. */
const alpha = (1 + Math.sqrt(17)) / 8;

/**
 * Pᵀ A P = L D Lᵀ in place for a symmetric matrix whose two triangles are both filled: L without its unit diagonal
 * below, D on the diagonal. `order[i]` becomes the row and column of A that stands in row i.
 *
 * Bunch & Kaufman 1977, "Some stable methods for calculating inertia and solving symmetric linear systems" (Math. Comp. 31);
 * Golub & Van Loan, Matrix Computations, 4th ed., §4.4.4, with the complete comparison of LAPACK's dsytf2.
 *
 * @returns the elements below the diagonal of D; where one is not 0, a 2×2 block stands.
 */
export function factorSymmetric(a: Float64Array, n: number, order: Int32Array): Float64Array {
  const below = new Float64Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let k = 0; k < n;) {
    const { pivot, size } = choosePivot(a, n, k);
    if (pivot !== k + size - 1) exchange(a, n, k + size - 1, pivot, order);
    if (size === 2) {
      below[k] = a[(k + 1) * n + k]!;
      eliminateTwo(a, n, k);
      a[(k + 1) * n + k] = 0;
    } else {
      eliminateOne(a, n, k);
    }
    k += size;
  }
  return below;
}

/** Which row comes to the place k, or with a 2×2 block to the place k + 1. */
function choosePivot(a: Float64Array, n: number, k: number): { pivot: number; size: 1 | 2 } {
  const diagonal = Math.abs(a[k * n + k]!);
  const r = largestInRow(a, n, k, k);
  const largest = r === k ? 0 : Math.abs(a[r * n + k]!);
  if (diagonal >= alpha * largest) return { pivot: k, size: 1 };
  const across = Math.abs(a[r * n + largestInRow(a, n, r, k)]!);
  // Quotients instead of products, which may overflow.
  if (diagonal >= alpha * largest * (largest / across)) return { pivot: k, size: 1 };
  if (Math.abs(a[r * n + r]!) >= alpha * across) return { pivot: r, size: 1 };
  return { pivot: r, size: 2 };
}

/** Where the largest element of row i from column k on stands, its diagonal left out; i itself if all are 0. */
function largestInRow(a: Float64Array, n: number, i: number, k: number): number {
  let at = i;
  let largest = 0;
  for (let j = k; j < n; j++) {
    const size = j === i ? 0 : Math.abs(a[i * n + j]!);
    if (!(size > largest)) continue;
    largest = size;
    at = j;
  }
  return at;
}

/** Exchanges rows and columns i < j: of what remains to be factored, and the rows of L so far. */
function exchange(a: Float64Array, n: number, i: number, j: number, order: Int32Array): void {
  if (i === j) return;
  [order[i], order[j]] = [order[j]!, order[i]!];
  for (let c = 0; c < n; c++) [a[i * n + c], a[j * n + c]] = [a[j * n + c]!, a[i * n + c]!];
  for (let r = 0; r < n; r++) [a[r * n + i], a[r * n + j]] = [a[r * n + j]!, a[r * n + i]!];
}

/** Takes l d lᵀ, the part of a 1×1 pivot, from the rest of the matrix; column k becomes l. */
function eliminateOne(a: Float64Array, n: number, k: number): void {
  const pivot = a[k * n + k]!;
  if (pivot === 0) return;
  for (let i = k + 1; i < n; i++) {
    const factor = a[i * n + k]! / pivot;
    // The upper triangle still has column k as row k.
    if (factor !== 0) {
      for (let j = k + 1; j <= i; j++) {
        a[i * n + j] = a[j * n + i] = a[i * n + j]! - factor * a[k * n + j]!;
      }
    }
    a[i * n + k] = factor;
  }
}

/** The same for a 2×2 block, whose inverse is scaled by its element off the diagonal, the largest of the three. */
function eliminateTwo(a: Float64Array, n: number, k: number): void {
  const off = a[(k + 1) * n + k]!;
  const first = a[(k + 1) * n + k + 1]! / off;
  const second = a[k * n + k]! / off;
  const scale = first * second - 1;
  for (let i = k + 2; i < n; i++) {
    const x = a[i * n + k]! / off;
    const y = a[i * n + k + 1]! / off;
    const [p, q] = [(first * x - y) / scale, (second * y - x) / scale];
    for (let j = k + 2; j <= i; j++) {
      const change = p * a[k * n + j]! + q * a[(k + 1) * n + j]!;
      a[i * n + j] = a[j * n + i] = a[i * n + j]! - change;
    }
    a[i * n + k] = p;
    a[i * n + k + 1] = q;
  }
}
