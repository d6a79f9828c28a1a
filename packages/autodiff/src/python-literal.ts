import { AdjointError, Tracer } from "@adjoint/tensor";
import type { DType, Tensor } from "@adjoint/tensor";
import { pythonDType, pythonTuple } from "./python-translation.ts";
import type { PythonLibrary } from "./python-translation.ts";

/** An expression for a constant tensor. */
export function pythonConstant(constant: Tensor, library: PythonLibrary): string {
  if (constant instanceof Tracer) {
    throw new AdjointError(
      `toPython: the program holds a traced value of ${constant.owner.name}; ` +
        `trace the function outside of other transformations, or pass the value as an argument`,
      { operation: "toPython" },
    );
  }
  const { dtype, shape } = constant;
  const module = library === "torch" ? "torch" : "jnp";
  const type = `dtype=${pythonDType(library, dtype)}`;
  if (constant.size === 0) return `${module}.zeros(${pythonTuple(shape)}, ${type})`;
  const value = constant.size > 1 ? commonElement(constant) : null;
  if (value !== null) return `${module}.full(${pythonTuple(shape)}, ${pythonNumber(value, dtype)}, ${type})`;
  return `${library === "torch" ? "torch.tensor" : "jnp.array"}(${nested(constant.toArray(), dtype)}, ${type})`;
}

/** The number that a constant consists of, to stand in a formula by itself; `null` if there is none. */
export function pythonScalar(constant: Tensor): string | null {
  if (constant instanceof Tracer || constant.dtype === "bool") return null;
  const value = commonElement(constant);
  return value === null ? null : pythonNumber(value, constant.dtype);
}

function commonElement({ data, dtype }: Tensor): number | null {
  const [first] = data;
  if (first === undefined || dtype === "complex128") return null;
  return data.every((element) => Object.is(element, first)) ? first : null;
}

function nested(elements: unknown, dtype: DType): string {
  if (Array.isArray(elements)) return `[${elements.map((element) => nested(element, dtype)).join(", ")}]`;
  if (typeof elements === "object" && elements !== null && "re" in elements && "im" in elements) {
    return `complex(${nested(elements.re, "float64")}, ${nested(elements.im, "float64")})`;
  }
  return pythonNumber(Number(elements), dtype);
}

/** A number as Python reads it, to the last bit. */
function pythonNumber(value: number, dtype: DType): string {
  if (dtype === "bool") return value === 0 ? "False" : "True";
  if (dtype === "int32") return String(value);
  if (!Number.isFinite(value)) return `float("${Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf"}")`;
  if (Object.is(value, -0)) return "-0.0";
  const digits = String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}
