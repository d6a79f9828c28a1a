import { expect, test } from "vitest";
import { threefry } from "../src/index.ts";

const hex = (words: Uint32Array): string[] => Array.from(words, (word) => word.toString(16).padStart(8, "0"));

// kat_vectors of Random123 1.14: "threefry2x32 20".
test.each([
  [
    [0, 0],
    [0, 0],
    ["6b200159", "99ba4efe"],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    ["1cb996fc", "bb002be7"],
  ],
  [
    [0x13198a2e, 0x03707344],
    [0x243f6a88, 0x85a308d3],
    ["c4923a9c", "483df7a0"],
  ],
] as const)("key %j and counter %j give the known answer", (key, counter, expected) => {
  expect(hex(threefry(key, counter, 1))).toEqual(expected);
});

test("a long run, which is compiled, is the blocks one by one, across the end of the counter word too", () => {
  threefry([0, 0], [0, 0], 5000);
  for (const blocks of [1, 31, 32, 33, 40, 2047, 2048, 2049, 5001]) {
    const run = threefry([1, 0xfffffff0], [3, 0xffffff00], blocks);
    expect(run.length).toBe(2 * blocks);
    for (const block of new Set([0, 1, 7, 8, 255, 256, blocks - 1].filter((place) => place < blocks))) {
      const single = threefry([1, 0xfffffff0], [3, (0xffffff00 + block) >>> 0], 1);
      expect([...run.subarray(2 * block, 2 * block + 2)]).toEqual([...single]);
    }
  }
});

test("no blocks are none", () => {
  expect(threefry([1, 2], [3, 4], 0).length).toBe(0);
});
