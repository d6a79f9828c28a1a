import {
  asFloat,
  astype,
  dataIfKnown,
  DomainError,
  formatShape,
  less,
  ShapeError,
  sizeOf,
} from "@adjoint/tensor";
import type { DType, Shape, Tensor, TensorLike } from "@adjoint/tensor";

/** What a parameter must satisfy. */
export interface Constraint {
  /** As it is said in messages: "positive and finite". */
  readonly requirement: string;
  /** What to do about a value that fails. */
  readonly remedy: string;
  /** How many of the parameter's last axes belong to one distribution: 0 for a number, 1 for a vector. */
  readonly rank: 0 | 1 | 2;
  /** The first offence among the elements of row-major blocks of the given shape, if there is one. */
  violation(block: ArrayLike<number>, shape: Shape): Violation | undefined;
}

/** What is wrong with a parameter: a value, and its flat index in its block. */
export interface Violation {
  readonly value: number;
  readonly index: number;
  /** Which value it is, if not an element: "the sum". */
  readonly what?: string;
}

/** A constraint on every element by itself. */
export function elementwise(constraint: {
  readonly requirement: string;
  readonly remedy: string;
  readonly holds: (value: number) => boolean;
}): Constraint {
  const { requirement, remedy, holds } = constraint;
  return {
    requirement,
    remedy,
    rank: 0,
    violation(block) {
      for (let index = 0; index < block.length; index++) {
        if (!holds(block[index]!)) return { value: block[index]!, index };
      }
      return undefined;
    },
  };
}

/** The same constraint on every element of vectors that belong to one distribution. */
export function vectorOf(constraint: Constraint): Constraint {
  return { ...constraint, rank: 1 };
}

/** Any number but ±∞ and NaN: locations, logits. */
export const finite: Constraint = /* @__PURE__ */ elementwise({
  requirement: "finite",
  remedy: "look for an overflow or a division by zero where it was computed",
  holds: Number.isFinite,
});

/** Greater than 0 and finite: scales, rates. */
export const positive: Constraint = /* @__PURE__ */ elementwise({
  requirement: "positive and finite",
  remedy: "exp or softplus of a free variable is always positive",
  holds: (value) => value > 0 && value < Infinity,
});

/** At least 0 and finite: weights, counts per time. */
export const nonNegative: Constraint = /* @__PURE__ */ elementwise({
  requirement: "at least 0 and finite",
  remedy: "look for a difference or a rounding error where it was computed",
  holds: (value) => value >= 0 && value < Infinity,
});

/** From 0 to 1, both included: probabilities. */
export const unitInterval: Constraint = /* @__PURE__ */ elementwise({
  requirement: "between 0 and 1",
  remedy: "sigmoid or softmax turn logits into probabilities",
  holds: (value) => value >= 0 && value <= 1,
});

/** Between 0 and 1 without the ends: probabilities of what is neither sure nor impossible. */
export const openUnitInterval: Constraint = /* @__PURE__ */ elementwise({
  requirement: "greater than 0 and less than 1",
  remedy: "give logits, which may be large",
  holds: (value) => value > 0 && value < 1,
});

/** An integer from 0, such as a number of trials. */
export const count: Constraint = /* @__PURE__ */ elementwise({
  requirement: "an integer from 0",
  remedy: "round it, or look where it was counted",
  holds: (value) => Number.isInteger(value) && value >= 0,
});

/** Probabilities of all outcomes along the last axis: from 0, with the sum 1 within 1e-6. */
export const simplex: Constraint = {
  requirement: "probabilities along the last axis",
  remedy: "divide by the sum, or give logits",
  rank: 1,
  violation(block) {
    let sum = 0;
    for (let index = 0; index < block.length; index++) {
      if (!(block[index]! >= 0)) return { value: block[index]!, index };
      sum += block[index]!;
    }
    return Math.abs(sum - 1) <= 1e-6 ? undefined : { value: sum, index: 0, what: "the sum" };
  },
};

/** Symmetric positive definite matrices: covariances, scale matrices. */
export const positiveDefinite: Constraint = {
  requirement: "a symmetric positive definite matrix",
  remedy: "give both triangles, and add a small multiple of the identity if it should be definite",
  rank: 2,
  violation(block, [n = 0]) {
    let largest = 0;
    for (let index = 0; index < block.length; index++) largest = Math.max(largest, Math.abs(block[index]!));
    for (let index = 0; index < block.length; index++) {
      const mirrored = block[(index % n) * n + Math.floor(index / n)]!;
      // As much as linear algebra lets pass: rounding, and the steps of finite differences.
      if (!(Math.abs(block[index]! - mirrored) <= 1e-3 * largest)) return { value: block[index]!, index };
    }
    return indefinitePivot(block, n);
  },
};

