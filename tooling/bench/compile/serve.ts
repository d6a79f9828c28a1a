/** A contestant in a process of its own: `node serve.ts MODULE VARIANT`, with the lines of `peer.ts`. */
import { createInterface } from "node:readline";
import type { CompiledCase, ContestantModule } from "./contestant.ts";

const [file, variant] = process.argv.slice(2);
const { load } = (await import(file!)) as ContestantModule;
const { version, cases } = await load(variant ?? "");
for await (const line of createInterface({ input: process.stdin })) {
  const [command, name, repeats] = line.split("\t");
  let answer: unknown;
  try {
    answer =
      command === "names" ? { version, names: Object.keys(cases) } : about(cases[name!]!, command, repeats);
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

function about(entry: CompiledCase, command: string | undefined, repeats: string | undefined): unknown {
  if (command === "check") return entry.check();
  const start = performance.now();
  entry.run(Number(repeats));
  return (performance.now() - start) / 1e3;
}
