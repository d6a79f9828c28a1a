import type { ScalarFunction } from "@adjoint/tensor";
import type { Schedule, Step } from "../loops/schedule.ts";
import { nestedSteps } from "./places.ts";
import type { Place } from "./places.ts";
import type { Source } from "./source.ts";
import { isOfMath } from "./write-operation.ts";

/** Whether a run of the schedule may begin while another has values in arrays that all runs share. */
export function mayCollide(schedule: Schedule, places: readonly Place[], source: Source): boolean {
  const hasShared = source.isShared || places.some(({ kind }) => kind === "array");
  return (hasShared || schedule.steps.some(reduces)) && schedule.steps.some(callsForeign);
}

/** Whether a step runs a primitive's kernel. */
export function callsKernel(step: Step): boolean {
  return step.kind === "call" || nestedSteps(step).some(callsKernel);
}

/** Whether a step runs code that is not known to keep to itself. */
function callsForeign(step: Step): boolean {
  if (step.kind !== "loops") return callsKernel(step) || nestedSteps(step).some(callsForeign);
  return step.kernel.nodes.some((node) => node.kind === "apply" && isForeign(node.function));
}

function isForeign(scalar: ScalarFunction): boolean {
  return typeof scalar === "function" && !isOfMath(scalar);
}

/** Sums have strips that are kept. */
function reduces(step: Step): boolean {
  if (step.kind === "product") return true;
  return step.kind === "loops" ? step.kernel.reductions.length > 0 : nestedSteps(step).some(reduces);
}
