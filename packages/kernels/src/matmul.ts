import { blockedProduct } from "./blocked-product.ts";
import { directProduct } from "./direct-product.ts";
import type { Implementation } from "./implementation.ts";
import { choiceOf, kernelChoice } from "./kernel-choice.ts";
import {
  type Matmul,
  type MatmulOptions,
  product,
  type Product,
  productOf,
  type Stack,
  volume,
} from "./product.ts";
import { vectorProduct } from "./vector-product.ts";
import { wasmKernel } from "./wasm-kernel.ts";

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
  return kernel && matmulWith(choiceOf(implementation, kernel).run);
}

function matmulWith(run: (work: Product) => void): Matmul {
  return (a, b, c, options) => {
    const work = product(a, b, c, options);
    if (finished(work, options)) return;
    const stack = stackOf(work, options);
    for (let i = 0; i < stack.count; i++) run(productOf(stack, i));
  };
}

/** Does the products without any multiplication: nothing to write, or sums of nothing. */
function finished({ m, n, k, c, cStart }: Product, { count = 1 }: MatmulOptions): boolean {
  if (m * n * k * count > 0) return false;
  c.fill(0, cStart, cStart + count * m * n);
  return true;
}

function stackOf(first: Product, { count = 1, stepA, stepB }: MatmulOptions): Stack {
  const { m, n, k } = first;
  return { first, count, stepA: stepA ?? m * k, stepB: stepB ?? k * n };
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
  return kernelChoice().implementation;
}

/**
 * Up to so many multiplications nothing repays the copies into WebAssembly's memory, nor ever in the product of a
 * matrix and a vector, which uses each entry once; up to so many more nothing repays packing. Measured on x64, in ns
 * for float64: 3×3 140 in TypeScript, 4×4 152, 120 in WebAssembly and 440 packed, 8×8 650, 210 and 560,
 * 32×32 31,000, 4,050 and 4,800, 48×48 12,500 either way in WebAssembly.
 */
const DIRECT_LIMIT = 27;
const SMALL_LIMIT = 32 ** 3;

/**
 * Writes the matrix product C = A·B into `c`, in the fastest implementation that the platform has.
 *
 * A is `[m, k]`, B is `[k, n]` and C is `[m, n]`, row-major; `c` must not overlap `a` or `b`. Sums are kept in the
 * element type: float32 products are rounded to float32 at every step. Entry (i, j) differs from the exact value
 * by at most (256 + k/256)·u·Σₚ|aᵢₚ·bₚⱼ| up to terms of order u², with u = 2⁻⁵³ or 2⁻²⁴; implementations agree to
 * the last bit except "relaxed-simd", which may round products and sums of large products together and obeys the same
 * bound. NaN and infinities propagate as IEEE 754 prescribes. With k = 0, C is filled with zeros. Stacks of matrices
 * are multiplied one by one, small ones with a single copy.
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
  if (finished(work, options)) return;
  if (options.count === undefined || options.count === 1) multiply(work);
  else multiplyStack(stackOf(work, options));
};

function multiply(work: Product): void {
  const size = volume(work);
  if (size <= DIRECT_LIMIT) directProduct(work);
  else if (work.m === 1 || work.n === 1) vectorProduct(work);
  else if (size <= SMALL_LIMIT && work.k <= 256) kernelChoice().runSmall(work);
  else kernelChoice().run(work);
}

function multiplyStack(stack: Stack): void {
  const { m, n, k } = stack.first;
  const size = volume(stack.first);
  // Products with long vectors stay out: they are rounded at each step, which small products are up to 512 alone.
  const small = size <= (m === 1 || n === 1 ? 512 : SMALL_LIMIT) && k <= 256;
  if (small) kernelChoice().runStack(stack);
  else for (let i = 0; i < stack.count; i++) multiply(productOf(stack, i));
}
