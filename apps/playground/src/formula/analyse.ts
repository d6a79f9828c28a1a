import { hessian, valueAndGrad } from "@adjoint/autodiff";
import { eigh } from "@adjoint/linalg";
import { tensor } from "@adjoint/tensor";
import type { PlaneFunction } from "./read-formula.ts";

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
export function analyse(f: PlaneFunction, [x, y]: Pair): Analysis {
  const p = tensor([x, y]);
  const { value, grad } = valueAndGrad(f)(p);
  const [[a, b], [c, d]] = hessian(f)(p).toArray() as [[number, number], [number, number]];
  const [gx, gy] = grad.toArray() as [number, number];
  return {
    value: value.item(),
    gradient: [gx, gy],
    hessian: [
      [a, b],
      [c, d],
    ],
    directions: [a, b, c, d].every(Number.isFinite) ? directionsOf(a, (b + c) / 2, d) : null,
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
