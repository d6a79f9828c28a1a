import { AdjointError } from "@adjoint/tensor";
import { called } from "./python-translation.ts";
import type { PythonCall, PythonLibrary, PythonTemplate, PythonTranslations } from "./python-translation.ts";

/**
 * Factorizations, matrix functions and what their derivatives are made of.
 *
 * Vectors of `eig`, `qr`, `schur` and bases of subspaces may have other signs or phases than here. Solvers that iterate have
 * no translation: a program is for comparing, and `solve`, `eigh` and `svd` are what they come to.
 */
export const pythonLinalg: PythonTranslations = {
  det: called("torch.linalg.det", "jnp.linalg.det"),
  slogdet: called("torch.linalg.slogdet", "jnp.linalg.slogdet"),
  cofactors: defined(cofactorSource, "cofactors"),
  cofactorTangent: defined(cofactorSource, "cofactor_tangent"),
  lu: called("torch.linalg.lu", "jax.scipy.linalg.lu"),
  qr: inBoth((call, library) => {
    if (call.params["pivot"] === true)
      throw untranslated("qr", library, "column pivoting is not to be had there");
    const mode = call.params["full"] === true ? "complete" : "reduced";
    return `(*${moduleOf(library)}.linalg.qr(${call.operands()[0]}, mode="${mode}"), None)`;
  }),
  ldl: refused("there is none there that gives its factors as matrices"),
  eig: called("torch.linalg.eig", "jnp.linalg.eig"),
  eigvals: called("torch.linalg.eigvals", "jnp.linalg.eigvals"),
  largestComponents: defined(pivotSource, "largest_components"),
  generalizedEigh: defined(pairSource, "generalized_eigh"),
  schur: {
    torch: "PyTorch has no Schur and no Hessenberg decomposition",
    jax: ({ operands, params }) => {
      const name = params["triangular"] === true ? "schur" : "hessenberg";
      return `jax.scipy.linalg.${name}(${operands()[0]}${name === "schur" ? "" : ", calc_q=True"})[::-1]`;
    },
  },
  pinv: inBoth(({ define, operands, params }, library) => {
    const { rank } = params;
    if (typeof rank === "number") {
      define(rankSource(library));
      return `pinv_of_rank(${operands()[0]}, ${rank})`;
    }
    const [rtol, atol] = [String(params["rtol"]), String(params["atol"])];
    if (library === "torch") return `torch.linalg.pinv(${operands()[0]}, atol=${atol}, rtol=${rtol})`;
    if (atol !== "0") throw untranslated("pinv", library, "JAX knows no absolute tolerance");
    return `jnp.linalg.pinv(${operands()[0]}, ${rtol})`;
  }),
  // The factors are not needed: the pseudo-inverse takes the default tolerance.
  lstsq: inBoth(({ operands, params }, library) => {
    const [a, , b] = operands();
    const inverse = `${moduleOf(library)}.linalg.pinv(${a})`;
    return `${params["transposed"] === true ? `${inverse}.swapaxes(-1, -2)` : inverse} @ ${b}`;
  }),
  // PyTorch's gradient of the vectors that complete a decomposition is 0, and JAX has none.
  nullSpace: refused("the vectors of a null space have no derivative there"),
  orth: inBoth(
    ({ operands, params }, library) =>
      `${moduleOf(library)}.linalg.svd(${operands()[0]}, full_matrices=False)[0][..., :${String(params["rank"])}]`,
  ),
  polar: defined(factorSource, "orthogonal_factor"),
  orthogonalFactor: inBoth((call, library) => {
    if (call.inputs.length > 1)
      throw untranslated("orthogonalFactor", library, "only the factor itself has one");
    call.define(factorSource(library));
    return `orthogonal_factor(${call.operands()[0]})`;
  }),
  nuclearNorm: {
    torch: ({ operands }) => `torch.linalg.matrix_norm(${operands()[0]}, ord="nuc")`,
    jax: ({ operands }) => `jnp.linalg.norm(${operands()[0]}, ord="nuc", axis=(-2, -1))`,
  },
  lyapunov: defined(lyapunovSource, "lyapunov"),
  sylvester: defined(sylvesterSource, "sylvester", kroneckerSource),
  expm: called("torch.linalg.matrix_exp", "jax.scipy.linalg.expm"),
  expmDerivative: defined(exponentialSource, "expm_derivative", kroneckerSource),
  expmMultiply: inBoth((call, library) => {
    const [a, b, ...directions] = call.operands();
    if (directions.length === 0) return `${exponentialOf(library)}(${a}) @ ${b}`;
    call.define(kroneckerSource(library));
    call.define(exponentialSource(library));
    return `expm_derivative(${[a, ...directions].join(", ")}) @ ${b}`;
  }),
  expmMultiplyGradient: inBoth((call, library) => {
    const [a, b, c, ...directions] = call.operands();
    call.define(kroneckerSource(library));
    call.define(exponentialSource(library));
    const turned = [a, ...directions].map((matrix) => `${matrix}.swapaxes(-1, -2)`);
    return `expm_derivative(${[...turned, `${c} @ ${b}.swapaxes(-1, -2)`].join(", ")})`;
  }),
  expmMultiplyFunction: refused("the matrix is a function; trace expmMultiply of the matrix itself"),
  logm: refused("there is no logarithm of matrices there"),
  logmDerivative: refused("there is no logarithm of matrices there"),
  sqrtm: refused("there is no square root of matrices there that has a derivative"),
  sqrtmDerivative: refused("there is no square root of matrices there that has a derivative"),
  householder: defined(householderSource, "householder"),
  rcond: refused("it is an estimate, which has no derivative"),
  iterativeSolve: refused("it iterates; trace solve in its place"),
  iterativeSolveTangent: refused("it iterates; trace solve in its place"),
  eigenIteration: refused("it iterates; trace eigh in its place"),
  lobpcg: refused("it iterates; trace eigh in its place"),
  randomizedSvd: refused("it draws random numbers; trace svd in its place"),
};

