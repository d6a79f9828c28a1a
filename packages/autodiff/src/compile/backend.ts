import type { Recording } from "../equation.ts";
import { evaluateProgram } from "../evaluate-program.ts";
import { planned } from "../plan.ts";
import { simplify } from "../simplify.ts";
import type { Executable } from "./loops/schedule.ts";

/** How a compiled program runs; `"auto"` chooses one of the others by the size of the work and by what the host allows. */
export type Backend = "auto" | "webassembly" | "javascript" | "interpreter";

export const backends: readonly Backend[] = ["auto", "webassembly", "javascript", "interpreter"];

/** A program made ready to run. */
export function executableOf(program: Recording, _backend: Backend): Executable {
  const ready = planned(simplify(program));
  return (inputs) => evaluateProgram(ready, inputs);
}
