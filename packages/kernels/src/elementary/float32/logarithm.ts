import { binary as log1pBinary } from "../../generated/float32/log1p.ts";
import { binary as logBinary } from "../../generated/float32/log.ts";
import type { ElementaryModule } from "../elementary-function.ts";
import { fourLanes } from "./four-lanes.ts";

/** log x of float32 within 0.9 units in the last place. */
export const log32: ElementaryModule = {
  binary: logBinary,
  group: 8,
  isPartial: true,
  constants: () => logarithmConstants(smallestNormal, largest),
};

/** log(1 + x) of float32 within 1.8 units in the last place. */
export const log1p32: ElementaryModule = {
  binary: log1pBinary,
  group: 8,
  isPartial: true,
  constants: () => logarithmConstants(-1, 2 ** 126),
};

/** What the kernels find among their constants; they take logarithms of numbers from `least` to `most`. */
function logarithmConstants(least: number, most: number): number[] {
  const numbers = [twoThirds, largestSubnormal, 1, 0.5, ln2High, ln2Low, least, most, -0];
  return fourLanes([...numbers, p0, p1, p2, p3, p4, p5, p6, p7]);
}

/** Between two thirds and four thirds the exponent's steps are moved: the float32 above it. */
const twoThirds = 0.6666667;

const smallestNormal = 1.1754943508222875e-38;
const largest = 3.4028234663852886e38;

/** All bits of the mantissa and no others. */
const largestSubnormal = 1.1754942106924411e-38;

/** log 2 in two parts, of which the first times a small integer is exact. */
const ln2High = 0.693145751953125;
const ln2Low = 1.428606765330187e-6;

// (log(1 + f) − f + f²/2)/f³ for −⅓ ≤ f ≤ ⅓ to within 2⁻²⁷ of log(1 + f):
// tooling/reference/elementary_float32_coefficients.py.
const p0 = 0.3333321511745453;
const p1 = -0.2499980479478836;
const p2 = 0.20010431110858917;
const p3 = -0.16680249571800232;
const p4 = 0.14005622267723083;
const p5 = -0.12186845391988754;
const p6 = 0.13985267281532288;
const p7 = -0.12882505357265472;
