import { matmul as multiply } from "@adjoint/kernels";
import type { MatmulOptions } from "@adjoint/kernels";
import { add, mul, numeric } from "./arithmetic.ts";
import { sum } from "./sum.ts";
import { bilinearInParts } from "./complex-elements.ts";
import { promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { allocate } from "./dtype.ts";
import type { TypedArray } from "./dtype.ts";
import { ShapeError } from "./errors.ts";
import { bilinear } from "./families.ts";
import type { BinaryPrimitive } from "./families.ts";
import { bind } from "./interpreter.ts";
import { expandDims, reshape } from "./reshape.ts";
import { broadcastShapes, formatShape, sameShape, sizeOf } from "./shape.ts";
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
  const [p, q] = promoteOperands("matmul", a, b);
  const x = numeric(p);
  const y = numeric(q);
  checkInnerDimensions(x, y);
  if (x.shape.length === 2 && y.shape.length === 2) return multiplyMatrices(x, y, plain);
  const left = x.shape.length === 1 ? expandDims(x, 0) : x;
  const right = y.shape.length === 1 ? expandDims(y, 1) : y;
  const batch = broadcastShapes("matmul", left.shape.slice(0, -2), right.shape.slice(0, -2));
  const rank = batch.length + 2;
  const product = multiplyMatrices(ofRank(left, rank), ofRank(right, rank), plain);
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
interface MatmulParams {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const plain: MatmulParams = { transposeA: false, transposeB: false };

/**
 * Both inputs have the same rank; an axis of their batches may be 1 in one of them, whose matrices are then used
 * again for each of the other's: repeating them first would cost as much as small products themselves.
 */
const matmulPrimitive: BinaryPrimitive<MatmulParams> = /* @__PURE__ */ bilinear<MatmulParams>({
  name: "matmul",
  shape: (a, b, params) => ({ shape: productShape(a.shape, b.shape, params), dtype: a.dtype }),
  kernel: (a, b, params) =>
    a.dtype === "complex128"
      ? bilinearInParts(a, b, (x, y) => realProduct(x, y, params))
      : realProduct(a, b, params),
  transposes: [
    (cotangent, b, { transposeA, transposeB }, a) =>
      sumBatch(
        transposeA
          ? multiplyMatrices(b, cotangent, { transposeA: transposeB, transposeB: true })
          : multiplyMatrices(cotangent, b, { transposeA: false, transposeB: !transposeB }),
        a.shape,
      ),
    (cotangent, a, params, b) =>
      !params.transposeA && isMatrix(b.shape)
        ? reshape(transposeRight(asMatrix(cotangent), asMatrix(a), params), b.shape)
        : sumBatch(transposeRight(cotangent, a, params), b.shape),
  ],
  add,
  batch: ([a, b], [batchedA, batchedB], _size, params) =>
    multiplyMatrices(batchedA ? a : expandDims(a, 0), batchedB ? b : expandDims(b, 0), params),
  lowering: { kind: "product", transposed: ({ transposeA, transposeB }) => [transposeA, transposeB] },
});

function transposeRight(cotangent: Tensor, a: Tensor, { transposeA, transposeB }: MatmulParams): Tensor {
  return transposeB
    ? multiplyMatrices(cotangent, a, { transposeA: true, transposeB: transposeA })
    : multiplyMatrices(a, cotangent, { transposeA: !transposeA, transposeB: false });
}

/** The cotangent of an input from those of its uses: summed over the axes along which its matrices were used again. */
function sumBatch(cotangent: Tensor, shape: Shape): Tensor {
  const axes = shape.flatMap((length, axis) => (length === cotangent.shape[axis] ? [] : [axis]));
  return axes.length === 0 ? cotangent : sum(cotangent, { axis: axes, keepDims: true });
}

/** Whether a stack holds a single matrix. */
function isMatrix(shape: Shape): boolean {
  for (let axis = 0; axis < shape.length - 2; axis++) if (shape[axis] !== 1) return false;
  return true;
}

/** A stack of matrices, one below the other. */
function asMatrix(x: Tensor): Tensor {
  return reshape(x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1)!]);
}

/** `x` with axes of length 1 in front. */
function ofRank(x: Tensor, rank: number): Tensor {
  const missing = rank - x.shape.length;
  return missing === 0 ? x : reshape(x, [...new Array<number>(missing).fill(1), ...x.shape]);
}

