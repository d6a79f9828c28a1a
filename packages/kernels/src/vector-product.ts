import { depthBlock, type FloatArray, type Product } from "./product.ts";

/** yᵢ = Σₚ Mᵢₚ xₚ: the matrix has any strides, of which one is 1; the vectors lie end to end. */
interface VectorProduct<T extends FloatArray = FloatArray> {
  readonly matrix: T;
  readonly start: number;
  readonly rows: number;
  readonly k: number;
  readonly rowStride: number;
  readonly depthStride: number;
  readonly vector: T;
  readonly from: number;
  readonly target: T;
  readonly to: number;
}

/** Sums that are computed side by side stay in the first-level cache. */
const CHUNK = 1024;

/**
 * C = A·B with a single row or column, in plain TypeScript: each entry of the matrix is used once, so that copying it
 * into WebAssembly's memory would cost more than the product. The sums and their order are those of the direct product.
 *
 * The matrix is read as it lies: rows that lie end to end are multiplied with the vector, four at a time;
 * columns that do are added up.
 */
export function vectorProduct({ m, n, k, a, b, c, ...at }: Product): void {
  const left = { matrix: a, start: at.aStart, rows: m, rowStride: at.aRow, depthStride: at.aColumn };
  const right = { matrix: b, start: at.bStart, rows: n, rowStride: at.bColumn, depthStride: at.bRow };
  const work: VectorProduct =
    n === 1
      ? { ...left, k, vector: b, from: at.bStart, target: c, to: at.cStart }
      : { ...right, k, vector: a, from: at.aStart, target: c, to: at.cStart };
  const block = depthBlock(k);
  const endToEnd = work.depthStride === 1;
  if (c instanceof Float64Array) {
    (endToEnd ? dots64 : combinations64)(work as VectorProduct<Float64Array>, block);
  } else (endToEnd ? dots32 : combinations32)(work as VectorProduct<Float32Array>, block);
}

// Twice the same, once with rounding to float32 after each step: loops are fast that see a single kind of array.

function dots64(work: VectorProduct<Float64Array>, block: number): void {
  const { matrix, start, rows, k, rowStride, vector, from, target, to } = work;
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    for (let first = 0; first < k; first += block) {
      const end = from + Math.min(k, first + block);
      let p0 = start + i * rowStride + first;
      let p1 = p0 + rowStride;
      let p2 = p1 + rowStride;
      let p3 = p2 + rowStride;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let q = from + first; q < end; q++) {
        const x = vector[q]!;
        s0 += matrix[p0]! * x;
        s1 += matrix[p1]! * x;
        s2 += matrix[p2]! * x;
        s3 += matrix[p3]! * x;
        p0++;
        p1++;
        p2++;
        p3++;
      }
      const at = to + i;
      target[at] = first === 0 ? s0 : target[at]! + s0;
      target[at + 1] = first === 0 ? s1 : target[at + 1]! + s1;
      target[at + 2] = first === 0 ? s2 : target[at + 2]! + s2;
      target[at + 3] = first === 0 ? s3 : target[at + 3]! + s3;
    }
  }
  for (; i < rows; i++) {
    for (let first = 0; first < k; first += block) {
      const end = from + Math.min(k, first + block);
      let p = start + i * rowStride + first;
      let sum = 0;
      for (let q = from + first; q < end; q++) sum += matrix[p++]! * vector[q]!;
      target[to + i] = first === 0 ? sum : target[to + i]! + sum;
    }
  }
}

