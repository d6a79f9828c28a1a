import { binary } from "../generated/erf.ts";
import type { FloatArray } from "../product.ts";
import { bothLanes, elementaryFunction } from "./elementary-function.ts";
import type { ElementaryFunction } from "./elementary-function.ts";
import { exponential } from "./exponential.ts";

/**
 * The error function (2/√π) ∫₀ˣ exp(−t²) dt of every element, within 1.5 units in the last place.
 *
 * @example
 * ```ts
 * import { erf } from "@adjoint/kernels";
 *
 * const y = new Float64Array(2);
 * erf.map(Float64Array.of(0, 1), y);
 * Array.from(y); // => [0, 0.8427007929497149]
 * ```
 */
export const erf: ElementaryFunction = /* @__PURE__ */ elementaryFunction({
  binary,
  group: 8,
  isPartial: false,
  constants: () => [...bothLanes([-0, most, steps, shifter, step]), ...places()],
  at: errorFunction,
  loop,
});

/**
 * The twin of assembly/elementary/erf.ts: erf x = erf c + (x − c)·P(x − c) with the Taylor series at c, the nearest multiple of
 * 1/16, which needs neither an exponential nor a quotient.
 */
function errorFunction(x: number): number {
  const table = places();
  const magnitude = Math.abs(x);
  const a = most < magnitude ? most : magnitude;
  const n = a * steps + shifter - shifter;
  const d = a - n * step;
  const row = (n & 127) * width;
  const s = d * d;
  const low = table[row + 4]! + table[row + 5]! * d + s * (table[row + 6]! + table[row + 7]! * d);
  const high = table[row + 8]! + table[row + 9]! * d + s * (table[row + 10]! + table[row + 11]! * d);
  const p = table[row + 2]! + (table[row + 3]! * d + s * (low + s * s * high));
  const y = table[row]! + (table[row + 1]! + d * p);
  return x < 0 || Object.is(x, -0) ? -y : y;
}

function loop(x: FloatArray, y: FloatArray): void {
  for (let i = 0; i < x.length; i++) y[i] = errorFunction(x[i]!);
}

/** From here on erf x is 1. */
const most = 6;

const steps = 16;
const step = 1 / 16;

/** Added to a number below 2⁵¹ it rounds it to an integer, which then stands in its last bits. */
const shifter = 6755399441055744;

/** erf c in two parts, and ten coefficients. */
const width = 12;

/** A cache, so sharing it between all callers changes no result. */
let table: Float64Array | undefined;

/** The rows of the places c = k/16 up to 6, then as many as an index of seven bits can reach. */
function places(): Float64Array {
  return (table ??= makePlaces());
}

function makePlaces(): Float64Array {
  const result = new Float64Array(128 * width);
  for (let k = 0; k <= most * steps; k++) {
    const c = k * step;
    const row = result.subarray(k * width, (k + 1) * width);
    const value = fixedPoint(BigInt(k));
    row[0] = Number(value) * 2 ** -160;
    row[1] = Number(value - BigInt(Number(value))) * 2 ** -160;
    // exp(−(c + d)²)/exp(−c²) = Σ bₙ·dⁿ, the generating function of Hermite polynomials (DLMF 18.12.15), where
    // (n + 1)·bₙ₊₁ = −2·(c·bₙ + bₙ₋₁); each term is integrated.
    const slope = 1.1283791670955126 * exponential(-c * c);
    for (let n = 0, before = 0, b = 1; n < 10; n++) {
      row[n + 2] = (slope * b) / (n + 1);
      [before, b] = [b, (-2 * (c * b + before)) / (n + 1)];
    }
  }
  return result;
}

/** erf(k/16)·2¹⁶⁰ by the power series, (2/√π) Σ (−1)ⁿ x²ⁿ⁺¹/(n!·(2n + 1)). */
function fixedPoint(k: bigint): bigint {
  let sum = 0n;
  let term = k << 156n;
  for (let n = 1n; term !== 0n; n++) {
    const part = term / (2n * n - 1n);
    sum += (n & 1n) === 1n ? part : -part;
    term = ((term * k * k) >> 8n) / n;
  }
  return (sum * twoOverRootPi) >> 160n;
}

/** ⌊(2/√π)·2¹⁶⁰⌋ */
const twoOverRootPi = 0x120dd750429b6d11ae3a914fed7fd8688281341d7n;
