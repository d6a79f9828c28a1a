import { implicitRoot } from "@adjoint/autodiff";
import { gmres } from "@adjoint/linalg";
import {
  abs,
  add,
  alignBatches,
  asFloat,
  astype,
  bind,
  checkOptions,
  dataIfKnown,
  div,
  DomainError,
  exp,
  expandDims,
  formatShape,
  greater,
  lessEqual,
  log,
  max,
  minimum,
  mul,
  notDifferentiable,
  ShapeError,
  stopGradient,
  sub,
  sum,
  transpose,
  where,
} from "@adjoint/tensor";
import type { Primitive, Tensor, TensorLike } from "@adjoint/tensor";
import { numbersLike } from "./numbers-like.ts";
import { asProbabilities } from "./probabilities.ts";
import { checkLimits } from "./channel-capacity.ts";
import { scaleLogs } from "./sinkhorn-scaling.ts";
import type { Scaling } from "./sinkhorn-scaling.ts";

/** The options of `sinkhorn`. */
export interface SinkhornOptions {
  /** ε > 0, the weight of entropy: the plan is sharper and takes longer the smaller it is against the costs. */
  readonly epsilon: number;
  /** How far the row sums of the plan may be from `a`, added up; 1e-9 unless given. */
  readonly tolerance?: number;
  /** Steps at most; 10 000 unless given. */
  readonly maxIterations?: number;
}

/** A regularized transport. */
export interface Transport {
  /** How much goes from where to where, P of shape [n, m]; its columns sum to b, its rows to a within `error`. */
  readonly plan: Tensor;
  /** Σ P · cost, what the plan costs. */
  readonly cost: Tensor;
  /** The least Σ P · cost + ε D(P ‖ a bᵀ), what the plan minimizes. */
  readonly value: Tensor;
  /** The dual potentials f and g, with P = a bᵀ e^((f + g − cost)/ε) and Σ a f = 0. */
  readonly potentials: readonly [f: Tensor, g: Tensor];
  /** Σ |row sums of P − a| */
  readonly error: Tensor;
  /** Whether the error is within the tolerance. */
  readonly converged: Tensor;
}

/**
 * Optimal transport from the distribution a to b with entropic regularization, by Sinkhorn's algorithm in the
 * logarithmic domain, so that nothing underflows.
 *
 * Everything but the verdict is differentiable in a, b and the costs, to any order, by the equation that the potentials
 * solve (implicitly: a linear system of order n, whatever number of steps it took). By the envelope theorem the derivatives
 * of `value` are f in a, g in b (up to constants, as probabilities sum to 1) and P in the costs. Choose ε in proportion to
 * the costs; it is annealed, and falls to that given.
 *
 * @param a - probabilities of shape [n].
 * @param b - probabilities of shape [m].
 * @param cost - of shape [n, m], finite.
 * @throws DomainError for numbers that are no probabilities, costs that are not finite or an ε that is not positive;
 * ShapeError if the shapes do not fit.
 *
 * Source: M. Cuturi, "Sinkhorn distances", NeurIPS 2013; G. Peyré, M. Cuturi, "Computational Optimal Transport" (2019),
 * chapters 4 and 9.
 *
 * @example
 * ```ts
 * import { sinkhorn } from "@adjoint/information";
 *
 * const { plan, cost } = sinkhorn([0.5, 0.5], [0.5, 0.5], [[0, 1], [1, 0]], { epsilon: 0.01 });
 * cost.item() < 1e-12; // => true
 * plan.data[0]; // => 0.5
 * ```
 */
export function sinkhorn(
  a: TensorLike,
  b: TensorLike,
  cost: TensorLike,
  options: SinkhornOptions,
): Transport {
  const {
    epsilon,
    tolerance = 1e-9,
    maxIterations = 10_000,
  } = checkOptions("sinkhorn", options, ["epsilon", "tolerance", "maxIterations"]);
  checkLimits("sinkhorn", tolerance, maxIterations);
  if (!(epsilon > 0 && epsilon < Infinity)) {
    throw new DomainError(`sinkhorn: epsilon must be a positive number, got ${String(epsilon)}`, {
      operation: "sinkhorn",
      epsilon,
    });
  }
  const inputs = operands(a, b, cost);
  const scaling = { epsilon, tolerance, maxIterations };
  const potentialsOf = implicitRoot(
    (f: Tensor, p: Tensor, q: Tensor, c: Tensor) => residual(f, p, q, c, epsilon),
    (p: Tensor, q: Tensor, c: Tensor) => bind(scalingPrimitive, [p, q, c], scaling)[0],
    inputs[0].size > directSize ? { linearSolve } : {},
  );
  const [p, q, c] = inputs;
  const f = potentialsOf(p, q, c);
  const g = potentialOf(f, p, c, epsilon);
  const plan = planOf(f, g, p, q, c, epsilon);
  const error = stopGradient(sum(abs(sub(sum(plan, { axis: 1 }), p))));
  return {
    plan,
    cost: sum(mul(plan, c)),
    // At the best potentials their own derivative adds nothing to that of the dual value.
    value: add(sum(mul(p, f)), sum(mul(q, g))),
    potentials: [f, g],
    error,
    converged: lessEqual(error, tolerance),
  };
}

