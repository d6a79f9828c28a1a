import {
  abs,
  add,
  broadcastShapes,
  broadcastTo,
  checkOptions,
  div,
  DomainError,
  log,
  mul,
  sign,
  sub,
  tril,
} from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { bijector, withoutLast } from "./bijector.ts";
import type { Bijector, BijectorKind, Restricted } from "./bijector.ts";
import { checkParameters, choleskyFactors, elementwise, finite, vectorOf } from "./constraint.ts";
import { multiplyVectors, solveVectors } from "./matrix-vector.ts";
import { restrictToInterval, restrictToVectors } from "./restrict.ts";
import { checkScaled, sumOfLogs } from "./scale-matrix.ts";
import { realLine, realVectors } from "./support.ts";

/** The parameters of an affine bijector. */
export type AffineParameters = { readonly shift: Tensor } & (
  | { readonly scale: Tensor }
  | { readonly choleskyFactor: Tensor }
);

/** What `affineBijector` is made of. */
export interface AffineOptions {
  /** What is added, 0 unless given. */
  readonly shift?: TensorLike;
  /** What each number is multiplied by: not 0, but of any sign; 1 unless given. */
  readonly scale?: TensorLike;
  /** Instead of the scale, for vectors: a lower triangular matrix L with a positive diagonal, [n, n]. */
  readonly choleskyFactor?: TensorLike;
}

/**
 * The affine map y = shift + scale · x of numbers, or y = shift + L x of vectors; log |det| is log |scale| or Σ log Lᵢᵢ.
 *
 * @throws DomainError for a scale of 0, for a factor that is not lower triangular with a positive diagonal, or when both
 * are given.
 * @example
 * ```ts
 * import { affineBijector } from "@adjoint/probability";
 *
 * const fahrenheit = affineBijector({ shift: 32, scale: 1.8 });
 * fahrenheit.forward([0, 100]).toArray(); // => [32, 212]
 * fahrenheit.inverse(-40).item(); // => -40
 * ```
 */
export function affineBijector(options: AffineOptions = {}): Bijector<AffineParameters> {
  const { shift, scale, choleskyFactor } = checkOptions("affineBijector", options, [
    "shift",
    "scale",
    "choleskyFactor",
  ]);
  if (choleskyFactor === undefined) {
    return bijector(
      affineKind,
      checkParameters("affineBijector", { shift: shift ?? 0, scale: scale ?? 1 }, affineKind.constraints),
    );
  }
  if (scale !== undefined) {
    throw new DomainError("affineBijector: give either scale or choleskyFactor, and not both", {
      operation: "affineBijector",
      given: Object.keys(options),
    });
  }
  return bijector(
    affineKind,
    checkScaled(
      "affineBijector",
      { shift },
      { choleskyFactor },
      {
        shift: vectorOf(finite),
        choleskyFactor: choleskyFactors,
      },
    ) as unknown as AffineParameters,
  );
}

const affineKind: BijectorKind<AffineParameters> = {
  name: "affineBijector",
  constraints: {
    shift: finite,
    scale: /* @__PURE__ */ elementwise({
      requirement: "finite and not 0",
      remedy: "exp of a free variable is never 0",
      holds: (value) => value !== 0 && Number.isFinite(value),
    }),
    choleskyFactor: choleskyFactors,
  },
  ranks: (params) => ("scale" in params ? { domain: 0, image: 0 } : { domain: 1, image: 1 }),
  domain: (params) => ("scale" in params ? realLine() : realVectors()),
  image: (params) => ("scale" in params ? realLine() : realVectors()),
  imageShape: broadcastShape,
  domainShape: broadcastShape,
  forward: (params, x) =>
    add(
      params.shift,
      "scale" in params ? mul(params.scale, x) : multiplyVectors(tril(params.choleskyFactor), x),
    ),
  inverse: (params, y) => {
    const rest = sub(y, params.shift);
    return "scale" in params ? div(rest, params.scale) : solveVectors(params.choleskyFactor, rest);
  },
  logDeterminant: (params, x) => {
    const shape = broadcastShape(params, x.shape);
    return "scale" in params
      ? broadcastTo(log(abs(params.scale)), shape)
      : broadcastTo(sumOfLogs(params.choleskyFactor), withoutLast(shape, 1));
  },
  direction: (params) => {
    if ("scale" in params) return sign(params.scale);
    throw new DomainError("affineBijector.direction: there is none: it maps vectors to vectors", {
      operation: "affineBijector.direction",
    });
  },
  restrict,
  restrictDomain: restrict,
};

function broadcastShape(params: AffineParameters, shape: Shape): Shape {
  const operation = "affineBijector";
  const own = "scale" in params ? params.scale.shape : withoutLast(params.choleskyFactor.shape, 1);
  return broadcastShapes(operation, shape, broadcastShapes(operation, params.shift.shape, own));
}

function restrict(params: AffineParameters, x: Tensor): Restricted {
  return "scale" in params ? restrictToInterval(realLine(), x) : restrictToVectors(x);
}
