import {
  checkSameStructure,
  currentInterpreter,
  formatShape,
  runWith,
  sameShape,
  ShapeError,
  Tracer,
  unflatten,
  zerosLike,
} from "@adjoint/tensor";
import type { Interpreter, Primitive, Tangent, Tensor, TypedArray } from "@adjoint/tensor";
import { checkList, flattenDifferentiable, flattenFunction, withDType } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { outputsWithTangents } from "./rules.ts";
import type { Accepts, Differentiable } from "./types.ts";

/**
 * The derivative of `f` in a direction: the Jacobian-vector product J·v, in one pass forward with the value.
 *
 * @param primals - the arguments of `f`, as a list.
 * @param tangents - the direction: a list of the same form.
 * @returns the value f(x) and the tangent J(x)·v, both of the form of the result.
 * @throws ShapeError if the tangents do not have the form and the shapes of the primals.
 * @example
 * ```ts
 * import { jvp } from "@adjoint/autodiff";
 * import { mul, sin } from "@adjoint/tensor";
 *
 * const { value, tangent } = jvp((x, y) => mul(x, sin(y)), [2, 0], [0, 1]);
 * value.item(); // => 0
 * tangent.item(); // => 2
 * ```
 */
export function jvp<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
  primals: Accepts<Args>,
  tangents: Accepts<Args>,
): { readonly value: Result; readonly tangent: Result } {
  return pushForward("jvp", f as unknown as (...args: never[]) => Result, primals, tangents);
}

/** `jvp` on behalf of another operation, which its messages name. */
export function pushForward<Result>(
  operation: string,
  f: (...args: never[]) => Result,
  primals: unknown,
  tangents: unknown,
): { readonly value: Result; readonly tangent: Result } {
  const { leaves, structure } = flattenDifferentiable(operation, checkList(operation, primals));
  const directions = tangentsFor(operation, leaves, structure, tangents);
  const { flat, outputStructure } = flattenFunction(operation, f, structure);
  const { values, tangents: results } = jvpFlat(flat, leaves, directions);
  return {
    value: unflatten(outputStructure(), values) as Result,
    tangent: unflatten(
      outputStructure(),
      values.map((value, i) => results[i] ?? zerosLike(value)),
    ) as Result,
  };
}

/** `jvp` of a function of lists; a `null` tangent is zero. */
export function jvpFlat(
  f: FlatFunction,
  primals: readonly Tensor[],
  tangents: readonly Tangent[],
): { values: readonly Tensor[]; tangents: readonly Tangent[] } {
  const interpreter = new ForwardInterpreter(currentInterpreter());
  const outputs = runWith(interpreter, () =>
    f(primals.map((primal, i) => interpreter.dual(primal, tangents[i]!))),
  );
  return {
    values: outputs.map((output) => interpreter.primalOf(output)),
    tangents: outputs.map((output) => interpreter.tangentOf(output)),
  };
}

/** Tangents checked against the primals they belong to, with their dtypes: primitives do not mix any. */
export function tangentsFor(
  operation: string,
  primals: readonly Tensor[],
  structure: Parameters<typeof checkSameStructure>[1],
  tangents: unknown,
): readonly Tensor[] {
  const flat = flattenDifferentiable(operation, checkList(operation, tangents));
  checkSameStructure(operation, structure, flat.structure);
  flat.leaves.forEach((tangent, i) => {
    if (!sameShape(tangent.shape, primals[i]!.shape)) {
      throw new ShapeError(
        `${operation}: a tangent of shape ${formatShape(tangent.shape)} was given for a value of shape ` +
          `${formatShape(primals[i]!.shape)}; they must be equal`,
        { operation, tangent: tangent.shape, value: primals[i]!.shape },
      );
    }
  });
  return flat.leaves.map((tangent, i) => withDType(operation, "tangent", tangent, primals[i]!.dtype));
}

/** A value with its tangent, inside a forward derivative. */
class Dual extends Tracer {
  readonly owner: Interpreter;
  readonly primal: Tensor;
  readonly tangent: Tensor;

  constructor(owner: Interpreter, primal: Tensor, tangent: Tensor) {
    super(primal.shape, primal.dtype);
    this.owner = owner;
    this.primal = primal;
    this.tangent = tangent;
  }

  // The value is known while the derivative runs, so `if (x.item() > 0)` works.
  override get data(): TypedArray {
    return this.primal.data;
  }

  override get beneath(): Tensor {
    return this.primal;
  }
}

/** Carries tangents along with the values: each primitive's outputs, then its jvp rule, one level down. */
class ForwardInterpreter implements Interpreter {
  readonly name = "a derivative";
  readonly #below: Interpreter;

  constructor(below: Interpreter) {
    this.#below = below;
  }

  dual(primal: Tensor, tangent: Tangent): Tensor {
    return tangent === null ? primal : new Dual(this, primal, tangent);
  }

  primalOf(x: Tensor): Tensor {
    return x instanceof Dual && x.owner === this ? x.primal : x;
  }

  tangentOf(x: Tensor): Tangent {
    return x instanceof Dual && x.owner === this ? x.tangent : null;
  }

  bind(primitive: Primitive, inputs: readonly Tensor[], params: unknown): readonly Tensor[] {
    const primals = new Array<Tensor>(inputs.length);
    const tangents = new Array<Tangent>(inputs.length);
    let constant = true;
    for (let i = 0; i < inputs.length; i++) {
      const tangent = this.tangentOf(inputs[i]!);
      primals[i] = this.primalOf(inputs[i]!);
      tangents[i] = tangent;
      constant &&= tangent === null;
    }
    if (constant) return this.#below.bind(primitive, primals, params);
    const pushed = runWith(this.#below, () => outputsWithTangents(primitive, tangents, primals, params));
    return pushed.outputs.map((output, i) => this.dual(output, pushed.tangents[i]!));
  }
}
