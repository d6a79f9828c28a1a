import { runWith } from "@adjoint/tensor";
import type { Primitive, Tensor } from "@adjoint/tensor";

/**
 * The primitive that a call of a public function binds. What a pass knows of an operation it knows through this,
 * because the name of a primitive may occur twice.
 */
export function primitiveOf(call: () => Tensor): Primitive {
  let bound: Primitive | undefined;
  const listener = {
    name: "a pass",
    bind(primitive: Primitive, inputs: readonly Tensor[]): readonly Tensor[] {
      bound = primitive;
      return inputs;
    },
  };
  runWith(listener, call);
  return bound!;
}
