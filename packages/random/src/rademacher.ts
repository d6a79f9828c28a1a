import { checkShape, type Shape, sizeOf, Tensor } from "@adjoint/tensor";
import { blocks } from "./blocks.ts";
import type { Key } from "./key.ts";

/**
 * Fair signs: 1 or −1, as float64. Vectors of them make the cheapest unbiased estimates of a trace.
 *
 * @throws DomainError for a length that is no integer from 0.
 *
 * @example
 * ```ts
 * import { key, rademacher } from "@adjoint/random";
 *
 * [...new Set(rademacher(key(1), [100]).data)].sort(); // => [-1, 1]
 * ```
 */
export function rademacher(key: Key, shape: Shape = []): Tensor {
  const checked = checkShape("rademacher", shape);
  const words = blocks("rademacher", key, sizeOf(checked));
  const signs = new Float64Array(sizeOf(checked));
  for (let i = 0; i < signs.length; i++) signs[i] = words[2 * i]! >>> 31 === 0 ? 1 : -1;
  return new Tensor(checked, "float64", signs);
}
