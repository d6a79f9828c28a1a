import {
  add,
  addTangents,
  alignBatches,
  bind,
  matmul,
  notDifferentiable,
  sub,
  swapAxes,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, UnaryPrimitive } from "@adjoint/tensor";
import { complexProduct, conjugateTransposed } from "./complex-product.ts";
import { element, over, size1, times } from "./complex-scalar.ts";
import { complexIdentity, reduceToComplexSchur } from "./complex-schur.ts";
import { eachInexactMatrix, interleaved, realParts } from "./inexact-matrices.ts";
import { matrixShape } from "./matrices.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";

/**
 * By how much a Schur form must turn to stay one: the L beneath the diagonal blocks of T with N + T L − L T = 0 there.
 * Between eigenvalues of different blocks that are equal up to rounding L is 0, and the equation does not hold.
 *
 * Linear in N. The rule differentiates the equation.
 */
export function schurTurn(t: Tensor, n: Tensor): Tensor {
  return bind(turnPrimitive, [t, n], { transposed: false })[0];
}

/** 1 beneath the diagonal blocks of T where `schurTurn` solves its equation, and 0 elsewhere. */
export function isTurnedAway(t: Tensor): Tensor {
  return bind(turnedAwayPrimitive, [t], null)[0];
}

type TurnPrimitive = Primitive<[t: Tensor, n: Tensor], [l: Tensor], { readonly transposed: boolean }>;

const turnPrimitive: TurnPrimitive = {
  name: "schurTurn",
  shape: ([, { shape, dtype }]) => [{ shape, dtype }],
  kernel: ([t, right], { transposed }) => {
    const l = zerosLike(right);
    const rights: Float64Array[] = [];
    eachInexactMatrix(right, (matrix) => rights.push(matrix));
    eachForm(t, (form, index) => {
      const matrix = rights[index]!;
      const result = transposed ? solveTransposed(form, matrix) : solveForward(form, matrix);
      l.data.set(result, index * matrix.length);
    });
    return [l];
  },
  jvp: ([dt, dn], [t], [l], params): [Tangent] => {
    const turn = (x: Tensor): Tensor => (params.transposed ? swapAxes(x, -1, -2) : x);
    const moved = dt && sub(matmul(turn(dt), l), matmul(l, turn(dt)));
    return [bind(turnPrimitive, [t, addTangents(dn, moved, add)!], params)[0]];
  },
  transpose: ([cotangent], [t], { transposed }) => [
    null,
    bind(turnPrimitive, [t as Tensor, cotangent!], { transposed: !transposed })[0],
  ],
  batch: (inputs, batched, size, params) => bind(turnPrimitive, alignBatches(inputs, batched, size), params),
};

const turnedAwayPrimitive: UnaryPrimitive = notDifferentiable({
  name: "isTurnedAway",
  shape: ([{ shape }]) => [{ shape, dtype: "bool" }],
  kernel: ([t]) => {
    const mask = zerosLike({ shape: t.shape, dtype: "bool" });
    eachForm(t, ({ t: triangle, n, block, bound }, index) => {
      for (let i = 0; i < n; i++) {
        for (let j = 0; block[j]! < block[i]!; j++) {
          // A block of two counts as one.
          let isApart = true;
          for (let p = 0; p < n; p++) {
            if (block[p] !== block[i]) continue;
            for (let q = 0; q < n; q++) {
              if (block[q] === block[j] && !(gapOf(triangle, n, p, q).size > bound)) isApart = false;
            }
          }
          mask.data[(index * n + i) * n + j] = isApart ? 1 : 0;
        }
      }
    });
    return [mask];
  },
  batch: ([t]) => bind(turnedAwayPrimitive, [t], null),
});

/** A Schur form as T = W Tc Wᴴ with Tc triangular and W within its blocks. */
interface BlockForm {
  readonly n: number;
  readonly isComplex: boolean;
  /** Tc, times `scale`. */
  readonly t: Float64Array;
  readonly w: Float64Array;
  readonly scale: number;
  /** The number of the diagonal block that a row belongs to. */
  readonly block: Int32Array;
  /** Gaps up to this count as zero. */
  readonly bound: number;
}

