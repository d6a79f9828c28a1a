import { DomainError, TracerError, asFloat, astype } from "@adjoint/tensor";
import type { DType, Tensor, TensorLike } from "@adjoint/tensor";

/** What the elements of a parameter must satisfy. */
export interface Constraint {
  /** As it is said in messages: "positive and finite". */
  readonly requirement: string;
  /** What to do about a value that fails. */
  readonly remedy: string;
  holds(value: number): boolean;
}

/** Any number but ±∞ and NaN: locations, logits. */
export const finite: Constraint = {
  requirement: "finite",
  remedy: "look for an overflow or a division by zero where it was computed",
  holds: Number.isFinite,
};

/** Greater than 0 and finite: scales, rates. */
export const positive: Constraint = {
  requirement: "positive and finite",
  remedy: "exp or softplus of a free variable is always positive",
  holds: (value) => value > 0 && value < Infinity,
};

/** From 0 to 1, both included: probabilities. */
export const unitInterval: Constraint = {
  requirement: "between 0 and 1",
  remedy: "sigmoid or softmax turn logits into probabilities",
  holds: (value) => value >= 0 && value <= 1,
};

/**
 * Checks every element, where the elements are known: inside a trace they are not, and nothing is checked.
 *
 * @throws DomainError naming the operation, the argument, the value and its place.
 */
export function checkConstraint(
  operation: string,
  argument: string,
  x: Tensor,
  constraint: Constraint,
): void {
  const data = knownData(x);
  const at = data?.findIndex((value) => !constraint.holds(value)) ?? -1;
  if (data === undefined || at < 0) return;
  const value = data[at]!;
  const place = x.shape.length === 0 ? "" : ` at flat index ${at}`;
  throw new DomainError(
    `${operation}: ${argument} must be ${constraint.requirement}, got ${value}${place}; ${constraint.remedy}`,
    { operation, argument, value, index: at },
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

function knownData(
  x: Tensor,
): (ArrayLike<number> & { findIndex(test: (value: number) => boolean): number }) | undefined {
  try {
    return x.data;
  } catch (error) {
    if (error instanceof TracerError) return undefined;
    throw error;
  }
}
