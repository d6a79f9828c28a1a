import { Tensor } from "@adjoint/tensor";
import type { Recording } from "./equation.ts";

/** Whether a parameter is a program: a branch, the body of a loop. */
export function isRecording(value: unknown): value is Recording {
  return (
    typeof value === "object" &&
    value !== null &&
    "inputs" in value &&
    "equations" in value &&
    Array.isArray(value.inputs) &&
    Array.isArray(value.equations)
  );
}

/** The programs among the parameters of an equation, wherever in them. */
export function nestedPrograms(params: unknown): readonly Recording[] {
  const found: Recording[] = [];
  mapNested(params, (program) => {
    found.push(program);
    return program;
  });
  return found;
}

/** Parameters in which every program is replaced; the same object if none was. */
export function mapNested(params: unknown, replace: (program: Recording) => Recording): unknown {
  if (isRecording(params)) return replace(params);
  if (Array.isArray(params)) {
    const parts = params.map((part) => mapNested(part, replace));
    return parts.some((part, i) => part !== params[i]) ? parts : params;
  }
  if (!isPlain(params)) return params;
  const entries = Object.entries(params).map(([key, part]) => [key, mapNested(part, replace)] as const);
  return entries.some(([key, part]) => part !== params[key]) ? Object.fromEntries(entries) : params;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Tensor) &&
    !ArrayBuffer.isView(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}
