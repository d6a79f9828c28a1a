import { binary } from "../../generated/float32/exp.ts";
import type { ElementaryModule } from "../elementary-function.ts";
import { exponentialConstants } from "./exponential.ts";
import { fourLanes } from "./four-lanes.ts";

/** eˣ of float32 within 1.1 units in the last place. */
export const exp32: ElementaryModule = {
  binary,
  group: 16,
  isPartial: false,
  constants: () => fourLanes([...exponentialConstants(0), lowest, highest, normal, bias]),
};

/** Below and above these the exponential is 0 and ∞. */
const lowest = -104;
const highest = 89;

/** Up to it, and down to its negative, the exponential is a normal number. */
const normal = 87.3;

/** The number whose bits are those of the integer 254. */
const bias = 3.56e-43;
