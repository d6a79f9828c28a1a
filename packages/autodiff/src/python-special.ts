import { AdjointError } from "@adjoint/tensor";
import { called } from "./python-translation.ts";
import type { PythonCall, PythonTranslations } from "./python-translation.ts";

/** Special functions. */
export const pythonSpecial: PythonTranslations = {
  erf: called("torch.special.erf", "jax.scipy.special.erf"),
  erfc: called("torch.special.erfc", "jax.scipy.special.erfc"),
  erfinv: called("torch.special.erfinv", "jax.scipy.special.erfinv"),
  // JAX has none by itself; x² and the logarithm cancel to within x² units in the last place.
  scaledErfc: {
    torch: (call) => `torch.special.erfcx(${onlyOrderZero(call)})`,
    jax: (call) => {
      const x = onlyOrderZero(call);
      return `2.0 * jnp.exp(${x} * ${x} + jax.scipy.special.log_ndtr(-${String(Math.SQRT2)} * ${x}))`;
    },
  },
  normalCdf: called("torch.special.ndtr", "jax.scipy.special.ndtr"),
  logNormalCdf: called("torch.special.log_ndtr", "jax.scipy.special.log_ndtr"),
  normalQuantile: called("torch.special.ndtri", "jax.scipy.special.ndtri"),
  lgamma: called("torch.lgamma", "jax.scipy.special.gammaln"),
  polygamma: {
    torch: ({ operands, params }) => `torch.polygamma(${String(params["order"])}, ${operands()[0]})`,
    jax: ({ operands, params }) =>
      `jax.scipy.special.polygamma(${String(params["order"])}, ${operands()[0]})`,
  },
  xlogy: called("torch.special.xlogy", "jax.scipy.special.xlogy"),
  log1mexp: {
    torch: ({ define, operands }) => {
      define(log1mexpSource("torch"));
      return `log1mexp(${operands()[0]})`;
    },
    jax: ({ define, operands }) => {
      define(log1mexpSource("jnp"));
      return `log1mexp(${operands()[0]})`;
    },
  },
};

function log1mexpSource(module: string): string {
  return `def log1mexp(x):
    return ${module}.where(x > -0.6931471805599453, ${module}.log(-${module}.expm1(x)), ${module}.log1p(-${module}.exp(x)))`;
}

function onlyOrderZero({ operands, params }: PythonCall): string {
  if (params["order"] === 0) return operands()[0]!;
  throw new AdjointError(
    "toPython: neither library has the repeated integrals of the complementary error function, which come with its " +
      "second derivatives; print the program of the first derivative",
    { operation: "toPython", primitive: "scaledErfc", params },
  );
}
