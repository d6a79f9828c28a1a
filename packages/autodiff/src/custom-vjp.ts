import {
  bind,
  checkOptions,
  checkSameStructure,
  conj,
  currentInterpreter,
  DTypeError,
  isInexact,
  runWith,
  sum,
  Tracer,
  unflatten,
} from "@adjoint/tensor";
import type { Primitive, Spec, Structure, Tangent, Tensor } from "@adjoint/tensor";
import { apply, bindCallable, call, enclosed, resultSpecs } from "./callable.ts";
import type { Callable } from "./callable.ts";
import { conformLeaves } from "./conform-leaves.ts";
import { refuseCaptured } from "./custom-jvp.ts";
import { checkFunction, flattenArguments, flattenFunction, flattenTensors } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { mapCallByCall } from "./map-call-by-call.ts";
import { isRecording } from "./nested-programs.ts";
import { batchedProgram, transposeFlat } from "./program-derivatives.ts";
import { withZeros } from "./sparse-list.ts";
import { tangentsByPullback } from "./tangents-by-pullback.ts";
import type { Pullback } from "./tangents-by-pullback.ts";
import type { AcceptsEach, TensorsOf } from "./tensors-of.ts";
import type { Accepts, Differentiable, Gradient } from "./types.ts";
import { vmapFlat } from "./vmap.ts";

/** A reverse derivative of one's own. */
export interface ReverseRule<Args extends readonly unknown[], Result, Residuals> {
  /** The value, with whatever the backward pass needs, as a tree of tensors. */
  readonly forward: (...args: Args) => { readonly value: Result; readonly residuals: Residuals };
  /** The cotangents of the arguments, a list with one for each; `null` is zero. */
  readonly backward: (
    residuals: TensorsOf<Residuals>,
    cotangent: Gradient<Result>,
  ) => { readonly [Key in keyof Args]: Accepts<Gradient<Args[Key]>> | null };
}

/**
 * `f` with a reverse derivative of your own: a derivative calls `forward` in place of `f`, and `backward` with its
 * residuals and the cotangent of the result.
 *
 * `f` may read values, call by call if it is mapped; so may `forward` and `backward` outside of maps. Higher derivatives
 * differentiate these two. In forward mode the transpose of `backward` is taken, which must then be linear in the
 * cotangent; a rule that is not, such as one that clips gradients, serves reverse mode alone.
 *
 * @param f - a synchronous function of trees of tensors.
 * @throws NotDifferentiableError if the derivative is asked for with respect to a value that `f` uses but is not given
 * as an argument, ShapeError if a cotangent does not have the shape of its argument.
 * @example
 * ```ts
 * import { customVjp, grad } from "@adjoint/autodiff";
 * import { clip, mul } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const clipGradient = customVjp((x: Tensor) => x, {
 *   forward: (x) => ({ value: x, residuals: [] }),
 *   backward: (_residuals, cotangent) => [clip(cotangent, -1, 1)],
 * });
 * grad((x) => mul(5, clipGradient(x)))(2).item(); // => 1
 * ```
 */
export function customVjp<Args extends readonly unknown[] = Tensor[], Result = unknown, Residuals = unknown>(
  f: Differentiable<Args, Result>,
  rule: ReverseRule<Args, NoInfer<Result>, Residuals>,
): (...args: AcceptsEach<Args>) => Result {
  checkFunction("customVjp", f);
  checkOptions("customVjp", rule, ["forward", "backward"]);
  checkFunction("customVjp: forward", rule.forward);
  checkFunction("customVjp: backward", rule.backward);
  return (...args) => {
    const { leaves, structure } = flattenArguments("customVjp", args);
    const { flat, outputStructure } = flattenFunction("customVjp", f, structure);
    // A derivative calls forward alone, which then says what form the result has.
    let formOfValue: Structure | undefined;
    const form = (value?: Structure): Structure => {
      const known = (outputStructure() as Structure | undefined) ?? formOfValue;
      if (known && value) checkSameStructure("customVjp: value of forward", known, value);
      return (formOfValue = known ?? value!);
    };
    const forward = flatForward(rule as unknown as AnyRule, structure, leaves, form);
    const values = bindCallable("customVjp", flat, leaves, (callable, captured) =>
      bind(customVjpPrimitive, [...captured, ...leaves], { f: callable, forward, captured: captured.length }),
    );
    return unflatten(form(), values) as Result;
  };
}

type AnyRule = ReverseRule<readonly unknown[], unknown, unknown>;

/** What `forward` leaves for the backward pass. */
interface Pass {
  readonly values: readonly Tensor[];
  readonly residuals: readonly Tensor[];
  readonly backward: Pullback;
}

interface CustomVjp {
  readonly f: Callable;
  readonly forward: (inputs: readonly Tensor[]) => Pass;
  /** How many of the inputs are values from outside. */
  readonly captured: number;
}

