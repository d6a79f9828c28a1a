import { binary } from "../../generated/float32/expm1.ts";
import type { ElementaryModule } from "../elementary-function.ts";
import { exponentialConstants } from "./exponential.ts";
import { fourLanes } from "./four-lanes.ts";

/** eˣ − 1 of float32 within 1.8 units in the last place. */
export const expm132: ElementaryModule = {
  binary,
  group: 8,
  isPartial: false,
  constants: () => fourLanes([...exponentialConstants(126), lowest, highest, 0.5, tiny]),
};

/** Below and above these eˣ − 1 is −1 and ∞. */
const lowest = -20;
const highest = 89;

/** 2⁻²⁴: below it eˣ − 1 is x. */
const tiny = 5.960464477539063e-8;
