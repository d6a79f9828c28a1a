import { binary } from "../../generated/float32/tanh.ts";
import type { ElementaryModule } from "../elementary-function.ts";
import { exponentialConstants, inOne } from "./exponential.ts";
import { fourLanes } from "./four-lanes.ts";

/** tanh x of float32 within 1.5 units in the last place. */
export const tanh32: ElementaryModule = {
  binary,
  group: 8,
  isPartial: false,
  constants: () => fourLanes([...exponentialConstants(127, inOne), -0, most, 2, bound, p0, p1, p2]),
};

/** From half of it on tanh is 1. */
const most = 20;

/** Below it tanh x is x + x³·P(x²). */
const bound = 0.28;

// P to within 2⁻²⁶ of tanh x for |x| ≤ 0.3: tooling/reference/elementary_float32_coefficients.py.
const p0 = -0.3333306312561035;
const p1 = 0.1331491470336914;
const p2 = -0.05037280544638634;
