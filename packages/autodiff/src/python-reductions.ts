import type { Spec } from "@adjoint/tensor";
import { pythonDType, pythonTuple } from "./python-translation.ts";
import type {
  PythonCall,
  PythonLibrary,
  PythonTemplate,
  PythonTranslation,
  PythonTranslations,
} from "./python-translation.ts";

/** Operations that take axes away. */
export const pythonReductions: PythonTranslations = {
  sum: { torch: overAxes("torch", "torch.sum", true), jax: overAxes("jax", "jnp.sum", true) },
  prod: { torch: axisByAxis("torch.prod", true), jax: overAxes("jax", "jnp.prod", true) },
  max: { torch: overAxes("torch", "torch.amax"), jax: overAxes("jax", "jnp.max") },
  min: { torch: overAxes("torch", "torch.amin"), jax: overAxes("jax", "jnp.min") },
  any: { torch: axisByAxis("torch.any"), jax: overAxes("jax", "jnp.any") },
  all: { torch: axisByAxis("torch.all"), jax: overAxes("jax", "jnp.all") },
  argmax: ofPlaces("torch.argmax", "jnp.argmax"),
  argmin: ofPlaces("torch.argmin", "jnp.argmin"),
};

/** `accumulates`: integers would be added in a wider type than they have. */
/* @__NO_SIDE_EFFECTS__ */
function overAxes(library: PythonLibrary, name: string, accumulates = false): PythonTemplate {
  const keyword = library === "torch" ? "dim" : "axis";
  return (call) => {
    const axes = axesOf(call);
    const [operand] = call.operands();
    if (axes.length === 0) return `${operand} != 0`;
    const along = axes.length === call.inputs[0]!.shape.length ? [] : [`${keyword}=${axisOrAxes(axes)}`];
    const type = accumulates ? keepInteger(library, call.inputs[0]!) : [];
    return `${name}(${[operand, ...along, ...type].join(", ")})`;
  };
}

/** A function of PyTorch that takes one axis at a time. */
/* @__NO_SIDE_EFFECTS__ */
function axisByAxis(name: string, accumulates = false): PythonTemplate {
  return (call) => {
    const axes = axesOf(call);
    const [operand] = call.operands();
    if (axes.length === 0) return `${operand} != 0`;
    const type = accumulates ? keepInteger("torch", call.inputs[0]!) : [];
    if (axes.length === call.inputs[0]!.shape.length) return `${name}(${[operand, ...type].join(", ")})`;
    return axes.reduceRight(
      (inner, axis) => `${name}(${[inner, `dim=${axis}`, ...type].join(", ")})`,
      operand!,
    );
  };
}

/* @__NO_SIDE_EFFECTS__ */
function ofPlaces(torch: string, jax: string): PythonTranslation {
  const axis = ({ params }: PythonCall): string => String(params["axis"]);
  return {
    // PyTorch compares no truth values.
    torch: (call) => {
      const x = `${call.operands()[0]}${call.inputs[0]!.dtype === "bool" ? ".int()" : ""}`;
      return `${torch}(${x}, dim=${axis(call)}).to(torch.int32)`;
    },
    jax: (call) => `${jax}(${call.operands()[0]}, axis=${axis(call)}).astype(jnp.int32)`,
  };
}

function axesOf({ params }: PythonCall): readonly number[] {
  return params["axes"] as readonly number[];
}

function axisOrAxes(axes: readonly number[]): string {
  return axes.length === 1 ? String(axes[0]) : pythonTuple(axes);
}

function keepInteger(library: PythonLibrary, { dtype }: Spec): readonly string[] {
  return dtype === "int32" ? [`dtype=${pythonDType(library, dtype)}`] : [];
}
