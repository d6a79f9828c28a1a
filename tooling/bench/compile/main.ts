import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compare } from "../compare.ts";
import { startPeer } from "../peer.ts";
import type { Peer } from "../peer.ts";
import { race } from "../race.ts";
import type { Runner } from "../race.ts";
import { machine, outcomeOf, printOutcome } from "./report.ts";
import type { Outcome, Report } from "./report.ts";
import { contestants, rows } from "./rows.ts";
import type { Key, Row } from "./rows.ts";

/** Results of jax-js have six digits, also in float64. */
const sixDigits = 1e-5;

/**
 * The rows whose names contain what is wanted: each contestant in a process of its own, where the rows follow each
 * other as they would in a program.
 */
export async function raceCompiled(wanted: string, json: string | undefined): Promise<void> {
  const peers = await startAll();
  const outcomes: Outcome[] = [];
  for (const row of rows.filter(({ name }) => name.includes(wanted))) {
    const runners = await runnersOf(row, peers);
    const outcome = outcomeOf(row, await race(runners, { rounds: 21, turn: 20, warmUp: 400 }));
    printOutcome(outcome);
    if ("compiled" in outcome.milliseconds) outcomes.push(outcome);
  }
  const racers = [...peers].map(([key, { version }]) => ({ key, title: contestants[key].title, version }));
  for (const peer of peers.values()) peer.close();
  if ("first calls".includes(wanted)) outcomes.push(...firstCalls());
  const memory = "memory".includes(wanted) ? memoryGrowth() : {};
  const report: Report = { ...machine(), contestants: racers, rows: outcomes, memory };
  if (json === undefined) return;
  // Scripts of a package run in its folder; the path is from where the command was given.
  writeFileSync(resolve(process.env["INIT_CWD"] ?? ".", json), `${JSON.stringify(report, fourDigits, 2)}\n`);
}

async function startAll(): Promise<Map<Key, Peer>> {
  const started = new Map<Key, Peer>();
  for (const key of Object.keys(contestants) as Key[]) {
    const what = contestants[key];
    const command = "script" in what ? "/usr/bin/python3" : process.execPath;
    const args = "script" in what ? [here(what.script)] : [here("./serve.ts"), what.module, what.variant];
    const peer = await startPeer(command, args, "inherit");
    if (peer === undefined) console.log(`${what.title}: not found`);
    else started.set(key, peer);
  }
  return started;
}

async function runnersOf(row: Row, peers: ReadonlyMap<Key, Peer>): Promise<readonly Runner[]> {
  const { name, tolerance = 1e-10 } = row;
  const referee = peers.get("eager")!.names.includes(name) ? "eager" : "compiled";
  const expected = await peers.get(referee)!.check(name);
  const runners: Runner[] = [];
  for (const [key, peer] of peers) {
    if (!peer.names.includes(name)) continue;
    const allowed = key === "jax" ? sixDigits : tolerance;
    try {
      compare(`${contestants[key].title}, ${name}`, expected, await peer.check(name), allowed);
    } catch (error) {
      console.log(`\nleft out: ${(error as Error).message}`);
      process.exitCode = 1;
      continue;
    }
    runners.push({ name: key, time: async (repeats) => (await peer.time(name, repeats)) * 1e3 });
  }
  return runners;
}

/** The first program that a process compiles: V8 has then optimized nothing of the compiler. */
function firstCalls(): readonly Outcome[] {
  const firsts = [
    ["gradient", "compile the gradient of two numbers, first in a process", 2],
    ["step", "compile the perceptron step, first in a process", 50],
  ] as const;
  return firsts.map(([what, name, milliseconds]) => {
    const times = Array.from({ length: 11 }, () => Number(run("./first-call.ts", what)));
    const outcome = outcomeOf({ name, bars: [{ milliseconds }] }, new Map([["compiled", times]]));
    printOutcome(outcome);
    return outcome;
  });
}

/** Bytes by which memory has grown after very many calls; it is flat if the memories of WebAssembly stay as they are. */
function memoryGrowth(): Report["memory"] {
  const grown = JSON.parse(run("./memory.ts")) as Report["memory"];
  for (const [name, { calls, heap, buffers, webAssembly }] of Object.entries(grown)) {
    const flat = heap! < 1e5 && buffers! < 1e5 && webAssembly === 0;
    console.log(`\n${name}, ${calls} calls: memory ${flat ? "is flat" : "GROWS"}`);
    console.log(`  heap ${heap} bytes, buffers ${buffers} bytes, WebAssembly ${webAssembly} bytes`);
  }
  return grown;
}

function run(file: string, ...args: readonly string[]): string {
  return execFileSync(process.execPath, ["--expose-gc", here(file), ...args], { encoding: "utf8" });
}

function fourDigits(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

function here(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
