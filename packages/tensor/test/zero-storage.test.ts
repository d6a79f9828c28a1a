import { expect, test } from "vitest";
import { allocate } from "../src/dtype.ts";
import type { DType } from "../src/dtype.ts";

const sizes = [0, 1, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 255, 256, 257, 2048, 2049];
const dtypes: readonly DType[] = ["float64", "float32", "int32", "bool"];

test("storage is zero, of the size asked for, and shares no element with other storage", () => {
  const all = Array.from({ length: 40 }, () =>
    dtypes.flatMap((dtype) => sizes.map((size) => ({ size, data: allocate(dtype, size) }))),
  ).flat();
  for (const { size, data } of all) {
    expect(data.length).toBe(size);
    expect(data.every((x) => x === 0)).toBe(true);
  }
  all.forEach(({ data }, i) => data.fill((i % 250) + 1));
  all.forEach(({ data }, i) => expect(data.every((x) => x === (i % 250) + 1)).toBe(true));
});

test("small storage keeps few other bytes alive", () => {
  for (const dtype of dtypes) {
    for (const size of sizes) {
      const { byteLength, buffer } = allocate(dtype, size);
      expect(buffer.byteLength).toBeLessThanOrEqual(Math.max(byteLength, byteLength <= 256 ? 8192 : 32_768));
    }
  }
});
