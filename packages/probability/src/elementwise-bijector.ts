import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { BijectorKind } from "./bijector.ts";
import { restrictToInterval } from "./restrict.ts";
import { realLine } from "./support.ts";
import type { Support } from "./support.ts";

/** No parameters. */
export type NoParameters = Readonly<Record<string, never>>;

/** An increasing function of all real numbers, each by itself, as a kind of bijectors. */
/* @__NO_SIDE_EFFECTS__ */
export function increasing(definition: {
  readonly name: string;
  readonly image: () => Support;
  readonly forward: (x: Tensor) => Tensor;
  readonly inverse: (y: Tensor) => Tensor;
  /** log f′(x). */
  readonly logSlope: (x: Tensor) => Tensor;
}): BijectorKind<NoParameters> {
  const { name, image, forward, inverse, logSlope } = definition;
  return {
    name,
    constraints: {},
    ranks: () => ({ domain: 0, image: 0 }),
    domain: realLine,
    image,
    imageShape: (_, shape) => shape,
    domainShape: (_, shape) => shape,
    forward: (_, x) => forward(x),
    inverse: (_, y) => inverse(y),
    logDeterminant: (_, x) => logSlope(x),
    direction: () => tensor(1),
    restrict: (_, y) => restrictToInterval(image(), y),
    restrictDomain: (_, x) => restrictToInterval(realLine(), x),
  };
}
