import { glob, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { install, root, turbo } from "./commands.ts";
import { type Counts, countsOf, total } from "./counts.ts";
import { type Gate, gates, matches } from "./gates.ts";
import { latestSummary, type TaskSummary } from "./turbo-summary.ts";

interface Row extends Counts {
  readonly label: string;
  readonly seconds: number;
  readonly cached: boolean;
}

/** `npm test`: runs every gate, even past a failure, then prints one table and one closing line. */
async function test(): Promise<void> {
  const start = performance.now();
  const installed = await install();
  const rows: Row[] = [
    { label: "install", seconds: installed.seconds, cached: false, ...verdict(installed.code === 0) },
  ];
  if (installed.code === 0) rows.push(...(await runGates()));
  else console.error(installed.output);
  report(rows, (performance.now() - start) / 1000);
}

async function runGates(): Promise<Row[]> {
  await removeOldReports();
  const together = gates.filter((gate) => gate.alone !== true);
  const alone = gates.filter((gate) => gate.alone === true);
  return [...(await runTasks(together, Math.max(2, availableParallelism()))), ...(await runTasks(alone, 1))];
}

async function runTasks(wanted: readonly Gate[], concurrency: number): Promise<Row[]> {
  const before = new Date();
  const tasks = wanted.map((gate) => gate.task.replace(/^\*#/, ""));
  const outcome = await turbo(tasks, ["--continue=always", "--summarize", `--concurrency=${concurrency}`]);
  if (outcome.code !== 0) console.error(outcome.output);
  const summary = await latestSummary(before);
  const rows = await Promise.all(wanted.map((gate) => rowOf(gate, summary)));
  const known = rows.filter((row) => row !== undefined);
  // turbo itself may refuse to run: a broken turbo.json, a cyclic workspace.
  const silent = outcome.code !== 0 && known.every((row) => row.failed === 0);
  return silent ? [...known, { label: "turbo", seconds: 0, cached: false, ...verdict(false) }] : known;
}

async function rowOf(gate: Gate, summary: readonly TaskSummary[]): Promise<Row | undefined> {
  const tasks = summary.filter((task) => matches(gate, task.taskId));
  if (tasks.length === 0) return undefined;
  const isBuild = gate.label === "build";
  const counts = await Promise.all(
    tasks.map((task) => countsOf(task.directory, task.task, task.exitCode === 0)),
  );
  const sum = total(counts);
  return {
    label: gate.label,
    seconds: tasks.reduce((sum, task) => sum + task.end - task.start, 0) / 1000,
    cached: tasks.every((task) => task.cached),
    ...(isBuild ? verdict(sum.failed === 0) : sum),
  };
}

function verdict(succeeded: boolean): Counts {
  return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
}

/** A report left from an earlier run must not speak for this one; a cached task brings its own back. */
async function removeOldReports(): Promise<void> {
  for await (const folder of glob(["{packages,apps}/*/.results", "tooling/.results", ".results"], {
    cwd: root,
  })) {
    await rm(join(root, folder), { recursive: true });
  }
}

function report(rows: readonly Row[], seconds: number): void {
  const width = Math.max(...rows.map((row) => row.label.length));
  console.log("");
  for (const row of rows) {
    const time = row.cached ? "cached" : `${row.seconds.toFixed(1)} s`;
    const mark = row.failed > 0 ? "FAIL" : "ok";
    const skipped = row.skipped > 0 ? `, ${row.skipped} skipped` : "";
    console.log(
      `${mark.padEnd(5)} ${row.label.padEnd(width)} ${time.padStart(8)}  ${row.passed} passed, ${row.failed} failed${skipped}`,
    );
  }
  const sum = total(rows);
  if (sum.failures?.length) console.log(`\n${sum.failures.join("\n")}`);
  console.log(`\nin ${seconds.toFixed(0)} s`);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}

await test();
