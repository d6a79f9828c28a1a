import { allocate, isFloat, toElement } from "./dtype.ts";
import type { DType } from "./dtype.ts";
import { bind } from "./interpreter.ts";
import type { Primitive } from "./primitive.ts";
import { Tensor } from "./tensor.ts";

/** `x` with elements of another type; derivatives flow between the floating types. */
export function cast(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : bind(castPrimitive, [x], { dtype })[0];
}

const castPrimitive: Primitive<[x: Tensor], [y: Tensor], { dtype: DType }> = {
  name: "cast",
  shape: ([x], { dtype }) => [{ shape: x.shape, dtype }],
  kernel([x], { dtype }) {
    const { data } = x;
    const elements = allocate(dtype, data.length);
    if (isFloat(dtype)) elements.set(data);
    else for (let i = 0; i < elements.length; i++) elements[i] = toElement("astype", dtype, data[i]!);
    return [new Tensor(x.shape, dtype, elements)];
  },
  jvp: ([tangent], _inputs, _outputs, { dtype }) => [tangent && isFloat(dtype) ? cast(tangent, dtype) : null],
  transpose: ([cotangent], [x]) => [cotangent && cast(cotangent, x.dtype)],
  batch: ([x], _batched, _size, { dtype }) => [cast(x, dtype)],
};