function dots32(work: VectorProduct<Float32Array>, block: number): void {
  const { fround } = Math;
  const { matrix, start, rows, k, rowStride, vector, from, target, to } = work;
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    for (let first = 0; first < k; first += block) {
      const end = from + Math.min(k, first + block);
      let p0 = start + i * rowStride + first;
      let p1 = p0 + rowStride;
      let p2 = p1 + rowStride;
      let p3 = p2 + rowStride;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let q = from + first; q < end; q++) {
        const x = vector[q]!;
        s0 = fround(s0 + fround(matrix[p0]! * x));
        s1 = fround(s1 + fround(matrix[p1]! * x));
        s2 = fround(s2 + fround(matrix[p2]! * x));
        s3 = fround(s3 + fround(matrix[p3]! * x));
        p0++;
        p1++;
        p2++;
        p3++;
      }
      const at = to + i;
      target[at] = first === 0 ? s0 : target[at]! + s0;
      target[at + 1] = first === 0 ? s1 : target[at + 1]! + s1;
      target[at + 2] = first === 0 ? s2 : target[at + 2]! + s2;
      target[at + 3] = first === 0 ? s3 : target[at + 3]! + s3;
    }
  }
  for (; i < rows; i++) {
    for (let first = 0; first < k; first += block) {
      const end = from + Math.min(k, first + block);
      let p = start + i * rowStride + first;
      let sum = 0;
      for (let q = from + first; q < end; q++) sum = fround(sum + fround(matrix[p++]! * vector[q]!));
      target[to + i] = first === 0 ? sum : target[to + i]! + sum;
    }
  }
}

function combinations64(work: VectorProduct<Float64Array>, block: number): void {
  const { matrix, start, rows, k, depthStride, vector, from, target, to } = work;
  const sums = new Float64Array(Math.min(rows, CHUNK));
  for (let chunk = 0; chunk < rows; chunk += CHUNK) {
    const count = Math.min(CHUNK, rows - chunk);
    for (let first = 0; first < k; first += block) {
      const end = Math.min(k, first + block);
      sums.fill(0);
      let p = first;
      for (; p + 4 <= end; p += 4) {
        const p0 = start + chunk + p * depthStride;
        const p1 = p0 + depthStride;
        const p2 = p1 + depthStride;
        const p3 = p2 + depthStride;
        const x0 = vector[from + p]!;
        const x1 = vector[from + p + 1]!;
        const x2 = vector[from + p + 2]!;
        const x3 = vector[from + p + 3]!;
        for (let i = 0; i < count; i++) {
          const sum = sums[i]! + x0 * matrix[p0 + i]! + x1 * matrix[p1 + i]!;
          sums[i] = sum + x2 * matrix[p2 + i]! + x3 * matrix[p3 + i]!;
        }
      }
      for (; p < end; p++) {
        const x = vector[from + p]!;
        const p0 = start + chunk + p * depthStride;
        for (let i = 0; i < count; i++) sums[i] = sums[i]! + x * matrix[p0 + i]!;
      }
      const at = to + chunk;
      if (first === 0) for (let i = 0; i < count; i++) target[at + i] = sums[i]!;
      else for (let i = 0; i < count; i++) target[at + i] = target[at + i]! + sums[i]!;
    }
  }
}

function combinations32(work: VectorProduct<Float32Array>, block: number): void {
  const { fround } = Math;
  const { matrix, start, rows, k, depthStride, vector, from, target, to } = work;
  const sums = new Float32Array(Math.min(rows, CHUNK));
  for (let chunk = 0; chunk < rows; chunk += CHUNK) {
    const count = Math.min(CHUNK, rows - chunk);
    for (let first = 0; first < k; first += block) {
      const end = Math.min(k, first + block);
      sums.fill(0);
      let p = first;
      for (; p + 4 <= end; p += 4) {
        const p0 = start + chunk + p * depthStride;
        const p1 = p0 + depthStride;
        const p2 = p1 + depthStride;
        const p3 = p2 + depthStride;
        const x0 = vector[from + p]!;
        const x1 = vector[from + p + 1]!;
        const x2 = vector[from + p + 2]!;
        const x3 = vector[from + p + 3]!;
        for (let i = 0; i < count; i++) {
          let sum = fround(sums[i]! + fround(x0 * matrix[p0 + i]!));
          sum = fround(sum + fround(x1 * matrix[p1 + i]!));
          sum = fround(sum + fround(x2 * matrix[p2 + i]!));
          sums[i] = sum + fround(x3 * matrix[p3 + i]!);
        }
      }
      for (; p < end; p++) {
        const x = vector[from + p]!;
        const p0 = start + chunk + p * depthStride;
        for (let i = 0; i < count; i++) sums[i] = sums[i]! + fround(x * matrix[p0 + i]!);
      }
      const at = to + chunk;
      if (first === 0) for (let i = 0; i < count; i++) target[at + i] = sums[i]!;
      else for (let i = 0; i < count; i++) target[at + i] = target[at + i]! + sums[i]!;
    }
  }
}