function operands(a: TensorLike, b: TensorLike, cost: TensorLike): [p: Tensor, q: Tensor, cost: Tensor] {
  const { p } = asProbabilities("sinkhorn", "a", a, 0);
  const { p: q } = asProbabilities("sinkhorn", "b", b, 0);
  const c = asFloat("sinkhorn", "cost", cost);
  if (p.shape.length === 1 && q.shape.length === 1 && c.shape.length === 2) {
    if (c.shape[0] === p.size && c.shape[1] === q.size) {
      checkCosts(c);
      return [astype(p, c.dtype), astype(q, c.dtype), c];
    }
  }
  throw new ShapeError(
    `sinkhorn: a [n], b [m] and cost [n, m] must fit, got ${[p, q, c].map(({ shape }) => formatShape(shape)).join(", ")}; ` +
      `use vmap for several`,
    { operation: "sinkhorn", a: p.shape, b: q.shape, cost: c.shape },
  );
}

/** @throws DomainError for costs that are not finite, where they are known. */
function checkCosts(cost: Tensor): void {
  const wrong = dataIfKnown(cost)?.find((each) => !Number.isFinite(each));
  if (wrong === undefined) return;
  throw new DomainError(
    `sinkhorn: cost must be finite, got ${wrong}; what is forbidden may cost much more than anything else`,
    { operation: "sinkhorn", cost: wrong },
  );
}

/** Up to here the matrix of the derivative is eliminated; beyond, only products with it are taken. */
const directSize = 100;

function linearSolve(multiply: (v: TensorLike) => Tensor, b: Tensor): Tensor {
  const restart = Math.min(b.size, 200);
  return gmres(multiply, b, { tolerance: 1e-12, restart, check: true }).x;
}

/** The potential f by scaling; its derivative is that of the equation it solves. */
const scalingPrimitive: Primitive<[p: Tensor, q: Tensor, cost: Tensor], [f: Tensor], Scaling> =
  /* @__PURE__ */ notDifferentiable({
    name: "sinkhorn",
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel([p, q, cost], scaling) {
      const [n, m] = cost.shape.slice(-2) as [number, number];
      checkCosts(cost);
      const part = ({ data }: Tensor, i: number, size: number): Float64Array =>
        Float64Array.from(data.slice(i * size, (i + 1) * size));
      const potentials = Array.from({ length: p.size / n }, (_, i) => [
        ...scaleLogs(part(p, i, n), part(q, i, m), part(cost, i, n * m), scaling),
      ]);
      return [numbersLike(p, p.shape, potentials.flat())];
    },
    batch: (inputs, batched, size, scaling) =>
      bind(scalingPrimitive, alignBatches(inputs, batched, size), scaling),
  });

/** −ε log Σᵢ pᵢ e^((fᵢ − cᵢⱼ)/ε), the other potential. */
function potentialOf(f: Tensor, p: Tensor, cost: Tensor, epsilon: number): Tensor {
  const exponents = div(sub(expandDims(f, 1), cost), epsilon);
  const weights = expandDims(p, 1);
  const possible = greater(weights, 0);
  const largest = max(stopGradient(where(possible, exponents, -Infinity)), { axis: 0 });
  // Weights of 0 have a derivative too, which is not to overflow.
  const powers = exp(minimum(sub(exponents, largest), 700));
  return mul(-epsilon, add(log(sum(mul(weights, powers), { axis: 0 })), largest));
}

/** 0 at the potential with Σ p f = 0: without that, f is known up to a constant alone. */
function residual(f: Tensor, p: Tensor, q: Tensor, cost: Tensor, epsilon: number): Tensor {
  const g = potentialOf(f, p, cost, epsilon);
  const again = potentialOf(g, q, transpose(cost), epsilon);
  return add(sub(f, again), sum(mul(p, f)));
}

function planOf(f: Tensor, g: Tensor, p: Tensor, q: Tensor, cost: Tensor, epsilon: number): Tensor {
  const exponents = div(sub(add(expandDims(f, 1), g), cost), epsilon);
  return mul(mul(expandDims(p, 1), q), exp(minimum(exponents, 700)));
}
