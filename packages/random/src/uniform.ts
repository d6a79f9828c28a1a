import {
  add,
  checkOptions,
  checkShape,
  DomainError,
  less,
  mul,
  sizeOf,
  sub,
  Tensor,
  Tracer,
  type Shape,
  type TensorLike,
} from "@adjoint/tensor";
import { blocks, draws } from "./blocks.ts";
import type { Key } from "./key.ts";
import { sampleShape } from "./sample-shape.ts";

/** The interval of `uniform`. */
export interface UniformOptions {
  /** The lower end, 0 unless given. */
  readonly low?: TensorLike;
  /** The upper end, 1 unless given. */
  readonly high?: TensorLike;
}

/**
 * Numbers spread evenly over [low, high), each with 53 random bits.
 *
 * Computed as low + (high − low) u, so that derivatives flow to the ends; when |low| is large, rounding may reach `high`.
 *
 * @param shape - that of the result, into which `low` and `high` broadcast; their common shape unless given.
 * @throws ShapeError when the ends do not broadcast, DomainError when low ≥ high or high − low is not finite.
 *
 * @example
 * ```ts
 * import { key, uniform } from "@adjoint/random";
 *
 * const x = uniform(key(1), [1000], { low: -1, high: 1 });
 * x.shape; // => [1000]
 * Math.min(...x.data) >= -1 && Math.max(...x.data) < 1; // => true
 * ```
 */
export function uniform(key: Key, shape?: Shape, options: UniformOptions = {}): Tensor {
  const { low = 0, high = 1 } = checkOptions("uniform", options, ["low", "high"]);
  const sampled = sampleShape("uniform", shape, { low, high });
  checkInterval(sampled.params.low, sampled.params.high);
  const u = unitUniform("uniform", key, sampled.shape);
  const isUnit = options.low === undefined && options.high === undefined;
  return isUnit ? u : add(sampled.params.low, mul(sub(sampled.params.high, sampled.params.low), u));
}

/** Multiples of 2⁻⁵³ in [0, 1): element i is made from block i alone. */
export function unitUniform(operation: string, key: Key, shape: Shape): Tensor {
  const checked = checkShape(operation, shape);
  const size = sizeOf(checked);
  const elements = new Float64Array(size);
  for (let start = 0; start < size; start += chunk) {
    const count = Math.min(chunk, size - start);
    const words = blocks(operation, key, count, draws, start);
    for (let i = 0; i < count; i++) elements[start + i] = unitFrom(words[2 * i]!, words[2 * i + 1]!);
  }
  return new Tensor(checked, "float64", elements);
}

/** Elements that are made at a time: small enough for the first-level cache. */
const chunk = 2048;

/** The double in [0, 1) made of the upper 27 bits of one word and the upper 26 of the other. */
export function unitFrom(high: number, low: number): number {
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) * 2 ** -53;
}

function checkInterval(low: Tensor, high: Tensor): void {
  if (low instanceof Tracer || high instanceof Tracer) return;
  const inOrder = less(low, high);
  if (inOrder.data.includes(0)) {
    throw new DomainError(`uniform: low must be less than high, got ${String(low)} and ${String(high)}`, {
      operation: "uniform",
      low,
      high,
    });
  }
  // An interval without a finite length would give infinities and NaN.
  if (sub(high, low).data.every(Number.isFinite)) return;
  throw new DomainError(
    `uniform: high - low must be finite, got low ${String(low)} and high ${String(high)}; ` +
      `draw from a shorter interval and scale the result`,
    { operation: "uniform", low, high },
  );
}
