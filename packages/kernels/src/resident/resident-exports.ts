/** C = A·B, or C + A·B; addresses and strides are in bytes. */
export type MultiplyMatrices = (
  a: number,
  aRow: number,
  aColumn: number,
  b: number,
  bRow: number,
  bColumn: number,
  c: number,
  cRow: number,
  m: number,
  n: number,
  k: number,
  accumulate: number,
  /** Whether `finish` is told of complete rows. */
  notify: number,
  /** Whether C is known to be symmetric, so that half of it is enough; not with `accumulate`. */
  symmetric: number,
  scratch: number,
) => void;

/** A stack of such products, of any size. */
export type MultiplyStack = (
  count: number,
  aStep: number,
  bStep: number,
  cStep: number,
  ...matrices: Parameters<MultiplyMatrices>
) => void;

/** What the ordinary binaries export. */
export interface ResidentExports {
  readonly multiply64: MultiplyStack;
  readonly multiply32: MultiplyStack;
}

/** What the binary of widened kernels exports: products of matrices with at least two rows and columns. */
export interface WideExports {
  readonly multiply64: MultiplyMatrices;
  readonly multiply32: MultiplyMatrices;
}
