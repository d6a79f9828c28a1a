import { arch, cpus } from "node:os";
import { short, spreadOf } from "../race.ts";
import type { Spread } from "../race.ts";
import { contestants } from "./rows.ts";
import type { Bar, Key, Row } from "./rows.ts";

/** The milliseconds of a row: of each contestant, in each round. */
export type Times = ReadonlyMap<string, readonly number[]>;

/** A bar in words, what came out, and whether that is enough. */
export interface Verdict {
  readonly bar: string;
  readonly got: string;
  readonly met: boolean;
}

/** A row as it is written down: milliseconds, and how many times longer the others take in the same round. */
export interface Outcome {
  readonly name: string;
  readonly milliseconds: Readonly<Record<string, Spread>>;
  readonly ratios: Readonly<Record<string, Spread>>;
  readonly verdicts: readonly Verdict[];
}

/** Everything that the page about compiling shows. */
export interface Report {
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly contestants: readonly {
    readonly key: string;
    readonly title: string;
    readonly version: string;
  }[];
  readonly rows: readonly Outcome[];
  readonly memory: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export function outcomeOf({ name, bars }: Row, times: Times): Outcome {
  const ours = times.get("compiled") ?? [];
  const ratios = ours.length === 0 ? [] : [...times].filter(([key]) => key !== "compiled");
  return {
    name,
    milliseconds: Object.fromEntries([...times].map(([key, each]) => [key, spreadOf(each)])),
    ratios: Object.fromEntries(ratios.map(([key, each]) => [key, paired(each, ours)])),
    verdicts: bars.flatMap((bar) => verdictOf(bar, times)),
  };
}

/** Of quotients within a round: what else the machine does slows both. */
function paired(theirs: readonly number[], ours: readonly number[]): Spread {
  return spreadOf(theirs.map((time, i) => time / ours[i]!));
}

function verdictOf(bar: Bar, times: Times): Verdict[] {
  if ("milliseconds" in bar) {
    const ours = times.get("compiled");
    if (ours === undefined) return [];
    const got = spreadOf(ours).median;
    const text = `at most ${duration(bar.milliseconds)}`;
    return [{ bar: text, got: duration(got), met: got <= bar.milliseconds }];
  }
  const { contestant, timesFaster, ours: key = "compiled" } = bar;
  const theirs = times.get(contestant);
  const ours = times.get(key);
  if (theirs === undefined || ours === undefined) return [];
  const got = paired(theirs, ours).median;
  const met = got >= timesFaster;
  const { title } = contestants[contestant];
  const way = key === "wide" ? ", with wide lanes" : "";
  if (timesFaster >= 1 && way === "") {
    const text = timesFaster === 1 ? `no slower than ${title}` : `${timesFaster}× as fast as ${title}`;
    return [{ bar: text, got: `${short(got, 3)}×`, met }];
  }
  const share = `at most ${Number((1 / timesFaster).toPrecision(3))} of the time of ${title}${way}`;
  return [{ bar: share, got: short(1 / got, 3), met }];
}

/** Milliseconds in a unit that suits them. */
function duration(milliseconds: number): string {
  if (milliseconds < 1e-3) return `${short(milliseconds * 1e6, 3)} ns`;
  return milliseconds < 1 ? `${short(milliseconds * 1e3, 3)} µs` : `${short(milliseconds, 3)} ms`;
}

/** A line with the times, and one for each bar. */
export function printOutcome({ name, milliseconds, ratios, verdicts }: Outcome): void {
  console.log(`\n${name}`);
  for (const [key, { lower, median, upper }] of Object.entries(milliseconds)) {
    const { title } = contestants[key as Key];
    const ratio = ratios[key];
    const times = ratio === undefined ? "" : `${short(ratio.median, 3)}×`;
    const spread = `[${duration(lower)}, ${duration(upper)}]`;
    console.log(`  ${title.padEnd(20)} ${duration(median).padStart(9)} ${spread.padEnd(24)} ${times}`);
  }
  for (const { bar, got, met } of verdicts) console.log(`  ${met ? "met   " : "MISSED"} ${bar}: ${got}`);
}

/** What the numbers depend on. */
export function machine(): Pick<Report, "node" | "processor" | "cores"> {
  const [first] = cpus();
  return {
    node: process.version,
    processor: `${first?.model ?? "unknown"}, ${arch()}`,
    cores: cpus().length,
  };
}
