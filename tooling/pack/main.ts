import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  bundlesWithEsbuild,
  bundlesWithVite,
  loads,
  resolutions,
  typeProblems,
  type Verdict,
} from "./checks.ts";
import { type Consumer, installConsumers } from "./consumers.ts";
import { currentNode, supportedNodes } from "./nodes.ts";
import { packAll } from "./packages.ts";
import { giveWay } from "../run/give-way.ts";

giveWay();

/** Packs every public package, installs each alone, and loads, bundles and types it. `--all-nodes`: in Node 20, 22 and 24. */
const nodes = process.argv.includes("--all-nodes") ? await supportedNodes() : [currentNode];
const checks: Record<string, (consumer: Consumer) => Promise<Verdict>> = {
  ...Object.fromEntries(nodes.map((node) => [node.label, (consumer: Consumer) => loads(consumer, node)])),
  esbuild: bundlesWithEsbuild,
  vite: bundlesWithVite,
};

const folder = await mkdtemp(join(await realpath(tmpdir()), "adjoint-pack-"));
try {
  const tarballs = join(folder, "tarballs");
  await mkdir(tarballs);
  const consumers = await installConsumers(folder, await packAll(tarballs));
  let failures = 0;
  for (const consumer of consumers) {
    const verdicts = await Promise.all(
      Object.entries(checks).map(async ([label, check]) => ({ label, problem: await check(consumer) })),
    );
    const cells = verdicts.map(({ label, problem }) => `${label} ${problem === undefined ? "ok" : "FAILS"}`);
    console.log(`${consumer.pkg.name.padEnd(22)} ${cells.join("  ")}`);
    for (const { label, problem } of verdicts) {
      if (problem === undefined) continue;
      failures += 1;
      console.error(`${consumer.pkg.name}: ${label}: ${problem}`);
    }
  }
  for (const resolution of Object.keys(resolutions) as (keyof typeof resolutions)[]) {
    const problems = typeProblems(consumers, resolution);
    for (const problem of problems) console.error(`types under ${resolution}: ${problem}`);
    console.log(`types under ${resolution}: ${problems.length} problems`);
    failures += problems.length;
  }
  process.exitCode = failures > 0 || consumers.length === 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true });
}
