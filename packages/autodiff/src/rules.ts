import { bind, NotDifferentiableError } from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor } from "@adjoint/tensor";

/**
 * The jvp rule of a primitive.
 *
 * @throws NotDifferentiableError with the reason that stands in its place.
 */
export function forwardRule(primitive: Primitive): Exclude<Primitive["jvp"], string> {
  const { jvp } = primitive;
  if (typeof jvp !== "string") return jvp;
  throw new NotDifferentiableError(`${primitive.name}: not differentiable: ${jvp}`, {
    operation: primitive.name,
  });
}

/** The outputs of a primitive on the current interpreter, and their tangents by its jvp rule. */
export function outputsWithTangents(
  primitive: Primitive,
  tangents: readonly Tangent[],
  inputs: readonly Tensor[],
  params: unknown,
): { readonly outputs: readonly Tensor[]; readonly tangents: readonly Tangent[] } {
  if (primitive.kernelWithJvp !== undefined) return primitive.kernelWithJvp(tangents, inputs, params);
  const outputs = bind(primitive, inputs, params);
  return { outputs, tangents: forwardRule(primitive)(tangents, inputs, outputs, params) };
}

/**
 * The transpose rule of a primitive.
 *
 * @throws NotDifferentiableError with the reason that stands in its place.
 */
export function reverseRule(primitive: Primitive): Exclude<Primitive["transpose"], string> {
  const { transpose } = primitive;
  if (typeof transpose !== "string") return transpose;
  const advice = transpose === "not linear" ? "; its jvp rule must be linear in the tangents" : "";
  throw new NotDifferentiableError(`${primitive.name}: no reverse derivative: ${transpose}${advice}`, {
    operation: primitive.name,
  });
}