/** Lower triangular matrices with a positive diagonal: Cholesky factors. */
export const choleskyFactors: Constraint = {
  requirement: "a lower triangular matrix with a positive diagonal",
  remedy: "cholesky of a positive definite matrix gives one",
  rank: 2,
  violation(block, [n = 0]) {
    for (let index = 0; index < block.length; index++) {
      const [row, column] = [Math.floor(index / n), index % n];
      const value = block[index]!;
      const holds = column > row ? value === 0 : column < row ? Number.isFinite(value) : value > 0;
      if (!holds || value === Infinity) return { value, index };
    }
    return undefined;
  },
};

/** The first pivot of a Cholesky factorization that is not positive. */
function indefinitePivot(a: ArrayLike<number>, n: number): Violation | undefined {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * n + j]! / 2 + a[j * n + i]! / 2;
      for (let k = 0; k < j; k++) rest -= l[i * n + k]! * l[j * n + k]!;
      if (i === j && !(rest > 0)) return { value: rest, index: i * n + i, what: `the pivot ${i}` };
      l[i * n + j] = i === j ? Math.sqrt(rest) : rest / l[j * n + j]!;
    }
  }
  return undefined;
}

/**
 * Checks the values, where they are known: inside a trace they are not, and nothing is checked.
 *
 * @throws ShapeError if the parameter has too few axes, DomainError naming the operation, the argument, the value
 * and its place.
 */
export function checkConstraint(
  operation: string,
  argument: string,
  x: Tensor,
  constraint: Constraint,
): void {
  const { rank, requirement, remedy } = constraint;
  const shape = x.shape.slice(x.shape.length - rank);
  if (shape.length < rank) throw tooFewAxes(operation, argument, x, rank);
  if (shape.includes(0)) throw withoutElements(operation, argument, x);
  const data = dataIfKnown(x);
  if (data === undefined) return;
  // Without axes of its own, one block holds all.
  const size = rank === 0 ? data.length : sizeOf(shape);
  for (let start = 0; start < data.length; start += size) {
    const wrong = constraint.violation(data.subarray(start, start + size), shape);
    if (wrong === undefined) continue;
    const index = start + wrong.index;
    const place = x.shape.length === 0 || wrong.what !== undefined ? "" : ` at flat index ${index}`;
    const what = wrong.what === undefined ? "" : `${wrong.what} `;
    throw new DomainError(
      `${operation}: ${argument} must be ${requirement}, got ${what}${wrong.value}${place}; ${remedy}`,
      { operation, argument, value: wrong.value, index },
    );
  }
}

function withoutElements(operation: string, argument: string, x: Tensor): ShapeError {
  return new ShapeError(
    `${operation}: ${argument} must not be empty, got the shape ${formatShape(x.shape)}; give at least one element`,
    { operation, argument, shape: x.shape },
  );
}

function tooFewAxes(operation: string, argument: string, x: Tensor, rank: number): ShapeError {
  const wanted = rank === 1 ? "a vector, or a batch of them" : "a matrix, or a batch of them";
  return new ShapeError(
    `${operation}: ${argument} must be ${wanted}, got the shape ${formatShape(x.shape)}`,
    {
      operation,
      argument,
      shape: x.shape,
    },
  );
}

/**
 * Parameters as checked tensors of one floating dtype; plain numbers take the dtype of the others.
 *
 * @throws DomainError if a constraint fails.
 */
export function checkParameters<Name extends string>(
  operation: string,
  given: Readonly<Record<Name, TensorLike>>,
  constraints: Readonly<Record<string, Constraint>>,
): Readonly<Record<Name, Tensor>> {
  const names = Object.keys(given) as Name[];
  const tensors = names.map((name) => asFloat(operation, name, given[name]));
  const typed = tensors.filter((_, i) => typeof given[names[i]!] !== "number");
  const dtype: DType =
    typed.length > 0 && typed.every((parameter) => parameter.dtype === "float32") ? "float32" : "float64";
  for (const [i, name] of names.entries()) checkConstraint(operation, name, tensors[i]!, constraints[name]!);
  return Object.fromEntries(names.map((name, i) => [name, astype(tensors[i]!, dtype)])) as Record<
    Name,
    Tensor
  >;
}

/**
 * Checks, where the values are known, that `low` is less than `high`.
 *
 * @throws DomainError naming the operation and both values.
 */
export function checkOrdered(
  operation: string,
  { low, high }: { readonly low: Tensor; readonly high: Tensor },
): void {
  const ordered = dataIfKnown(less(low, high));
  if (ordered?.includes(0) === true) {
    throw new DomainError(
      `${operation}: low must be less than high, got ${String(low)} and ${String(high)}; exchange or widen them`,
      { operation, low, high },
    );
  }
}
