/** The values an error talks about, for programs that handle it: shapes, axes, names, numbers. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * The root of every error that Adjoint throws on purpose.
 *
 * The message names the operation, the argument, the axis and a remedy; `details` holds the same values as data.
 *
 * @example
 * ```ts
 * import { AdjointError, reshape } from "@adjoint/tensor";
 *
 * let caught: unknown;
 * try {
 *   reshape([1, 2, 3], [2, 2]);
 * } catch (error) {
 *   caught = error;
 * }
 * caught instanceof AdjointError; // => true
 * ```
 */
export class AdjointError extends Error {
  /** The values named in the message. */
  readonly details: ErrorDetails;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = new.target.name;
    this.details = details;
  }
}

// The names are written out below because bundlers shorten those of classes.

/** Shapes or axes do not fit together. */
export class ShapeError extends AdjointError {
  override readonly name: string = "ShapeError";
}

/** A value has a type that the operation is not defined for. */
export class DTypeError extends AdjointError {
  override readonly name: string = "DTypeError";
}

/** A value lies outside the domain of the operation. */
export class DomainError extends AdjointError {
  override readonly name: string = "DomainError";
}

/** A derivative was asked of something that has none, or of a function that a derivative cannot be taken of. */
export class NotDifferentiableError extends AdjointError {
  override readonly name: string = "NotDifferentiableError";
}

/** A traced value was used where a number is needed, or after its transformation had ended. */
export class TracerError extends AdjointError {
  override readonly name: string = "TracerError";
}