/** A template that knows for which library it writes. */
/* @__NO_SIDE_EFFECTS__ */
function inBoth(template: (call: PythonCall, library: PythonLibrary) => string): {
  torch: PythonTemplate;
  jax: PythonTemplate;
} {
  return { torch: (call) => template(call, "torch"), jax: (call) => template(call, "jax") };
}

/** A function of all operands that is put before the program, after one that it calls. */
/* @__NO_SIDE_EFFECTS__ */
function defined(
  source: (library: PythonLibrary) => string,
  name: string,
  helper?: (library: PythonLibrary) => string,
): { torch: PythonTemplate; jax: PythonTemplate } {
  return inBoth((call, library) => {
    if (helper) call.define(helper(library));
    call.define(source(library));
    return `${name}(${call.operands().join(", ")})`;
  });
}

/* @__NO_SIDE_EFFECTS__ */
function refused(reason: string): { torch: string; jax: string } {
  return { torch: reason, jax: reason };
}

function untranslated(primitive: string, library: PythonLibrary, reason: string): AdjointError {
  return new AdjointError(`toPython: no translation of the primitive ${primitive} to ${library}: ${reason}`, {
    operation: "toPython",
    primitive,
    library,
  });
}

function moduleOf(library: PythonLibrary): string {
  return library === "torch" ? "torch" : "jnp";
}

function exponentialOf(library: PythonLibrary): string {
  return library === "torch" ? "torch.linalg.matrix_exp" : "jax.scipy.linalg.expm";
}

/** Of matrices that have an inverse. */
function cofactorSource(library: PythonLibrary): string {
  const module = moduleOf(library);
  return `def cofactors(a):
    return ${module}.linalg.det(a)[..., None, None] * ${module}.linalg.inv(a).swapaxes(-1, -2)


def cofactor_tangent(a, h):
    inverse = ${module}.linalg.inv(a)
    turned = inverse @ h
    trace = ${module}.diagonal(turned, 0, -2, -1).sum(-1)
    along = trace[..., None, None] * inverse - turned @ inverse
    return ${module}.linalg.det(a)[..., None, None] * along.swapaxes(-1, -2)`;
}

/** 1 at the first component of largest magnitude, up to rounding, of each column. */
function pivotSource(library: PythonLibrary): string {
  const [largest, kind] =
    library === "torch" ? ["torch.amax", "double()"] : ["jnp.max", "astype(jnp.float64)"];
  return `def largest_components(v):
    sizes = abs(v)
    largest = ${largest}(sizes, -2)[..., None, :]
    is_largest = (sizes >= (1 - 1e-8) * largest) & (largest > 0)
    return (is_largest & (${moduleOf(library)}.cumsum(is_largest, -2) == 1)).${kind}`;
}

