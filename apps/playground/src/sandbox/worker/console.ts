import type { Entry, Level } from "../protocol.ts";
import { describe, describePrinted } from "./describe.ts";
import type { Output } from "./output.ts";

type Method = (...values: unknown[]) => void;

/** The `console` of the user's program: the usual methods, printing to the page as data. */
export function createConsole(output: Output): Readonly<Record<string, Method>> {
  const at =
    (level: Level): Method =>
    (...values) =>
      output.print(() => entry(level, values));
  const counts = new Map<string, number>();
  const clocks = new Map<string, number>();
  return {
    log: at("log"),
    debug: at("log"),
    dir: at("log"),
    table: at("log"),
    trace: at("log"),
    group: at("info"),
    groupEnd: () => {},
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    assert: (truth, ...values) => {
      if (!truth) at("error")("assertion failed", ...values);
    },
    count: (label = "default") => {
      const next = (counts.get(String(label)) ?? 0) + 1;
      counts.set(String(label), next);
      at("log")(`${String(label)}: ${next}`);
    },
    time: (label = "default") => {
      clocks.set(String(label), performance.now());
    },
    timeEnd: (label = "default") => {
      const from = clocks.get(String(label));
      if (from === undefined) return at("warn")(`no clock "${String(label)}"`);
      at("log")(`${String(label)}: ${(performance.now() - from).toFixed(3)} ms`);
    },
  };
}

/** The value of an expression at the top level; `undefined` says nothing. */
export function echoTo(output: Output): (line: number, value: unknown) => void {
  return (line, value) => {
    if (value === undefined) return;
    output.print(() => ({ level: "result", line, values: [guarded(() => describe(value))] }));
  };
}

function entry(level: Level, values: readonly unknown[]): Entry {
  const shown = values.slice(0, 50).map((value) => guarded(() => describePrinted(value)));
  return { level, line: null, values: shown };
}

/** A getter or `toString` of the user's may throw; that is then what is shown. */
function guarded(make: () => Entry["values"][number]): Entry["values"][number] {
  try {
    return make();
  } catch {
    return { kind: "text", text: "(a value that throws when it is looked at)", tone: "error" };
  }
}
