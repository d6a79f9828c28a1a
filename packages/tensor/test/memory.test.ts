import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("a million small operations in one synchronous loop keep the heap flat", () => {
  const script = fileURLToPath(new URL("./heap-growth.ts", import.meta.url));
  // In a process of its own, where nothing else allocates. Arrays left alive would take hundreds of MB.
  const report = JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })) as {
    operations: number;
    peak: number;
    kept: number;
    sum: number;
    last: number;
    size: number;
  };
  expect(report).toMatchObject({ operations: 1_000_000, sum: 200_000, last: 7, size: 100 });
  expect(report.peak, "MB above the start, at the worst moment").toBeLessThan(64);
  expect(report.kept, "MB above the start, at the end").toBeLessThan(2);
}, 60_000);
