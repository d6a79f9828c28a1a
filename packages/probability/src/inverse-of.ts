import { neg } from "@adjoint/tensor";
import { bijector } from "./bijector.ts";
import type { Bijector, BijectorKind } from "./bijector.ts";

/** The parameters of an inverse: the bijector that it inverts. */
export type InverseParameters = { readonly of: Bijector };

/**
 * The inverse of a bijector: its forward map is the other's inverse, and its log-determinant minus the other's.
 *
 * @example
 * ```ts
 * import { expBijector, inverseOf } from "@adjoint/probability";
 *
 * const logarithm = inverseOf(expBijector());
 * logarithm.forward(1).item(); // => 0
 * logarithm.logDeterminant(Math.E).item(); // => -1
 * ```
 */
export function inverseOf(of: Bijector): Bijector<InverseParameters> {
  return bijector(inverseKind, { of });
}

const inverseKind: BijectorKind<InverseParameters> = {
  name: "inverseOf",
  constraints: {},
  ranks: ({ of }) => ({ domain: of.imageRank, image: of.domainRank }),
  domain: ({ of }) => of.image,
  image: ({ of }) => of.domain,
  imageShape: ({ of }, shape) => of.domainShape(shape),
  domainShape: ({ of }, shape) => of.imageShape(shape),
  forward: ({ of }, x) => of.inverse(x),
  inverse: ({ of }, y) => of.forward(y),
  logDeterminant: ({ of }, x) => neg(of.logDeterminant(of.inverse(x))),
  direction: ({ of }) => of.direction,
  restrict: ({ of }, y) => of.restrictDomain(y),
  restrictDomain: ({ of }, x) => of.restrict(x),
};
