import { expect, test } from "vitest";
import { diverging, ramp, viridis } from "../../src/index.ts";

test("a ramp starts and ends at its colours, and stays there outside", () => {
  const warm = ramp(["#ffffff", "#cc5f14", "#000000"]);
  expect([warm(-1), warm(0), warm(0.5), warm(1), warm(2)]).toEqual([
    "#ffffff",
    "#ffffff",
    "#cc5f14",
    "#000000",
    "#000000",
  ]);
  expect(warm(NaN)).toBe("#ffffff");
});

test("one colour is a ramp too", () => {
  expect(ramp(["#123456"])(0.4)).toBe("#123456");
  expect(() => ramp([])).toThrow("ramp: give at least one colour");
});

test("black to white is even in OKLab", () => {
  // L = 1/2 means linear light 1/8, which sRGB writes as 0.3885.
  expect(ramp(["#000000", "#ffffff"])(0.5)).toBe("#636363");
});

test("viridis grows lighter all the way", () => {
  const lightness = (color: string): number =>
    [1, 3, 5].reduce(
      (sum, i, k) =>
        sum + (Number.parseInt(color.slice(i, i + 2), 16) / 255) ** 2.2 * [0.2126, 0.7152, 0.0722][k]!,
      0,
    );
  for (let i = 1; i <= 64; i++) {
    expect(lightness(viridis(i / 64))).toBeGreaterThan(lightness(viridis((i - 1) / 64)));
  }
  // The published table at t = 0.4 and 0.6 (entries 102 and 153 of 256), to two units in each channel.
  expect(near(viridis(102 / 255), "#2a788e")).toBeLessThanOrEqual(2);
  expect(near(viridis(153 / 255), "#22a884")).toBeLessThanOrEqual(2);
});

test("the middle of a diverging ramp has no hue", () => {
  expect(near(diverging(0.5), "#d8d8d8")).toBeLessThanOrEqual(2);
});

function near(a: string, b: string): number {
  return Math.max(
    ...[1, 3, 5].map((i) =>
      Math.abs(Number.parseInt(a.slice(i, i + 2), 16) - Number.parseInt(b.slice(i, i + 2), 16)),
    ),
  );
}
