import { add } from "./arithmetic.ts";
import { equal } from "./comparison.ts";
import { zerosLike } from "./creation.ts";
import { widthOf } from "./dtype.ts";
import { alignBatches } from "./families.ts";
import { intVector } from "./int-vector.ts";
import { bind } from "./interpreter.ts";
import type { Primitive, Tangent } from "./primitive.ts";
import { reshape } from "./reshape.ts";
import { sizeOf } from "./shape.ts";
import { take } from "./take.ts";
import { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/**
 * `x`, of one axis, with `values` at the given places, which must lie in it; of values for one place the last stays.
 *
 * @param distinct - whether it is known that no place is named twice.
 */
export function put(x: Tensor, places: Tensor, values: Tensor, distinct: boolean): Tensor {
  return bind(putPrimitive, [x, places, values], { distinct })[0];
}

const putPrimitive: Primitive<
  [x: Tensor, places: Tensor, values: Tensor],
  [y: Tensor],
  { readonly distinct: boolean }
> = {
  name: "put",
  form: "linear",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel([x, places, values]) {
    const elements = x.data.slice();
    const [at, data] = [places.data, values.data];
    const width = widthOf(x.dtype);
    for (let k = 0; k < at.length; k++) {
      for (let part = 0; part < width; part++) elements[at[k]! * width + part] = data[k * width + part]!;
    }
    return [new Tensor(x.shape, x.dtype, elements)];
  },
  jvp: ([s, , t], [x, places, values], _outputs, { distinct }) => [
    put(s ?? zerosLike(x), places, t ?? zerosLike(values), distinct),
  ],
  transpose: ([cotangent], [x, places, values], { distinct }): [Tangent, null, Tangent] => {
    const at = places as Tensor;
    const rest = x instanceof Tensor ? null : put(cotangent!, at, zerosLike(values), distinct);
    if (values instanceof Tensor) return [rest, null, null];
    const taken = take(cotangent!, at);
    return [rest, null, distinct ? taken : where(stays(at, x.shape[0]!), taken, zerosLike(taken))];
  },
  batch: (inputs, batched, size, { distinct }) => {
    const [x, places, values] = alignBatches(inputs, batched, size);
    const length = x.shape[1]!;
    const rows = intVector(size, (row) => row * length);
    const first = reshape(rows, [size, ...places.shape.slice(1).map(() => 1)]);
    return [reshape(put(reshape(x, [-1]), add(places, first), values, distinct), x.shape)];
  },
};

/** Whether a value is the last for its place: the others have no influence, so their derivative is 0. */
function stays(places: Tensor, length: number): Tensor {
  const order = reshape(
    intVector(sizeOf(places.shape), (k) => k),
    places.shape,
  );
  const last = put(zerosLike({ shape: [length], dtype: "int32" }), places, order, false);
  return equal(take(last, places), order);
}
