import { blockedProduct } from "./blocked-product.ts";
import { directProduct } from "./direct-product.ts";
import type { Implementation } from "./implementation.ts";
import { product, type Matmul, type Product } from "./product.ts";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.ts";
import { wasmProduct } from "./wasm-product.ts";

/**
 * Makes a matrix product that always runs in the given implementation, whatever the size;
 * `undefined` where the platform lacks it.
 *
 * Products that fail to get the memory they need run in TypeScript.
 *
 * @example
 * ```ts
 * import { createMatmul } from "@adjoint/kernels";
 *
 * const c = new Float64Array(1);
 * const matmul = createMatmul("typescript");
 * matmul?.(Float64Array.of(1, 2), Float64Array.of(3, 4), c, { m: 1, n: 1, k: 2 });
 * c[0]; // => 11
 * ```
 */
export function createMatmul(implementation: Implementation): Matmul | undefined {
  if (implementation === "typescript") return matmulWith(blockedProduct);
  const kernel = wasmKernel(implementation);
  return kernel && matmulWith((work) => runOn(kernel, work));
}

function runOn(kernel: WasmKernel, work: Product): void {
  if (!wasmProduct(kernel, work)) blockedProduct(work);
}

function matmulWith(run: (work: Product) => void): Matmul {
  return (a, b, c, options) => {
    const work = product(a, b, c, options);
    if (!finished(work)) run(work);
  };
}

/** Does the products without any multiplication: nothing to write, or sums of nothing. */
function finished({ m, n, k, c, cStart }: Product): boolean {
  if (m * n * k > 0) return false;
  c.fill(0, cStart, cStart + m * n);
  return true;
}

interface Chosen {
  readonly implementation: Implementation;
  readonly run: (work: Product) => void;
}

/** The kernel in use, made on first need; a cache, so sharing it between all callers changes no result. */
let chosen: Chosen | undefined;

function choose(): Chosen {
  for (const implementation of ["relaxed-simd", "simd"] as const) {
    const kernel = wasmKernel(implementation);
    if (kernel) return { implementation, run: (work) => runOn(kernel, work) };
  }
  return { implementation: "typescript", run: blockedProduct };
}

/**
 * Names the implementation that large products run in on this platform; the first call compiles it.
 *
 * @example
 * ```ts
 * import { implementation } from "@adjoint/kernels";
 *
 * ["relaxed-simd", "simd", "typescript"].includes(implementation()); // => true
 * ```
 */
export function implementation(): Implementation {
  chosen ??= choose();
  return chosen.implementation;
}

/**
 * Up to so many multiplications nothing repays the copies into WebAssembly's memory, nor ever in the product of a
 * matrix and a vector, which uses each entry once; measured on x64.
 */
const DIRECT_LIMIT = 512;

/**
 * Writes the matrix product C = A·B into `c`, in the fastest implementation that the platform has.
 *
 * A is `[m, k]`, B is `[k, n]` and C is `[m, n]`, row-major; `c` must not overlap `a` or `b`. Sums are kept in the
 * element type: float32 products are rounded to float32 at every step. Entry (i, j) differs from the exact value
 * by at most (256 + k/256)·u·Σₚ|aᵢₚ·bₚⱼ| up to terms of order u², with u = 2⁻⁵³ or 2⁻²⁴; implementations agree to
 * the last bit except "relaxed-simd", which may round products and sums together and obeys the same bound. NaN and
 * infinities propagate as IEEE 754 prescribes. With k = 0, C is filled with zeros.
 *
 * @throws RangeError when a size is not a whole number, an array is too short, or the element types differ.
 *
 * @example
 * ```ts
 * import { matmul } from "@adjoint/kernels";
 *
 * const c = new Float64Array(4);
 * matmul(Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8), c, { m: 2, n: 2, k: 2 });
 * Array.from(c); // => [19, 22, 43, 50]
 * ```
 */
export const matmul: Matmul = (a, b, c, options) => {
  const work = product(a, b, c, options);
  if (finished(work)) return;
  const { m, n, k } = work;
  if (m * n * k <= DIRECT_LIMIT || m === 1 || n === 1) directProduct(work);
  else (chosen ??= choose()).run(work);
};
