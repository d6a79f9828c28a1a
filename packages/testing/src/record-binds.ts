import { currentInterpreter, runWith } from "@adjoint/tensor";
import type { Primitive, Tensor } from "@adjoint/tensor";

/** One application of a primitive to ordinary tensors. */
export interface Bind {
  readonly primitive: Primitive;
  readonly inputs: readonly Tensor[];
  readonly params: unknown;
  readonly outputs: readonly Tensor[];
}

/** Runs `f` and returns every primitive that was evaluated meanwhile, also by rules inside derivatives. */
export function recordBinds(f: () => void): Bind[] {
  const binds: Bind[] = [];
  const beneath = currentInterpreter();
  runWith(
    {
      name: "recording of laws",
      bind(primitive, inputs, params) {
        const outputs = beneath.bind(primitive, inputs, params);
        binds.push({ primitive, inputs, params, outputs });
        return outputs;
      },
    },
    f,
  );
  return binds;
}
