import { asTensor, DomainError, ShapeError, take, Tensor, type TensorLike } from "@adjoint/tensor";
import { boundedIntegers } from "./bounded-integers.ts";
import type { Key } from "./key.ts";

/**
 * The integers from 0 to n − 1 in random order, or a tensor with axis 0 shuffled; every order exactly as likely.
 *
 * The shuffle is that of Fisher and Yates (Durstenfeld 1964). Derivatives flow through a shuffled tensor.
 *
 * @throws DomainError for a number that is not an integer from 0, ShapeError for a tensor without axes.
 *
 * @example
 * ```ts
 * import { key, permutation } from "@adjoint/random";
 *
 * [...permutation(key(1), 5).data].sort(); // => [0, 1, 2, 3, 4]
 * permutation(key(1), [[1, 1], [2, 2]]).shape; // => [2, 2]
 * ```
 */
export function permutation(key: Key, x: TensorLike): Tensor {
  if (typeof x === "number") return indices(key, x);
  const tensor = asTensor("permutation", "x", x);
  const length = tensor.shape[0];
  if (length === undefined) {
    throw new ShapeError(
      "permutation: x is a scalar tensor, which has no axis to shuffle; give a plain number n for 0, …, n − 1",
      {
        shape: tensor.shape,
      },
    );
  }
  return take(tensor, indices(key, length), { axis: 0 });
}

function indices(key: Key, n: number): Tensor {
  if (!Number.isInteger(n) || n < 0 || n > 2 ** 31) {
    throw new DomainError(`permutation: n must be an integer from 0 to 2^31, got ${n}`, { n });
  }
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  const choices = boundedIntegers("permutation", key, n, (i) => i + 1);
  for (let i = n - 1; i > 0; i--) {
    const j = choices[i]!;
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return new Tensor([n], "int32", order);
}
