import { AdjointError, Tensor, Unknown, formatShape, isInexact, sameShape } from "@adjoint/tensor";
import type { Spec } from "@adjoint/tensor";
import { pairing } from "./inner.ts";
import { randomTensor } from "./pseudo-random.ts";
import type { RandomTensorOptions } from "./pseudo-random.ts";
import type { Bind } from "./record-binds.ts";

/**
 * Law: where a primitive is linear, its transpose rule is the transpose: ⟨c, K v⟩ = ⟨Kᵀ c, v⟩, where complex numbers
 * pair without conjugation.
 *
 * Which inputs it is linear in is found by trying: each one alone, and all together.
 */
export function checkTransposeRule(bind: Bind): void {
  const { primitive, inputs, outputs } = bind;
  if (typeof primitive.transpose === "string") {
    if (primitive.transpose === "")
      throw new Error(`${primitive.name}: the refusal to transpose gives no reason`);
    return;
  }
  const differentiable = [...inputs.keys()].filter(
    (i) => ["float64", "complex128"].includes(inputs[i]!.dtype) && inputs[i]!.size > 0,
  );
  if (outputs.every(({ dtype, size }) => !isInexact(dtype) || size === 0)) return;
  const candidates = [
    ...differentiable.map((i) => [i]),
    ...(differentiable.length > 1 ? [differentiable] : []),
  ];
  for (const places of candidates) {
    if (unlessRefused(() => isLinear(bind, places))) checkAt(bind, places);
  }
}

/** A kernel that refuses some values, as one that solves until it converges may, is not linear in them. */
function unlessRefused(test: () => boolean): boolean {
  try {
    return test();
  } catch (error) {
    if (error instanceof AdjointError) return false;
    throw error;
  }
}

function checkAt(bind: Bind, places: readonly number[]): void {
  const { primitive, inputs, params, outputs } = bind;
  if (typeof primitive.transpose === "string") return;
  const directions = places.map((i, k) => randomLike(inputs[i]!, { seed: 31 + k }));
  const cotangents = outputs.map((output, k) =>
    isInexact(output.dtype) ? randomLike(output, { seed: 41 + k }) : null,
  );
  const known = inputs.map((x, i) => (places.includes(i) ? new Unknown(x) : x));
  const pulled = primitive.transpose(cotangents, known, params);
  const images = apply(bind, places, directions);
  const left = images.map((image, k) => pairing(cotangents[k]!, image));
  const right = places.map((i, k) => {
    const part = pulled[i];
    if (part === undefined)
      throw new Error(`${primitive.name}: the transpose rule gives nothing for input ${i}`);
    if (part === null) return { value: 0, scale: 0 };
    if (!sameShape(part.shape, inputs[i]!.shape)) {
      throw new Error(
        `${primitive.name}: the transpose rule gives input ${i} of shape ${formatShape(inputs[i]!.shape)} ` +
          `a cotangent of shape ${formatShape(part.shape)}`,
      );
    }
    return pairing(part, directions[k]!);
  });
  const sum = (terms: readonly { value: number }[]): number =>
    terms.reduce((total, { value }) => total + value, 0);
  const scale = [...left, ...right].reduce((total, term) => total + term.scale, 0);
  if (!(Math.abs(sum(left) - sum(right)) <= 1e-12 * scale)) {
    throw new Error(
      `${primitive.name}: transpose with respect to input ${places.join(" and ")}: ` +
        `⟨c, K v⟩ is ${sum(left)}, ⟨Kᵀ c, v⟩ is ${sum(right)}`,
    );
  }
}

/** Whether K(2v − 3w) = 2 K(v) − 3 K(w) in the given inputs, up to rounding, and K is not just zero. */
function isLinear(bind: Bind, places: readonly number[]): boolean {
  const v = places.map((i, k) => randomLike(bind.inputs[i]!, { seed: 51 + k }));
  const w = places.map((i, k) => randomLike(bind.inputs[i]!, { seed: 61 + k, low: -9, high: 9 }));
  const combine = (a: Tensor, b: Tensor): Tensor =>
    new Tensor(
      a.shape,
      a.dtype,
      Float64Array.from(a.data, (value, i) => 2 * value - 3 * b.data[i]!),
    );
  const together = apply(
    bind,
    places,
    v.map((a, k) => combine(a, w[k]!)),
  );
  const image = apply(bind, places, v);
  const other = apply(bind, places, w);
  if (image.every(({ data }) => data.every((value) => value === 0))) return false;
  return together.every(({ dtype, data }, k) =>
    isInexact(dtype)
      ? data.every((value, i) => {
          const a = 2 * image[k]!.data[i]!;
          const b = 3 * other[k]!.data[i]!;
          return Math.abs(value - (a - b)) <= 1e-9 * (Math.abs(a) + Math.abs(b));
        })
      : true,
  );
}

function randomLike({ shape, dtype }: Spec, options: RandomTensorOptions): Tensor {
  return randomTensor(shape, { ...options, dtype });
}

function apply(bind: Bind, places: readonly number[], values: readonly Tensor[]): readonly Tensor[] {
  const inputs = bind.inputs.map((x, i) => (places.includes(i) ? values[places.indexOf(i)]! : x));
  return bind.primitive.kernel(inputs, bind.params);
}
