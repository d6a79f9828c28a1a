import { add, addTangents, alignBatches, bind, swapAxes, Tensor, zerosLike } from "@adjoint/tensor";
import type { Primitive, Tangent, Unknown } from "@adjoint/tensor";
import { applyExponential, exponentialGradient, planTaylor } from "./exponential-action.ts";
import type { TaylorPlan } from "./exponential-action.ts";
import { LinAlgError } from "./linalg-error.ts";
import { checkFinite } from "./linear-operator.ts";
import { matrixShape } from "./matrices.ts";
import { blockMatrix } from "./matrix-function.ts";
import { asMoreColumns } from "./systems.ts";

/** What limits the work. */
export interface ActionParams {
  readonly maxIterations: number;
}

/** The inputs A, B, E₁, …, Eₖ. */
type Action = Primitive<readonly Tensor[], [y: Tensor], ActionParams>;

/**
 * Dᵏexp(A)[E₁, …, Eₖ] B, the exponential's action and all its derivatives, and the gradients of
 * S = ⟨C, Dᵏ⁺¹exp(A)[E₁, …, Eₖ, X] B⟩ in X, which are a second primitive: S is linear in each of B, C, X and the Eᵢ, symmetric
 * in X and the Eᵢ, and stays the same if all matrices are transposed and B and C exchanged. So each of the two
 * primitives has the two as its derivatives and transposes, and nothing else is needed in reverse mode of any order.
 *
 * A derivative stands in the corner of the exponential of a block matrix, see `blockMatrix`.
 */
export const expmMultiplyPrimitive: Action = {
  name: "expmMultiply",
  shape: ([, b]) => [{ shape: b!.shape, dtype: b!.dtype }],
  kernel: ([a, b, ...directions], params) => {
    const y = zerosLike(b!);
    const [n, columns] = matrixShape(b!.shape);
    checkFinite("expmMultiply", "b", b!.data);
    eachBlock(a!, directions, 0, params, columns, (index, plan, factor) => {
      const size = n * columns;
      const stacked = new Float64Array(plan.n * columns);
      stacked.set(b!.data.subarray(index * size, (index + 1) * size), stacked.length - size);
      const result = applyExponential(plan, stacked, columns);
      for (let i = 0; i < size; i++) y.data[index * size + i] = result[i]! * factor;
    });
    return [new Tensor(y.shape, y.dtype, y.data)];
  },
  jvp: (tangents, inputs, _outputs, params) => [
    sumOfTangents(tangents, inputs, (moved) => bind(expmMultiplyPrimitive, moved, params)[0]),
  ],
  transpose: ([cotangent], inputs, params) => {
    const [a, b, ...directions] = inputs as Tensor[];
    const at = inputs.findIndex((input) => !(input instanceof Tensor));
    const result =
      at === 1
        ? bind(expmMultiplyPrimitive, [turn(a!), cotangent!, ...directions.map(turn)], params)[0]
        : bind(gradientPrimitive, [a!, b!, cotangent!, ...directions.toSpliced(at - 2, 1)], params)[0];
    return inputs.map((_, i) => (i === at ? result : null));
  },
  batch: (inputs, batched, size, params) => {
    if (inputs.length === 2 && !batched[0]) {
      return [asMoreColumns(inputs[1]!, (b) => bind(expmMultiplyPrimitive, [inputs[0]!, b], params)[0])];
    }
    return bind(expmMultiplyPrimitive, alignBatches([...inputs], [...batched], size), params);
  },
};