function eachForm(t: Tensor, visit: (form: BlockForm, index: number) => void): void {
  const [n] = matrixShape(t.shape);
  const isComplex = t.dtype === "complex128";
  eachInexactMatrix(t, (matrix, index) => {
    const largest = largestMagnitude(matrix);
    const scale = powerOfTwoScale(largest);
    const block = new Int32Array(n);
    for (let i = 1; i < n; i++) {
      const isJoined = !isComplex && matrix[i * n + i - 1] !== 0;
      block[i] = block[i - 1]! + (isJoined ? 0 : 1);
    }
    const triangle = interleaved(
      matrix.map((x) => x * scale),
      isComplex,
    );
    const w = complexIdentity(n);
    const isTriangular = isComplex || !Number.isFinite(largest);
    if (!isTriangular && !reduceToComplexSchur(triangle, n, 0, n - 1, w)) triangle.fill(NaN);
    const bound = n * (t.dtype === "float32" ? 2 ** -23 : Number.EPSILON) * largest * scale;
    visit({ n, isComplex, t: triangle, w, scale, block, bound }, index);
  });
}

/** tᵢᵢ − tⱼⱼ. */
function gapOf(
  t: Float64Array,
  n: number,
  i: number,
  j: number,
): { readonly re: number; readonly im: number; readonly size: number } {
  const [a, b] = element(t, n, i, i);
  const [c, d] = element(t, n, j, j);
  return { re: a - c, im: b - d, size: size1(a - c, b - d) };
}

/** From the left lower corner on, towards the diagonal. */
function solveForward(form: BlockForm, right: Float64Array): Float64Array {
  const { n, t, w, block } = form;
  const adjoint = conjugateTransposed(w, n, n);
  const given = interleaved(right, form.isComplex);
  const rest = complexProduct(complexProduct(adjoint, given, n, n, n), w, n, n, n);
  const l = new Float64Array(2 * n * n);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = 0; block[j]! < block[i]!; j++) {
      let [re, im] = element(rest, n, i, j);
      for (let k = i + 1; k < n; k++) [re, im] = plus(re, im, 1, element(t, n, i, k), element(l, n, k, j));
      for (let k = 0; k < j; k++) [re, im] = plus(re, im, -1, element(l, n, i, k), element(t, n, k, j));
      divide(form, l, i, j, re, im);
    }
  }
  return finished(form, complexProduct(complexProduct(w, l, n, n, n), adjoint, n, n, n));
}

/** From the diagonal on, towards the left lower corner. */
function solveTransposed(form: BlockForm, right: Float64Array): Float64Array {
  const { n, t, w, block } = form;
  const transposed = conjugateTransposed(w, n, n).map((x, at) => (at % 2 === 0 ? x : -x));
  const conjugate = w.map((x, at) => (at % 2 === 0 ? x : -x));
  const given = interleaved(right, form.isComplex);
  const rest = complexProduct(complexProduct(transposed, given, n, n, n), conjugate, n, n, n);
  const y = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i - 1; j >= 0; j--) {
      if (block[j] === block[i]) continue;
      let [re, im] = element(rest, n, i, j);
      for (let k = j + 1; k < i; k++) {
        if (block[k]! > block[j]!) [re, im] = plus(re, im, 1, element(t, n, k, i), element(y, n, k, j));
        if (block[k]! < block[i]!) [re, im] = plus(re, im, -1, element(y, n, i, k), element(t, n, j, k));
      }
      divide(form, y, i, j, re, im);
    }
  }
  return finished(form, complexProduct(complexProduct(conjugate, y, n, n, n), transposed, n, n, n));
}

/** a + sign · x y. */
function plus(
  re: number,
  im: number,
  sign: 1 | -1,
  x: readonly [number, number],
  y: readonly [number, number],
): [number, number] {
  const [p, q] = times(...x, ...y);
  return [re + sign * p, im + sign * q];
}

/** −(re + i im)/(tᵢᵢ − tⱼⱼ), or 0 where that is. */
function divide(
  { n, t, bound }: BlockForm,
  l: Float64Array,
  i: number,
  j: number,
  re: number,
  im: number,
): void {
  const gap = gapOf(t, n, i, j);
  if (gap.size <= bound) return;
  l.set(over(-re, -im, gap.re, gap.im), 2 * (i * n + j));
}

function finished({ isComplex, scale }: BlockForm, x: Float64Array): Float64Array {
  return (isComplex ? x : realParts(x)).map((each) => each * scale);
}
