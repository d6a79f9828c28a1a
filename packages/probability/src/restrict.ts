import {
  astype,
  all,
  div,
  add,
  greater,
  isFinite,
  less,
  logicalAnd,
  maximum,
  minimum,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { Restricted } from "./bijector.ts";
import type { Support } from "./support.ts";

/** Numbers strictly inside an interval, each by itself. */
export function restrictToInterval({ low, high }: Support, x: Tensor): Restricted {
  const inside = logicalAnd(greater(x, low), less(x, high));
  return { inside, value: where(inside, x, astype(interior(low, high), x.dtype)) };
}

/** Vectors of finite numbers. */
export function restrictToVectors(x: Tensor): Restricted {
  const finite = isFinite(x);
  return { inside: all(finite, { axis: -1 }), value: where(finite, x, 0) };
}

/** A number between two others, either of which may be infinite. */
function interior(low: Tensor, high: Tensor): Tensor {
  const above = where(isFinite(low), add(low, 1), -1);
  const below = where(isFinite(high), add(high, -1), 1);
  const centre = div(add(maximum(low, -1e300), minimum(high, 1e300)), 2);
  return where(
    logicalAnd(isFinite(low), isFinite(high)),
    centre,
    where(isFinite(low), above, where(isFinite(high), below, 0)),
  );
}
