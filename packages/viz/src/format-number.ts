const MINUS = "\u2212";
const THIN_SPACE = "\u2009";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number for people: a true minus sign, powers of ten written as such, no negative zero.
 *
 * `decimals` fixes the digits after the point; otherwise `digits` significant ones are kept and trailing zeros dropped.
 *
 * @example
 * ```ts
 * import { formatNumber } from "@adjoint/viz";
 *
 * formatNumber(-0.053904, { decimals: 3 }); // => "−0.054"
 * formatNumber(1234567); // => "1.235×10⁶"
 * formatNumber(0.1 + 0.2); // => "0.3"
 * ```
 */
export function formatNumber(
  value: number,
  { digits = 4, decimals }: { readonly digits?: number; readonly decimals?: number } = {},
): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value < 0 ? `${MINUS}∞` : "∞";
  if (decimals !== undefined && Math.abs(value) < 1e15) return signed(value.toFixed(decimals));
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e") as [string, string];
    return signed(`${trim(mantissa)}×10${superscript(Number(exponent))}`);
  }
  return signed(size >= 10 ** digits ? value.toFixed(0) : trim(value.toPrecision(digits)));
}

/** The labels of the ticks of one axis: all with the same decimals, or all with the same power of ten. */
export function formatTicks(ticks: readonly number[]): string[] {
  const size = Math.max(0, ...ticks.map(Math.abs));
  const step = Math.min(Infinity, ...ticks.slice(1).map((tick, i) => Math.abs(tick - ticks[i]!)));
  if (size >= 1e6 || (size > 0 && size < 1e-3)) {
    const exponent = Math.floor(Math.log10(size) + 1e-9);
    const decimals = places(step / 10 ** exponent);
    return ticks.map((tick) =>
      tick === 0 ? "0" : signed(`${(tick / 10 ** exponent).toFixed(decimals)}×10${superscript(exponent)}`),
    );
  }
  const decimals = places(step);
  return ticks.map((tick) => signed(group(tick.toFixed(decimals))));
}

/** The labels of the ticks of a logarithmic axis: 0.01, 1, 100, or 10⁻⁶, 1, 10⁶ where plain numbers would be long. */
export function formatPowers(ticks: readonly number[]): string[] {
  const isPlain = ticks.every((tick) => Math.abs(Math.log10(tick)) < 3.5);
  return ticks.map((tick) => (isPlain || tick === 1 ? trim(tick.toPrecision(3)) : power(tick)));
}

function power(value: number): string {
  const exponent = Math.log10(value);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9
    ? `10${superscript(Math.round(exponent))}`
    : formatNumber(value, { digits: 2 });
}

function places(step: number): number {
  return Number.isFinite(step) && step > 0
    ? Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
    : 0;
}

function trim(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function signed(text: string): string {
  const isZero = /^-0(\.0*)?$/.test(text);
  return isZero ? text.slice(1) : text.replace(/^-/, MINUS);
}

function group(text: string): string {
  const [whole, rest] = text.split(".") as [string, string?];
  const digits = whole.length > 5 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE) : whole;
  return rest === undefined ? digits : `${digits}.${rest}`;
}

function superscript(exponent: number): string {
  const digits = Array.from(String(Math.abs(exponent)), (digit) => SUPERSCRIPTS[Number(digit)]!).join("");
  return exponent < 0 ? `⁻${digits}` : digits;
}