function realProduct(a: Tensor, b: Tensor, params: MatmulParams): Tensor {
  const shape = productShape(a.shape, b.shape, params);
  const elements = allocate(a.dtype, sizeOf(shape));
  multiplyStacks(a, b, elements, shape, params);
  return new Tensor(shape, a.dtype, elements);
}

/** One product for each matrix of the result, read and written in place. */
function multiplyStacks(a: Tensor, b: Tensor, c: TypedArray, shape: Shape, params: MatmulParams): void {
  const product = a.dtype === "int32" ? multiplyIntegerStack : (multiply as typeof multiplyIntegerStack);
  const rank = shape.length;
  const m = shape[rank - 2]!;
  const n = shape[rank - 1]!;
  const k = a.shape[rank - (params.transposeA ? 2 : 1)]!;
  const { transposeA, transposeB } = params;
  const one = { m, n, k, transposeA, transposeB, offsetA: 0, offsetB: 0, offsetC: 0 };
  if (rank === 2) return product(a.data, b.data, c, one);
  const count = sizeOf(shape.slice(0, -2));
  const [oneA, oneB] = [isMatrix(a.shape), isMatrix(b.shape)];
  // A stack times one matrix is one tall product, but for tiny matrices, which need no packing.
  if (oneB && !transposeA && (m < 4 || m * n * k > 512)) {
    return product(a.data, b.data, c, { ...one, m: count * m });
  }
  const batch = shape.slice(0, -2);
  const sameBatch = (x: Tensor): boolean => sameShape(x.shape.slice(0, -2), batch);
  if ((oneA || sameBatch(a)) && (oneB || sameBatch(b))) {
    const [stepA, stepB] = [oneA ? 0 : m * k, oneB ? 0 : k * n];
    return product(a.data, b.data, c, { ...one, count, stepA, stepB });
  }
  const left = matrixOffsets(a.shape, batch);
  const right = matrixOffsets(b.shape, batch);
  for (let i = 0; i < count; i++) {
    product(a.data, b.data, c, { ...one, offsetA: left[i]!, offsetB: right[i]!, offsetC: i * m * n });
  }
}

function multiplyIntegerStack(a: TypedArray, b: TypedArray, c: TypedArray, options: StackOptions): void {
  const { m, n, k, count = 1, stepA = 0, stepB = 0, ...one } = options;
  for (let i = 0; i < count; i++) {
    const offsetA = one.offsetA + i * stepA;
    const offsetB = one.offsetB + i * stepB;
    multiplyIntegers(a, b, c, { ...one, m, n, k, offsetA, offsetB, offsetC: one.offsetC + i * m * n });
  }
}

/** Where the matrices of a stack start, in the order in which a batch that it broadcasts to takes them. */
function matrixOffsets(shape: Shape, batch: Shape): number[] {
  let step = shape.at(-2)! * shape.at(-1)!;
  let offsets = [0];
  for (let axis = batch.length - 1; axis >= 0; axis--) {
    const stride = shape[axis] === 1 ? 0 : step;
    const inner = offsets;
    offsets = Array.from({ length: batch[axis]! }, (_, i) => inner.map((at) => at + i * stride)).flat();
    step *= shape[axis]!;
  }
  return offsets;
}

type OneProduct = Required<Omit<MatmulOptions, "count" | "stepA" | "stepB">>;
type StackOptions = OneProduct & MatmulOptions;

/** The kernels multiply floating-point numbers; integers wrap around modulo 2³², as in `mul`. */
export function multiplyIntegers(
  a: TypedArray,
  b: TypedArray,
  c: TypedArray,
  { m, n, k, transposeA, transposeB, offsetA, offsetB, offsetC }: OneProduct,
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
  const rank = a.length;
  const rows = a[rank - (transposeA ? 1 : 2)]!;
  const columns = b[rank - (transposeB ? 2 : 1)]!;
  if (rank === 2) return [rows, columns];
  return [...broadcastShapes("matmul", a.slice(0, -2), b.slice(0, -2)), rows, columns];
}

function checkInnerDimensions(a: Tensor, b: Tensor): void {
  if (a.shape.length === 0 || b.shape.length === 0) {
    throw new ShapeError(
      `matmul: a is ${formatShape(a.shape)} and b is ${formatShape(b.shape)}; a scalar is no matrix: use mul`,
      { operation: "matmul", a: a.shape, b: b.shape },
    );
  }
  if (a.shape[a.shape.length - 1] !== innerLength(b)) throw innerMismatch("matmul", a, b);
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
  const rank = b.shape.length;
  return b.shape[rank === 1 ? 0 : rank - 2]!;
}
