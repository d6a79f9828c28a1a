import { asTensor, astype, formatShape, ShapeError, unflatten } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { condFlat } from "./cond-primitive.ts";
import { checkFunction, flattenArguments, flattenFunction } from "./flat-function.ts";
import { hasValue } from "./has-value.ts";
import { checkSameResults } from "./same-results.ts";
import type { TensorsOf, TensorsOfEach } from "./tensors-of.ts";

/**
 * `whenTrue(...operands)` where the predicate holds, `whenFalse(...operands)` otherwise.
 *
 * Where the predicate is known, this is an `if`: the other branch is not run. In a recorded program both branches
 * are recorded and one of them runs. Mapped over by `vmap`, each branch runs if some call takes it, on the operands
 * of the calls that do; no NaN or ∞ of the branch that is not taken reaches a value or a derivative.
 *
 * The predicate has no derivative. Branches may use values from outside, which are differentiated too.
 *
 * @param predicate - a scalar; numbers other than 0 are true.
 * @throws ShapeError if the predicate is not a scalar, or if recorded branches return different forms, shapes or dtypes.
 * @example
 * ```ts
 * import { cond, grad, vmap } from "@adjoint/autodiff";
 * import { greater, neg, sqrt, tensor } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const f = (x: Tensor) => cond(greater(x, 0), sqrt, neg, x);
 * [f(tensor(4)).item(), f(tensor(-4)).item()]; // => [2, 4]
 * vmap(grad(f))(tensor([4, 0])).toArray(); // => [0.25, -1]
 * ```
 */
export function cond<Operands extends readonly unknown[], Result>(
  predicate: TensorLike,
  whenTrue: (...operands: TensorsOfEach<Operands>) => Result,
  whenFalse: (...operands: TensorsOfEach<Operands>) => NoInfer<Result>,
  ...operands: Operands
): TensorsOf<Result> {
  checkFunction("cond: whenTrue", whenTrue);
  checkFunction("cond: whenFalse", whenFalse);
  const test = asPredicate("cond", predicate);
  const { leaves, structure } = flattenArguments("cond", operands);
  const first = flattenFunction("cond", whenTrue, structure);
  const second = flattenFunction("cond", whenFalse, structure);
  if (hasValue(test)) {
    const { flat, outputStructure } = test.item() === 0 ? second : first;
    const values = flat(leaves);
    return unflatten(outputStructure(), values) as TensorsOf<Result>;
  }
  const values = condFlat(test, first.flat, second.flat, leaves, (left, right) =>
    checkSameResults("cond", "the branches", first.outputStructure(), left, second.outputStructure(), right),
  );
  return unflatten(first.outputStructure(), values) as TensorsOf<Result>;
}

/**
 * A scalar boolean.
 *
 * @throws ShapeError if the value is no scalar.
 */
export function asPredicate(operation: string, value: TensorLike): Tensor {
  const test = asTensor(operation, "predicate", value);
  if (test.shape.length === 0) return astype(test, "bool");
  throw new ShapeError(
    `${operation}: the predicate must be a scalar, got the shape ${formatShape(test.shape)}; ` +
      `reduce it with any or all, or choose element by element with where`,
    { operation, shape: test.shape },
  );
}
