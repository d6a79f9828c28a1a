import { endless } from "../../while-loop-primitive.ts";
import type { Schedule, Step } from "../loops/schedule.ts";
import type { KernelSurroundings } from "./kernel-scope.ts";
import { writeKernel } from "./kernel-writer.ts";
import { tileTransposes } from "./tile-transposes.ts";
import { ModuleWriter } from "./module-writer.ts";
import { NumberPool } from "./number-pool.ts";
import { planMemory } from "./plan-memory.ts";
import type { MemoryPlan } from "./plan-memory.ts";
import { ScalarCalls } from "./scalar-calls.ts";
import { writeSteps } from "./write-steps.ts";

/** What JavaScript does between the loops of a program; `base` is the address of its region. */
export interface StepRunners {
  readonly product: (step: Step & { readonly kind: "product" }, plan: MemoryPlan) => (base: number) => void;
  readonly call: (step: Step & { readonly kind: "call" }, plan: MemoryPlan) => (base: number) => void;
}

/** A program as a module of WebAssembly, with what it imports and where its values lie. */
export interface WrittenProgram {
  readonly binary: Uint8Array<ArrayBuffer>;
  readonly imports: Readonly<Record<string, unknown>>;
  readonly plan: MemoryPlan;
  /** What the region begins with: the numbers that loops use. */
  readonly numbers: Uint8Array;
}

type Leaf = Step & { readonly kind: "loops" | "product" | "call" | "whileLoop" };

/** Writes the module of a schedule: one function for each loop nest, and `run(base)` for the steps. */
export function writeProgram(schedule: Schedule, runners: StepRunners): WrittenProgram {
  const leaves = leavesOf(schedule.steps);
  const numbers = new NumberPool(leaves.flatMap((step) => (step.kind === "loops" ? [step.kernel] : [])));
  const plan = planMemory(schedule, numbers.bytes.length);
  const module = new ModuleWriter();
  const calls = new ScalarCalls(module);
  const indices = new Map<Step, readonly (() => number)[]>();
  const around: KernelSurroundings = {
    offsetOf: (buffer) => plan.offsets[buffer]!,
    dtypeOf: (buffer) => schedule.buffers[buffer]!.dtype,
    numberAt: (value, dtype) => numbers.offsetOf(value, dtype),
    calls,
  };
  const kernel = { parameters: ["i32"], results: [] } as const;
  for (const step of leaves) {
    switch (step.kind) {
      case "loops": {
        const functions = tileTransposes(step.kernel).map((part) => {
          const { writer, index } = module.function(kernel);
          writeKernel(part, writer, around);
          return index;
        });
        indices.set(step, functions);
        break;
      }
      case "product": {
        const index = module.import(runners.product(step, plan), kernel);
        indices.set(step, [() => index]);
        break;
      }
      case "call": {
        const index = module.import(runners.call(step, plan), kernel);
        indices.set(step, [() => index]);
        break;
      }
      case "whileLoop": {
        const { maxIterations } = step;
        const index = module.import(
          () => {
            throw endless(maxIterations);
          },
          { parameters: [], results: [] },
        );
        indices.set(step, [() => index]);
        break;
      }
    }
  }
  const { writer, index } = module.function(kernel);
  writeSteps(schedule, plan, writer, indices);
  return { binary: module.finish(index()), imports: module.imports, plan, numbers: numbers.bytes };
}

/** The steps that need a function of their own. */
function leavesOf(steps: readonly Step[]): readonly Leaf[] {
  return steps.flatMap((step): readonly Leaf[] => {
    if (step.kind === "scan") return leavesOf(step.body);
    if (step.kind === "cond") return [...leavesOf(step.whenTrue), ...leavesOf(step.whenFalse)];
    if (step.kind === "whileLoop") return [step, ...leavesOf(step.condition), ...leavesOf(step.body)];
    return step.kind === "copy" ? [] : [step];
  });
}
