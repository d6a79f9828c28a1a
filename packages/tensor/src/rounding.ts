import { add, div, mul, neg, numeric, sub } from "./arithmetic.ts";
import { broadcastOperands } from "./broadcast-sum.ts";
import { cast } from "./cast.ts";
import { isFinite } from "./comparison.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { checkReal } from "./dtype.ts";
import { DomainError } from "./errors.ts";
import { addTangents, alignBatches, mapElements, notDifferentiable, zipElements } from "./families.ts";
import type { BinaryPrimitive } from "./families.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import { pointwise } from "./lowering.ts";
import type { ScalarFunction } from "./lowering.ts";
import { checkOptions } from "./options.ts";
import { stopGradient } from "./stop-gradient.ts";
import type { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/**
 * The largest integer that is not above x, elementwise; its derivative is 0. Integers stay int32.
 *
 * @example
 * ```ts
 * import { floor } from "@adjoint/tensor";
 *
 * floor([1.5, -1.5]).toArray(); // => [1, -2]
 * ```
 */
export function floor(x: TensorLike): Tensor {
  return rounded("floor", floorPrimitive, x);
}

/**
 * The smallest integer that is not below x, elementwise; its derivative is 0. Integers stay int32.
 *
 * @example
 * ```ts
 * import { ceil } from "@adjoint/tensor";
 *
 * ceil([1.5, -1.5]).toArray(); // => [2, -1]
 * ```
 */
export function ceil(x: TensorLike): Tensor {
  return rounded("ceil", ceilPrimitive, x);
}

/** The options of `round`. */
export interface RoundOptions {
  /** How many decimals stay; 0 if not given. If it is negative, tens, hundreds and so on are rounded. */
  readonly decimals?: number;
}

/**
 * The nearest integer, or the nearest number with some decimals, elementwise, and the even one of two that are equally
 * near, as NumPy and IEEE 754 round; its derivative is 0. Integers stay int32.
 *
 * With decimals it is x·10ᵈ rounded and divided by 10ᵈ, as in NumPy. Few decimals are binary numbers, so a tie that one
 * sees may be none: the double 1.005 is below its decimals, and rounds down.
 *
 * @throws DomainError if the number of decimals is not an integer.
 * @example
 * ```ts
 * import { round } from "@adjoint/tensor";
 *
 * round([0.5, 1.5, 2.5, -1.7]).toArray(); // => [0, 2, 2, -2]
 * round([3.14159, 1234.5], { decimals: 2 }).toArray(); // => [3.14, 1234.5]
 * round(1.005, { decimals: 2 }).item(); // => 1
 * round(1234, { decimals: -2 }).item(); // => 1200
 * ```
 */
export function round(x: TensorLike, options: RoundOptions = {}): Tensor {
  const { decimals = 0 } = checkOptions("round", options, ["decimals"]);
  if (!Number.isInteger(decimals)) {
    throw new DomainError(`round: decimals must be an integer, got ${String(decimals)}`, { decimals });
  }
  if (decimals === 0) return rounded("round", roundPrimitive, x);
  const input = numeric(asTensor("round", "x", x));
  checkReal("round", "x", input);
  if (input.dtype !== "int32") return roundedTo(input, decimals);
  return decimals > 0 ? input : cast(roundedTo(cast(input, "float64"), decimals), "int32");
}

/**
 * The integer next to x on the side of 0, elementwise: x without its fraction; its derivative is 0.
 * Integers stay int32.
 *
 * @example
 * ```ts
 * import { trunc } from "@adjoint/tensor";
 *
 * trunc([1.5, -1.5]).toArray(); // => [1, -1]
 * ```
 */
export function trunc(x: TensorLike): Tensor {
  return rounded("trunc", truncPrimitive, x);
}

/**
 * a − b·⌊a/b⌋, elementwise with broadcasting: the remainder with the sign of `b`, as in NumPy; JavaScript's `%` takes
 * that of `a`. Integers stay int32, booleans count as 0 and 1. Of floating-point numbers modulo 0 it is NaN.
 *
 * ∂/∂a = 1 and ∂/∂b = −⌊a/b⌋, also at the jumps.
 *
 * @throws ShapeError if the shapes do not broadcast, DomainError for integers modulo 0.
 * @example
 * ```ts
 * import { mod } from "@adjoint/tensor";
 *
 * mod([5, -5], 3).toArray(); // => [2, 1]
 * mod(5.5, -2).item(); // => -0.5
 * ```
 */
export function mod(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = broadcastOperands("mod", a, b);
  checkReal("mod", "a", x);
  return bind(modPrimitive, [numeric(x), numeric(y)], null)[0];
}

const floorPrimitive = /* @__PURE__ */ rounding("floor", Math.floor, "floor");
const ceilPrimitive = /* @__PURE__ */ rounding("ceil", Math.ceil, "ceil");
const roundPrimitive = /* @__PURE__ */ rounding("round", roundHalfToEven);
const truncPrimitive = /* @__PURE__ */ rounding("trunc", Math.trunc);

const modPrimitive: BinaryPrimitive = {
  name: "mod",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel([a, b]) {
    if (b.dtype === "int32" && b.data.includes(0)) throw moduloZero();
    return [zipElements(a, b, a.dtype, remainder)];
  },
  // ⌊a/b⌋ from the remainder itself: the quotient may be rounded up to the next integer.
  jvp: ([s, t], [a, b], [y]) => [addTangents(s, t && neg(mul(t, round(div(sub(a, y), b)))), add)],
  transpose: "not linear",
  batch: (inputs, batched, size) => bind(modPrimitive, alignBatches(inputs, batched, size), null),
  // Integers modulo 0 are an error, which a loop does not look for.
  lowering: { kind: "pointwise", function: remainder, when: ([a]) => a!.dtype !== "int32" },
  form: "elementwise",
};

/* @__NO_SIDE_EFFECTS__ */
function rounding(
  name: string,
  kernel: (x: number) => number,
  operation: ScalarFunction = kernel,
): UnaryPrimitive {
  const primitive: UnaryPrimitive = notDifferentiable({
    name,
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: ([x]) => [mapElements(x, x.dtype, kernel)],
    batch: ([x]) => bind(primitive, [x], null),
    lowering: /* @__PURE__ */ pointwise(operation),
  });
  return primitive;
}

function rounded(operation: string, primitive: UnaryPrimitive, x: TensorLike): Tensor {
  const input = numeric(asTensor(operation, "x", x));
  checkReal(operation, "x", input);
  return input.dtype === "int32" ? input : bind(primitive, [input], null)[0];
}

/** Where the product with the power of ten leaves the range of numbers, `x` has no decimals to lose. */
function roundedTo(x: Tensor, decimals: number): Tensor {
  const scale = 10 ** Math.abs(decimals);
  if (decimals < 0) return mul(round(div(x, scale)), scale);
  const scaled = mul(x, scale);
  return where(isFinite(scaled), div(round(scaled), scale), stopGradient(x));
}

/** JavaScript rounds ties up: 0.5 to 1, 2.5 to 3. */
function roundHalfToEven(x: number): number {
  const up = Math.round(x);
  return up - x === 0.5 && up % 2 !== 0 ? up - 1 : up;
}

/** The remainder of the division that rounds down; exact, as `%` is, up to the sum. */
function remainder(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function moduloZero(): DomainError {
  return new DomainError(
    "mod: b has a 0 in it, and integers have no NaN for a remainder of a division by 0; " +
      'use astype(a, "float64"), or where to avoid the 0',
    { operation: "mod", argument: "b" },
  );
}
