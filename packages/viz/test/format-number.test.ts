import { expect, test } from "vitest";
import { formatNumber } from "../src/index.ts";
import { formatPowers, formatTicks } from "../src/format-number.ts";

test.each([
  [0, "0"],
  [-0, "0"],
  [1, "1"],
  [-2.5, "−2.5"],
  [1 / 3, "0.3333"],
  [123456, "123456"],
  [1234567, "1.235×10⁶"],
  [1e-5, "1×10⁻⁵"],
  [-6.02e23, "−6.02×10²³"],
  [99999.5, "100000"],
  [NaN, "not a number"],
  [Infinity, "∞"],
  [-Infinity, "−∞"],
])("%s is written %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("decimals are kept, and a zero has no sign", () => {
  expect(formatNumber(2, { decimals: 3 })).toBe("2.000");
  expect(formatNumber(-0.0004, { decimals: 3 })).toBe("0.000");
  expect(formatNumber(-0.107807, { decimals: 6 })).toBe("−0.107807");
});

test("the ticks of one axis agree in their decimals or their power", () => {
  expect(formatTicks([-1, -0.5, 0, 0.5, 1])).toEqual(["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
  expect(formatTicks([0, 50000, 100000])).toEqual(["0", "50000", "100\u2009000"]);
  expect(formatTicks([0, 5e-7, 1e-6])).toEqual(["0", "0.5×10⁻⁶", "1.0×10⁻⁶"]);
  expect(formatTicks([0, 1e6, 2e6])).toEqual(["0", "1×10⁶", "2×10⁶"]);
});

test("the ticks of a logarithmic axis are all plain or all powers", () => {
  expect(formatPowers([0.01, 0.1, 1, 10])).toEqual(["0.01", "0.1", "1", "10"]);
  expect(formatPowers([1e-4, 1e-2, 1])).toEqual(["10⁻⁴", "10⁻²", "1"]);
});
