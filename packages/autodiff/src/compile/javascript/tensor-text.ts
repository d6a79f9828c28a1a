import { Tensor } from "@adjoint/tensor";
import type { DType, Shape, TypedArray } from "@adjoint/tensor";
import type { Whole } from "../loops/schedule.ts";
import { storage } from "./places.ts";
import type { Place } from "./places.ts";
import type { Source } from "./source.ts";

/** The expression of a value as a tensor that nothing will write to; `isLast` if nothing runs any more. */
export function tensorText(
  { buffer, shape, dtype }: Whole,
  places: readonly Place[],
  source: Source,
  isLast: boolean,
): string {
  const place = places[buffer]!;
  const form = source.capture(shape, "d");
  if (place.tensor !== "") {
    return `${source.capture(withShape, "f")}(${place.tensor}, ${form}, "${dtype}")`;
  }
  if (place.kind === "number") {
    const elements =
      shape.length === 0 ? place.name : `${source.capture(oneElement, "f")}("${dtype}", ${place.name})`;
    return newTensor(form, dtype, elements, source);
  }
  const isFinal = place.kind === "fresh" && (isLast || !place.isRepeated);
  return newTensor(form, dtype, isFinal ? place.name : `${place.name}.slice()`, source);
}

function newTensor(form: string, dtype: DType, elements: string, source: Source): string {
  return `new ${source.capture(Tensor, "T")}(${form}, "${dtype}", ${elements})`;
}

function withShape(tensor: Tensor, shape: Shape, dtype: DType): Tensor {
  const isSame =
    tensor.shape.length === shape.length && tensor.shape.every((length, i) => length === shape[i]);
  return isSame ? tensor : new Tensor(shape, dtype, tensor.uniform ?? tensor.data);
}

function oneElement(dtype: DType, value: number): TypedArray {
  return storage(dtype, 1).fill(value);
}
