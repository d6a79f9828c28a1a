import { elimination, products } from "@adjoint/kernels";
import type { Arena, Elimination, Products } from "@adjoint/kernels";

/** What factorizations by blocks are put together from. */
export interface BlockKernels {
  readonly panels: Elimination;
  readonly products: Products;
}

export function blockKernels({ use }: Arena): BlockKernels {
  return { panels: use(elimination), products: use(products) };
}

/** A triangle in an arena by its strides; read as its lower part. */
export interface PlacedTriangle {
  readonly t: number;
  readonly tRow: number;
  readonly tColumn: number;
  readonly hasUnits: boolean;
}

/** Up to so many rows are substituted one by one. */
const fewRows = 16;

/**
 * X ← T⁻¹ X inside an arena for the lower triangle of T, k × k with any strides, and X of `width` neighbouring columns: by
 * halves, whose products take nearly all of the k² width/2 multiplications. An upper triangle is a lower one from its last
 * element backwards, with negative strides.
 */
export function substituteBlocks(
  kernels: BlockKernels,
  { t, tRow, tColumn, hasUnits }: PlacedTriangle,
  x: number,
  xRow: number,
  k: number,
  width: number,
): void {
  if (k <= fewRows) {
    kernels.panels.substitute(t, tRow, tColumn, hasUnits ? 1 : 0, x, xRow, k, width);
    return;
  }
  const half = Math.ceil(k / 16) * 8;
  const below = t + half * tRow;
  const rest = x + half * xRow;
  substituteBlocks(kernels, { t, tRow, tColumn, hasUnits }, x, xRow, half, width);
  kernels.products.multiply(rest, xRow, below, tRow, tColumn, x, xRow, 1, k - half, width, half, -1);
  const corner = { t: below + half * tColumn, tRow, tColumn, hasUnits };
  substituteBlocks(kernels, corner, rest, xRow, k - half, width);
}
