import {
  asTensor,
  checkReal,
  formatShape,
  NotDifferentiableError,
  ShapeError,
  Tensor,
  Tracer,
  TracerError,
} from "@adjoint/tensor";
import type { Shape, Spec, TensorLike } from "@adjoint/tensor";
import { LinAlgError } from "./linalg-error.ts";

/** A linear map: its matrix, or the function x ↦ A x, such as a Hessian-vector product. */
export type LinearOperator = TensorLike | ((x: Tensor) => TensorLike);

/** x ↦ A x on plain vectors; the result is a new array. */
export type VectorMap = (x: Float64Array) => Float64Array;

/** The map of a row-major m × n matrix, or of its transpose. */
export function matrixMap(a: Float64Array, m: number, n: number, transposed = false): VectorMap {
  if (transposed) return (x) => multiplyTransposed(a, m, n, x);
  return (x) => {
    const y = new Float64Array(m);
    for (let i = 0; i < m; i++) {
      let total = 0;
      for (let j = 0; j < n; j++) total += a[i * n + j]! * x[j]!;
      y[i] = total;
    }
    return y;
  };
}

function multiplyTransposed(a: Float64Array, m: number, n: number, x: Float64Array): Float64Array {
  const y = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    const factor = x[i]!;
    if (factor === 0) continue;
    for (let j = 0; j < n; j++) y[j] = y[j]! + a[i * n + j]! * factor;
  }
  return y;
}

/** The map of a function of tensors; what it gives is checked, because an iteration would go on with anything. */
export function functionMap(
  operation: string,
  argument: string,
  f: (x: Tensor) => TensorLike,
  { shape, dtype }: Spec,
  resultShape: Shape = shape,
): VectorMap {
  return (x) => {
    const input = new Tensor(shape, dtype, dtype === "float32" ? Float32Array.from(x) : x.slice());
    const y = valueOf(operation, argument, () => asTensor(operation, `${argument}(x)`, f(input)));
    checkReal(operation, `${argument}(x)`, y);
    if (formatShape(y.shape) !== formatShape(resultShape)) {
      throw new ShapeError(
        `${operation}: ${argument}(x) must have shape ${formatShape(resultShape)} for x of shape ` +
          `${formatShape(shape)}, got ${formatShape(y.shape)}`,
        { operation, argument, shape: y.shape },
      );
    }
    const result = Float64Array.from(y.data);
    checkFinite(operation, `${argument}(x)`, result);
    return result;
  };
}

/** A derivative with respect to what the function uses would be missing in silence. */
function valueOf(operation: string, argument: string, f: () => Tensor): Tensor {
  let reason: unknown;
  try {
    const y = f();
    if (!(y instanceof Tracer)) return y;
  } catch (error) {
    if (!(error instanceof TracerError)) throw error;
    reason = error;
  }
  throw new NotDifferentiableError(
    `${operation}: ${argument} is a function that uses a traced value, with respect to which ${operation} has no ` +
      `derivative; give ${argument} as a matrix, or wrap that value in stopGradient`,
    { operation, argument, reason },
  );
}

/** @throws LinAlgError naming the first number that is NaN or infinite. */
export function checkFinite(operation: string, argument: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]!)) continue;
    throw new LinAlgError(
      `${operation}: element ${i} of ${argument}, counted in row-major order, is ${values[i]}; iterations need finite ` +
        `numbers: look for a division by zero or an overflow before this call`,
      { operation, argument, index: i, value: values[i] },
    );
  }
}