function pairSource(library: PythonLibrary): string {
  const module = moduleOf(library);
  return `def generalized_eigh(a, b):
    factor = ${module}.linalg.cholesky(b)
    half = ${module}.linalg.solve(factor, a).swapaxes(-1, -2)
    values, vectors = ${module}.linalg.eigh(${module}.linalg.solve(factor, half))
    return values, ${module}.linalg.solve(factor.swapaxes(-1, -2), vectors)`;
}

/** Where a sum that rounding could have made counts as zero, and so does its reciprocal. */
function lyapunovSource(library: PythonLibrary): string {
  const module = moduleOf(library);
  const largest = library === "torch" ? "torch.amax(abs(values), -1)" : "jnp.max(abs(values), axis=-1)";
  return `def lyapunov(p, c):
    values, vectors = ${module}.linalg.eigh(p)
    adjoint = vectors.swapaxes(-1, -2).conj()
    sums = values[..., None, :] + values[..., :, None]
    is_zero = abs(sums) <= values.shape[-1] * 2.0**-52 * ${largest}[..., None, None]
    reciprocals = ${module}.where(is_zero, 0.0, 1.0 / ${module}.where(is_zero, 1.0, sums))
    return vectors @ (reciprocals * (adjoint @ c @ vectors)) @ adjoint`;
}

/** The Kronecker product of the last two axes. */
function kroneckerSource(library: PythonLibrary): string {
  return `def kron(a, b):
    product = a[..., :, None, :, None] * b[..., None, :, None, :]
    rows, columns = a.shape[-2] * b.shape[-2], a.shape[-1] * b.shape[-1]
    return ${moduleOf(library)}.reshape(product, (*product.shape[:-4], rows, columns))`;
}

/** The system of all elements, which is slow for large matrices. */
function sylvesterSource(library: PythonLibrary): string {
  const module = moduleOf(library);
  return `def sylvester(a, b, c):
    left = kron(a, ${module}.eye(b.shape[-1], dtype=c.dtype))
    right = kron(${module}.eye(a.shape[-1], dtype=c.dtype), b.swapaxes(-1, -2))
    column = ${module}.reshape(c, (*c.shape[:-2], -1, 1))
    return ${module}.reshape(${module}.linalg.solve(left + right, column), c.shape)`;
}

function factorSource(library: PythonLibrary): string {
  return `def orthogonal_factor(a):
    u, _, vh = ${moduleOf(library)}.linalg.svd(a, full_matrices=False)
    return u @ vh`;
}

function rankSource(library: PythonLibrary): string {
  return `def pinv_of_rank(a, rank):
    u, s, vh = ${moduleOf(library)}.linalg.svd(a, full_matrices=False)
    scaled = vh[..., :rank, :].swapaxes(-1, -2) / s[..., None, :rank]
    return scaled @ u[..., :rank].swapaxes(-1, -2)`;
}

/** The derivative of any order, in the corner of the exponential of a block matrix. */
function exponentialSource(library: PythonLibrary): string {
  const module = moduleOf(library);
  const [join, axis] = library === "torch" ? ["torch.cat", "dim"] : ["jnp.concatenate", "axis"];
  return `def expm_derivative(a, *directions):
    n = a.shape[-1]
    for direction in directions:
        count = a.shape[-1] // n
        beside = kron(${module}.eye(count, dtype=a.dtype), direction)
        top = ${join}([a, beside], ${axis}=-1)
        bottom = ${join}([${module}.zeros_like(a), a], ${axis}=-1)
        a = ${join}([top, bottom], ${axis}=-2)
    return ${exponentialOf(library)}(a)[..., :n, -n:]`;
}

function householderSource(library: PythonLibrary): string {
  const module = moduleOf(library);
  const [join, axis] = library === "torch" ? ["torch.cat", "dim"] : ["jnp.concatenate", "axis"];
  return `def householder(x):
    first, rest = x[..., :1], x[..., 1:]
    is_identity = (rest * rest).sum(-1)[..., None] == 0
    length = ${module}.where(is_identity, 1.0, (x * x).sum(-1)[..., None]) ** 0.5
    beta = ${module}.where(is_identity, first, ${module}.where(first >= 0, -length, length))
    tau = ${module}.where(is_identity, 0.0, 1.0 - first / ${module}.where(is_identity, 1.0, beta))
    below = ${module}.where(is_identity, 0.0, rest / ${module}.where(is_identity, 1.0, first - beta))
    v = ${join}([${module}.ones_like(first), below], ${axis}=-1)
    return v, tau[..., 0], beta[..., 0]`;
}
