import type { Primitive } from "@adjoint/tensor";
import type { Recording } from "../equation.ts";
import { isRecording } from "../nested-programs.ts";

/** The program that a call of a compiled function runs; undefined for what is no such call. */
export function compiledCallOf({ name }: Pick<Primitive, "name">, params: unknown): Recording | undefined {
  // Known by its name: its own file needs the whole compiler.
  if (name !== "compiled") return undefined;
  const { compiled } = params as { readonly compiled?: { readonly program?: unknown } };
  return isRecording(compiled?.program) ? compiled.program : undefined;
}