export const customVjpPrimitive: Primitive<readonly Tensor[], readonly Tensor[], CustomVjp> = {
  name: "customVjp",
  shape: (inputs, { f }) => resultSpecs("customVjp", f, inputs),
  kernel: (inputs, { f }) => call("customVjp", f, inputs),
  jvp: (tangents, inputs, _outputs, params) => pushThrough(tangents, inputs, params).tangents,
  kernelWithJvp(tangents, inputs, params) {
    if (!inputs.some((input) => input instanceof Tracer)) return pushThrough(tangents, inputs, params);
    // Other derivatives of the value are to be taken by the rule too, and not by what forward does.
    const outputs = bind(customVjpPrimitive, inputs, params);
    return { outputs, tangents: pushThrough(tangents, inputs, params).tangents };
  },
  transpose: (cotangents, inputs, { f }) => transposeFlat((xs) => apply(f, xs), inputs, cotangents),
  batch: (inputs, batched, size, { f, forward, captured }) =>
    bind(customVjpPrimitive, inputs, {
      f: isRecording(f)
        ? batchedProgram(f, inputs, batched, size)
        : (xs) => mapCallByCall(f, xs, batched, size),
      forward: batchedForward(
        forward,
        batched.slice(captured),
        size,
        isRecording(f) ? vmapFlat : mapCallByCall,
      ),
      captured,
    }),
};

/** Runs the forward pass, and says what the tangents are by their pullback. */
function pushThrough(
  tangents: readonly Tangent[],
  inputs: readonly Tensor[],
  { forward, captured }: CustomVjp,
): { readonly outputs: readonly Tensor[]; readonly tangents: readonly Tangent[] } {
  refuseCaptured("customVjp", tangents.slice(0, captured));
  const own = inputs.slice(captured);
  const plain = !own.some((input) => input instanceof Tracer);
  const within = plain ? enclosed("customVjp", currentInterpreter()) : currentInterpreter();
  const { values, residuals, backward } = runWith(within, () => forward(own));
  return {
    outputs: values,
    tangents: tangentsByPullback(backward, tangents.slice(captured), residuals, values),
  };
}

function flatForward(
  { forward, backward }: AnyRule,
  structure: Structure,
  leaves: readonly Spec[],
  form: (value?: Structure) => Structure,
): CustomVjp["forward"] {
  return (inputs) => {
    const { value, residuals } = forward(...(unflatten(structure, inputs) as readonly unknown[]));
    const result = flattenTensors("customVjp: value of forward", value);
    form(result.structure);
    const kept = flattenTensors("customVjp: residuals", residuals);
    return {
      values: result.leaves,
      residuals: kept.leaves,
      backward: (values, cotangents) => {
        const results = backward(
          unflatten(kept.structure, values) as Tensor,
          unflatten(form(), cotangents.map(conj)) as Gradient<unknown>,
        );
        // A rule speaks the language of grad and vjp, which conjugate complex numbers.
        return cotangentLeaves(structure, leaves, results).map((cotangent) => cotangent && conj(cotangent));
      },
    };
  };
}

/** The cotangents that `backward` returned, leaf by leaf of the arguments. */
function cotangentLeaves(
  structure: Structure,
  leaves: readonly Spec[],
  results: unknown,
): readonly Tangent[] {
  const parts = structure.kind === "leaf" ? [] : structure.children;
  if (!Array.isArray(results) || results.length !== parts.length) {
    throw new DTypeError(
      `customVjp: backward must return a list with a cotangent for each of the ${parts.length} ` +
        `argument${parts.length === 1 ? "" : "s"}, null for zero, ` +
        `got ${Array.isArray(results) ? `a list of ${results.length}` : typeof results}`,
      { operation: "customVjp", expected: parts.length },
    );
  }
  let start = 0;
  return parts.flatMap((part, i) => {
    const like = leaves.slice(start, (start += countLeaves(part)));
    return results[i] === null
      ? like.map(() => null)
      : conformLeaves(`customVjp: cotangent ${i} of backward`, part, like, results[i]);
  });
}

function countLeaves(structure: Structure): number {
  return structure.kind === "leaf"
    ? 1
    : structure.children.reduce((count, child) => count + countLeaves(child), 0);
}

function batchedForward(
  forward: CustomVjp["forward"],
  batched: readonly boolean[],
  size: number,
  map: typeof mapCallByCall,
): CustomVjp["forward"] {
  return (inputs) => {
    let single: Pullback = () => [];
    let count = 0;
    const mapped: FlatFunction = (xs) => {
      const { values, residuals, backward } = forward(xs);
      single = backward;
      count = values.length;
      return [...values, ...residuals];
    };
    const both = map(mapped, inputs, batched, size);
    const backward: Pullback = (values, cotangents) => {
      const pull: FlatFunction = (xs) => {
        const results = single(xs.slice(0, values.length), xs.slice(values.length));
        return withZeros(
          results,
          inputs.map(({ shape, dtype }, i) => ({ shape: batched[i] ? shape.slice(1) : shape, dtype })),
        );
      };
      const all = [...values, ...cotangents];
      const results = map(
        pull,
        all,
        all.map(() => true),
        size,
      );
      // An argument that all calls share receives the cotangents of all.
      return results.map((result, i) =>
        !isInexact(result.dtype) ? null : batched[i] ? result : sum(result, { axis: 0 }),
      );
    };
    return { values: both.slice(0, count), residuals: both.slice(count), backward };
  };
}
