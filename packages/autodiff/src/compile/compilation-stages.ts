import { closeProgram } from "../close-program.ts";
import { checkFunction, flattenArguments, flattenFunction } from "../flat-function.ts";
import type { Program } from "../program.ts";
import type { Accepts, Differentiable } from "../types.ts";
import { javascriptText } from "./javascript/javascript-executable.ts";
import { formatSchedule } from "./loops/format-schedule.ts";
import { lower } from "./loops/lower.ts";
import { optimisationStages } from "./passes/optimise.ts";
import { formatMemory } from "./webassembly/format-memory.ts";

/** What a function is at one moment of its compilation. */
export interface CompilationStage {
  /** `"recorded"`, the name of a pass of the optimiser, `"loops"`, `"memory"` or `"javascript"`. */
  readonly name: string;
  /** The program, the loops, the plan of the memory or the source code, as text. */
  readonly text: string;
  /** The program, of a stage that is one; it can be called, drawn by `programGraph`, and printed. */
  readonly program?: Program;
}

/**
 * What `compile` makes of a function, step by step: the program as it is recorded, the program after each pass of the optimiser that
 * changes it, the loops that it becomes, where their values lie in memory, and the same loops as JavaScript.
 *
 * Nothing is run. `for i < 3: c[i] = a[i] + b[i]` is a loop; values have small letters, constants capital ones.
 *
 * @throws TracerError if `f` reads a value while it is recorded.
 * @example
 * ```ts
 * import { compilationStages } from "@adjoint/autodiff";
 * import { add, mul, sum, tanh, tensor } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const f = (x: Tensor, w: Tensor) => sum(mul(w, tanh(add(x, 1))));
 * const stages = compilationStages(f)(tensor([1, 2, 3]), tensor([4, 5, 6]));
 * stages.at(0)?.name; // => "recorded"
 * stages.find(({ name }) => name === "loops")?.text.split("\n\n"); // => ["given a:float64[3], b:float64[3]", "for i < 3: c += b[i] · tanh(a[i] + 1)", "return c"]
 * ```
 */
export function compilationStages<Args extends readonly unknown[] = never[], Result = unknown>(
  f: Differentiable<Args, Result>,
): (...args: Accepts<Args> & readonly unknown[]) => readonly CompilationStage[] {
  checkFunction("compilationStages", f);
  return (...args) => {
    const { leaves, structure } = flattenArguments("compilationStages", args);
    const { flat } = flattenFunction("compilationStages", f, structure);
    const { program } = closeProgram("compilationStages", flat, leaves);
    const programs = programStages(program);
    const final = programs.at(-1)!.program;
    const schedule = lower(final);
    return [
      ...programs.map(({ name, program: each }) => ({ name, text: String(each), program: each })),
      { name: "loops", text: formatSchedule(schedule, final) },
      { name: "memory", text: formatMemory(schedule) },
      { name: "javascript", text: javascriptText(schedule) },
    ];
  };
}

interface ProgramStage {
  readonly name: string;
  readonly program: Program;
}

/** The program as recorded, and after each pass that changes it. */
function programStages(recorded: Program): readonly ProgramStage[] {
  const stages = optimisationStages(recorded).map(({ name, program }) => ({ name, program }));
  return [{ name: "recorded", program: recorded }, ...stages];
}
