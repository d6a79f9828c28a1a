import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("a hundred thousand gradients in one synchronous loop keep the heap flat", () => {
  const script = fileURLToPath(new URL("./heap-growth.ts", import.meta.url));
  // In a process of its own, where nothing else allocates. Tapes left alive would take hundreds of MB.
  const report = JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })) as {
    gradients: number;
    peak: number;
    kept: number;
    radius: number;
    second: number;
    size: number;
  };
  expect(report).toMatchObject({ gradients: 100_000, size: 100 });
  expect(report.radius).toBeCloseTo(1, 12);
  expect(report.second).toBeCloseTo(0, 6);
  expect(report.peak, "MB above the start, at the worst moment").toBeLessThan(64);
  expect(report.kept, "MB above the start, at the end").toBeLessThan(2);
}, 60_000);
