import { formatShape, sameShape } from "@adjoint/tensor";
import type { Spec } from "@adjoint/tensor";
import type { Bind } from "./record-binds.ts";

/** Law: the shape rule of a primitive says what its kernel makes. */
export function checkShapeRule({ primitive, inputs, params, outputs }: Bind): void {
  const specs = inputs.map(({ shape, dtype }) => ({ shape, dtype }));
  const predicted = primitive.shape(specs, params);
  if (predicted.length !== outputs.length) {
    throw new Error(
      `${primitive.name}: the shape rule promises ${predicted.length} outputs, the kernel made ${outputs.length}`,
    );
  }
  for (const [i, output] of outputs.entries()) {
    const promise = predicted[i]!;
    if (sameShape(promise.shape, output.shape) && promise.dtype === output.dtype) continue;
    throw new Error(
      `${primitive.name}: the shape rule promises ${formatSpec(promise)} for output ${i}, ` +
        `the kernel made ${formatSpec(output)} from ${specs.map(formatSpec).join(" and ")}`,
    );
  }
  for (const { shape, dtype, data } of outputs) {
    const numbers = shape.reduce((product, length) => product * length, dtype === "complex128" ? 2 : 1);
    if (data.length !== numbers) {
      throw new Error(
        `${primitive.name}: the kernel made ${data.length} numbers for the shape ${formatShape(shape)}`,
      );
    }
  }
}

function formatSpec({ shape, dtype }: Spec): string {
  return `${dtype}${formatShape(shape)}`;
}
