import { vmap } from "@adjoint/autodiff";
import { isInexact, Tensor, tensor } from "@adjoint/tensor";
import type { DType, Shape } from "@adjoint/tensor";
import { naming } from "./derivative-law.ts";
import { expectClose } from "./expect-close.ts";
import type { TensorFunction } from "./finite-differences.ts";
import { randomTensor } from "./pseudo-random.ts";

const batchSize = 3;

/** Law: vmap(f) over a stack equals a loop over its parts, whichever inputs have the batch. */
export function checkBatching(name: string, f: TensorFunction, inputs: readonly Tensor[]): void {
  const parts = inputs.map((x, i) => [x, vary(x, 71 + i), vary(x, 81 + i)]);
  for (let mask = 1; mask < 2 ** inputs.length; mask++) {
    const batched = inputs.map((_, i) => (mask >> i) % 2 === 1);
    const stacked = inputs.map((x, i) => (batched[i] ? stackParts(parts[i]!) : x));
    const got = vmap(f, { inAxes: batched.map((isBatched) => (isBatched ? 0 : null)) })(...stacked);
    const loop = Array.from({ length: batchSize }, (_, at) =>
      f(...inputs.map((x, i) => (batched[i] ? parts[i]![at]! : x))),
    );
    const expected = loop[0]!.map((_, k) => stackParts(loop.map((outputs) => outputs[k]!)));
    naming(`${name}: vmap against a loop, batch in argument ${describeMask(batched)}`, () =>
      expectClose(got, expected, { relative: 1e-11, absolute: 1e-13 }),
    );
  }
}

/** A neighbour of floating values, inside the domains that tests choose; integers and booleans stay. */
function vary(x: Tensor, seed: number): Tensor {
  if (!isInexact(x.dtype)) return x;
  const noise = randomTensor(x.shape, { seed, low: -0.02, high: 0.02, dtype: x.dtype }).data;
  const elements = Float64Array.from(x.data, (value, i) => value + noise[i]!);
  return ofDType(x.dtype, x.shape, elements);
}

/** Stacks by hand, so that the law does not lean on the `stack` it tests. */
function stackParts(parts: readonly Tensor[]): Tensor {
  const { shape, dtype } = parts[0]!;
  const data = Float64Array.from(parts.flatMap((part) => Array.from(part.data)));
  return ofDType(dtype, [parts.length, ...shape], data);
}

/** A tensor of numbers in storage, where a complex one is two. */
function ofDType(dtype: DType, shape: Shape, data: Float64Array): Tensor {
  return dtype === "complex128" ? new Tensor(shape, dtype, data) : tensor(data, { shape, dtype });
}

function describeMask(batched: readonly boolean[]): string {
  return batched.flatMap((isBatched, i) => (isBatched ? [i] : [])).join(" and ");
}
