import type { Recording } from "../equation.ts";
import { evaluateProgram } from "../evaluate-program.ts";
import { planned } from "../plan.ts";
import { simplify } from "../simplify.ts";
import { estimate } from "./estimate.ts";
import { javascriptAllowed } from "./javascript/javascript-allowed.ts";
import { javascriptExecutable } from "./javascript/javascript-executable.ts";
import { lower } from "./loops/lower.ts";
import type { Executable, Schedule } from "./loops/schedule.ts";
import { warnInterpreted } from "./warn-interpreted.ts";
import { webassemblyAllowed } from "./webassembly/webassembly-allowed.ts";
import { webassemblyExecutable } from "./webassembly/webassembly-executable.ts";

/** How a compiled program runs; `"auto"` chooses one of the others by the size of the work and by what the host allows. */
export type Backend = "auto" | "webassembly" | "javascript" | "interpreter";

export const backends: readonly Backend[] = ["auto", "webassembly", "javascript", "interpreter"];

/** A program made ready to run. */
export function executableOf(program: Recording, backend: Backend): Executable {
  const simplified = simplify(program);
  const executable = backend === "interpreter" ? undefined : scheduledExecutable(lower(simplified), backend);
  if (executable !== undefined) return executable;
  const ready = planned(simplified);
  return (inputs) => evaluateProgram(ready, inputs);
}

/** A schedule as code, or undefined where the host forbids code that is made at run time. */
export function scheduledExecutable(
  schedule: Schedule,
  backend: Exclude<Backend, "interpreter">,
): Executable | undefined {
  const chosen = generatorFor(schedule, backend);
  if (chosen === undefined) return undefined;
  return chosen === "javascript" ? javascriptExecutable(schedule) : webassemblyExecutable(schedule);
}

/** The generator that a schedule is given to: the one asked for, or the one that is expected to be faster, if the host allows it. */
export function generatorFor(
  schedule: Schedule,
  backend: Exclude<Backend, "interpreter">,
): "webassembly" | "javascript" | undefined {
  const wanted = backend === "auto" ? fasterGenerator(schedule) : backend;
  if (wanted === "javascript" ? javascriptAllowed() : webassemblyAllowed()) return wanted;
  if (backend === "auto") {
    if (webassemblyAllowed()) return "webassembly";
    if (javascriptAllowed()) return "javascript";
  }
  warnInterpreted(backend);
  return undefined;
}

function fasterGenerator(schedule: Schedule): "webassembly" | "javascript" {
  const { javascript, webassembly } = estimate(schedule);
  return javascript <= webassembly ? "javascript" : "webassembly";
}
