import { allocate, checkDType, isFloat, isInexact, toElement, widthOf } from "./dtype.ts";
import type { DType } from "./dtype.ts";
import { DTypeError } from "./errors.ts";
import { bind } from "./interpreter.ts";
import type { Primitive } from "./primitive.ts";
import { Tensor, Tracer } from "./tensor.ts";

/**
 * `x` with elements of another type; derivatives flow between the floating types.
 *
 * Of complex numbers the real parts are taken, and as booleans all but 0 are true. On behalf of a user, who may not
 * have meant to lose the imaginary parts, `convertTo` is the one to call.
 */
export function cast(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : bind(castPrimitive, [x], { dtype })[0];
}

/**
 * `cast` for a public operation.
 *
 * @throws DTypeError if imaginary parts would be lost or there is no such dtype, DomainError for a number that does not
 * fit into int32.
 */
export function convertTo(operation: string, argument: string, x: Tensor, dtype: DType): Tensor {
  checkDType(operation, dtype);
  if (x.dtype === "complex128" && dtype !== "complex128" && dtype !== "bool") {
    throw new DTypeError(
      `${operation}: ${argument} is complex128, and as ${dtype} it would lose its imaginary parts; ` +
        `say real(${argument}), imag(${argument}) or abs(${argument})`,
      { operation, argument, dtype },
    );
  }
  if (dtype === "int32" && isFloat(x.dtype) && !(x instanceof Tracer)) {
    for (const value of x.data) toElement(operation, dtype, value);
  }
  return cast(x, dtype);
}

const castPrimitive: Primitive<[x: Tensor], [y: Tensor], { dtype: DType }> = {
  name: "cast",
  shape: ([x], { dtype }) => [{ shape: x.shape, dtype }],
  kernel([x], { dtype }) {
    const { data } = x;
    const [from, to] = [widthOf(x.dtype), widthOf(dtype)];
    const elements = allocate(dtype, data.length / from);
    if (from === to && isInexact(dtype)) elements.set(data);
    else if (from > to && dtype === "bool") {
      for (let i = 0; i < elements.length; i++)
        elements[i] = data[2 * i] === 0 && data[2 * i + 1] === 0 ? 0 : 1;
    } else {
      for (let i = 0, j = 0; j < elements.length; i += from, j += to) {
        elements[j] = toElement("astype", dtype, data[i]!);
      }
    }
    return [new Tensor(x.shape, dtype, elements)];
  },
  jvp: ([tangent], _inputs, _outputs, { dtype }) => [
    tangent && isInexact(dtype) ? cast(tangent, dtype) : null,
  ],
  // Re c for a real x, c + 0i for a complex one: both are transposes in the pairing Re Σ cᵢ tᵢ.
  transpose: ([cotangent], [x]) => [cotangent && cast(cotangent, x.dtype)],
  batch: ([x], _batched, _size, { dtype }) => [cast(x, dtype)],
  // A float that is no int32 is an error, which a loop does not look for.
  lowering: {
    kind: "pointwise",
    function: "cast",
    when: ([x], { dtype }) => dtype !== "int32" || !isFloat(x!.dtype),
  },
  form: "linear",
};
