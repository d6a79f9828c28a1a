import { stack, unstack } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { FlatFunction } from "./flat-function.ts";

/** A function of lists applied to each call of a mapped function by itself, for what cannot do several at once. */
export function mapCallByCall(
  f: FlatFunction,
  inputs: readonly Tensor[],
  batched: readonly boolean[],
  size: number,
): readonly Tensor[] {
  const parts = inputs.map((input, i) => (batched[i] ? unstack(input) : null));
  const calls = Array.from({ length: size }, (_, call) =>
    f(inputs.map((input, i) => parts[i]?.[call] ?? input)),
  );
  return calls[0]!.map((_, k) => stack(calls.map((results) => results[k]!)));
}
