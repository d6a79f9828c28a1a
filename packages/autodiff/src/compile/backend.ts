import type { Recording } from "../equation.ts";
import { evaluateProgram } from "../evaluate-program.ts";
import { planned } from "../plan.ts";
import { simplify } from "../simplify.ts";
import { javascriptAllowed } from "./javascript/javascript-allowed.ts";
import { javascriptExecutable } from "./javascript/javascript-executable.ts";
import { lower } from "./loops/lower.ts";
import type { Executable, Schedule } from "./loops/schedule.ts";
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
export function scheduledExecutable(schedule: Schedule, backend: Backend): Executable | undefined {
  if (backend === "javascript") return javascriptAllowed() ? javascriptExecutable(schedule) : undefined;
  return webassemblyAllowed() ? webassemblyExecutable(schedule) : undefined;
}
