import { bind, isInexact, NotDifferentiableError, unflatten } from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor } from "@adjoint/tensor";
import { apply, bindCallable, call, resultSpecs } from "./callable.ts";
import type { Callable } from "./callable.ts";
import { checkFunction, flattenArguments, flattenFunction } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { batchedProgram, transposeFlat } from "./program-derivatives.ts";
import { mapCallByCall } from "./map-call-by-call.ts";
import { isRecording } from "./nested-programs.ts";
import { conformLeaves } from "./conform-leaves.ts";
import { withZeros } from "./sparse-list.ts";
import type { AcceptsEach } from "./tensors-of.ts";
import type { Accepts, Differentiable } from "./types.ts";
import { vmapFlat } from "./vmap.ts";

/**
 * `f` with a forward derivative of your own: `rule(primals, tangents, value)` returns the tangent of `value`.
 *
 * Reverse mode transposes the rule, so it must be linear in the tangents; higher derivatives differentiate it. It is
 * the way to a derivative that is stable where that of the formula is not, or to one of code that cannot be traced:
 * inside a derivative `f` is called with plain tensors and may read them, call by call if it is mapped.
 *
 * @param f - a synchronous function of trees of tensors.
 * @param rule - is given the lists of the arguments and of their tangents, zero where an argument does not vary, and
 * returns a tree of the form of the result. Tangents of integers are ignored. Like `f` it is to be given as arguments what
 * is differentiated.
 * @throws NotDifferentiableError if the derivative is asked for with respect to a value that `f` uses but is not given
 * as an argument, ShapeError if the rule returns another form than `f`.
 * @example
 * ```ts
 * import { customJvp, grad } from "@adjoint/autodiff";
 * import { add, exp, log, mul, sigmoid } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const softplus = customJvp(
 *   (x: Tensor) => log(add(1, exp(x))),
 *   ([x], [t]) => mul(t, sigmoid(x)),
 * );
 * grad(softplus)(0).item(); // => 0.5
 * grad(grad(softplus))(0).item(); // => 0.25
 * ```
 */
export function customJvp<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
  rule: (primals: Args, tangents: Args, value: Result) => Accepts<NoInfer<Result>>,
): (...args: AcceptsEach<Args>) => Result {
  checkFunction("customJvp", f);
  checkFunction("customJvp: rule", rule);
  return (...args) => {
    const { leaves, structure } = flattenArguments("customJvp", args);
    const { flat, outputStructure } = flattenFunction("customJvp", f, structure);
    const flatRule: FlatRule = (primals, tangents, values) => {
      const result = rule(
        unflatten(structure, primals) as Args,
        unflatten(structure, tangents) as Args,
        unflatten(outputStructure(), values) as Result,
      );
      return conformLeaves("customJvp: result of the rule", outputStructure(), values, result);
    };
    const values = bindCallable("customJvp", flat, leaves, (callable, captured) =>
      bind(customJvpPrimitive, [...captured, ...leaves], {
        f: callable,
        rule: flatRule,
        captured: captured.length,
      }),
    );
    return unflatten(outputStructure(), values) as Result;
  };
}

type FlatRule = (
  primals: readonly Tensor[],
  tangents: readonly Tensor[],
  values: readonly Tensor[],
) => readonly Tangent[];

interface CustomJvp {
  readonly f: Callable;
  readonly rule: FlatRule;
  /** How many of the inputs are values from outside. */
  readonly captured: number;
}

export const customJvpPrimitive: Primitive<readonly Tensor[], readonly Tensor[], CustomJvp> = {
  name: "customJvp",
  shape: (inputs, { f }) => resultSpecs("customJvp", f, inputs),
  kernel: (inputs, { f }) => call("customJvp", f, inputs),
  jvp(tangents, inputs, outputs, { rule, captured }) {
    refuseCaptured("customJvp", tangents.slice(0, captured));
    const primals = inputs.slice(captured);
    return rule(primals, withZeros(tangents.slice(captured), primals), outputs);
  },
  transpose: (cotangents, inputs, { f }) => transposeFlat((xs) => apply(f, xs), inputs, cotangents),
  batch(inputs, batched, size, { f, rule, captured }) {
    const own = batched.slice(captured);
    const map = isRecording(f) ? vmapFlat : mapCallByCall;
    const count = own.length;
    const single: FlatFunction = (xs) => {
      const values = xs.slice(2 * count);
      return withZeros(rule(xs.slice(0, count), xs.slice(count, 2 * count), values), values);
    };
    return bind(customJvpPrimitive, inputs, {
      f: isRecording(f)
        ? batchedProgram(f, inputs, batched, size)
        : (xs) => mapCallByCall(f, xs, batched, size),
      rule: (primals, tangents, values) => {
        const mapped = [...own, ...own, ...values.map(() => true)];
        const results = map(single, [...primals, ...tangents, ...values], mapped, size);
        return results.map((tangent, i) => (isInexact(values[i]!.dtype) ? tangent : null));
      },
      captured,
    });
  },
};

/** Refuses a derivative with respect to values from outside, of which a custom rule says nothing. */
export function refuseCaptured(operation: string, tangents: readonly Tangent[]): void {
  if (tangents.every((tangent) => tangent === null)) return;
  throw new NotDifferentiableError(
    `${operation}: the function uses a value that is being differentiated but is not among its arguments; ` +
      `give it as an argument, since the rule says nothing about the derivative with respect to other values`,
    { operation },
  );
}
