import { expect, test } from "vitest";
import { threefry } from "../src/threefry.ts";

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

test("a run of blocks is the blocks one by one, across the end of the counter word too", () => {
  const run = threefry([1, 2], [3, 0xfffffffe], 4);
  const single = [0xfffffffe, 0xffffffff, 0, 1].flatMap((counter) => [...threefry([1, 2], [3, counter], 1)]);
  expect([...run]).toEqual(single);
});
