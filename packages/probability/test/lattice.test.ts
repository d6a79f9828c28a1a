import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { blockRules, latticeBlocks, placesIn } from "../src/lattice-blocks.ts";
import type { LatticeRange } from "../src/lattice-blocks.ts";

const everywhere = { low: -Infinity, high: Infinity };

test.each([10, 1000, 1e6])("an exponential of scale %s is summed to its closed form", (scale) => {
  const to = 100 * scale;
  const { sum, places } = summed({ ...everywhere, from: 0, to, centre: 0, scale }, (k) =>
    Math.exp(-k / scale),
  );
  expectClose(sum, Math.expm1(-(to + 1) / scale) / Math.expm1(-1 / scale), { relative: 1e-13 });
  expect(places).toBeLessThan(400);
});

test.each([5, 50, 1e4, 1e10])(
  "moments of a Gaussian of width %s about a place between the integers",
  (scale) => {
    const centre = 0.3;
    const density = (k: number): number =>
      Math.exp(-(((k - centre) / scale) ** 2) / 2) / (Math.sqrt(2 * Math.PI) * scale);
    const range = { ...everywhere, from: -40 * scale, to: 40 * scale, centre, scale };
    const moment = (f: (z: number) => number): number =>
      summed(range, (k) => density(k) * f((k - centre) / scale)).sum;
    expectClose([moment(() => 1), moment((z) => z * z), moment((z) => z ** 4)], [1, 1, 3], {
      relative: 1e-13,
    });
  },
);

test("terms that grow without bound towards both ends are summed as one by one", () => {
  const n = 1e5;
  const f = (k: number): number => (k + 0.01) ** -0.99 * (n - k + 0.1) ** -0.9;
  let all = 0;
  for (let k = 0; k <= n; k++) all += f(k);
  const { sum, places } = summed({ from: 0, to: n, low: 0, high: n, centre: n / 3, scale: n / 2 }, f);
  expectClose(sum, all, { relative: 1e-13 });
  expect(places).toBeLessThan(800);
});

test("blocks cover every integer once", () => {
  for (const [from, to, centre, scale] of [
    [0, 0, 0, 1],
    [0, 1000, 3.7, 1],
    [17, 5000, 4000, 60],
    [3, 900, -5, 2],
    [3, 900, 1e9, 200],
  ] as const) {
    const covered = new Uint8Array(to + 2);
    for (const { start, count } of latticeBlocks({ from, to, low: 0, high: to, centre, scale })) {
      for (let k = start; k < start + count; k++) covered[k]!++;
    }
    expect(covered.every((times, k) => times === (k >= from && k <= to ? 1 : 0))).toBe(true);
  }
});

test("places beyond 2⁵³ end the blocks instead of repeating them", () => {
  expect(latticeBlocks({ ...everywhere, from: 0, to: 2e60, centre: 1e60, scale: 1 }).length).toBeLessThan(
    1e4,
  );
});

function summed(
  range: LatticeRange,
  f: (k: number) => number,
): { readonly sum: number; readonly places: number } {
  const rules = blockRules();
  let sum = 0;
  let places = 0;
  for (const { start, count } of latticeBlocks(range)) {
    places += placesIn(count);
    if (placesIn(count) === count) for (let j = 0; j < count; j++) sum += f(start + j);
    else
      for (const [j, node] of rules(count).nodes.entries()) sum += rules(count).weights[j]! * f(start + node);
  }
  return { sum, places };
}
