import { key as keyOf, uniform } from "@adjoint/random";
import type { Key } from "@adjoint/random";
import {
  checkOptions,
  DomainError,
  NotDifferentiableError,
  ShapeError,
  formatShape,
  Tensor,
  Tracer,
} from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import { anneal } from "./bottleneck-annealing.ts";
import { checkLimits } from "./channel-capacity.ts";
import { informationOf } from "./information-of-rows.ts";
import { jointTable } from "./joint-table.ts";
import { inUnits } from "./units.ts";
import type { Base } from "./units.ts";

/** The options of `informationBottleneck`. */
export interface InformationBottleneckOptions {
  /** The unit of the informations, `"nats"` unless given. */
  readonly base?: Base;
  /** β > 0, what a unit of relevance is worth in units of complexity; up to 1 nothing is kept. */
  readonly beta: number;
  /** How many values T may have; as many as X unless given. */
  readonly size?: number;
  /** Decides which way symmetric clusters part; `key(0)` unless given. */
  readonly key?: Key;
  /** When the encoder's changes are small enough; 1e-10 unless given. */
  readonly tolerance?: number;
  /** Steps at most, for each of the values of β on the way; 2 000 unless given. */
  readonly maxIterations?: number;
}

/** A compressed version T of X that tells about Y. */
export interface InformationBottleneck {
  /** p(t | x), of shape [x, t]. */
  readonly encoder: Tensor;
  /** p(y | t), of shape [t, y]. */
  readonly decoder: Tensor;
  /** p(t) */
  readonly marginal: Tensor;
  /** I(X; T), what T keeps of X. */
  readonly complexity: Tensor;
  /** I(T; Y) ≤ I(X; Y), what T tells about Y. */
  readonly relevance: Tensor;
  /** I(X; T) − β I(T; Y) */
  readonly objective: Tensor;
  /** How many steps it took for all β. */
  readonly iterations: number;
  /** Whether the encoder came to rest. */
  readonly converged: boolean;
}

/**
 * The information bottleneck: the encoder p(t | x) with the least I(X; T) − β I(T; Y), found by annealing.
 *
 * Solves p(t | x) ∝ p(t) exp(−β D(p(y | x) ‖ p(y | t))) by iteration from small β, where T keeps nothing, in steps up to
 * the one wanted; before each the encoder is disturbed a little, so that clusters part where it pays. Deterministic for a
 * key. The problem is not convex: the result is a stationary point, and mostly the best.
 *
 * @param joint - p(x, y) of shape [x, y], which sums to 1.
 * @throws DomainError for numbers that are no joint probabilities or options out of range, ShapeError unless it is a
 * matrix, NotDifferentiableError where its values are not known: there is no derivative.
 *
 * Source: N. Tishby, F. C. Pereira, W. Bialek, "The information bottleneck method" (1999), arXiv:physics/0004057.
 *
 * @example
 * ```ts
 * import { informationBottleneck } from "@adjoint/information";
 *
 * // Four symbols, of which two pairs mean the same: one bit keeps all there is.
 * const joint = [[0.25, 0], [0.25, 0], [0, 0.25], [0, 0.25]];
 * const { complexity, relevance } = informationBottleneck(joint, { beta: 50, size: 2, base: "bits" });
 * complexity.item(); // => 1
 * relevance.item(); // => 1
 * ```
 */
export function informationBottleneck(
  joint: TensorLike,
  options: InformationBottleneckOptions,
): InformationBottleneck {
  const {
    base = "nats",
    beta,
    size: wanted,
    key = keyOf(0),
    tolerance = 1e-10,
    maxIterations = 2_000,
  } = checkOptions("informationBottleneck", options, [
    "base",
    "beta",
    "size",
    "key",
    "tolerance",
    "maxIterations",
  ]);
  const { p } = jointTable("informationBottleneck", joint, undefined);
  if (p instanceof Tracer) {
    throw new NotDifferentiableError(
      "informationBottleneck: joint must be known: the search has no derivative, and cannot be mapped or traced",
      { operation: "informationBottleneck" },
    );
  }
  if (p.shape.length !== 2) {
    throw new ShapeError(
      `informationBottleneck: joint must be a matrix of p(x, y), got the shape ${formatShape(p.shape)}`,
      { operation: "informationBottleneck", shape: p.shape },
    );
  }
  const [inputs, outputs] = p.shape as readonly [number, number];
  const size = wanted ?? inputs;
  checkSettings(beta, size);
  checkLimits("informationBottleneck", tolerance, maxIterations);
  const rows = Array.from({ length: inputs }, (_, x) =>
    Float64Array.from(p.data.slice(x * outputs, (x + 1) * outputs)),
  );
  const noise = Float64Array.from(uniform(key, [inputs * size]).data);
  const found = anneal(rows, { beta, size, noise, tolerance, maxIterations });
  const complexity = informationOf(found.encoder, found.input);
  const relevance = informationOf(found.decoder, found.marginal);
  const bare = (nats: number): Tensor =>
    inUnits("informationBottleneck", new Tensor([], "float64", nats), base);
  return {
    encoder: matrix(found.encoder, size),
    decoder: matrix(found.decoder, outputs),
    marginal: new Tensor([size], "float64", found.marginal),
    complexity: bare(complexity),
    relevance: bare(relevance),
    objective: bare(complexity - beta * relevance),
    iterations: found.iterations,
    converged: found.converged,
  };
}

function checkSettings(beta: number, size: number): void {
  if (!(beta > 0 && beta < Infinity)) {
    throw new DomainError(`informationBottleneck: beta must be a positive number, got ${String(beta)}`, {
      operation: "informationBottleneck",
      beta,
    });
  }
  if (Number.isInteger(size) && size > 0) return;
  throw new DomainError(`informationBottleneck: size must be an integer from 1, got ${String(size)}`, {
    operation: "informationBottleneck",
    size,
  });
}

function matrix(rows: readonly Float64Array[], columns: number): Tensor {
  return new Tensor([rows.length, columns], "float64", Float64Array.from(rows.flatMap((row) => [...row])));
}
