import { glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { type Fence, fencesOf } from "./fences.ts";
import { toTest } from "./to-test.ts";

const root = join(import.meta.dirname, "..", "..");

/** Where the generated tests lie: below tooling/, so that every package can be imported by its name. */
export const generated: string = join(root, "tooling", ".examples");

/** Where examples stand. The API reference and the pages of functions and families repeat the doc comments, so they are left out. */
const places = [
  "packages/*/src/**/*.ts",
  "packages/*/README.md",
  "README.md",
  "CONTRIBUTING.md",
  "apps/docs/src/content/**/*.{md,mdx}",
];
const repeated = /^apps\/docs\/src\/content\/docs\/(?:api|linear-algebra\/functions|probability\/families)\//;

/** Writes one test file per example and one that lists the fences that are only looked at. */
export async function generate(): Promise<void> {
  await rm(generated, { recursive: true, force: true });
  await mkdir(generated, { recursive: true });
  const skipped: Fence[] = [];
  for await (const path of glob(places, { cwd: root })) {
    const file = path.replaceAll(sep, "/");
    if (repeated.test(file)) continue;
    const fences = fencesOf(file, await readFile(join(root, file), "utf8"));
    skipped.push(...fences.filter((fence) => fence.mode === "no-check"));
    await writeAll(fences.filter((fence) => fence.mode !== "no-check"));
  }
  if (skipped.length > 0) await writeFile(join(generated, "unchecked.test.ts"), skips(skipped));
}

async function writeAll(fences: readonly Fence[]): Promise<void> {
  let chain: Fence[] = [];
  for (const fence of fences) {
    chain = fence.mode === "continue" ? [...chain, fence] : [fence];
    const name = `${fence.file.replaceAll(/[^a-zA-Z0-9.]+/g, "-")}-${fence.line}`;
    const suffix = fence.mode === "no-run" ? ".ts" : ".test.ts";
    await writeFile(join(generated, name + suffix), toTest(chain, "../examples/assert.ts"));
  }
}

function skips(fences: readonly Fence[]): string {
  const tests = fences.map(({ file, line }) => `test.skip(${JSON.stringify(`${file}:${line} (no-check)`)});`);
  return ['import { test } from "vitest";', ...tests, ""].join("\n");
}
