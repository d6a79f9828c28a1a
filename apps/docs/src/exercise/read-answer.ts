import { formula } from "@adjoint/expression";
import type { Answer, Exercise, Field } from "./exercise.ts";

/** The values of what the reader typed, or a sentence that says what could not be read. */
export function readAnswer(exercise: Exercise, typed: FormData): Answer | string {
  const answer: Record<string, number | readonly number[]> = {};
  for (const field of exercise.fields) {
    const entry = typed.get(field.name);
    const text = typeof entry === "string" ? entry.trim() : "";
    if (text === "") return "Fill in every field first.";
    try {
      answer[field.name] = valuesOf(field, text);
    } catch (error) {
      return `“${text}” cannot be read: ${(error as Error).message}`;
    }
  }
  return answer;
}

function valuesOf({ variables = [], probes }: Field, text: string): number | readonly number[] {
  const f = formula(text, variables);
  if (probes === undefined) return f().item();
  return probes.map((probe) => f(...probe).item());
}
