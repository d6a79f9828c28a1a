import { checkOptions, conj, DTypeError, Tensor, unflatten, zerosLike } from "@adjoint/tensor";
import type { Structure, TensorLike } from "@adjoint/tensor";
import { asAsked, chooseArguments } from "./argnums.ts";
import type { Argnums, GradientOf, GradOptions } from "./argnums.ts";
import {
  asGradient,
  checkFunction,
  flattenDifferentiable,
  flattenFunction,
  scalarOf,
} from "./flat-function.ts";
import { tapeFlat } from "./tape.ts";
import type { Accepts, Differentiable } from "./types.ts";

/** The options of `grad` and `valueAndGrad` for a function that returns more than the scalar to differentiate. */
export interface AuxOptions<Chosen extends Argnums = Argnums> extends GradOptions<Chosen> {
  /** The function returns `[scalar, aux]`; `aux`, any tree of tensors, is handed on and not differentiated. */
  readonly hasAux: true;
}

/**
 * The gradient of the first of two results; the second is handed on.
 *
 * @param f - a synchronous function that returns a pair, `[scalar, aux]`.
 * @throws DTypeError if the result is not a pair.
 * @example
 * ```ts
 * import { grad } from "@adjoint/autodiff";
 * import { mul, square } from "@adjoint/tensor";
 *
 * const both = grad((x) => [square(x), { doubled: mul(2, x) }], { hasAux: true })(3);
 * [both.grad.item(), both.aux.doubled.item()]; // => [6, 6]
 * ```
 */
export function grad<
  Args extends readonly unknown[] = Tensor[],
  Aux = unknown,
  const Chosen extends Argnums = 0,
>(
  f: Differentiable<Args, readonly [value: TensorLike, aux: Aux]>,
  options: AuxOptions<Chosen>,
): <Actual extends Accepts<Args>>(
  ...args: Actual & readonly unknown[]
) => { readonly grad: GradientOf<Actual & readonly unknown[], Chosen>; readonly aux: Aux };
/**
 * The gradient of a scalar function, as a function of the same arguments.
 *
 * grad f = ∇f has the form of the argument: a tensor for a tensor, a tree for a tree. It is computed in reverse, at
 * a small multiple of the cost of `f` however many variables there are, and can itself be differentiated. Of a complex
 * variable z = x + iy it is ∂f/∂x + i ∂f/∂y, the direction of steepest ascent, as in PyTorch.
 *
 * @param f - a synchronous function that returns a scalar.
 * @throws ShapeError if the result is not a scalar, NotDifferentiableError if it is a Promise.
 * @example
 * ```ts
 * import { grad } from "@adjoint/autodiff";
 * import { exp, mul, sin, square, sum } from "@adjoint/tensor";
 *
 * grad(sin)(0).item(); // => 1
 * grad(grad((x) => mul(x, square(x))))(2).item(); // => 12
 *
 * const { w, b } = grad((p: { w: number; b: number }) => exp(sum([p.w, p.b])))({ w: 0, b: 0 });
 * [w.item(), b.item()]; // => [1, 1]
 * ```
 */
export function grad<Args extends readonly unknown[] = Tensor[], const Chosen extends Argnums = 0>(
  f: Differentiable<Args, TensorLike>,
  options?: GradOptions<Chosen>,
): <Actual extends Accepts<Args>>(
  ...args: Actual & readonly unknown[]
) => GradientOf<Actual & readonly unknown[], Chosen>;
export function grad(
  f: Differentiable<never[], unknown>,
  options: GradOptions | AuxOptions = {},
): (...args: readonly unknown[]) => unknown {
  const evaluate = differentiator("grad", f, options, ["argnums", "hasAux"]);
  return (...args) => {
    const result = evaluate(args);
    return "aux" in result ? { grad: result.grad, aux: result.aux } : result.grad;
  };
}

/**
 * The first of two results with its gradient, and the second as it is, from one evaluation.
 *
 * @param f - a synchronous function that returns a pair, `[scalar, aux]`.
 * @throws DTypeError if the result is not a pair.
 * @example
 * ```ts
 * import { valueAndGrad } from "@adjoint/autodiff";
 * import { mul, square } from "@adjoint/tensor";
 *
 * const { value, grad, aux } = valueAndGrad((x) => [square(x), mul(2, x)], { hasAux: true })(3);
 * [value.item(), grad.item(), aux.item()]; // => [9, 6, 6]
 * ```
 */
