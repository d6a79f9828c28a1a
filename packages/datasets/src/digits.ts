import { reshape, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { classes, pixels } from "./data/digits.ts";

/** What `digits` returns. */
export interface Digits {
  /** Images of 8×8 pixels, from 0 for white to 16 for black: `[1797, 8, 8]`, float64. */
  readonly images: Tensor;
  /** The digit that each image shows: `[1797]`, int32. */
  readonly labels: Tensor;
  /** The ten classes. */
  readonly names: readonly string[];
  /** Who collected and published it. */
  readonly source: string;
  /** The terms on which it may be used. */
  readonly licence: string;
}

/**
 * Handwritten digits: 1797 images of 8×8 pixels, written by 13 people.
 *
 * A pixel is the number of black ones among the 4×4 of the original bitmap that it stands for. This is the test set of the
 * repository's data, complete and in its order. Every call returns new tensors; `reshape(images, [-1, 64])` has an image in
 * each row.
 *
 * Source: Alpaydin & Kaynak 1998, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository.
 *
 * @example
 * ```ts
 * import { digits } from "@adjoint/datasets";
 * import { slice } from "@adjoint/tensor";
 *
 * const { images, labels } = digits();
 * images.shape; // => [1797, 8, 8]
 * slice(labels, 0).item(); // => 0
 * slice(images, 0, 3).toArray(); // => [0, 4, 12, 0, 0, 8, 8, 0]
 * ```
 */
export function digits(): Digits {
  const shades = Float64Array.from(pixels, (letter) => Number.parseInt(letter, 17));
  return {
    images: reshape(tensor(shades), [-1, 8, 8]),
    labels: tensor(Int32Array.from(classes, Number)),
    names: Array.from("0123456789"),
    source:
      "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998",
    licence: "CC BY 4.0, https://doi.org/10.24432/C50P49",
  };
}
