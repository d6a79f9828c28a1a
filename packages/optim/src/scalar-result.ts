import { asTensor, DTypeError, formatShape, NotDifferentiableError, ShapeError } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/**
 * What an objective returned, as the scalar that it must be.
 *
 * @throws ShapeError if it is not a scalar, NotDifferentiableError if it is a Promise, DTypeError if it is no tensor.
 */
export function scalarResult(operation: string, result: TensorLike | PromiseLike<unknown>): Tensor {
  if (typeof result === "object" && "then" in result) {
    // The rejection belongs to a computation that is abandoned here.
    result.then(undefined, () => undefined);
    throw new NotDifferentiableError(
      `${operation}: f returned a Promise; only synchronous functions can be differentiated: await the data first`,
      { operation },
    );
  }
  const value = asTensor(operation, "f(x)", result);
  if (value.shape.length === 0) return value;
  throw new ShapeError(
    `${operation}: f must return a scalar, it returned a tensor of shape ${formatShape(value.shape)}; ` +
      `reduce it with sum or mean`,
    { operation, shape: value.shape },
  );
}

/**
 * Checks that what is to be minimized is a function.
 *
 * @throws DTypeError if it is not.
 */
export function checkFunction(operation: string, f: unknown): void {
  if (typeof f === "function") return;
  throw new DTypeError(`${operation}: f must be a function, got ${String(f)}`, { operation, f });
}
