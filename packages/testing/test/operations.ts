import {
  abs,
  acos,
  acosh,
  add,
  all,
  angle,
  any,
  argmax,
  argmin,
  argsort,
  asin,
  asinh,
  astype,
  at,
  atan,
  atan2,
  atanh,
  broadcastTo,
  ceil,
  clip,
  complex,
  compress,
  concat,
  conj,
  convolve,
  corrcoef,
  cos,
  cosh,
  cov,
  cumprod,
  cumsum,
  diag,
  diagonal,
  diff,
  div,
  dot,
  einsum,
  equal,
  exp,
  expandDims,
  expm1,
  flip,
  gather,
  floor,
  greater,
  greaterEqual,
  histogram,
  hypot,
  imag,
  interp,
  isFinite,
  isNaN,
  less,
  lessEqual,
  log,
  log10,
  log1p,
  log2,
  logSoftmax,
  logSumExp,
  logicalAnd,
  logicalNot,
  logicalOr,
  matmul,
  max,
  maximum,
  mean,
  median,
  meshgrid,
  min,
  minimum,
  mod,
  moveAxis,
  mul,
  neg,
  notEqual,
  outer,
  pad,
  pow,
  prod,
  quantile,
  real,
  reciprocal,
  relu,
  repeat,
  reshape,
  roll,
  round,
  scatterAdd,
  searchSorted,
  sigmoid,
  sign,
  sin,
  sinh,
  slice,
  softmax,
  softplus,
  sort,
  split,
  sqrt,
  square,
  squeeze,
  stack,
  std,
  stopGradient,
  sub,
  sum,
  swapAxes,
  take,
  tan,
  tanh,
  tensor,
  tile,
  topK,
  tensordot,
  transpose,
  tril,
  triu,
  trunc,
  unique,
  unstack,
  variance,
  where,
  zeros,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { randomTensor } from "../src/index.ts";
import type { CheckPrimitiveOptions, Operation } from "../src/index.ts";

/** One row of the table: an operation with its parameters, at some inputs. */
export interface Case {
  readonly case: string;
  readonly apply: Operation;
  readonly inputs: readonly TensorLike[];
  readonly options?: CheckPrimitiveOptions;
  /** The operation itself says what dtype it gives. */
  readonly ownDType?: boolean;
  /** The values of its inputs must be known, which under vmap and trace they are not. */
  readonly needsValues?: boolean;
}

type Table = Readonly<Record<string, readonly Case[]>>;

const positive = (shape: readonly number[], seed = 1): Tensor =>
  randomTensor(shape, { seed, low: 0.4, high: 3 });
const any32 = (shape: readonly number[], seed = 1): Tensor => randomTensor(shape, { seed, low: -2, high: 2 });
const away = (shape: readonly number[], seed = 1): Tensor =>
  mul(where(less(any32(shape, seed + 7), 0), -1, 1), positive(shape, seed));
const complexes = (shape: readonly number[]): Tensor =>
  randomTensor(shape, { low: -2, high: 2, dtype: "complex128" });
/** Complex numbers away from 0 and from the negative axis. */
const aboveAxis = (shape: readonly number[]): Tensor => add(complexes(shape), { re: 0, im: 3 });
const empty = zeros([0, 3]);
const integers = (values: TensorLike): Tensor => tensor(values, { dtype: "int32" });
/** All distinct by more than the steps of the differences, in no order. */
const distinct: Tensor = tensor([
  [0.3, -1.2, 2.1],
  [1.4, 0.8, -0.4],
]);

function row(
  name: string,
  apply: Operation,
  inputs: readonly TensorLike[],
  options: CheckPrimitiveOptions = {},
): Case {
  return { case: name, apply, inputs, options };
}

/** A smooth function of every element: matrices, scalars, nothing. */
function elementwise(
  f: (x: Tensor) => Tensor,
  input: (shape: readonly number[]) => Tensor = any32,
): readonly Case[] {
  const apply: Operation = (x) => f(x);
  return [
    row("a matrix", apply, [input([2, 4])]),
    row("a scalar", apply, [input([])]),
    row("nothing", apply, [empty]),
  ];
}

/** A smooth function of pairs of elements: equal shapes, every way of broadcasting, one operand twice. */
function pairwise(
  f: (a: Tensor, b: Tensor) => Tensor,
  input: (shape: readonly number[], seed: number) => Tensor,
): readonly Case[] {
  const apply: Operation = (a, b) => f(a, b);
  return [
    row("equal shapes", apply, [input([2, 4], 1), input([2, 4], 2)]),
    row("a matrix and a row", apply, [input([2, 4], 1), input([4], 2)]),
    row("a column and a row", apply, [input([2, 1], 1), input([1, 4], 2)]),
    row("a scalar and a matrix", apply, [input([], 1), input([2, 4], 2)]),
    row("nothing", apply, [empty, input([3], 2)]),
    row("one operand twice", (x) => f(x, x), [input([3], 5)]),
  ];
}

function reduction(
  f: (x: Tensor, options: { axis?: number | number[]; keepDims?: boolean }) => Tensor,
  x: Tensor,
): readonly Case[] {
  return [
    row("everything", (a) => f(a, {}), [x]),
    row("axis 0", (a) => f(a, { axis: 0 }), [x]),
    row("the last axis, kept", (a) => f(a, { axis: -1, keepDims: true }), [x]),
    row("both axes, kept", (a) => f(a, { axis: [1, 0], keepDims: true }), [x]),
    row("no axis", (a) => f(a, { axis: [] }), [x]),
    row("a scalar", (a) => f(a, {}), [0.7]),
  ];
}

/** Operations whose derivatives are checked to order 2. */
export const differentiable: Table = {
  add: pairwise(add, any32),
  sub: pairwise(sub, any32),
  mul: pairwise(mul, any32),
  div: pairwise(div, away),
  neg: elementwise(neg),
  reciprocal: elementwise(reciprocal, away),
  square: elementwise(square),
  exp: elementwise(exp),
  expm1: elementwise(expm1),
  log: elementwise(log, positive),
  log1p: elementwise(log1p, positive),
  sigmoid: elementwise(sigmoid),
  softplus: elementwise(softplus),
  sin: elementwise(sin),
  cos: elementwise(cos),
  tan: elementwise(tan, (shape) => randomTensor(shape)),
  sinh: elementwise(sinh),
  cosh: elementwise(cosh),
  tanh: elementwise(tanh),
  complex: [
    ...pairwise(complex, any32).map((each) => ({ ...each, ownDType: true })),
    { ...row("one argument", (x) => complex(x), [any32([2, 3])]), ownDType: true },
  ],
  real: [row("complex numbers", (z) => real(z), [complexes([2, 3])]), row("a real", (x) => real(x), [0.5])],
  imag: [row("complex numbers", (z) => imag(z), [complexes([2, 3])])],
  conj: [row("complex numbers", (z) => conj(z), [complexes([2, 3])]), row("a real", (x) => conj(x), [0.5])],
  angle: [
    row("complex numbers", (z) => angle(z), [aboveAxis([2, 3])]),
    row("nothing", (x) => angle(x), [empty]),
  ],
  asin: elementwise(asin, (shape) => randomTensor(shape, { low: -0.8, high: 0.8 })),
  acos: elementwise(acos, (shape) => randomTensor(shape, { low: -0.8, high: 0.8 })),
  atan: elementwise(atan),
  asinh: elementwise(asinh),
  acosh: elementwise(acosh, (shape) => randomTensor(shape, { low: 1.4, high: 4 })),
  atanh: elementwise(atanh, (shape) => randomTensor(shape, { low: -0.8, high: 0.8 })),
  atan2: pairwise(atan2, away),
  log2: elementwise(log2, positive),
  log10: elementwise(log10, positive),
  hypot: [
    ...pairwise(hypot, away).slice(0, -1),
    row("one operand twice", (x) => hypot(x, square(x)), [away([3], 5)]),
  ],
  mod: [
    row("no jump nearby", (a, b) => mod(a, b), [
      [5.3, -5.3, 0.4, 7.5],
      [2, 2, 1.5, -3],
    ]),
    row("a matrix and a scalar", (a, b) => mod(a, b), [distinct, 5.2]),
    row("nothing", (a, b) => mod(a, b), [empty, 2]),
  ],
  sqrt: elementwise(sqrt, positive),
  pow: [
    ...pairwise(pow, positive),
    row("negative bases and whole exponents", (x) => pow(x, astype([3, 2, -1], x.dtype)), [[-1.5, -0.5, -2]]),
    row("base 0", (x) => pow(x, astype([0, 1, 2, 3], x.dtype)), [[0, 0, 0, 0]]),
  ],
  abs: elementwise(abs, away),
  relu: elementwise(relu, away),
  maximum: [
    row("distinct values", (a, b) => maximum(a, b), [distinct, [0.5, 0.1, 0.2]]),
    row("nothing", (a, b) => maximum(a, b), [empty, 1]),
  ],
  minimum: [
    row("distinct values", (a, b) => minimum(a, b), [distinct, [0.5, 0.1, 0.2]]),
    row("nothing", (a, b) => minimum(a, b), [empty, 1]),
  ],
  clip: [row("some inside", (x) => clip(x, -1, 1), [distinct])],
  where: [
    row(
      "a mask",
      (a, b) =>
        where(
          [
            [true, false, true],
            [false, false, true],
          ],
          a,
          b,
        ),
      [distinct, any32([2, 3], 3)],
    ),
    row("a mask that is an input", (c, a, b) => where(c, a, b), [
      [[true], [false]],
      any32([3], 1),
      any32([], 2),
    ]),
    row("nothing", (c, a, b) => where(c, a, b), [tensor([], { dtype: "bool" }), 1, 2]),
  ],
  astype: [{ ...row("float64", (x) => astype(x, "float64"), [distinct]), ownDType: true }],

  sum: [...reduction(sum, any32([2, 4])), row("nothing", (x) => sum(x, { axis: 0 }), [empty])],
  prod: [
    ...reduction(prod, any32([2, 3])),
    row("one zero", (x) => prod(x, { axis: 1 }), [
      [
        [2, 0, 3],
        [1, 4, 5],
      ],
    ]),
    row("two zeros", (x) => prod(x), [[0, 3, 0, 2]]),
    row("nothing", (x) => prod(x, { axis: 0 }), [empty]),
    row("a middle axis", (x) => prod(x, { axis: 1 }), [any32([2, 3, 2])]),
  ],
  mean: reduction(mean, any32([2, 4])),
  variance: [
    ...reduction(variance, any32([2, 4])),
    row("unbiased", (x) => variance(x, { axis: 1, correction: 1 }), [any32([2, 4])]),
    row("constant data", (x) => variance(x), [[2, 2, 2]]),
  ],
  std: [
    row("everything", (x) => std(x), [distinct]),
    row("an axis, unbiased", (x) => std(x, { axis: 1, correction: 1, keepDims: true }), [distinct]),
  ],
  max: reduction(max, distinct),
  min: reduction(min, distinct),
  logSumExp: [
    ...reduction(logSumExp, any32([2, 4])),
    row("large values", (x) => logSumExp(x), [[1000, 1000.5, 999]]),
    row("values that vanish", (x) => logSumExp(x), [[0.3, -1000, 0.1]]),
  ],
  softmax: [
    row("the last axis", (x) => softmax(x), [any32([2, 3])]),
    row("axis 0", (x) => softmax(x, { axis: 0 }), [any32([2, 3])]),
    row("large values", (x) => softmax(x), [[1000, 1000.5, -1000]]),
  ],
  logSoftmax: [
    row("the last axis", (x) => logSoftmax(x), [any32([2, 3])]),
    row("axis 0", (x) => logSoftmax(x, { axis: 0 }), [any32([2, 3])]),
    row("large values", (x) => logSoftmax(x), [[1000, 1000.5, -1000]]),
  ],

  broadcastTo: [
    row("a row", (x) => broadcastTo(x, [2, 3]), [any32([3])]),
    row("a column", (x) => broadcastTo(x, [4, 2, 3]), [any32([2, 1])]),
    row("a scalar", (x) => broadcastTo(x, [2, 3]), [0.5]),
    row("to nothing", (x) => broadcastTo(x, [0, 3]), [any32([1, 3])]),
  ],
  reshape: [
    row("a matrix", (x) => reshape(x, [4, -1]), [any32([2, 6])]),
    row("a scalar", (x) => reshape(x, [1, 1]), [0.5]),
    row("nothing", (x) => reshape(x, [3, 0, 2]), [empty]),
  ],
  expandDims: [row("two axes", (x) => expandDims(x, [0, -1]), [any32([2, 3])])],
  squeeze: [
    row("all", (x) => squeeze(x), [any32([1, 3, 1])]),
    row("the last", (x) => squeeze(x, -1), [any32([1, 3, 1])]),
  ],
  transpose: [
    row("a matrix", (x) => transpose(x), [any32([2, 3])]),
    row("three axes", (x) => transpose(x, [2, 0, 1]), [any32([2, 3, 4])]),
    row("nothing", (x) => transpose(x), [empty]),
    row("a scalar", (x) => transpose(x), [0.5]),
  ],
  moveAxis: [
    row("one", (x) => moveAxis(x, 0, -1), [any32([2, 3, 4])]),
    row("two", (x) => moveAxis(x, [0, 1], [2, 0]), [any32([2, 3, 4])]),
  ],
  swapAxes: [row("the outer", (x) => swapAxes(x, 0, -1), [any32([2, 3, 4])])],
  concat: [
    row("rows", (a, b) => concat([a, b]), [any32([2, 3], 1), any32([1, 3], 2)]),
    row("columns", (a, b, c) => concat([a, b, c], { axis: -1 }), [
      any32([2, 3], 1),
      any32([2, 1], 2),
      any32([2, 2], 3),
    ]),
    row("nothing and something", (a, b) => concat([a, b]), [empty, any32([2, 3])]),
    row("one operand twice", (x) => concat([x, x]), [any32([2])]),
  ],
  stack: [
    row("rows", (a, b) => stack([a, b]), [any32([3], 1), any32([3], 2)]),
    row("columns", (a, b) => stack([a, b], { axis: -1 }), [any32([2, 3], 1), any32([2, 3], 2)]),
    row("scalars", (a, b, c) => stack([a, b, c]), [1.5, 2.5, -1]),
    row("one operand twice", (x) => stack([x, x]), [any32([2])]),
  ],
  unstack: [
    row("rows", (x) => unstack(x), [any32([3, 2])]),
    row("columns", (x) => unstack(x, { axis: -1 }), [any32([2, 3])]),
    row("scalars", (x) => unstack(x), [any32([2])]),
  ],
  slice: [
    row("a place", (x) => slice(x, 1), [any32([3, 4])]),
    row("steps and signs", (x) => slice(x, [2, null, -2], [null, null, 3]), [any32([3, 4])]),
    row("a new axis and the rest", (x) => slice(x, null, "...", -1), [any32([2, 3, 4])]),
    row("nothing", (x) => slice(x, [1, 1]), [any32([3, 4])]),
  ],
  flip: [
    row("everything", (x) => flip(x), [any32([2, 3])]),
    row("axis 1", (x) => flip(x, 1), [any32([2, 3])]),
  ],
  pad: [
    row(
      "a matrix",
      (x) =>
        pad(x, [
          [1, 0],
          [0, 2],
        ]),
      [any32([2, 3])],
    ),
    row(
      "nothing",
      (x) =>
        pad(x, [
          [1, 1],
          [0, 0],
        ]),
      [empty],
    ),
    row("a scalar", (x) => pad(x, []), [0.5]),
    row("a value", (x, v) => pad(x, [[1, 2]], { value: v }), [any32([2]), 0.5]),
    row(
      "the edge",
      (x) =>
        pad(
          x,
          [
            [2, 1],
            [0, 2],
          ],
          { mode: "edge" },
        ),
      [any32([2, 3])],
    ),
    row("reflected, twice over", (x) => pad(x, 4, { mode: "reflect" }), [any32([3])]),
    row("symmetric", (x) => pad(x, [1, 2], { mode: "symmetric" }), [any32([2, 1])]),
    row("wrapped", (x) => pad(x, [[3, 1]], { mode: "wrap" }), [any32([2])]),
  ],
  take: [
    row("flat", (x) => take(x, [3, 0, 3, -1]), [any32([2, 3])]),
    row("rows", (x, i) => take(x, i, { axis: 0 }), [
      any32([3, 2]),
      integers([
        [2, 0],
        [2, 1],
      ]),
    ]),
    row("columns", (x) => take(x, [1, 1], { axis: -1 }), [any32([2, 3])]),
    row("one place", (x) => take(x, 1, { axis: 0 }), [any32([3, 2])]),
    row("nothing", (x, i) => take(x, i, { axis: 0 }), [any32([3, 2]), integers([])]),
  ],
  scatterAdd: [
    row("places named twice", (x, i, u) => scatterAdd(x, i, u), [
      any32([4]),
      integers([1, 3, 1]),
      any32([3], 2),
    ]),
    row("columns", (x, u) => scatterAdd(x, [2, 0], u, { axis: 1 }), [any32([2, 3]), any32([2, 2], 2)]),
    row("one value everywhere", (x, u) => scatterAdd(x, [0, 2], u), [any32([3, 2]), 0.5]),
  ],
  gather: [
    row("columns", (x, i) => gather(x, i), [
      any32([2, 3]),
      integers([
        [2, 0, 2, -1],
        [1, 1, 0, 0],
      ]),
    ]),
    row("axis 0, broadcast", (x, i) => gather(x, i, { axis: 0 }), [
      any32([3, 2, 2]),
      integers([[[2]], [[2]]]),
    ]),
    row("an x that is broadcast", (x, i) => gather(x, i), [any32([1, 3]), integers([[0], [2]])]),
    row("nothing", (x, i) => gather(x, i), [any32([2, 3]), zeros([2, 0], { dtype: "int32" })]),
  ],
  sort: [
    row("rows", (x) => sort(x), [distinct]),
    row("columns, descending", (x) => sort(x, { axis: 0, descending: true }), [distinct]),
    row("a middle axis", (x) => sort(x, { axis: 1 }), [reshape(distinct, [1, 6, 1])]),
    row("nothing", (x) => sort(x), [zeros([2, 0])]),
    row("one", (x) => sort(x), [[0.5]]),
  ],
  topK: [
    row("rows", (x) => topK(x, 2), [distinct]),
    row("columns", (x) => topK(x, 1, { axis: 0 }), [distinct]),
    row("none", (x) => topK(x, 0), [distinct]),
  ],
  cumsum: [
    row("flat", (x) => cumsum(x), [any32([2, 3])]),
    row("columns", (x) => cumsum(x, { axis: 0 }), [any32([3, 2])]),
    row("rows, from the end", (x) => cumsum(x, { axis: -1, reverse: true }), [any32([2, 3])]),
    row("a scalar", (x) => cumsum(x), [0.5]),
    row("nothing", (x) => cumsum(x, { axis: 0 }), [empty]),
  ],
  cumprod: [
    row("flat", (x) => cumprod(x), [any32([2, 2])]),
    row("columns", (x) => cumprod(x, { axis: 0 }), [any32([3, 2])]),
    row("rows, from the end", (x) => cumprod(x, { axis: -1, reverse: true }), [any32([2, 3])]),
    row("zeros", (x) => cumprod(x), [[2, 0, 3, 0, 0.5]]),
    row("zeros, from the end", (x) => cumprod(x, { reverse: true }), [[2, 0, 3, 0, 0.5]]),
    row("one", (x) => cumprod(x), [[0]]),
    row("nothing", (x) => cumprod(x, { axis: 0 }), [empty]),
  ],
  split: [
    row("equal parts", (x) => split(x, 2, { axis: 1 }), [any32([2, 4])]),
    row("places, an empty part", (x) => split(x, [1, 1, -1]), [any32([4, 2])]),
    row("one part used", (x) => split(x, 3)[1], [any32([6])]),
    row("nothing", (x) => split(x, 2), [empty]),
  ],
  tile: [
    row("a matrix", (x) => tile(x, [2, 3]), [any32([2, 2])]),
    row("a vector to a matrix", (x) => tile(x, [2, 2]), [any32([3])]),
    row("no times", (x) => tile(x, 0), [any32([3])]),
    row("a scalar", (x) => tile(x, [2]), [0.5]),
  ],
  repeat: [
    row("flat", (x) => repeat(x, 2), [any32([2, 2])]),
    row("rows, each its own count", (x) => repeat(x, [2, 0, 1], { axis: 0 }), [any32([3, 2])]),
    row("columns", (x) => repeat(x, 3, { axis: -1 }), [any32([2, 2])]),
  ],
  roll: [
    row("flat", (x) => roll(x, 1), [any32([2, 3])]),
    row("two axes", (x) => roll(x, [1, -2], { axis: [0, 1] }), [any32([2, 3])]),
    row("nothing", (x) => roll(x, 1, { axis: 0 }), [empty]),
  ],
  diff: [
    row("rows", (x) => diff(x), [any32([2, 4])]),
    row("columns, order 2", (x) => diff(x, { axis: 0, order: 2 }), [any32([4, 2])]),
    row("too short", (x) => diff(x), [any32([2, 1])]),
  ],
  diagonal: [
    row("a matrix", (x) => diagonal(x, { offset: 1 }), [any32([2, 3])]),
    row("matrices of a stack", (x) => diagonal(x, { axes: [1, 2], offset: -1 }), [any32([2, 3, 2])]),
    row("none", (x) => diagonal(x, { offset: 5 }), [any32([2, 3])]),
  ],
  diag: [
    row("a vector", (x) => diag(x, { offset: -1 }), [any32([3])]),
    row("a matrix", (x) => diag(x), [any32([2, 3])]),
    row("nothing", (x) => diag(x), [zeros([0])]),
  ],
  tril: [row("matrices", (x) => tril(x, { offset: -1 }), [any32([2, 3, 3])])],
  triu: [row("a matrix", (x) => triu(x, { offset: 1 }), [any32([2, 3])])],
  meshgrid: [
    row("a plot", (x, y) => meshgrid([x, y]), [any32([3], 1), any32([2], 2)]),
    row("indices", (x, y, z) => meshgrid([x, y, z], { indexing: "ij" }), [any32([2], 1), 0.5, any32([3], 2)]),
  ],
  interp: [
    row("inside and outside", (x, xp, fp) => interp(x, xp, fp), [
      [-2, -0.3, 0.5, 1.8, 5],
      [-1, 0.1, 1.2, 3],
      any32([4]),
    ]),
    row("values beyond the ends", (x, xp, fp, l, r) => interp(x, xp, fp, { left: l, right: r }), [
      [
        [-2, 0.5],
        [0.3, 5],
      ],
      [0, 1],
      [1.5, -1],
      0.3,
      0.7,
    ]),
    row("a period", (x, xp, fp) => interp(x, xp, fp, { period: 3 }), [
      [-2, 0.5, 7.9],
      [2.5, 0.1, 4.2],
      any32([3]),
    ]),
    row("one point", (x, xp, fp) => interp(x, xp, fp), [[0.5, 2], [1], [3]]),
  ],
  quantile: [
    row("everything", (x, q) => quantile(x, q), [distinct, 0.3]),
    row("several of rows", (x, q) => quantile(x, q, { axis: 1, keepDims: true }), [distinct, [0.2, 0.9]]),
    row("the ends", (x) => quantile(x, [0, 1], { axis: 0 }), [distinct]),
    row("lower", (x) => quantile(x, 0.3, { axis: 1, method: "lower" }), [distinct]),
    row("higher", (x) => quantile(x, 0.3, { method: "higher" }), [distinct]),
    row("midpoint", (x) => quantile(x, [0.3, 0.5], { axis: [0], method: "midpoint" }), [distinct]),
    row("nearest", (x) => quantile(x, 0.3, { axis: [0, 1], method: "nearest" }), [distinct]),
  ],
  median: [
    row("an odd number", (x) => median(x, { axis: 1 }), [distinct]),
    row("an even number", (x) => median(x), [distinct]),
    row("a scalar", (x) => median(x), [0.5]),
  ],
  histogram: [
    row("weights", (w) => histogram(distinct, { bins: 3, weights: w }).counts, [any32([2, 3])]),
    {
      ...row(
        "density",
        (w) => histogram(distinct, { bins: [-2, 0.5, 1, 4], weights: w, density: true }).counts,
        [positive([2, 3])],
      ),
      ownDType: true,
    },
    row("edges from the data", (x) => histogram(x, { bins: 2 }).edges, [distinct]),
  ],
  unique: [
    {
      ...row("values", (x) => unique(x).values, [[2, -1, 3, 0.5]], { batch: false }),
      needsValues: true,
    },
  ],
  cov: [
    row("rows", (x) => cov(x), [any32([2, 4])]),
    row("columns of a population", (x) => cov(x, { rowVar: false, correction: 0 }), [any32([3, 2])]),
    row("a vector", (x) => cov(x), [any32([4])]),
  ],
  corrcoef: [
    row("rows", (x) => corrcoef(x), [any32([2, 4])]),
    row("a vector", (x) => corrcoef(x), [any32([4])]),
  ],
  compress: [
    row(
      "elements",
      (x) =>
        compress(x, [
          [true, false, true],
          [false, true, true],
        ]),
      [any32([2, 3])],
    ),
    row("slices", (x) => compress(x, [true, false, true], { axis: 1 }), [any32([2, 3])]),
    row("nothing", (x) => compress(x, [false, false], { axis: 0 }), [any32([2, 3])]),
  ],
  at: [
    row("get, a range", (x) => at(x, 1, [null, null, -2]).get(), [any32([2, 3])]),
    row("get, arrays", (x, i) => at(x, i, "...", i).get(), [any32([3, 2, 3]), integers([2, 0, 2])]),
    row("set a range", (x, v) => at(x, [], [1, null]).set(v), [any32([2, 3]), any32([2], 2)]),
    row("set repeated places: the last stays", (x, i, v) => at(x, i).set(v), [
      any32([4]),
      integers([1, 3, 1]),
      any32([3], 2),
    ]),
    row("set nothing", (x, v) => at(x, [1, 1]).set(v), [any32([2, 3]), 0.5]),
    row("add at repeated places", (x, i, v) => at(x, [], i).add(v), [
      any32([2, 3]),
      integers([2, 0, 2]),
      any32([2, 3], 2),
    ]),
    row("multiply a range", (x, v) => at(x, 1).multiply(v), [any32([2, 3]), any32([3], 2)]),
    row("multiply at repeated places", (x, v) => at(x, integers([1, 3, 1])).multiply(v), [
      any32([4]),
      [2, 0, 0],
    ]),
    row("the smaller", (x, v) => at(x, integers([0, 0])).min(v), [distinct, [0.1]]),
    row("the larger", (x, v) => at(x, [], [null, null, 2]).max(v), [distinct, [0.1, 1]]),
  ],
  matmul: [
    row("matrices", (a, b) => matmul(a, b), [any32([2, 3], 1), any32([3, 4], 2)]),
    row("a matrix and a vector", (a, b) => matmul(a, b), [any32([2, 3], 1), any32([3], 2)]),
    row("a vector and a matrix", (a, b) => matmul(a, b), [any32([3], 1), any32([3, 4], 2)]),
    row("vectors", (a, b) => matmul(a, b), [any32([3], 1), any32([3], 2)]),
    row("a batch and a matrix", (a, b) => matmul(a, b), [any32([2, 2, 3], 1), any32([3, 2], 2)]),
    row("a matrix and a batch", (a, b) => matmul(a, b), [any32([2, 3], 1), any32([2, 3, 2], 2)]),
    row("batches that broadcast", (a, b) => matmul(a, b), [any32([2, 1, 2, 3], 1), any32([3, 3, 1], 2)]),
    row("a matrix and its transpose", (a) => matmul(a, transpose(a)), [any32([2, 3], 1)]),
    row("an inner axis of nothing", (a, b) => matmul(a, b), [zeros([2, 0]), zeros([0, 3])]),
  ],
  dot: [
    row("vectors", (a, b) => dot(a, b), [any32([3], 1), any32([3], 2)]),
    row("matrices", (a, b) => dot(a, b), [any32([2, 3], 1), any32([3, 4], 2)]),
  ],
  outer: [row("vectors", (a, b) => outer(a, b), [any32([2], 1), any32([3], 2)])],
  einsum: [
    row("a matrix product", (a, b) => einsum("ij,jk", a, b), [any32([2, 3], 1), any32([3, 2], 2)]),
    row("transposed operands and result", (a, b) => einsum("ji,kj->ki", a, b), [
      any32([3, 2], 1),
      any32([2, 3], 2),
    ]),
    row("a diagonal", (x) => einsum("iji->ij", x), [any32([2, 3, 2])]),
    row("a trace in a batch", (x) => einsum("...ii", x), [any32([2, 3, 3])]),
    row("a sum and a transposition", (x) => einsum("ijk->kj", x), [any32([2, 3, 2])]),
    row("a bilinear form", (x, a, y) => einsum("i,ij,j", x, a, y), [
      any32([2], 1),
      any32([2, 3], 2),
      any32([3], 3),
    ]),
    row("batches that broadcast", (a, b) => einsum("...ij,...j->...i", a, b), [
      any32([2, 1, 2, 3], 1),
      any32([2, 3], 2),
    ]),
    row("an outer product", (a, b) => einsum("i,j->ji", a, b), [any32([2], 1), any32([3], 2)]),
    row("one operand three times", (x) => einsum("ij,jk,ki", x, x, x), [any32([2, 2])]),
    row("scalars", (a, b) => einsum(",", a, b), [0.5, -1.5]),
    row("nothing", (a, b) => einsum("ij,jk", a, b), [zeros([2, 0]), zeros([0, 3])]),
  ],
  convolve: [
    row("vectors", (x, k) => convolve(x, k), [any32([4], 1), any32([3], 2)]),
    row("a kernel longer than x", (x, k) => convolve(x, k, { mode: "valid" }), [
      any32([2], 1),
      any32([4], 2),
    ]),
    row("the same places of a batch", (x, k) => convolve(x, k, { mode: "same" }), [
      any32([2, 4], 1),
      any32([2], 2),
    ]),
    row("matrices", (x, k) => convolve(x, k, { mode: "same" }), [any32([3, 3], 1), any32([2, 3], 2)]),
    row("the inner places of a matrix", (x, k) => convolve(x, k, { mode: "valid" }), [
      any32([3, 4], 1),
      any32([2, 2], 2),
    ]),
    row("channels and a stride", (x, k) => convolve(x, k, { mode: "valid", channels: true, stride: 2 }), [
      any32([2, 2, 3, 4], 1),
      any32([4, 2, 1, 2], 2),
    ]),
    row("single elements", (x, k) => convolve(x, k), [[0.5], [-2]]),
    row("one operand twice", (x) => convolve(x, x), [any32([3], 1)]),
    row("an empty batch", (x, k) => convolve(x, k), [zeros([0, 3]), any32([2], 2)]),
  ],
  tensordot: [
    row("two axes", (a, b) => tensordot(a, b), [any32([2, 2, 3], 1), any32([2, 3, 2], 2)]),
    row(
      "axes in another order",
      (a, b) =>
        tensordot(a, b, {
          axes: [
            [0, -1],
            [1, 0],
          ],
        }),
      [any32([2, 3, 2], 1), any32([2, 2], 2)],
    ),
    row("no axis", (a, b) => tensordot(a, b, { axes: 0 }), [any32([2], 1), any32([3], 2)]),
  ],
};

/** Operations that are constant almost everywhere, or whose derivative is taken as zero. */
export const notDifferentiable: Table = {
  sign: [row("all signs", (x) => sign(x), [[-2, 0, 3]])],
  floor: rounding(floor),
  ceil: rounding(ceil),
  round: [
    ...rounding(round),
    row("to a decimal", (x) => round(x, { decimals: 1 }), [[-2.57, -0.3, 0, 0.04]]),
    row("to tens", (x) => round(x, { decimals: -1 }), [[-25, 14, 6]]),
  ],
  trunc: rounding(trunc),
  mod: [row("integers", (a, b) => mod(a, b), [integers([5, -5, 6]), integers([3, 3, -4])])],
  stopGradient: [row("a matrix", (x) => stopGradient(x), [distinct])],
  equal: comparison(equal),
  notEqual: comparison(notEqual),
  less: comparison(less),
  lessEqual: comparison(lessEqual),
  greater: comparison(greater),
  greaterEqual: comparison(greaterEqual),
  logicalAnd: logical(logicalAnd),
  logicalOr: logical(logicalOr),
  logicalNot: [row("booleans", (x) => logicalNot(x), [[true, false]])],
  isNaN: [row("specials", (x) => isNaN(x), [[1, NaN, Infinity, -Infinity]])],
  isFinite: [row("specials", (x) => isFinite(x), [[1, NaN, Infinity, -Infinity]])],
  any: truthReduction(any),
  all: truthReduction(all),
  argmax: indexReduction(argmax),
  argmin: indexReduction(argmin),
  histogram: [
    row("counts between the extremes", (x) => histogram(x, { bins: 3 }).counts, [distinct]),
    row("counts between edges", (x, e) => histogram(x, { bins: e }).counts, [distinct, [-1, 0, 0.5, 4]]),
    row("counts in a range", (x) => histogram(x, { bins: 2, range: [0, 1] }).counts, [distinct]),
  ],
  searchSorted: [
    row("ties and NaN", (s, x) => searchSorted(s, x), [
      [1, 2, 2, 3],
      [
        [2, 0, NaN],
        [9, 2.5, 1],
      ],
    ]),
    row("the right side", (s, x) => searchSorted(s, x, { side: "right" }), [[1, 2, 2, 3], 2]),
    row("nothing", (s, x) => searchSorted(s, x), [zeros([0]), [1, 2]]),
  ],
  argsort: [
    row("rows", (x) => argsort(x), [distinct]),
    row("ties, descending", (x) => argsort(x, { axis: 0, descending: true }), [integers([1, 2, 1])]),
  ],
  max: [
    row("integers", (x) => max(x, { axis: 0 }), [
      integers([
        [3, 1],
        [2, 5],
      ]),
    ]),
  ],
  sum: [
    row("booleans", (x) => sum(x, { axis: 0 }), [
      [
        [true, false],
        [true, true],
      ],
    ]),
  ],
  add: [row("integers", (a, b) => add(a, b), [integers([1, 2]), integers([3, 4])])],
  mul: [row("integers that wrap around", (a, b) => mul(a, b), [integers([65537, 2]), integers([65537, 4])])],
  convolve: [row("integers", (x, k) => convolve(x, k), [integers([1, 2, 3]), integers([65537, 2])])],
  matmul: [
    row("integers", (a, b) => matmul(a, b), [
      integers([
        [1, 2],
        [3, 4],
      ]),
      integers([[5], [6]]),
    ]),
  ],
};

function comparison(f: (a: Tensor, b: Tensor) => Tensor): readonly Case[] {
  const apply: Operation = (a, b) => f(a, b);
  return [
    row("ties and NaN", apply, [
      [1, 2, 3, NaN],
      [1, 3, 2, NaN],
    ]),
    row("broadcasting", apply, [distinct, 0.3]),
    row("nothing", apply, [empty, 1]),
  ];
}

function rounding(f: (x: Tensor) => Tensor): readonly Case[] {
  return [
    row("all signs", (x) => f(x), [[-2.5, -0.3, 0, 0.5, 1.5]]),
    row("integers", (x) => f(x), [integers([-2, 3])]),
    row("nothing", (x) => f(x), [empty]),
  ];
}

function logical(f: (a: Tensor, b: Tensor) => Tensor): readonly Case[] {
  return [
    row("all pairs", (a, b) => f(a, b), [
      [[true], [false]],
      [true, false],
    ]),
  ];
}

function truthReduction(
  f: (x: Tensor, options: { axis?: number; keepDims?: boolean }) => Tensor,
): readonly Case[] {
  const x = [
    [true, true, false],
    [false, false, false],
  ];
  return [
    row("everything", (a) => f(a, {}), [x]),
    row("an axis, kept", (a) => f(a, { axis: 1, keepDims: true }), [x]),
    row("nothing", (a) => f(a, { axis: 0 }), [empty]),
  ];
}

function indexReduction(
  f: (x: Tensor, options: { axis?: number; keepDims?: boolean }) => Tensor,
): readonly Case[] {
  return [
    row("everything", (x) => f(x, {}), [distinct]),
    row("an axis", (x) => f(x, { axis: 1 }), [distinct]),
    row("ties: the first", (x) => f(x, { axis: 0, keepDims: true }), [
      integers([
        [1, 2],
        [1, 2],
      ]),
    ]),
  ];
}

/** Exports that are no operations on tensors' elements: they make, inspect, convert or interpret. */
export const helpers: readonly string[] = [
  "addTangents",
  "alignBatches",
  "allocate",
  "arange",
  "asFloat",
  "asInexact",
  "asTensor",
  "bilinear",
  "binary",
  "bind",
  "broadcastOperands",
  "broadcastShapes",
  "checkSameStructure",
  "checkOptions",
  "checkReal",
  "checkShape",
  "currentInterpreter",
  "dataIfKnown",
  "eye",
  "flatten",
  "formatShape",
  "formatStructure",
  "formatTensor",
  "fromData",
  "full",
  "isFloat",
  "isInexact",
  "linear",
  "linspace",
  "mapElements",
  "normalizeAxes",
  "normalizeAxis",
  "notDifferentiable",
  "ones",
  "promoteOperands",
  "readNpy",
  "readNpz",
  "runWith",
  "sameShape",
  "sizeOf",
  "tensor",
  "toData",
  "unary",
  "unflatten",
  "unflattenAsData",
  "writeNpy",
  "zeros",
  "zerosLike",
  "zipElements",
];
