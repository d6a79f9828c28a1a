import { ramp } from "./ramp.ts";
import type { Ramp } from "./ramp.ts";

/**
 * Viridis, from dark violet to yellow: perceptually uniform and safe for colour-blind eyes
 * (Smith and van der Walt 2015, bids.github.io/colormap).
 *
 * @example
 * ```ts
 * import { viridis } from "@adjoint/viz";
 *
 * viridis(0); // => "#440154"
 * viridis(1); // => "#fde725"
 * ```
 */
export const viridis: Ramp = /* @__PURE__ */ ramp([
  "#440154",
  "#48186a",
  "#472d7b",
  "#424086",
  "#3b528b",
  "#33638d",
  "#2c728e",
  "#26828e",
  "#21918c",
  "#1fa088",
  "#28ae80",
  "#3fbc73",
  "#5ec962",
  "#84d44b",
  "#addc30",
  "#d8e219",
  "#fde725",
]);

/**
 * Blue through grey to orange, for values around a middle: t = ½ is neutral, and both ends are safe for colour-blind
 * eyes.
 *
 * @example
 * ```ts
 * import { diverging } from "@adjoint/viz";
 *
 * diverging(0); // => "#1f5fb8"
 * diverging(1); // => "#c25a10"
 * ```
 */
export const diverging: Ramp = /* @__PURE__ */ ramp(["#1f5fb8", "#7aa3d9", "#d9d8d6", "#e3a274", "#c25a10"]);
