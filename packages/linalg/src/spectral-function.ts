import { add, addTangents, alignBatches, bind, sizeOf, Tensor, zerosLike } from "@adjoint/tensor";
import type { Primitive, Shape, Tangent } from "@adjoint/tensor";
import { batchShape, eachMatrix } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { roundingUnit } from "./symmetric.ts";

/** A, and the directions E₁, …, Eₖ of a derivative. */
type SpectralPrimitive = Primitive<readonly Tensor[], [y: Tensor], Required<CheckOptions>>;

/** What messages need to know of one matrix. */
export interface MatrixPlace {
  readonly shape: Shape;
  readonly index: number;
  readonly check: boolean;
  /** The rounding unit of the dtype. */
  readonly unit: number;
}

/** F(A), or with directions DᵏF(A)[E₁, …, Eₖ]; the matrices may be overwritten. */
export type EvaluateSpectral = (matrices: readonly Float64Array[], place: MatrixPlace) => Float64Array;

/**
 * The primitive of a function F of matrices that has their shape, and of all its derivatives, where ⟨C, DF(A)[E]⟩ is
 * symmetric in C and E, as it is of f(A) for symmetric matrices and of U f(S) Vᵀ for any.
 *
 * Its inputs are A, E₁, …, Eₖ and its value is DᵏF(A)[E₁, …, Eₖ], which is linear in each direction. The derivative in A
 * is Dᵏ⁺¹F with one more direction, and the transpose in Eᵢ exchanges Eᵢ for the cotangent. No eigenvector is ever
 * differentiated, so that repeated eigenvalues make no difference, in any order.
 */
/* @__NO_SIDE_EFFECTS__ */
export function spectralFunction(name: string, evaluate: EvaluateSpectral): SpectralPrimitive {
  const derivative = (inputs: readonly Tensor[]): Tensor => bind(primitive, inputs, { check: false })[0];
  const primitive: SpectralPrimitive = {
    name,
    shape: ([a]) => [{ shape: a!.shape, dtype: a!.dtype }],
    kernel: (inputs, { check }) => [evaluateBatch(evaluate, inputs, check)],
    jvp: (tangents, inputs): [Tangent] => {
      let total: Tangent = null;
      for (const [i, tangent] of tangents.entries()) {
        if (tangent === null) continue;
        const moved = derivative(i === 0 ? [...inputs, tangent] : inputs.with(i, tangent));
        total = addTangents(total, moved, add);
      }
      return [total];
    },
    transpose: ([cotangent], inputs) =>
      inputs.map((input, i) =>
        input instanceof Tensor ? null : derivative((inputs as readonly Tensor[]).with(i, cotangent!)),
      ),
    batch: (inputs, batched, size, params) =>
      bind(primitive, alignBatches([...inputs], [...batched], size), params),
  };
  return primitive;
}

function evaluateBatch(evaluate: EvaluateSpectral, inputs: readonly Tensor[], check: boolean): Tensor {
  const a = inputs[0]!;
  const y = zerosLike(a);
  const count = sizeOf(batchShape(a.shape));
  const matrices = Array.from({ length: count }, () => [] as Float64Array[]);
  for (const input of inputs) eachMatrix(input, (matrix, index) => matrices[index]!.push(matrix.slice()));
  matrices.forEach((each, index) => {
    const size = each[0]!.length;
    y.data.set(evaluate(each, { shape: a.shape, index, check, unit: roundingUnit(a) }), index * size);
  });
  return y;
}

/**
 * Dᵏf(A)[E₁, …, Eₖ] in the basis of eigenvectors, where Pᵢ = Vᵀ Eᵢ V are its n × n directions:
 * Cₐᵦ = Σ f[λₐ, λᵢ, …, λᵦ] Pₐᵢ ⋯ Pⱼᵦ over all places in between and all orders of the directions.
 *
 * Source: Daleckii & Krein 1965; Higham 2008, Functions of Matrices, theorem 3.11.
 */
export function contractDifferences(
  directions: readonly Float64Array[],
  n: number,
  difference: (places: readonly number[]) => number,
): Float64Array {
  const c = new Float64Array(n * n);
  for (const order of permutations(directions)) {
    const walk = (places: readonly number[], weight: number): void => {
      const last = places.at(-1)!;
      const direction = order[places.length - 1];
      if (!direction) {
        const at = places[0]! * n + last;
        c[at] = c[at]! + weight * difference(places);
        return;
      }
      for (let next = 0; next < n; next++) {
        const step = weight * direction[last * n + next]!;
        if (step !== 0) walk([...places, next], step);
      }
    };
    for (let i = 0; i < n; i++) walk([i], 1);
  }
  return c;
}

function permutations<T>(items: readonly T[]): (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}
