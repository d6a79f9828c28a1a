import { both, called, pythonTuple } from "./python-translation.ts";
import type { PythonCall, PythonTranslations } from "./python-translation.ts";

/** Products of matrices and what is solved by them, and convolutions. */
export const pythonProducts: PythonTranslations = {
  matmul: both(({ operands, params }) => {
    const [a, b] = operands();
    const left = params["transposeA"] === true ? transposed(a!) : a;
    return `${left} @ ${params["transposeB"] === true ? transposed(b!) : b}`;
  }),
  convolve: {
    torch: (call) => convolution(call, convolveInTorch),
    jax: (call) => convolution(call, convolveInJax),
  },
  // The factors are not those of this library: solve factors the matrix again.
  luFactors: called("torch.linalg.lu_factor", "jax.scipy.linalg.lu_factor"),
  solve: {
    torch: (call) => `torch.linalg.solve(${system(call)})`,
    jax: (call) => `jnp.linalg.solve(${system(call)})`,
  },
  solveTriangular: {
    torch: ({ operands, params }) => {
      const [a, b] = operands();
      const isTransposed = params["transposed"] === true;
      const upper = (params["lower"] === true) === isTransposed;
      const matrix = isTransposed ? transposed(a!) : a;
      const unit = params["unitDiagonal"] === true ? ", unitriangular=True" : "";
      return `torch.linalg.solve_triangular(${matrix}, ${b}, upper=${pythonBoolean(upper)}${unit})`;
    },
    jax: ({ operands, params }) => {
      const flags = [
        `lower=${pythonBoolean(params["lower"] === true)}`,
        ...(params["transposed"] === true ? ["trans=1"] : []),
        ...(params["unitDiagonal"] === true ? ["unit_diagonal=True"] : []),
      ];
      return `jax.scipy.linalg.solve_triangular(${[...operands(), ...flags].join(", ")})`;
    },
  },
  cholesky: called("torch.linalg.cholesky", "jnp.linalg.cholesky"),
  eigh: called("torch.linalg.eigh", "jnp.linalg.eigh"),
  gapSolve: {
    torch: (call) => gapSolve(call, "torch", "amax"),
    jax: (call) => gapSolve(call, "jnp", "max"),
  },
  svdSolve: {
    torch: (call) => svdSolve(call, "torch", "amax"),
    jax: (call) => svdSolve(call, "jnp", "max"),
  },
  eigvalsh: called("torch.linalg.eigvalsh", "jnp.linalg.eigvalsh"),
  svd: {
    torch: (call) => `torch.linalg.svd(${call.operands()[0]}, full_matrices=${fullness(call)})`,
    jax: (call) => `jnp.linalg.svd(${call.operands()[0]}, full_matrices=${fullness(call)})`,
  },
  svdvals: {
    torch: ({ operands }) => `torch.linalg.svdvals(${operands()[0]})`,
    jax: ({ operands }) => `jnp.linalg.svd(${operands()[0]}, compute_uv=False)`,
  },
  vectorNorm: {
    torch: (call) => `torch.linalg.vector_norm(${call.operands()[0]}, ord=${order(call)}, dim=-1)`,
    jax: (call) => `jnp.linalg.norm(${call.operands()[0]}, ord=${order(call)}, axis=-1)`,
  },
};

const convolveInTorch = `def convolve(x, kernel, starts, lengths):
    if x.shape[2] == 0:
        return torch.zeros((*x.shape[:2], kernel.shape[1], *lengths), dtype=x.dtype)
    height, width = kernel.shape[-2:]
    full = torch.stack([
        torch.nn.functional.conv2d(image, torch.flip(weights, (-2, -1)), padding=(height - 1, width - 1))
        for image, weights in zip(x, kernel)
    ])
    rest = [starts[i] + lengths[i] - full.shape[i - 2] for i in (0, 1)]
    return torch.nn.functional.pad(full, (-starts[1], rest[1], -starts[0], rest[0]))`;

const convolveInJax = `def convolve(x, kernel, starts, lengths):
    padding = [
        (kernel.shape[i - 2] - 1 - starts[i], starts[i] + lengths[i] - x.shape[i - 2]) for i in (0, 1)
    ]
    return jnp.stack([
        jax.lax.conv_general_dilated(image, jnp.flip(weights, (-2, -1)), (1, 1), padding)
        for image, weights in zip(x, kernel)
    ])`;

/** A part of the derivative of `eigh`. */
function gapSolve({ define, operands }: PythonCall, library: string, largest: string): string {
  define(reciprocalSource(library));
  define(`def gap_solve(a, values, vectors, r):
    gaps = values[..., None, :] - values[..., :, None]
    scale = abs(values).${largest}(-1)[..., None, None]
    reciprocals = reciprocal_or_zero(gaps, scale, 8 * values.shape[-1])
    return vectors @ (reciprocals * (vectors.conj().swapaxes(-1, -2) @ r))`);
  return `gap_solve(${operands().join(", ")})`;
}

/** A part of the derivative of `svd`. */
function svdSolve({ define, operands }: PythonCall, library: string, largest: string): string {
  define(reciprocalSource(library));
  define(`def svd_solve(a, u, s, v, left, right):
    scale = s.${largest}(-1)[..., None, None]
    count = s.shape[-1]
    p, q = u.conj().swapaxes(-1, -2) @ left, v.conj().swapaxes(-1, -2) @ right
    gaps = reciprocal_or_zero(s[..., None, :] - s[..., :, None], scale, 8 * count)
    sums = reciprocal_or_zero(s[..., None, :] + s[..., :, None], scale, count)
    together, apart = (p + q) / 2 * gaps, (p - q) / 2 * sums

    def moved(w, inner, omega, b):
        return w @ omega + (b - w @ inner) * reciprocal_or_zero(s[..., None, :], scale, w.shape[-2])

    return moved(u, p, together + apart, left), moved(v, q, together - apart, right)`);
  return `svd_solve(${operands().join(", ")})`;
}

/** 1/x, and 0 where rounding could have made x. */
function reciprocalSource(library: string): string {
  return `def reciprocal_or_zero(x, scale, n):
    is_zero = abs(x) <= n * ${library}.finfo(scale.dtype).eps * scale
    zeros = ${library}.zeros_like(x)
    return ${library}.where(is_zero, zeros, 1 / ${library}.where(is_zero, zeros + 1, x))`;
}

function convolution({ define, operands, params }: PythonCall, source: string): string {
  define(source);
  const [starts, lengths] = [params["starts"], params["lengths"]] as [readonly number[], readonly number[]];
  return `convolve(${operands().join(", ")}, ${pythonTuple(starts)}, ${pythonTuple(lengths)})`;
}

/** The matrix and the right side of `solve`, whose other operands are factors. */
function system({ operands, params }: PythonCall): string {
  const [a, , , b] = operands();
  return `${params["transposed"] === true ? transposed(a!) : a}, ${b}`;
}

function transposed(matrix: string): string {
  return `${matrix}.swapaxes(-1, -2)`;
}

function fullness({ params }: PythonCall): string {
  return pythonBoolean(params["full"] === true);
}

function order({ params }: PythonCall): string {
  return params["p"] === Infinity ? 'float("inf")' : String(params["p"]);
}

function pythonBoolean(value: boolean): string {
  return value ? "True" : "False";
}
