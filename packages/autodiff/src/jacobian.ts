import {
  astype,
  checkOptions,
  DomainError,
  moveAxis,
  reshape,
  sizeOf,
  slice,
  unflattenAsData,
  zeros,
} from "@adjoint/tensor";
import type { Shape, Spec, Tensor } from "@adjoint/tensor";
import { asAsked, chooseArguments } from "./argnums.ts";
import type { Argnums, GradOptions } from "./argnums.ts";
import { chunkSizeFor, mapOverBasis, totalSize } from "./basis.ts";
import type { ChunkOptions } from "./basis.ts";
import {
  asGradient,
  checkFunction,
  checkRealResults,
  flattenReal,
  flattenFunction,
} from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { linearizeFlat } from "./linearize.ts";
import type { Linearized } from "./linearize.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import type { Accepts, Differentiable, JacobianTree } from "./types.ts";
import { pullBack } from "./vjp.ts";

/** The options of `jacobian`. */
export interface JacobianOptions<Chosen extends Argnums = Argnums> extends GradOptions<Chosen>, ChunkOptions {
  /**
   * `"forward"` costs one pass for each variable, `"reverse"` one for each result;
   * without it the cheaper one is taken.
   */
  readonly mode?: "forward" | "reverse";
}

/** The Jacobians that `argnums` names: for each end of the result, one of one argument or a list of several. */
export type JacobianOf<Result, Args extends readonly unknown[], Chosen> = Chosen extends number
  ? JacobianTree<Result, Args[Chosen]>
  : Chosen extends readonly number[]
    ? JacobianTree<Result, { readonly [Key in keyof Chosen]: Args[Chosen[Key] & number] }>
    : never;

/**
 * The Jacobian J = ∂f/∂x: Jᵢⱼ = ∂fᵢ/∂xⱼ, all of it.
 *
 * For a result of shape `[…m]` and an argument of shape `[…n]` it has the shape `[…m, …n]`; for trees it is a tree of
 * the form of the result, with trees of the form of the argument at its ends. The function itself runs once; many
 * directions are carried through its derivative at a time, as many as memory allows. A block has the dtype of its
 * argument.
 *
 * @example
 * ```ts
 * import { jacobian } from "@adjoint/autodiff";
 * import { matmul, tensor } from "@adjoint/tensor";
 *
 * const a = [[1, 2, 3], [4, 5, 6]];
 * jacobian((x) => matmul(a, x))(tensor([1, 1, 1])).toArray(); // => [[1, 2, 3], [4, 5, 6]]
 * ```
 */
export function jacobian<
  Args extends readonly unknown[] = Tensor[],
  Result = unknown,
  const Chosen extends Argnums = 0,
>(
  f: Differentiable<Args, Result>,
  options: JacobianOptions<Chosen> = {},
): <Actual extends Accepts<Args>>(
  ...args: Actual & readonly unknown[]
) => JacobianOf<Result, Actual & readonly unknown[], Chosen> {
  return jacobianFunction("jacobian", f, options) as never;
}

/** `jacobian` on behalf of another operation, which its messages name. */
export function jacobianFunction(
  operation: string,
  f: (...args: never[]) => unknown,
  options: JacobianOptions,
): (...args: readonly unknown[]) => unknown {
  checkFunction(operation, f);
  checkOptions(operation, options, ["argnums", "mode", "chunkSize"]);
  const { argnums = 0, mode, chunkSize } = options;
  if (mode !== undefined && mode !== "forward" && mode !== "reverse") {
    throw new DomainError(`${operation}: mode must be "forward" or "reverse", got ${JSON.stringify(mode)}`, {
      mode,
    });
  }
  return (...args) => {
    const { chosen, places, call } = chooseArguments(operation, f, args, argnums);
    const { leaves, structure } = flattenReal(operation, chosen, places);
    const { flat, outputStructure } = flattenFunction(operation, call, structure);
    const blocks = jacobianFlat(operation, flat, leaves, { mode, chunkSize });
    const rows = blocks.map((row) => asAsked(argnums, asGradient(structure, row) as readonly unknown[]));
    return unflattenAsData(outputStructure(), rows);
  };
}

/** The blocks ∂outputᵢ/∂inputⱼ of a function of lists, a row for each output, with respect to each input. */
function jacobianFlat(
  operation: string,
  f: FlatFunction,
  primals: readonly Tensor[],
  { mode, chunkSize }: { mode: JacobianOptions["mode"]; chunkSize: number | undefined },
): readonly (readonly Tensor[])[] {
  const linearized = linearizeFlat(f, primals);
  const { values, program } = linearized;
  checkRealResults(operation, values);
  const chunk = chunkSizeFor(operation, program, chunkSize);
  const forward = mode === undefined ? totalSize(primals) <= totalSize(values) : mode === "forward";
  if (totalSize(primals) === 0 || totalSize(values) === 0) {
    return values.map((value) => primals.map((x) => zeros([...value.shape, ...x.shape], { dtype: x.dtype })));
  }
  return forward ? columnByColumn(linearized, primals, chunk) : rowByRow(linearized, primals, chunk);
}

/** Pushes every direction of the argument forward, many at once. */
function columnByColumn(
  { values, program, tangentsOf }: Linearized,
  primals: readonly Tensor[],
  chunk: number,
): readonly (readonly Tensor[])[] {
  const push = (directions: readonly Tensor[]): readonly Tensor[] =>
    tangentsOf(evaluateProgram(program, directions));
  const columns = mapOverBasis(push, primals, chunk);
  return values.map((value, i) => {
    const column = moveAxis(columns[i]!, 0, -1);
    const blocks = split(column, -1, primals, ({ shape }) => [...value.shape, ...shape]);
    // As in reverse: the derivative has the dtype of the argument.
    return blocks.map((block, j) => astype(block, primals[j]!.dtype));
  });
}

/** Pulls every direction of the result back, many at once. */
function rowByRow(
  linearized: Linearized,
  primals: readonly Tensor[],
  chunk: number,
): readonly (readonly Tensor[])[] {
  const { values } = linearized;
  const rows = mapOverBasis((cotangents) => pullBack(linearized, primals, cotangents), values, chunk);
  const byInput = primals.map(({ shape }, j) =>
    split(rows[j]!, 0, values, (value) => [...value.shape, ...shape]),
  );
  return values.map((_, i) => byInput.map((blocks) => blocks[i]!));
}

/** Cuts an axis into the parts that belong to each of `specs`. */
function split(x: Tensor, axis: 0 | -1, specs: readonly Spec[], shapeOf: (spec: Spec) => Shape): Tensor[] {
  let before = 0;
  return specs.map((spec) => {
    const range = [before, (before += sizeOf(spec.shape))] as const;
    return reshape(axis === 0 ? slice(x, range) : slice(x, "...", range), shapeOf(spec));
  });
}
