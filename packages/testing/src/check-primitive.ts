import { Tensor, bind, flatten, isInexact, tensor } from "@adjoint/tensor";
import type { Primitive, TensorLike } from "@adjoint/tensor";
import { checkBatching } from "./batch-law.ts";
import { checkDerivatives, gradientOf } from "./derivative-law.ts";
import type { TensorFunction } from "./finite-differences.ts";
import { randomTensor } from "./pseudo-random.ts";
import { recordBinds } from "./record-binds.ts";
import type { Bind } from "./record-binds.ts";
import { checkShapeRule } from "./shape-law.ts";
import { checkTransposeRule } from "./transpose-law.ts";

/** A function of tensors whose result is a tensor, or arrays and objects of tensors. */
export type Operation = (...inputs: Tensor[]) => unknown;

/** Which laws `checkPrimitive` checks, and how closely. */
export interface CheckPrimitiveOptions {
  /** The name in messages; that of the function unless given. */
  readonly name?: string;
  /** The highest derivative checked: 2 unless given, 0 for what is constant almost everywhere. */
  readonly order?: number;
  /** The largest step of the finite differences, 1/16 unless given; the function must be smooth within it. */
  readonly step?: number;
  /** Agreement with finite differences, relative and absolute: 1e-7 unless given. */
  readonly tolerance?: number;
  /** Whether `vmap` is checked; it is unless this is `false`. */
  readonly batch?: boolean;
  /** The parameters with which a primitive is bound. */
  readonly params?: unknown;
}

/**
 * Proves an operation by the laws of every primitive, at the given inputs:
 *
 * 1. the shape rule of each primitive that runs, in the operation and in its derivatives, says what its kernel makes;
 * 2. where it is linear, its transpose rule is the transpose;
 * 3. the forward derivative equals finite differences, the reverse one is its transpose, up to order 2;
 * 4. `vmap` of the operation and of its gradient equals a loop.
 *
 * Derivatives are taken with respect to the float64 and complex128 inputs, all together and each alone.
 *
 * @throws Error naming the law that fails.
 * @example
 * ```ts
 * import { mul, sin } from "@adjoint/tensor";
 * import { checkPrimitive } from "@adjoint/testing";
 *
 * checkPrimitive(mul, [[1, 2], [3, -4]]);
 * checkPrimitive(sin, [0.5]);
 * ```
 */
export function checkPrimitive(
  operation: Operation | Primitive,
  inputs: readonly TensorLike[],
  options: CheckPrimitiveOptions = {},
): void {
  const {
    name = operation.name,
    order = 2,
    step = 1 / 16,
    tolerance = 1e-7,
    batch = true,
    params = null,
  } = options;
  const apply: Operation =
    typeof operation === "function" ? operation : (...xs) => bind(operation, xs, params);
  const tensors = inputs.map((input) => (input instanceof Tensor ? input : tensor(input)));
  const all: TensorFunction = (...xs) =>
    flatten(name, apply(...xs)).leaves.filter((leaf) => leaf instanceof Tensor);

  const binds = recordBinds(() => {
    for (const places of order > 0 ? choicesOf(tensors) : []) {
      const f = smoothPart(all, tensors, places);
      const chosen = places.map((i) => tensors[i]!);
      checkDerivatives(`${name} in ${formatPlaces(places)}`, f, chosen, { order, step, tolerance });
    }
    if (!batch) all(...tensors);
    else {
      checkBatching(name, all, tensors);
      if (order > 0) checkGradientBatching(name, all, tensors);
    }
  });
  for (const recorded of distinct(binds)) {
    checkShapeRule(recorded);
    checkTransposeRule(recorded);
  }
}

/** One application for every primitive, shapes and parameters. */
function distinct(binds: readonly Bind[]): Iterable<Bind> {
  const key = ({ primitive, inputs, params }: Bind): string =>
    JSON.stringify([primitive.name, inputs.map(({ shape, dtype }) => [shape, dtype]), params]);
  return new Map(binds.map((recorded) => [key(recorded), recorded])).values();
}

function checkGradientBatching(name: string, all: TensorFunction, tensors: readonly Tensor[]): void {
  const places = floatPlaces(tensors);
  if (places.length === 0) return;
  const f = smoothPart(all, tensors, places);
  const chosen = places.map((i) => tensors[i]!);
  const cotangents = f(...chosen).map(({ shape, dtype }, k) => randomTensor(shape, { seed: 91 + k, dtype }));
  checkBatching(`gradient of ${name}`, gradientOf(f, cotangents), chosen);
}

/** The floating outputs as a function of some inputs, the others held fixed. */
function smoothPart(
  all: TensorFunction,
  tensors: readonly Tensor[],
  places: readonly number[],
): TensorFunction {
  return (...xs) =>
    all(...tensors.map((x, i) => (places.includes(i) ? xs[places.indexOf(i)]! : x))).filter(({ dtype }) =>
      isInexact(dtype),
    );
}

function floatPlaces(tensors: readonly Tensor[]): number[] {
  return [...tensors.keys()].filter((i) => ["float64", "complex128"].includes(tensors[i]!.dtype));
}

/** All floating inputs together, then each of them alone. */
function choicesOf(tensors: readonly Tensor[]): readonly (readonly number[])[] {
  const places = floatPlaces(tensors);
  return places.length > 1 ? [places, ...places.map((i) => [i])] : places.length === 1 ? [places] : [];
}

function formatPlaces(places: readonly number[]): string {
  return places.length === 1 ? `argument ${places[0]}` : `arguments ${places.join(", ")}`;
}
