import { compile } from "@adjoint/autodiff";
import type { Backend } from "@adjoint/autodiff";
import { bind, currentInterpreter, runWith } from "@adjoint/tensor";
import type { Primitive, Tensor } from "@adjoint/tensor";

type Kernel = (primitive: Primitive, inputs: readonly Tensor[], params: unknown) => readonly Tensor[];
type Outputs = (...inputs: Tensor[]) => readonly Tensor[];

const backend = (process.env["ADJOINT_BACKEND"] ?? "auto") as Backend;

/** Compiled primitives, by their parameters as text. */
const compiled = new WeakMap<Primitive, Map<string, Outputs>>();

/** Interpreters that look at what is computed are to see the primitives, and not what they are compiled to. */
const evaluation = currentInterpreter();

/** While a compiled primitive is made or runs, others are computed as they are. */
let isInside = false;

(globalThis as unknown as { compiledKernel: Kernel }).compiledKernel = (primitive, inputs, params) => {
  const key = isInside || primitive.lowering === undefined ? undefined : keyOf(params);
  if (key === undefined) return primitive.kernel(inputs, params);
  isInside = true;
  try {
    return runWith(evaluation, () => compiledFor(primitive, params, key)(...inputs));
  } finally {
    isInside = false;
  }
};

function compiledFor(primitive: Primitive, params: unknown, key: string): Outputs {
  const known = compiled.get(primitive) ?? new Map<string, Outputs>();
  compiled.set(primitive, known);
  const outputs: Outputs =
    known.get(key) ?? compile((...xs: Tensor[]) => bind(primitive, xs, params), { backend });
  known.set(key, outputs);
  return outputs;
}

/** Parameters as text, if they are plain data. */
function keyOf(params: unknown): string | undefined {
  let isPlain = true;
  const text = JSON.stringify(params, (_name, value: unknown) => {
    if (typeof value === "function" || (typeof value === "object" && value !== null && "kernel" in value))
      isPlain = false;
    return value;
  });
  return isPlain ? (text ?? "undefined") : undefined;
}
