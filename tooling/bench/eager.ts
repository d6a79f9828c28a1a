import { fileURLToPath } from "node:url";
import { adjoint } from "./adjoint.ts";
import { compare } from "./compare.ts";
import type { Contestant } from "./contestant.ts";
import { startPeer } from "./peer.ts";
import type { Peer } from "./peer.ts";
import { race, short, spreadOf } from "./race.ts";
import type { Runner } from "./race.ts";

/** jax-js computes lazily, so its results are read; the others compute at once. */
export async function raceEagerly(wanted: string): Promise<void> {
  const contestants: Contestant[] = [adjoint()];
  for (const file of ["jax-js", "tfjs"]) {
    const specifier = `./peers/${file}.mjs`;
    const { load } = (await import(specifier)) as { load: () => Promise<readonly Contestant[]> };
    contestants.push(...(await load()));
  }
  const script = fileURLToPath(new URL("./peers/torch_server.py", import.meta.url));
  const torch = await startPeer("/usr/bin/python3", [script]);
  console.log(`Node ${process.version}, PyTorch ${torch?.version ?? "not found"}; µs, and times ours`);
  const table: Record<string, Record<string, string>> = {};
  for (const name of Object.keys(contestants[0]!.cases).filter((each) => each.includes(wanted))) {
    const runners = await runnersOf(name, contestants, torch);
    table[name] = row(await race(runners, { rounds: 15, turn: 20, warmUp: 500 }));
  }
  console.table(table);
  torch?.close();
}

async function runnersOf(
  name: string,
  contestants: readonly Contestant[],
  torch: Peer | undefined,
): Promise<readonly Runner[]> {
  const expected = contestants[0]!.cases[name]!.check();
  const runners: Runner[] = [];
  for (const contestant of contestants) {
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
  if (torch?.names.includes(name) === true) {
    compare(`PyTorch, ${name}`, expected, await torch.check(name));
    const time = async (repeats: number): Promise<number> => (await torch.time(name, repeats)) * 1e3;
    runners.push({ name: "PyTorch", time });
  }
  return runners;
}

function row(times: ReadonlyMap<string, readonly number[]>): Record<string, string> {
  const microseconds = [...times].map(([name, each]) => [name, spreadOf(each).median * 1e3] as const);
  const [, ours] = microseconds[0]!;
  const cells = microseconds.map(([name, time], i) => {
    const ratio = i === 0 ? "" : ` (${short(time / ours, 2)}×)`;
    return [name, short(time, 3) + ratio] as const;
  });
  return Object.fromEntries(cells);
}
