/**
 * Times eager operations and derivatives against jax-js, TensorFlow.js and PyTorch with one thread:
 * `pnpm --filter @adjoint/tooling bench [part of a case's name]`.
 *
 * The peers stand in a package.json of their own beside this file, outside of the workspace, and are installed on the
 * first run. Contestants take turns and each cell is a median, so a busy machine slows all of them alike. Results are
 * compared first. jax-js computes lazily, so its results are read; the others compute at once.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { adjoint } from "./adjoint.ts";
import type { Contestant } from "./contestant.ts";
import { startTorch } from "./torch.ts";
import type { Torch } from "./torch.ts";

const rounds = 15;
/** Each turn takes about this many milliseconds. */
const turn = 20;
/** Each contestant runs for so many milliseconds before its times count. */
const warmUp = 500;

/** A contestant in one case: the milliseconds of so many runs. */
interface Runner {
  readonly name: string;
  readonly time: (repeats: number) => Promise<number>;
}

const directory = fileURLToPath(new URL(".", import.meta.url));
if (!existsSync(`${directory}/node_modules`)) {
  spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: directory,
    stdio: "inherit",
  });
}

const us = adjoint();
const peers: Contestant[] = [];
for (const file of ["jax-js", "tfjs"]) {
  const specifier = `./peers/${file}.mjs`;
  const { load } = (await import(specifier)) as { load: () => Promise<readonly Contestant[]> };
  peers.push(...(await load()));
}
const torch = await startTorch();
console.log(`Node ${process.version}, PyTorch ${torch?.version ?? "not found"}; µs, and times ours`);

const wanted = process.argv[2] ?? "";
const table: Record<string, Record<string, string>> = {};
for (const name of Object.keys(us.cases).filter((each) => each.includes(wanted))) {
  const runners = await runnersOf(name, torch);
  table[name] = row(await race(runners));
}
console.table(table);
torch?.close();

async function runnersOf(name: string, python: Torch | undefined): Promise<readonly Runner[]> {
  const expected = us.cases[name]!.check();
  const runners: Runner[] = [];
  for (const contestant of [us, ...peers]) {
    const entry = contestant.cases[name];
    if (entry === undefined) continue;
    await contestant.prepare?.();
    compare(`${contestant.name}, ${name}`, expected, entry.check());
    const time = async (repeats: number): Promise<number> => {
      await contestant.prepare?.();
      const start = performance.now();
      for (let i = 0; i < repeats; i++) entry.run();
      return performance.now() - start;
    };
    runners.push({ name: contestant.name, time });
  }
  if (python?.names.includes(name) === true) {
    compare(`PyTorch, ${name}`, expected, await python.check(name));
    const time = async (repeats: number): Promise<number> => (await python.time(name, repeats)) * 1e3;
    runners.push({ name: "PyTorch", time });
  }
  return runners;
}

/** Peers that know float32 alone agree to six digits. */
function compare(what: string, expected: readonly number[], got: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  const differs = (value: number, i: number): boolean => !(Math.abs(value - got[i]!) <= 1e-5 * largest);
  if (expected.length !== got.length || expected.some(differs)) throw new Error(`${what}: another result`);
}

async function race(runners: readonly Runner[]): Promise<Map<string, number>> {
  const repeats = new Map<Runner, number>();
  for (const runner of runners) {
    let count = 1;
    let spent = 0;
    // What is compiled while it runs gets faster: it runs for a while, and the count grows with it.
    while (spent < warmUp) {
      const time = await runner.time(count);
      spent += Math.max(time, 1e-3);
      if (time < turn) count = Math.ceil(count * Math.min(10, (1.2 * turn) / Math.max(time, 1e-3)));
    }
    repeats.set(runner, count);
  }
  const times = new Map(runners.map((runner) => [runner, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const runner of runners) {
      const count = repeats.get(runner)!;
      times.get(runner)!.push(((await runner.time(count)) / count) * 1e3);
    }
  }
  return new Map([...times].map(([runner, each]) => [runner.name, median(each)]));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function row(times: ReadonlyMap<string, number>): Record<string, string> {
  const ours = times.get("adjoint")!;
  const cells = [...times].map(([name, time]) => {
    const ratio = name === "adjoint" ? "" : ` (${short(time / ours, 2)}×)`;
    return [name, short(time, 3) + ratio] as const;
  });
  return Object.fromEntries(cells);
}

/** With so many digits, and never with an exponent. */
function short(value: number, digits: number): string {
  return value >= 10 ** (digits - 1) ? value.toFixed(0) : value.toPrecision(digits);
}