export function valueAndGrad<
  Args extends readonly unknown[] = Tensor[],
  Aux = unknown,
  const Chosen extends Argnums = 0,
>(
  f: Differentiable<Args, readonly [value: TensorLike, aux: Aux]>,
  options: AuxOptions<Chosen>,
): <Actual extends Accepts<Args>>(
  ...args: Actual & readonly unknown[]
) => {
  readonly value: Tensor;
  readonly grad: GradientOf<Actual & readonly unknown[], Chosen>;
  readonly aux: Aux;
};
/**
 * The value of a scalar function and its gradient, from one evaluation.
 *
 * @throws ShapeError if the result is not a scalar, NotDifferentiableError if it is a Promise.
 * @example
 * ```ts
 * import { valueAndGrad } from "@adjoint/autodiff";
 * import { square } from "@adjoint/tensor";
 *
 * const { value, grad } = valueAndGrad((x) => square(x))(3);
 * [value.item(), grad.item()]; // => [9, 6]
 * ```
 */
export function valueAndGrad<Args extends readonly unknown[] = Tensor[], const Chosen extends Argnums = 0>(
  f: Differentiable<Args, TensorLike>,
  options?: GradOptions<Chosen>,
): <Actual extends Accepts<Args>>(
  ...args: Actual & readonly unknown[]
) => { readonly value: Tensor; readonly grad: GradientOf<Actual & readonly unknown[], Chosen> };
export function valueAndGrad(
  f: Differentiable<never[], unknown>,
  options: GradOptions | AuxOptions = {},
): (...args: readonly unknown[]) => unknown {
  const evaluate = differentiator("valueAndGrad", f, options, ["argnums", "hasAux"]);
  return (...args) => evaluate(args);
}

/** `valueAndGrad` on behalf of another operation, which its messages name. */
export function differentiator(
  operation: string,
  f: (...args: never[]) => unknown,
  options: GradOptions | AuxOptions,
  known: readonly string[] = ["argnums"],
): (args: readonly unknown[]) => { value: Tensor; grad: unknown; aux?: unknown } {
  checkFunction(operation, f);
  checkOptions(operation, options as Record<string, unknown>, known);
  const { argnums = 0 } = options;
  const hasAux = "hasAux" in options && options.hasAux;
  return (args) => {
    const { chosen, places, call } = chooseArguments(operation, f, args, argnums);
    const { leaves, structure } = flattenDifferentiable(operation, chosen, places);
    const { flat, outputStructure } = flattenFunction(operation, call, structure);
    const scalarFirst = (inputs: readonly Tensor[]): readonly Tensor[] => {
      const outputs = flat(inputs);
      if (!hasAux) return [scalarOf(operation, outputs, outputStructure())];
      const [scalar] = pairOf(operation, outputStructure());
      return [scalarOf(operation, outputs, scalar), ...outputs.slice(1)];
    };
    // Without cotangents for what is beside the scalar, nothing comes back from it.
    const { values, pullBack } = tapeFlat(scalarFirst, leaves);
    const value = values[0]!;
    const cotangents = pullBack(new Tensor([], value.dtype, 1));
    const gradients = asGradient(
      structure,
      // The rules pair complex numbers without conjugation, Re Σ cᵢ tᵢ: the direction of ascent is the conjugate.
      cotangents.map((cotangent, i) => (cotangent === null ? zerosLike(leaves[i]!) : conj(cotangent))),
    ) as readonly unknown[];
    const result = { value, grad: asAsked(argnums, gradients) };
    if (!hasAux) return result;
    return { ...result, aux: unflatten(pairOf(operation, outputStructure())[1], values.slice(1)) };
  };
}

/** The forms of the scalar and of what comes with it. */
function pairOf(operation: string, structure: Structure): readonly [scalar: Structure, aux: Structure] {
  const [scalar, aux, third] = structure.kind === "array" ? structure.children : [];
  if (scalar !== undefined && aux !== undefined && third === undefined) return [scalar, aux];
  throw new DTypeError(
    `${operation}: with hasAux the function must return a pair, [scalar, aux]; leave hasAux out for a scalar alone`,
    { operation },
  );
}
