import { binary } from "../../generated/float32/sigmoid.ts";
import type { ElementaryModule } from "../elementary-function.ts";
import { exponentialConstants } from "./exponential.ts";
import { fourLanes } from "./four-lanes.ts";

/** 1/(1 + e⁻ˣ) of float32 within 2 units in the last place. */
export const sigmoid32: ElementaryModule = {
  binary,
  group: 8,
  isPartial: false,
  constants: () => fourLanes([...exponentialConstants(191), -0, lowest, 2 ** -64]),
};

/** Below it the result is 0. */
const lowest = -104;
