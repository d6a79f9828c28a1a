import {
  abs,
  add,
  astype,
  checkOptions,
  checkSameStructure,
  div,
  DomainError,
  lessEqual,
  logicalNot,
  max,
  maximum,
  sub,
  unflatten,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkFunction, flattenTensors } from "./flat-function.ts";
import { implicitRoot } from "./implicit-root.ts";
import type { ImplicitRootOptions } from "./implicit-root.ts";
import type { TensorsOf } from "./tensors-of.ts";
import type { Accepts } from "./types.ts";
import { whileLoop } from "./while-loop.ts";

/** The options of `fixedPoint`. */
export interface FixedPointOptions extends ImplicitRootOptions {
  /** The iteration ends when no element changes by more than `tolerance`·(1 + |x|); 1e-12, or 1e-6 in float32. */
  readonly tolerance?: number;
  /** After how many steps the iteration is given up; 10 000 if not given. */
  readonly maxIterations?: number;
}

/**
 * The fixed point x = f(x, θ) that the iteration x ← f(x, θ) comes to rest at from `x0`, with the derivative of the
 * fixed point with respect to θ instead of that of the steps: dx = (1 − ∂f/∂x)⁻¹ (∂f/∂θ) dθ.
 *
 * Reverse mode keeps nothing of the iteration, and where it began makes no difference. Derivatives have every order in
 * both modes; `f` may use values from outside, which are differentiated too.
 *
 * @param f - a synchronous map from x and the parameters to a tree of the form of x.
 * @param x0 - where to begin, a tree of floating-point tensors.
 * @param params - θ, a tree that `f` is given; `[]` if there is none.
 * @throws DomainError if the iteration does not converge, NotDifferentiableError if 1 − ∂f/∂x is singular there.
 * @example
 * ```ts
 * import { fixedPoint, grad } from "@adjoint/autodiff";
 * import { add, div, mul, tensor } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * // Heron's method for √a.
 * const squareRoot = (a: Tensor) => fixedPoint((x, b) => mul(0.5, add(x, div(b, x))), 1, a);
 * squareRoot(tensor(4)).item(); // => 2
 * grad(squareRoot)(4).item(); // => 0.25
 * ```
 */
export function fixedPoint<X, Params>(
  f: (x: TensorsOf<X>, params: TensorsOf<Params>) => Accepts<TensorsOf<NoInfer<X>>>,
  x0: X,
  params: Params,
  options: FixedPointOptions = {},
): TensorsOf<X> {
  checkFunction("fixedPoint", f);
  const {
    tolerance,
    maxIterations = 10_000,
    ...rest
  } = checkOptions("fixedPoint", options, ["linearSolve", "maxIterations", "tolerance"]);
  if (tolerance !== undefined && !(tolerance > 0)) {
    throw new DomainError(`fixedPoint: tolerance must be positive, got ${String(tolerance)}`, {
      operation: "fixedPoint",
      tolerance,
    });
  }
  const step = f as (x: unknown, params: unknown) => unknown;
  const residual = (x: unknown, _start: unknown, given: unknown): unknown => difference(x, step(x, given));
  const solve = (start: unknown, given: unknown): unknown =>
    iterate((x) => step(x, given), start, tolerance, maxIterations);
  return implicitRoot(residual, solve, rest)(x0, params) as TensorsOf<X>;
}

function difference(x: unknown, y: unknown): unknown {
  const left = flattenTensors("fixedPoint", x);
  const right = flattenTensors("fixedPoint: result of the function", y);
  checkSameStructure("fixedPoint", left.structure, right.structure);
  return unflatten(
    left.structure,
    left.leaves.map((leaf, i) => sub(leaf, right.leaves[i]!)),
  );
}

function iterate(
  step: (x: unknown) => unknown,
  start: unknown,
  tolerance: number | undefined,
  maxIterations: number,
): unknown {
  const single = flattenTensors("fixedPoint: x0", start).leaves.some(({ dtype }) => dtype === "float32");
  const limit = tolerance ?? (single ? 1e-6 : 1e-12);
  try {
    return whileLoop(
      // Written so that a change of NaN goes on, and is reported in the end.
      ({ change }) => logicalNot(lessEqual(change, limit)),
      ({ x }) => {
        const next = step(x);
        return { x: next, change: changeBetween(x, next) } as never;
      },
      { x: start, change: Infinity },
      { maxIterations },
    ).x;
  } catch (error) {
    if (!(error instanceof DomainError && error.details["operation"] === "whileLoop")) throw error;
    throw new DomainError(
      `fixedPoint: the iteration has not come to rest after ${maxIterations} steps (tolerance ${limit}); check that ` +
        `the map is a contraction near its fixed point, begin closer to it, or raise maxIterations or tolerance`,
      { operation: "fixedPoint", maxIterations, tolerance: limit },
    );
  }
}

/** The largest change of an element, relative to 1 + its size. */
function changeBetween(x: unknown, next: unknown): Tensor | number {
  const before = flattenTensors("fixedPoint", x).leaves;
  const after = flattenTensors("fixedPoint", next).leaves;
  const changes = after.flatMap((leaf, i) =>
    leaf.size === 0 ? [] : [astype(max(div(abs(sub(leaf, before[i]!)), add(1, abs(leaf)))), "float64")],
  );
  return changes.reduce<Tensor | number>((a, b) => maximum(a, b), 0);
}
