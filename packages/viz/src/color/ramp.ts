/** A colour for each t from 0 to 1. */
export type Ramp = (t: number) => string;

/**
 * A ramp through evenly spaced colours, linear in OKLab, where equal steps look equal
 * (Ottosson 2020, bottosson.github.io/posts/oklab).
 *
 * @throws RangeError if there is no colour.
 * @throws TypeError if a colour is not written as `#rrggbb`.
 *
 * @example
 * ```ts
 * import { ramp } from "@adjoint/viz";
 *
 * const warm = ramp(["#ffffff", "#cc5f14"]);
 * warm(0); // => "#ffffff"
 * warm(1); // => "#cc5f14"
 * ```
 */
export function ramp(stops: readonly string[]): Ramp {
  if (stops.length === 0) throw new RangeError("ramp: give at least one colour");
  const labs = stops.map(hexToOklab);
  return (t) => {
    const at = Math.min(1, Math.max(0, Number.isNaN(t) ? 0 : t)) * (labs.length - 1);
    const i = Math.max(0, Math.min(Math.floor(at), labs.length - 2));
    const [from, to] = [labs[i]!, labs[i + 1] ?? labs[i]!];
    return oklabToHex(from.map((c, k) => c + (at - i) * (to[k]! - c)) as Triple);
  };
}

type Triple = [number, number, number];

function hexToOklab(hex: string): Triple {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new TypeError(`ramp: expected a colour like #rrggbb: ${hex}`);
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Triple;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function oklabToHex([lightness, a, b]: Triple): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear.map(toByte).join("")}`;
}

function toByte(linear: number): string {
  const c = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, c)) * 255)
    .toString(16)
    .padStart(2, "0");
}
