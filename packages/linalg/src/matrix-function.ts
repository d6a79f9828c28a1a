import { add, addTangents, alignBatches, bind, swapAxes, Tensor, zerosLike } from "@adjoint/tensor";
import type { Primitive, Shape, Tangent, Unknown } from "@adjoint/tensor";
import { eachInexactMatrix, nonFiniteInexact } from "./inexact-matrices.ts";
import type { LinAlgError } from "./linalg-error.ts";
import { matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";

/** One matrix and what messages need to know of it. */
export interface MatrixJob {
  /** A, and the directions of the derivative: two numbers an element if complex. They may be overwritten. */
  readonly matrices: readonly Float64Array[];
  readonly n: number;
  readonly isComplex: boolean;
  readonly shape: Shape;
  readonly index: number;
}

/** f(A), or with directions Dᵏf(A)[E₁, …, Eₖ], in the storage of A; or why there is none. */
export type Evaluate = (job: MatrixJob) => Float64Array | LinAlgError;

/** The inputs A, E₁, …, Eₖ. */
type MatrixDerivative = Primitive<readonly Tensor[], [y: Tensor], null>;

/**
 * The primitive of a matrix function f, such as the exponential, and of all its derivatives.
 *
 * The derivative of order k is a primitive of the inputs A, E₁, …, Eₖ: the Fréchet derivative Dᵏf(A)[E₁, …, Eₖ], which is
 * linear in each direction and symmetric in them. Its derivative in A is Dᵏ⁺¹f with one more direction, and its transpose
 * in Eᵢ exchanges Eᵢ for the cotangent and all other matrices for their transposes: a term of the power series of
 * ⟨C, Dᵏf(A)[…]⟩ is the trace of a word in which the letters may be turned round. That is all that reverse mode of any
 * order needs. Where f or a derivative does not exist, derivatives are NaN.
 *
 * Source: Higham & Relton 2014, "Higher order Fréchet derivatives of matrix functions and the level-2 condition number",
 * SIAM J. Matrix Anal. Appl. 35.
 */
/* @__NO_SIDE_EFFECTS__ */
export function matrixFunction(
  name: string,
  evaluate: Evaluate,
): Primitive<[a: Tensor], [y: Tensor], Required<CheckOptions>> {
  const derivative = derivativeOf(`${name}Derivative`, evaluate);
  const primitive: Primitive<[a: Tensor], [y: Tensor], Required<CheckOptions>> = {
    name,
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: (inputs, { check }) => [evaluateBatch(name, evaluate, inputs, check)],
    jvp: ([tangent], [a]) => [bind(derivative, [a, tangent!], null)[0]],
    transpose: "not linear",
    batch: ([a], _batched, _size, params) => bind(primitive, [a], params),
  };
  return primitive;
}

/* @__NO_SIDE_EFFECTS__ */
function derivativeOf(name: string, evaluate: Evaluate): MatrixDerivative {
  const primitive: MatrixDerivative = {
    name,
    shape: ([a]) => [{ shape: a!.shape, dtype: a!.dtype }],
    kernel: (inputs) => [evaluateBatch(name, evaluate, inputs, false)],
    jvp: (tangents, inputs): [Tangent] => {
      let total: Tangent = null;
      for (const [i, tangent] of tangents.entries()) {
        if (tangent === null) continue;
        const directions = i === 0 ? [...inputs, tangent] : inputs.with(i, tangent);
        total = addTangents(total, bind(primitive, directions, null)[0], add);
      }
      return [total];
    },
    transpose: ([cotangent], inputs) =>
      inputs.map((input, i) => {
        if (input instanceof Tensor || !cotangent) return null;
        const turned = inputs.map((each, j) => (i === j ? cotangent : turn(each)));
        return bind(primitive, turned, null)[0];
      }),
    batch: (inputs, batched, size) => bind(primitive, alignBatches([...inputs], [...batched], size), null),
  };
  return primitive;
}

function turn(x: Tensor | Unknown): Tensor {
  return swapAxes(x as Tensor, -1, -2);
}

function evaluateBatch(name: string, evaluate: Evaluate, inputs: readonly Tensor[], check: boolean): Tensor {
  const a = inputs[0]!;
  const y = zerosLike(a);
  const [n] = matrixShape(a.shape);
  const isComplex = a.dtype === "complex128";
  const directions = inputs.slice(1).map((input) => {
    const matrices: Float64Array[] = [];
    eachInexactMatrix(input, (matrix) => matrices.push(matrix));
    return matrices;
  });
  eachInexactMatrix(a, (matrix, index) => {
    const infinite = nonFiniteInexact(name, matrix, a, index);
    if (infinite && check) throw infinite;
    const matrices = [matrix, ...directions.map((each) => each[index]!)];
    const isFinite = matrices.every((each) => each.every(Number.isFinite));
    const job = { matrices, n, isComplex, shape: a.shape, index };
    const result = isFinite ? evaluate(job) : matrix.fill(NaN);
    if (!(result instanceof Float64Array) && check) throw result;
    y.data.set(result instanceof Float64Array ? result : matrix.fill(NaN), index * matrix.length);
  });
  return y;
}

/** A block triangular matrix, and the factor that its corner must be multiplied by. */
export interface BlockMatrix {
  readonly matrix: Float64Array;
  /** The number of its rows. */
  readonly size: number;
  readonly factor: number;
}

/**
 * The matrix M of which f(M) has Dᵏf(A)[E₁, …, Eₖ] as the n × n block in its upper right corner: M₀ = A, and
 * Mᵢ = [Mᵢ₋₁, I ⊗ Eᵢ; 0, Mᵢ₋₁]. Directions are scaled so that they add little to the norm of A.
 */
export function blockMatrix(
  [a, ...directions]: readonly Float64Array[],
  n: number,
  width: 1 | 2,
): BlockMatrix {
  let matrix = a!;
  let size = n;
  let factor = 1;
  for (const direction of directions) {
    const scale = powerOfTwoScale(largestMagnitude(direction) * n) / 1024;
    const next = new Float64Array(width * 4 * size * size);
    const line = width * size;
    for (let i = 0; i < size; i++) {
      const row = matrix.subarray(i * line, (i + 1) * line);
      next.set(row, 2 * i * line);
      next.set(row, 2 * (size + i) * line + line);
      const from = (i % n) * width * n;
      const to = 2 * i * line + line + width * (i - (i % n));
      for (let j = 0; j < width * n; j++) next[to + j] = direction[from + j]! * scale;
    }
    matrix = next;
    size *= 2;
    factor /= scale;
  }
  return { matrix, size, factor };
}

/** The n × n block in the upper right corner of a matrix of `size` rows, times a factor. */
export function cornerOf(
  matrix: Float64Array,
  size: number,
  n: number,
  width: 1 | 2,
  factor: number,
): Float64Array {
  const corner = new Float64Array(width * n * n);
  for (let i = 0; i < n; i++) {
    const row = width * ((i + 1) * size - n);
    for (let j = 0; j < width * n; j++) corner[i * width * n + j] = matrix[row + j]! * factor;
  }
  return corner;
}
