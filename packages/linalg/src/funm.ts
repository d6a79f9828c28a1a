import { matmul } from "@adjoint/kernels";
import { bind, checkOptions, DomainError } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { dividedDifferences } from "./divided-differences.ts";
import { derivativesOf } from "./elementwise-derivative.ts";
import type { ElementwiseFunction } from "./elementwise-derivative.ts";
import { matrixShape, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { contractDifferences, spectralFunction } from "./spectral-function.ts";
import type { EvaluateSpectral } from "./spectral-function.ts";
import { diagonalize } from "./symmetric-eigen.ts";

/**
 * Any function of a symmetric matrix: f(A) = V diag(f(λ)) Vᵀ for A = V diag(λ) Vᵀ, where `f` acts on every element of a
 * tensor by itself.
 *
 * Shapes: `[…, n, n]` → `[…, n, n]`. As in `eigh`, both triangles are read and (A + Aᵀ)/2 is used. `expm`, `logm` and
 * `sqrtm` are for matrices that are not symmetric.
 *
 * Derivative: Df(A)[E] = V (f[λᵢ, λⱼ] ∘ Vᵀ E V) Vᵀ with the divided differences f[x, y] = (f(y) − f(x))/(y − x), f[x, x] =
 * f′(x), and of any order likewise. It is exact at eigenvalues that are equal or nearly so, where derivatives of the
 * vectors of `eigh` do not exist: trace(funm(a, f)) has all the derivatives of Σ f(λᵢ). The derivatives of `f` are taken
 * by the rules of what it calls, and are infinite where those are.
 *
 * Method: the function of the eigenvalues, by `eigh`. Differences of close points are integrals of a
 * derivative, which do not cancel.
 * Cost: O(n³), that of `eigh`; the derivative of order k takes O(n³ + k! nᵏ⁺¹).
 * Source: Higham 2008, Functions of Matrices, §3.2 and §4.5; Daleckii & Krein 1965, AMS Translations 47.
 *
 * @throws LinAlgError if the matrix is not square, is far from symmetric, or holds NaN or ∞; of the last two
 * `{ check: false }` gives NaN instead, and takes the symmetric part without asking. DomainError or ShapeError if `f` does
 * not act elementwise, NotDifferentiableError if it uses a traced value.
 * @example
 * ```ts
 * import { funm } from "@adjoint/linalg";
 * import { exp, sqrt } from "@adjoint/tensor";
 *
 * funm([[2, 1], [1, 2]], sqrt).toArray(); // => [[1.3660254038, 0.3660254038], [0.3660254038, 1.3660254038]]
 * funm([[0, 0], [0, 1]], exp).toArray(); // => [[1, 0], [0, 2.7182818285]]
 * ```
 */
export function funm(a: TensorLike, f: ElementwiseFunction, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("funm", options, ["check"]);
  const matrix = squareArgument("funm", "a", a);
  if (typeof f !== "function") {
    throw new DomainError(`funm: f must be a function of tensors, such as exp, got ${typeof f}`, {
      operation: "funm",
      argument: "f",
    });
  }
  const primitive = spectralFunction("funm", evaluatorOf(f));
  return bind(primitive, [matrix], { check })[0];
}

function evaluatorOf(f: ElementwiseFunction): EvaluateSpectral {
  const derivative = derivativesOf("funm", f);
  return ([a, ...directions], { shape, index, check }) => {
    const [n] = matrixShape(shape);
    const { values, vectors } = diagonalize("funm", a!, shape, index, true, check);
    const result = new Float64Array(n * n);
    if (n === 0 || !vectors) return result;
    if (!values.every(Number.isFinite)) return result.fill(NaN);
    if (directions.length === 0) checkElementwise(f, derivative(0, values), values);
    const work = new Float64Array(n * n);
    const rotated = directions.map((direction) => {
      const p = new Float64Array(n * n);
      matmul(vectors, symmetricPart(direction, n), work, { m: n, n, k: n, transposeA: true });
      matmul(work, vectors, p, { m: n, n, k: n });
      return p;
    });
    const c = contractDifferences(rotated, n, dividedDifferences(values, derivative));
    matmul(c, vectors, work, { m: n, n, k: n, transposeB: true });
    matmul(vectors, work, result, { m: n, n, k: n });
    return symmetricPart(result, n);
  };
}

/** One element alone must give what it gives among others. */
function checkElementwise(f: ElementwiseFunction, y: Float64Array, x: Float64Array): void {
  const [alone] = derivativesOf("funm", f)(0, x.subarray(0, 1)) as unknown as [number];
  const among = y[0]!;
  if (Object.is(alone, among) || Math.abs(alone - among) <= 1e-8 * Math.abs(among)) return;
  throw new DomainError(
    `funm: f must act on every element by itself, but at ${x[0]} alone it is ${alone} and among ${x.length} eigenvalues ` +
      `${among}; for a function of all eigenvalues together use eigvalsh`,
    { operation: "funm", argument: "f", alone, among },
  );
}

function symmetricPart(x: Float64Array, n: number): Float64Array {
  return x.map((each, at) => (each + x[(at % n) * n + Math.floor(at / n)]!) / 2);
}
