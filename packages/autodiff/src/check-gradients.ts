import { checkOptions, checkReal, DomainError, isFloat } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { compareDerivatives, tensorOf } from "./compare-derivatives.ts";
import type { Choices, Names } from "./compare-derivatives.ts";
import { checkList, checkRealResults, flattenArguments, flattenFunction } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { describeComparisons } from "./gradient-report.ts";
import { argumentPaths, leafPaths } from "./leaf-paths.ts";
import type { Accepts, Differentiable } from "./types.ts";
import { vjpFlat } from "./vjp.ts";

/** The options of `checkGradients`. */
export interface CheckGradientsOptions {
  /** Derivatives of derivatives are checked up to this order; 2 if not given. */
  readonly order?: number;
  /** The modes to check; both if not given. */
  readonly modes?: readonly ("forward" | "reverse")[];
  /**
   * How closely the two must agree beyond what the differences themselves are off by, relative to the entry, or to a
   * thousandth of the largest entry where that is more; 1e-6 if not given, 1e-2 where float32 takes part.
   */
  readonly tolerance?: number;
}

/** One entry of a derivative, by the rules and by differences. */
export interface GradientComparison {
  /** 1 for the derivative of `f`, 2 for that of its gradient, and so on. */
  readonly order: number;
  readonly mode: "forward" | "reverse";
  /** The element of the result: `result.loss`, or `result[2, 0]` for an element of a tensor. */
  readonly result: string;
  /** The element that it is differentiated with respect to: `argument 0[3]`. */
  readonly argument: string;
  /** By the rules. */
  readonly derivative: number;
  /** By differences. */
  readonly expected: number;
  /** How far `expected` may be off. */
  readonly uncertainty: number;
  /**
   * `"kink"` where the slopes to the left and to the right differ and the rule's value lies between: a convention, not
   * an error. `"undecided"` where the differences are too uncertain to tell.
   */
  readonly verdict: "agrees" | "disagrees" | "kink" | "undecided";
}

/** What `checkGradients` found. `String(verdict)` is its message. */
export interface GradientVerdict {
  /** Whether no entry disagrees and none is undecided. */
  readonly passed: boolean;
  /** The verdict explained, in several lines where entries disagree. */
  readonly message: string;
  readonly comparisons: readonly GradientComparison[];
  toString(): string;
}

/**
 * Compares the derivatives of `f` with differences of its values, entry by entry, and explains the verdict: which
 * entry disagrees, by how much, and what that looks like (a wrong sign, a factor, a missing term, a kink).
 *
 * The step of the differences is chosen for each entry by extrapolation, with an estimate of what they are off by; so a
 * disagreement is one of the rules, and where the differences cannot tell the verdict says so. Order 2 checks
 * x ↦ Jᵀ(x)·c for a fixed c, and so on. It takes some fifty evaluations of `f` for each element of the arguments.
 *
 * @param args - the arguments of `f`, as a list; those that are not floating point are held fixed.
 * @throws DomainError for an order or a tolerance that is none.
 * @example
 * ```ts
 * import { checkGradients } from "@adjoint/autodiff";
 * import { mul, sin, stopGradient, tensor } from "@adjoint/tensor";
 *
 * checkGradients((x) => mul(x, sin(x)), [tensor([1, 2])]).passed; // => true
 *
 * const wrong = checkGradients((x) => mul(x, stopGradient(x)), [3], { order: 1 });
 * wrong.passed; // => false
 * wrong.comparisons[0]?.derivative; // => 3
 * wrong.comparisons[0]?.expected; // => 6
 * ```
 */
export function checkGradients<Args extends readonly unknown[] = Tensor[]>(
  f: Differentiable<Args, unknown>,
  args: Accepts<Args>,
  options: CheckGradientsOptions = {},
): GradientVerdict {
  const {
    order = 2,
    modes = ["forward", "reverse"],
    tolerance,
  } = checkOptions("checkGradients", options, ["order", "modes", "tolerance"]);
  checkChoices(order, modes, tolerance);
  const { leaves, structure } = flattenArguments("checkGradients", checkList("checkGradients", args));
  for (const leaf of leaves) checkReal("checkGradients", "an argument", leaf);
  const { flat, outputStructure } = flattenFunction("checkGradients", f, structure);
  const places = leaves.flatMap(({ dtype }, i) => (isFloat(dtype) ? [i] : []));
  const inputs = places.map((i) => leaves[i]!);
  const smooth: FlatFunction = (xs) => flat(leaves.map((leaf, i) => xs[places.indexOf(i)] ?? leaf));
  checkRealResults("checkGradients", smooth(inputs));
  const argumentNames = argumentPaths(
    args.map((_, i) => `argument ${i}`),
    structure,
  );
  const names: Names = {
    inputs: places.map((i) => argumentNames[i]!),
    outputs: leafPaths("result", outputStructure()),
  };
  const single = inputs.some(({ dtype }) => dtype === "float32");
  const comparisons = compareUpTo(order, smooth, inputs, names, {
    modes,
    tolerance: tolerance ?? (single ? 1e-2 : 1e-6),
  });
  const passed = comparisons.every(({ verdict }) => verdict === "agrees" || verdict === "kink");
  const message = describeComparisons(comparisons);
  return { passed, message, comparisons, toString: () => message };
}

function checkChoices(order: number, modes: readonly string[], tolerance: number | undefined): void {
  if (!Number.isInteger(order) || order < 1) {
    throw new DomainError(`checkGradients: order must be a whole number from 1 on, got ${String(order)}`, {
      order,
    });
  }
  const unknown = modes.find((mode) => mode !== "forward" && mode !== "reverse");
  if (unknown !== undefined || modes.length === 0) {
    throw new DomainError(
      `checkGradients: modes must be some of "forward" and "reverse", got ${JSON.stringify(modes)}`,
      { modes },
    );
  }
  if (tolerance !== undefined && !(tolerance > 0)) {
    throw new DomainError(`checkGradients: tolerance must be positive, got ${String(tolerance)}`, {
      tolerance,
    });
  }
}

/** The comparisons of the first derivative, then of the derivatives of x ↦ Jᵀ(x)·c. */
function compareUpTo(
  order: number,
  f: FlatFunction,
  inputs: readonly Tensor[],
  names: Names,
  choices: Choices,
): GradientComparison[] {
  const comparisons: GradientComparison[] = [];
  let current = f;
  let outputs = names.outputs;
  for (let k = 1; k <= order; k++) {
    comparisons.push(...compareDerivatives(k, current, inputs, { ...names, outputs }, choices));
    if (k === order) break;
    const before = current;
    const weights = floats(before(inputs)).map((value, i) => weighting(value, i));
    current = (xs) => pullBackFloats(before, xs, weights);
    outputs = names.inputs.map((name) => `${"gradient of the ".repeat(k - 1)}gradient in ${name}`);
  }
  return comparisons;
}

function pullBackFloats(
  f: FlatFunction,
  inputs: readonly Tensor[],
  weights: readonly Tensor[],
): readonly Tensor[] {
  return vjpFlat((xs) => floats(f(xs)), inputs).pullback(weights);
}

function floats(values: readonly Tensor[]): readonly Tensor[] {
  return values.filter(({ dtype }) => isFloat(dtype));
}

/** Fixed cotangents without a pattern, none of them small. */
function weighting(like: Tensor, seed: number): Tensor {
  return tensorOf(like, (i) => 1 + 0.5 * Math.sin(12.9898 * (i + 1) + 78.233 * seed));
}
