import type { DType, Shape, Spec } from "@adjoint/tensor";
import type { Recording } from "./equation.ts";

/** The libraries that `toPython` writes for. */
export type PythonLibrary = "torch" | "jax";

/** An equation to be written in Python. */
export interface PythonCall {
  /** The shapes and dtypes of the operands and of the results. */
  readonly inputs: readonly Spec[];
  readonly outputs: readonly Spec[];
  readonly params: Readonly<Record<string, unknown>>;
  /** The operands by name. */
  readonly operands: () => readonly string[];
  /** The operands by name, or as a number where one is a constant that is the same everywhere. */
  readonly scalars: () => readonly string[];
  /** Puts a function with this source before the program, once. */
  readonly define: (source: string) => void;
  /** The name of a function that does what a program among the parameters does; `hint` is a part of the name. */
  readonly nested: (program: Recording, hint: string) => string;
}

/** How a primitive is written as an expression; several results as a tuple. */
export type PythonTemplate = (call: PythonCall) => string;

/** A primitive in each of the libraries; a text is why there is none. */
export type PythonTranslation = Readonly<Record<PythonLibrary, PythonTemplate | string>>;

/** Translations by the names of primitives. */
export type PythonTranslations = Readonly<Record<string, PythonTranslation>>;

/** A function of the operands under the name that each library has for it. */
/* @__NO_SIDE_EFFECTS__ */
export function called(torch: string, jax: string): PythonTranslation {
  return { torch: applied(torch), jax: applied(jax) };
}

/** An operator between two operands, in both libraries. */
/* @__NO_SIDE_EFFECTS__ */
export function infix(operator: string): PythonTranslation {
  return both((call) => call.scalars().join(` ${operator} `));
}

/** An expression that is the same in both libraries. */
/* @__NO_SIDE_EFFECTS__ */
export function both(template: PythonTemplate): PythonTranslation {
  return { torch: template, jax: template };
}

/* @__NO_SIDE_EFFECTS__ */
function applied(name: string): PythonTemplate {
  return (call) => `${name}(${call.operands().join(", ")})`;
}

/** `(2, 3)`, `(2,)`, `()`. */
export function pythonTuple(items: readonly (number | string)[]): string {
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
}

/** A dtype by its name in a library. */
export function pythonDType(library: PythonLibrary, dtype: DType): string {
  if (library === "torch") return `torch.${dtype}`;
  return dtype === "bool" ? "jnp.bool_" : `jnp.${dtype}`;
}

/** Zeros of a shape. */
export function pythonZeros(library: PythonLibrary, shape: Shape, dtype: DType): string {
  const module = library === "torch" ? "torch" : "jnp";
  return `${module}.zeros(${pythonTuple(shape)}, dtype=${pythonDType(library, dtype)})`;
}
