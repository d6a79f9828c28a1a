import type { FloatArray } from "../product.ts";
import type { ElementaryFunction } from "./elementary-function.ts";
import { exp } from "./exp.ts";
import { log1p } from "./logarithm.ts";

/**
 * log(1 + eˣ), computed as max(x, 0) + log(1 + e^−|x|), without overflow.
 *
 * @example
 * ```ts
 * import { softplus } from "@adjoint/kernels";
 *
 * const y = new Float64Array(2);
 * softplus.map(Float64Array.of(0, 1000), y);
 * Array.from(y); // => [0.6931471805599453, 1000]
 * ```
 */
export const softplus: ElementaryFunction = { at, map };

function at(x: number): number {
  return Math.max(x, 0) + log1p.at(exp.at(-Math.abs(x)));
}

function map(x: FloatArray, y: FloatArray): void {
  if (x.length < short) {
    for (let i = 0; i < x.length; i++) y[i] = at(x[i]!);
    return;
  }
  // A float32 would lose digits between the steps.
  const part = new Float64Array(x.length);
  for (let i = 0; i < part.length; i++) part[i] = -Math.abs(x[i]!);
  exp.map(part, part);
  log1p.map(part, part);
  for (let i = 0; i < part.length; i++) y[i] = Math.max(x[i]!, 0) + part[i]!;
}

/** Below this length a buffer for the steps costs more than WebAssembly saves. */
const short = 24;
