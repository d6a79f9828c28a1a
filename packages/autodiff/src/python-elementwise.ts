import type { DType } from "@adjoint/tensor";
import { both, called, infix, pythonDType } from "./python-translation.ts";
import type { PythonCall, PythonTemplate, PythonTranslations } from "./python-translation.ts";

/** Operations on every element by itself. */
export const pythonElementwise: PythonTranslations = {
  add: infix("+"),
  sub: infix("-"),
  mul: infix("*"),
  div: infix("/"),
  neg: both((call) => `-${call.operands()[0]}`),
  square: called("torch.square", "jnp.square"),
  pow: { torch: withScalars("torch.pow"), jax: withScalars("jnp.power") },
  mod: { torch: withScalars("torch.remainder"), jax: withScalars("jnp.remainder") },
  abs: called("torch.abs", "jnp.abs"),
  sign: called("torch.sign", "jnp.sign"),
  maximum: called("torch.maximum", "jnp.maximum"),
  minimum: called("torch.minimum", "jnp.minimum"),
  relu: {
    torch: (call) => `torch.relu(${call.operands()[0]})`,
    jax: (call) => `jnp.maximum(${call.operands()[0]}, 0)`,
  },
  floor: called("torch.floor", "jnp.floor"),
  ceil: called("torch.ceil", "jnp.ceil"),
  round: called("torch.round", "jnp.round"),
  trunc: called("torch.trunc", "jnp.trunc"),
  sqrt: called("torch.sqrt", "jnp.sqrt"),
  hypot: called("torch.hypot", "jnp.hypot"),
  exp: called("torch.exp", "jnp.exp"),
  expm1: called("torch.expm1", "jnp.expm1"),
  log: called("torch.log", "jnp.log"),
  log2: called("torch.log2", "jnp.log2"),
  log10: called("torch.log10", "jnp.log10"),
  log1p: called("torch.log1p", "jnp.log1p"),
  sin: called("torch.sin", "jnp.sin"),
  cos: called("torch.cos", "jnp.cos"),
  tan: called("torch.tan", "jnp.tan"),
  asin: called("torch.asin", "jnp.arcsin"),
  acos: called("torch.acos", "jnp.arccos"),
  atan: called("torch.atan", "jnp.arctan"),
  atan2: called("torch.atan2", "jnp.arctan2"),
  sinh: called("torch.sinh", "jnp.sinh"),
  cosh: called("torch.cosh", "jnp.cosh"),
  tanh: called("torch.tanh", "jnp.tanh"),
  asinh: called("torch.asinh", "jnp.arcsinh"),
  acosh: called("torch.acosh", "jnp.arccosh"),
  atanh: called("torch.atanh", "jnp.arctanh"),
  sigmoid: called("torch.sigmoid", "jax.nn.sigmoid"),
  // torch.nn.functional.softplus is the identity above 20, which is only right to 2e-9.
  softplus: {
    torch: ({ operands }) => `torch.logaddexp(${operands()[0]}, torch.zeros_like(${operands()[0]}))`,
    jax: ({ operands }) => `jnp.logaddexp(${operands()[0]}, 0.0)`,
  },
  equal: infix("=="),
  notEqual: infix("!="),
  less: infix("<"),
  lessEqual: infix("<="),
  greater: infix(">"),
  greaterEqual: infix(">="),
  logicalAnd: called("torch.logical_and", "jnp.logical_and"),
  logicalOr: called("torch.logical_or", "jnp.logical_or"),
  logicalNot: called("torch.logical_not", "jnp.logical_not"),
  isNaN: called("torch.isnan", "jnp.isnan"),
  isFinite: called("torch.isfinite", "jnp.isfinite"),
  where: called("torch.where", "jnp.where"),
  cast: {
    torch: (call) => `${realPart(call)}.to(${pythonDType("torch", call.params["dtype"] as DType)})`,
    jax: (call) => `${realPart(call)}.astype(${pythonDType("jax", call.params["dtype"] as DType)})`,
  },
  stopGradient: {
    torch: ({ operands }) => `${operands()[0]}.detach()`,
    jax: ({ operands }) => `jax.lax.stop_gradient(${operands()[0]})`,
  },
  imag: called("torch.imag", "jnp.imag"),
  conj: called("torch.conj_physical", "jnp.conj"),
  complex: {
    torch: ({ operands }) => `torch.complex(${operands().join(", ")})`,
    jax: ({ operands }) => `jax.lax.complex(${operands().join(", ")})`,
  },
};

/** Both libraries want to be told when an imaginary part is left out. */
function realPart({ inputs: [x], operands, params }: PythonCall): string {
  const leavesOut =
    x!.dtype === "complex128" && params["dtype"] !== "complex128" && params["dtype"] !== "bool";
  return leavesOut ? `${operands()[0]}.real` : operands()[0]!;
}

/* @__NO_SIDE_EFFECTS__ */
function withScalars(name: string): PythonTemplate {
  return ({ scalars }) => `${name}(${scalars().join(", ")})`;
}
