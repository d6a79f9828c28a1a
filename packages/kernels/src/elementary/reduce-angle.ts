/** x = n·π/2 + y + rest with |y| ≤ π/4, where only the last two bits of n matter. */
export interface ReducedAngle {
  readonly quadrant: number;
  readonly y: number;
  /** What y lacks: less than half a unit in its last place. */
  readonly rest: number;
}

/**
 * Takes multiples of π/2 from any finite number, with as many digits of 2/π as it needs.
 *
 * Source: M. Payne and R. Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18 (1983); here
 * with integers of any length, since such angles are rare.
 */
export function reduceAngle(x: number): ReducedAngle {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))) - 53, -1074);
  const whole = BigInt(Math.abs(x) * 2 ** -exponent);
  // |x|·2/π in fixed point, rounded to a whole number of quadrants.
  const places = 1200n - BigInt(exponent);
  const turns = whole * twoByPi();
  const quadrants = (turns + (1n << (places - 1n))) >> places;
  const fraction = turns - (quadrants << places);
  const angle = (narrow(fraction, places) * halfPi) >> digits;
  const y = Number(angle);
  const rest = Number(angle - BigInt(y));
  const sign = x < 0 ? -1 : 1;
  return { quadrant: sign * Number(quadrants & 3n), y: sign * y * unit, rest: sign * rest * unit };
}

const digits = 192n;
const unit = 2 ** -192;

/** ⌊π/2 · 2¹⁹²⌋ */
const halfPi = 0x1921fb54442d18469898cc51701b839a252049c1114cf98e8n;

/** ⌊2/π · 2¹²⁰⁰⌋ */
function twoByPi(): bigint {
  return 0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7bn;
}

/** A fraction of so many binary places with 192 of them. */
function narrow(fraction: bigint, places: bigint): bigint {
  return fraction >> (places - digits);
}
