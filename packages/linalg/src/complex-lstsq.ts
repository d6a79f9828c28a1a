import { complex, concat, imag, neg, real, slice } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { matrixShape } from "./matrices.ts";

/** [P −Q; Q P] of A = P + iQ, which multiplies the parts of a vector, one below the other, as A does the vector. */
export function embeddedMatrix(a: Tensor): Tensor {
  const [p, q] = [real(a), imag(a)];
  return concat([concat([p, neg(q)], { axis: -1 }), concat([q, p], { axis: -1 })], { axis: -2 });
}

/** [R; S] of the columns B = R + iS. */
export function embeddedColumns(b: Tensor): Tensor {
  return concat([real(b), imag(b)], { axis: -2 });
}

/** The columns R + iS of [R; S]. */
export function fromEmbedded(x: Tensor): Tensor {
  const n = matrixShape(x.shape)[0] / 2;
  return complex(slice(x, "...", [0, n], []), slice(x, "...", [n, 2 * n], []));
}
