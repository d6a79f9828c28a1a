import { bind, checkOptions, DomainError, unflatten } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { hoist } from "./close-program.ts";
import { asPredicate } from "./cond.ts";
import { checkFunction, flattenFunction, flattenTensors } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { hasValue, haveValues } from "./has-value.ts";
import { checkSameResults } from "./same-results.ts";
import type { TensorsOf } from "./tensors-of.ts";
import { traceFlat } from "./trace.ts";
import type { Accepts } from "./types.ts";
import { endless, whileLoopPrimitive } from "./while-loop-primitive.ts";

/** The options of `whileLoop`. */
export interface WhileLoopOptions {
  /** After how many iterations the loop is given up; a million if not given. */
  readonly maxIterations?: number;
}

/**
 * `body` applied again and again, from `init` on, while the condition holds.
 *
 * While values are known this is a plain loop, with derivatives of every order in both modes. In a recorded program it
 * is one equation, which has forward derivatives; its length is not known, so it cannot be gone through backwards.
 * Mapped over by `vmap`, it runs until the last call has ended, and those that have ended before keep their values.
 *
 * The number of iterations has no derivative. Where a loop converges to the solution of an equation, `fixedPoint` and
 * `implicitRoot` differentiate the solution instead of the steps.
 *
 * @param condition - from the carry to a scalar.
 * @param body - from the carry to the next one, of the same form, shapes and dtypes.
 * @throws DomainError if the condition still holds after `maxIterations`, ShapeError if the carry changes its form,
 * NotDifferentiableError in reverse mode through a program.
 * @example
 * ```ts
 * import { grad, whileLoop } from "@adjoint/autodiff";
 * import { less, square, tensor } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const beyond100 = (x: Tensor) => whileLoop((y) => less(y, 100), (y) => square(y), x);
 * beyond100(tensor(2)).item(); // => 256
 * grad(beyond100)(2).item(); // => 1024
 * ```
 */
export function whileLoop<Init>(
  condition: (carry: TensorsOf<Init>) => TensorLike,
  body: (carry: TensorsOf<Init>) => Accepts<TensorsOf<NoInfer<Init>>>,
  init: Init,
  options: WhileLoopOptions = {},
): TensorsOf<Init> {
  checkFunction("whileLoop: condition", condition);
  checkFunction("whileLoop: body", body);
  const { maxIterations = 1_000_000 } = checkOptions("whileLoop", options, ["maxIterations"]);
  if (!(maxIterations >= 0)) {
    throw new DomainError(`whileLoop: maxIterations must be at least 0, got ${String(maxIterations)}`, {
      operation: "whileLoop",
      maxIterations,
    });
  }
  const start = flattenTensors("whileLoop: init", init);
  const { flat, outputStructure } = flattenFunction("whileLoop", body, {
    kind: "array",
    children: [start.structure],
  });
  const step: FlatFunction = (leaves) => {
    const next = flat(leaves);
    const what = "init and the carry that the body returned";
    checkSameResults("whileLoop", what, start.structure, start.leaves, outputStructure(), next);
    return next;
  };
  const test = (leaves: readonly Tensor[]): Tensor =>
    asPredicate("whileLoop", condition(unflatten(start.structure, leaves) as TensorsOf<Init>));
  const results = haveValues(start.leaves)
    ? stepThrough(test, step, start.leaves, maxIterations)
    : asProgram(test, step, start.leaves, maxIterations);
  return unflatten(start.structure, results) as TensorsOf<Init>;
}

/** The plain loop; what is left of it goes into a program once the condition cannot be read. */
function stepThrough(
  test: (leaves: readonly Tensor[]) => Tensor,
  step: FlatFunction,
  init: readonly Tensor[],
  maxIterations: number,
): readonly Tensor[] {
  let carry = init;
  for (let k = 0; ; k++) {
    const predicate = test(carry);
    if (!hasValue(predicate)) return asProgram(test, step, carry, maxIterations);
    if (predicate.item() === 0) return carry;
    if (k >= maxIterations) throw endless(maxIterations);
    carry = step(carry);
  }
}

function asProgram(
  test: (leaves: readonly Tensor[]) => Tensor,
  step: FlatFunction,
  init: readonly Tensor[],
  maxIterations: number,
): readonly Tensor[] {
  const { programs, captured } = hoist([
    traceFlat("whileLoop", (leaves) => [test(leaves)], init),
    traceFlat("whileLoop", step, init),
  ]);
  return bind(whileLoopPrimitive, [...captured, ...init], {
    condition: programs[0]!,
    body: programs[1]!,
    constants: captured.length,
    maxIterations,
  });
}
