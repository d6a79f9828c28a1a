import { eigh } from "@adjoint/linalg";
import type { CompiledDerivatives } from "./derivatives.ts";

/** Two coordinates. */
export type Pair = readonly [number, number];

/** One direction of the Hessian: H v = λ v with |v| = 1. */
export interface Direction {
  readonly lambda: number;
  readonly v: Pair;
}

/** What f does at a point, to second order. */
export interface Analysis {
  readonly value: number;
  readonly gradient: Pair;
  readonly hessian: readonly [Pair, Pair];
  /** The two directions, λ ascending; null where the Hessian is not finite. */
  readonly directions: readonly [Direction, Direction] | null;
}

/** Value, gradient, Hessian and its spectrum at (x, y). */
export function analyse(f: CompiledDerivatives, [x, y]: Pair): Analysis {
  const { value, gradient, xx, xy, yy } = f.at(x, y);
  const [a, b, d] = [xx.item(), xy.item(), yy.item()] as [number, number, number];
  return {
    value: value.item(),
    gradient: [gradient[0].item(), gradient[1].item()],
    hessian: [
      [a, b],
      [b, d],
    ],
    directions: [a, b, d].every(Number.isFinite) ? directionsOf(a, b, d) : null,
  };
}

function directionsOf(a: number, b: number, d: number): readonly [Direction, Direction] {
  const { values, vectors } = eigh([
    [a, b],
    [b, d],
  ]);
  const [low, high] = values.toArray() as [number, number];
  const [[v00, v01], [v10, v11]] = vectors.toArray() as [[number, number], [number, number]];
  return [
    { lambda: low, v: [v00, v10] },
    { lambda: high, v: [v01, v11] },
  ];
}