/** The inputs A, B, C, E₁, …, Eₖ. */
const gradientPrimitive: Action = {
  name: "expmMultiplyGradient",
  shape: ([a]) => [{ shape: a!.shape, dtype: a!.dtype }],
  kernel: ([a, b, c, ...directions], params) => {
    const y = zerosLike(a!);
    const [n, columns] = matrixShape(b!.shape);
    const size = n * columns;
    eachBlock(a!, directions, 1, params, columns, (index, plan, factor) => {
      const [right, left] = [new Float64Array(plan.n * columns), new Float64Array(plan.n * columns)];
      right.set(b!.data.subarray(index * size, (index + 1) * size), right.length - size);
      left.set(c!.data.subarray(index * size, (index + 1) * size));
      const gradient = exponentialGradient(plan, right, left, columns);
      for (let block = 0; block < plan.n; block += n) {
        for (let i = 0; i < n; i++) {
          const [to, from] = [(index * n + i) * n, (block + i) * plan.n + block];
          for (let j = 0; j < n; j++) y.data[to + j] = y.data[to + j]! + gradient[from + j]! * factor;
        }
      }
    });
    return [new Tensor(y.shape, y.dtype, y.data)];
  },
  jvp: (tangents, inputs, _outputs, params) => [
    sumOfTangents(tangents, inputs, (moved) => bind(gradientPrimitive, moved, params)[0]),
  ],
  transpose: ([cotangent], inputs, params) => {
    const [a, b, c, ...directions] = inputs as Tensor[];
    const at = inputs.findIndex((input) => !(input instanceof Tensor));
    const x = cotangent!;
    const transposed = (): Tensor[] => [turn(a!), c!, ...directions.map(turn), turn(x)];
    const result =
      at === 1
        ? bind(expmMultiplyPrimitive, transposed(), params)[0]
        : at === 2
          ? bind(expmMultiplyPrimitive, [a!, b!, ...directions, x], params)[0]
          : bind(gradientPrimitive, [a!, b!, c!, ...directions.with(at - 3, x)], params)[0];
    return inputs.map((_, i) => (i === at ? result : null));
  },
  batch: (inputs, batched, size, params) =>
    bind(gradientPrimitive, alignBatches([...inputs], [...batched], size), params),
};

function turn(x: Tensor | Unknown): Tensor {
  return swapAxes(x as Tensor, -1, -2);
}

/** The tangent in A is one more direction; every other input is replaced by its own. */
function sumOfTangents(
  tangents: readonly Tangent[],
  inputs: readonly Tensor[],
  apply: (inputs: readonly Tensor[]) => Tensor,
): Tangent {
  let total: Tangent = null;
  for (const [i, tangent] of tangents.entries()) {
    if (tangent === null) continue;
    const moved = i === 0 ? [...inputs, tangent] : inputs.with(i, tangent);
    total = addTangents(total, apply(moved), add);
  }
  return total;
}

/** Visits each matrix of a batch with the plan for its block matrix, of `more` derivatives than that has, and the result's factor. */
function eachBlock(
  a: Tensor,
  directions: readonly Tensor[],
  more: 0 | 1,
  { maxIterations }: ActionParams,
  columns: number,
  visit: (index: number, plan: TaylorPlan, factor: number) => void,
): void {
  const [n] = matrixShape(a.shape);
  if (a.size === 0 || columns === 0) return;
  checkFinite("expmMultiply", "a", a.data);
  const size = n * n;
  for (let index = 0; index < a.size / size; index++) {
    const matrices = [a, ...directions].map(({ data }) =>
      Float64Array.from(data.subarray(index * size, (index + 1) * size)),
    );
    const block = blockMatrix(matrices, n, 1);
    const plan = planTaylor(block.matrix, block.size, columns, {
      order: directions.length + more,
      blockRows: n,
    });
    const products = plan.degree * plan.steps;
    if (!(products <= maxIterations)) throw tooFar(products, maxIterations);
    visit(index, plan, block.factor);
  }
}

/** The error where the limit is too low for the norm. */
export function tooFar(products: number, maxIterations: number, wasTried = false): LinAlgError {
  return new LinAlgError(
    `expmMultiply: takes ${wasTried ? "more than" : "up to"} ${products} products with a, above maxIterations = ` +
      `${maxIterations}: t a is too large; raise maxIterations, or use matmul(expm(a), b), which a large norm costs less`,
    { operation: "expmMultiply", products, maxIterations },
  );
}
