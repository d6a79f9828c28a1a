import { binary } from "../../generated/float32/exp.ts";
import type { ElementaryModule } from "../elementary-function.ts";
import { exponentialConstants } from "./exponential.ts";
import { fourLanes } from "./four-lanes.ts";

/** eˣ of float32 within 1.1 units in the last place. */
export const exp32: ElementaryModule = {
  binary,
  group: 8,
  isPartial: false,
  constants: () => fourLanes([...exponentialConstants(254), lowest, highest]),
};

/** Below and above these the exponential is 0 and ∞. */
const lowest = -104;
const highest = 89;
