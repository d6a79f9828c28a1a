import { matmul as multiply } from "@adjoint/kernels";
import type { MatmulOptions } from "@adjoint/kernels";
import { add, mul, numeric } from "./arithmetic.ts";
import { broadcastTo, sum } from "./broadcast-sum.ts";
import { promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { allocate } from "./dtype.ts";
import type { TypedArray } from "./dtype.ts";
import { ShapeError } from "./errors.ts";
import { alignBatches, bilinear } from "./families.ts";
import type { BinaryPrimitive } from "./families.ts";
import { bind } from "./interpreter.ts";
import { expandDims, reshape } from "./reshape.ts";
import { broadcastShapes, formatShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/**
 * The matrix product: Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ.
 *
 * Leading axes are a batch and broadcast. A vector on the left is a row, on the right a column, and its axis is
 * absent from the result. Booleans count as 0 and 1; int32 wraps around modulo 2³².
 *
 * @param a - `[…, m, k]` or `[k]`
 * @param b - `[…, k, n]` or `[k]`
 * @returns `[…, m, n]`
 * @throws ShapeError if the inner dimensions differ or an operand is a scalar.
 * @example
 * ```ts
 * import { matmul } from "@adjoint/tensor";
 *
 * matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).toArray(); // => [[19, 22], [43, 50]]
 * matmul([[4, 1], [1, 3]], [2, 3]).toArray(); // => [11, 11]
 * ```
 */
export function matmul(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoteOperands("matmul", a, b).map(numeric) as [Tensor, Tensor];
  checkInnerDimensions(x, y);
  const left = x.shape.length === 1 ? expandDims(x, 0) : x;
  const right = y.shape.length === 1 ? expandDims(y, 1) : y;
  const batch = broadcastShapes("matmul", left.shape.slice(0, -2), right.shape.slice(0, -2));
  const product = multiplyMatrices(
    broadcastTo(left, [...batch, ...left.shape.slice(-2)]),
    broadcastTo(right, [...batch, ...right.shape.slice(-2)]),
    { transposeA: false, transposeB: false },
  );
  const rows = x.shape.length === 1 ? [] : [left.shape.at(-2)!];
  const columns = y.shape.length === 1 ? [] : [right.shape.at(-1)!];
  return reshape(product, [...batch, ...rows, ...columns]);
}

/**
 * The sum of products over the last axis of `a` and the first of `b`, or the last but one if `b` has several:
 * for vectors Σᵢ aᵢbᵢ, for matrices the matrix product, and a plain product if one is a scalar.
 *
 * @throws ShapeError if these axes differ in length.
 * @example
 * ```ts
 * import { dot } from "@adjoint/tensor";
 *
 * dot([1, 2, 3], [4, 5, 6]).item(); // => 32
 * ```
 */
export function dot(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoteOperands("dot", a, b);
  if (x.shape.length === 0 || y.shape.length === 0) return mul(x, y);
  if (x.shape.length > 2 || y.shape.length > 2) {
    throw new ShapeError(
      `dot: a is ${formatShape(x.shape)} and b is ${formatShape(y.shape)}; dot takes scalars, vectors and matrices: ` +
        `use matmul for batches`,
      { operation: "dot", a: x.shape, b: y.shape },
    );
  }
  if (x.shape.at(-1) !== innerLength(y)) throw innerMismatch("dot", x, y);
  if (x.shape.length === 1 && y.shape.length === 1) return sum(mul(x, y));
  return matmul(x, y);
}

/**
 * All products of an element of one vector with one of another: Cᵢⱼ = aᵢ bⱼ.
 *
 * @throws ShapeError if an operand is not a vector.
 * @example
 * ```ts
 * import { outer } from "@adjoint/tensor";
 *
 * outer([1, 2], [3, 4]).toArray(); // => [[3, 4], [6, 8]]
 * ```
 */
export function outer(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoteOperands("outer", a, b);
  if (x.shape.length !== 1 || y.shape.length !== 1) {
    throw new ShapeError(
      `outer: a is ${formatShape(x.shape)} and b is ${formatShape(y.shape)}; both must be vectors: reshape them to [-1]`,
      { operation: "outer", a: x.shape, b: y.shape },
    );
  }
  return mul(expandDims(x, 1), y);
}

/** Which of the operands are read as their transposes; nothing is copied for it. */
export interface MatmulParams {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const matmulPrimitive: BinaryPrimitive<MatmulParams> = bilinear<MatmulParams>({
  name: "matmul",
  shape: (a, b, params) => ({ shape: productShape(a.shape, b.shape, params), dtype: a.dtype }),
  kernel(a, b, params) {
    const shape = productShape(a.shape, b.shape, params);
    const [m, n] = [shape.at(-2)!, shape.at(-1)!];
    const k = a.shape.at(params.transposeA ? -2 : -1)!;
    const elements = allocate(a.dtype, sizeOf(shape));
    const product = a.dtype === "int32" ? multiplyIntegers : (multiply as typeof multiplyIntegers);
    const count = sizeOf(shape.slice(0, -2));
    for (let i = 0; i < count; i++) {
      const offsets = { offsetA: i * m * k, offsetB: i * k * n, offsetC: i * m * n };
      product(a.data, b.data, elements, { m, n, k, ...params, ...offsets });
    }
    return new Tensor(shape, a.dtype, elements);
  },
  transposes: [
    (cotangent, b, { transposeA, transposeB }) =>
      transposeA
        ? multiplyMatrices(b, cotangent, { transposeA: transposeB, transposeB: true })
        : multiplyMatrices(cotangent, b, { transposeA: false, transposeB: !transposeB }),
    (cotangent, a, { transposeA, transposeB }) =>
      transposeB
        ? multiplyMatrices(cotangent, a, { transposeA: true, transposeB: transposeA })
        : multiplyMatrices(a, cotangent, { transposeA: !transposeA, transposeB: false }),
  ],
  add,
  batch: (inputs, batched, size, params) => multiplyMatrices(...alignBatches(inputs, batched, size), params),
});

/** The kernels multiply floating-point numbers; integers wrap around modulo 2³², as in `mul`. */
function multiplyIntegers(
  a: TypedArray,
  b: TypedArray,
  c: TypedArray,
  { m, n, k, transposeA, transposeB, offsetA, offsetB, offsetC }: Required<MatmulOptions>,
): void {
  const [rowA, columnA] = transposeA ? [1, m] : [k, 1];
  const [rowB, columnB] = transposeB ? [1, k] : [n, 1];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let total = 0;
      for (let l = 0; l < k; l++) {
        const product = Math.imul(a[offsetA + i * rowA + l * columnA]!, b[offsetB + l * rowB + j * columnB]!);
        total = (total + product) | 0;
      }
      c[offsetC + i * n + j] = total;
    }
  }
}

/** The product of matrices, or of equally many of them along leading axes, of one dtype. */
export function multiplyMatrices(a: Tensor, b: Tensor, params: MatmulParams): Tensor {
  return bind(matmulPrimitive, [a, b], params)[0];
}

function productShape(a: Shape, b: Shape, { transposeA, transposeB }: MatmulParams): Shape {
  return [...a.slice(0, -2), a.at(transposeA ? -1 : -2)!, b.at(transposeB ? -2 : -1)!];
}

function checkInnerDimensions(a: Tensor, b: Tensor): void {
  if (a.shape.length === 0 || b.shape.length === 0) {
    throw new ShapeError(
      `matmul: a is ${formatShape(a.shape)} and b is ${formatShape(b.shape)}; a scalar is no matrix: use mul`,
      { operation: "matmul", a: a.shape, b: b.shape },
    );
  }
  if (a.shape.at(-1) !== innerLength(b)) throw innerMismatch("matmul", a, b);
}

function innerMismatch(operation: string, a: Tensor, b: Tensor): ShapeError {
  const axisOfA = a.shape.length - 1;
  const axisOfB = Math.max(b.shape.length - 2, 0);
  return new ShapeError(
    `${operation}: inner dimensions must match: a is ${formatShape(a.shape)}, b is ${formatShape(b.shape)} ` +
      `(axis ${axisOfA} of a is ${a.shape.at(-1)}, axis ${axisOfB} of b is ${innerLength(b)})`,
    { operation, a: a.shape, b: b.shape, axisOfA, axisOfB },
  );
}

/** The length that a right operand's rows have: its last axis but one, or its only one. */
function innerLength(b: Tensor): number {
  return (b.shape.length === 1 ? b.shape[0] : b.shape.at(-2))!;
}
