import type { Recording } from "../equation.ts";
import { evaluateProgram } from "../evaluate-program.ts";
import { planned } from "../plan.ts";
import type { ProgramStructures } from "../program.ts";
import { estimate } from "./estimate.ts";
import { javascriptAllowed } from "./javascript/javascript-allowed.ts";
import { javascriptEntry } from "./javascript/javascript-entry.ts";
import type { Entry } from "./javascript/javascript-entry.ts";
import { javascriptExecutable } from "./javascript/javascript-executable.ts";
import { lower } from "./loops/lower.ts";
import type { Executable, Schedule } from "./loops/schedule.ts";
import { threadedExecutable } from "./threads/threaded-executable.ts";
import { optimise } from "./passes/optimise.ts";
import { warnOnce } from "./warn-once.ts";
import { webassemblyAllowed } from "./webassembly/webassembly-allowed.ts";
import { webassemblyExecutable } from "./webassembly/webassembly-executable.ts";

/** How a compiled program runs; `"auto"` chooses one of the others by the size of the work and by what the host allows. */
export type Backend = "auto" | "webassembly" | "javascript" | "interpreter";

export const backends: readonly Backend[] = ["auto", "webassembly", "javascript", "interpreter"];

/** How programs are to run. */
export interface Target {
  readonly backend: Backend;
  readonly threads: number;
}

/** A program made ready to run. */
export function executableOf(program: Recording, { backend, threads }: Target): Executable {
  const simplified = optimise(program);
  const executable =
    backend === "interpreter" ? undefined : scheduledExecutable(lower(simplified), backend, threads);
  if (executable !== undefined) return executable;
  const ready = planned(simplified);
  return (inputs) => evaluateProgram(ready, inputs);
}

/** What runs a program of numbers on trees of arguments, if it runs as JavaScript; otherwise `slow`. */
export function entryOf(
  program: Recording,
  backend: Backend,
  structures: ProgramStructures,
  slow: Entry,
): Entry {
  if (backend === "interpreter" || backend === "webassembly") return slow;
  if (program.inputs.some(({ shape, dtype }) => shape.length > 0 || dtype !== "float64")) return slow;
  const schedule = lower(optimise(program));
  const isJavascript = generatorFor(schedule, backend) === "javascript";
  return isJavascript ? javascriptEntry(schedule, structures, slow) : slow;
}

/** A schedule as code, or undefined where the host forbids code that is made at run time. */
export function scheduledExecutable(
  schedule: Schedule,
  backend: Exclude<Backend, "interpreter">,
  threads = 1,
): Executable | undefined {
  const chosen = generatorFor(schedule, backend);
  if (chosen === undefined) return undefined;
  if (chosen === "javascript") return javascriptExecutable(schedule);
  if (threads > 1 && estimate(schedule).webassembly >= worthThreads) {
    const executable = threadedExecutable(schedule, threads);
    if (typeof executable !== "string") return executable;
    warnOnce(`compile: one thread instead of ${threads}: ${executable}`);
  }
  return webassemblyExecutable(schedule);
}

/** Work that is expected to take so many nanoseconds repays waking a second thread. */
const worthThreads = 1e5;

/** The generator that a schedule is given to: the one asked for, or the one that is expected to be faster, if the host allows it. */
function generatorFor(
  schedule: Schedule,
  backend: Exclude<Backend, "interpreter">,
): "webassembly" | "javascript" | undefined {
  const wanted = backend === "auto" ? fasterGenerator(schedule) : backend;
  if (wanted === "javascript" ? javascriptAllowed() : webassemblyAllowed()) return wanted;
  if (backend === "auto") {
    if (webassemblyAllowed()) return "webassembly";
    if (javascriptAllowed()) return "javascript";
  }
  warnOnce(
    `compile: this host, or its content security policy, does not allow ${neededFor[backend]}; ` +
      `compiled functions are interpreted, which is slower and gives the same results`,
  );
  return undefined;
}

const neededFor: Readonly<Record<Exclude<Backend, "interpreter">, string>> = {
  auto: "code that is made at run time ('wasm-unsafe-eval' or 'unsafe-eval')",
  javascript: "JavaScript that is made at run time ('unsafe-eval')",
  webassembly: "WebAssembly with SIMD ('wasm-unsafe-eval')",
};

function fasterGenerator(schedule: Schedule): "webassembly" | "javascript" {
  const { javascript, webassembly } = estimate(schedule);
  return javascript <= webassembly ? "javascript" : "webassembly";
}
