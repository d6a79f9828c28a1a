import { depthBlock } from "../product.ts";

/**
 * Matrices in a memory: addresses are in bytes, strides and steps count elements and may have any sign or be 0.
 *
 * Entry (i, p) of A is `aRow`·i + `aColumn`·p elements behind `a`, and so for B; rows of C are `cRow` elements apart, their entries
 * side by side.
 */
export interface ResidentProduct {
  readonly dtype: "float64" | "float32";
  /** Rows of A and of C. */
  readonly m: number;
  /** Columns of B and of C. */
  readonly n: number;
  /** Columns of A and rows of B: the summed dimension. */
  readonly k: number;
  readonly a: number;
  readonly aRow: number;
  readonly aColumn: number;
  readonly b: number;
  readonly bRow: number;
  readonly bColumn: number;
  /** C overlaps neither A nor B. */
  readonly c: number;
  readonly cRow: number;
  /** How many products; 1 if not given. */
  readonly count?: number;
  /** From one matrix to the next. */
  readonly aStep?: number;
  readonly bStep?: number;
  readonly cStep?: number;
  /** The products are added to what C holds. */
  readonly accumulate?: boolean;
  /** The address of `scratchBytes` of room that holds nothing of value, on a line of the cache: a multiple of 64. */
  readonly scratch: number;
  /** Is told of rows of C that are complete, while they are in the cache: all rows, once each. For a single product. */
  readonly epilogue?: (firstRow: number, rows: number) => void;
}

/** What the size of the scratch depends on. */
export type ResidentShape = Pick<ResidentProduct, "dtype" | "m" | "n" | "k">;

/** The largest tile, in rows and bytes of a row. */
const TILE_ROWS = 12;
const TILE_BYTES = 64;
const EDGE = 512;
const CHUNK = 1024;

/**
 * The bytes of scratch that a product needs, whatever its strides.
 *
 * @example
 * ```ts
 * import { residentScratchBytes } from "@adjoint/kernels";
 *
 * residentScratchBytes({ dtype: "float64", m: 2, n: 2, k: 2 }) < 1024; // => true
 * ```
 */
export function residentScratchBytes({ dtype, m, n, k }: ResidentShape): number {
  const size = dtype === "float64" ? 8 : 4;
  if (m * n * k <= 512 && k <= 256) return EDGE;
  if (m === 1 || n === 1) return EDGE + (CHUNK + k + m * n + 16) * size;
  const block = depthBlock(k);
  const columns = longestPiece(n, 1024, TILE_BYTES / size);
  const strip = Math.max(96, Math.min(768, Math.floor((96 * 256) / Math.max(block, Math.min(n, 512)))));
  return EDGE + (columns + longestPiece(m, strip, TILE_ROWS)) * block * size;
}

/** No piece of a length is longer, whatever unit it is rounded to. */
function longestPiece(length: number, limit: number, unit: number): number {
  return Math.min(length, limit) + unit;
}
