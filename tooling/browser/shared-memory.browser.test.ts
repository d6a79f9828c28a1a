import { expect, test } from "vitest";

test("pages under test are isolated, so memory can be shared with workers", () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
  expect(new SharedArrayBuffer(8).byteLength).toBe(8);
});
