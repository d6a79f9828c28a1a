import { DTypeError, Tensor } from "@adjoint/tensor";
import { hypotenuse, powerOfTwoScale } from "./scaling.ts";

/** A rotation in the plane, and the length that it makes. */
export interface GivensRotation {
  /** The cosine. */
  readonly c: number;
  /** The sine. */
  readonly s: number;
  /** √(a² + b²), with the sign of a (of b if a is 0). */
  readonly r: number;
}

/**
 * The Givens rotation that turns (a, b) onto the first axis: [c s; −s c] (a, b) = (r, 0) with c² + s² = 1 and c ≥ 0.
 *
 * Works on plain numbers, as the building block of algorithms, without overflow or underflow. b = 0 gives the identity.
 * Shapes: two numbers → three numbers.
 * Derivative: none, it works on plain numbers.
 * Method: scaled, so that no square overflows or underflows.
 * Cost: one root and a few divisions.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.1.8; signs as in Anderson 2017, LAPACK Working Note 150.
 *
 * @throws DTypeError for anything but plain numbers.
 *
 * @example
 * ```ts
 * import { givens } from "@adjoint/linalg";
 *
 * givens(3, 4); // => { c: 0.6, s: 0.8, r: 5 }
 * ```
 */
export function givens(a: number, b: number): GivensRotation {
  checkNumber("a", a);
  checkNumber("b", b);
  if (b === 0) return { c: 1, s: 0, r: a };
  if (a === 0) return { c: 0, s: 1, r: b };
  const size = Math.max(Math.abs(a), Math.abs(b));
  // Where the length would overflow, or have few digits, the numbers are brought to about 1 first.
  if (size > 1e300 || size < 1e-300) {
    const scale = powerOfTwoScale(size);
    const turned = givens(a * scale, b * scale);
    return { ...turned, r: turned.r / scale };
  }
  const r = a > 0 ? hypotenuse(a, b) : -hypotenuse(a, b);
  return { c: a / r, s: b / r, r };
}

function checkNumber(argument: string, value: unknown): void {
  if (typeof value === "number") return;
  const got = value instanceof Tensor ? `a tensor of dtype ${value.dtype}` : `a ${typeof value}`;
  throw new DTypeError(
    `givens: ${argument} must be a plain number, got ${got}; read the element with item(), and note that the ` +
      `rotation is for real numbers`,
    { operation: "givens", argument },
  );
}
