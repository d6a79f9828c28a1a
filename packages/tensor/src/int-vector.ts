import { Tensor } from "./tensor.ts";

/** The int32 vector of f(0) … f(length − 1): places, for rules and operations that name them. */
export function intVector(length: number, f: (i: number) => number): Tensor {
  // `Int32Array.from` takes ten times as long.
  const elements = new Int32Array(length);
  for (let i = 0; i < length; i++) elements[i] = f(i);
  return new Tensor([length], "int32", elements);
}
