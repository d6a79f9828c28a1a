import {
  abs,
  add,
  all,
  any,
  broadcastTo,
  concat,
  conj,
  convolve,
  cos,
  cosh,
  div,
  dot,
  einsum,
  equal,
  exp,
  flip,
  isFinite,
  isNaN,
  log,
  logicalNot,
  matmul,
  mean,
  mul,
  neg,
  notEqual,
  outer,
  pad,
  pow,
  prod,
  real,
  reciprocal,
  reshape,
  scatterAdd,
  sin,
  sinh,
  slice,
  sqrt,
  square,
  stack,
  std,
  sub,
  sum,
  take,
  tan,
  tanh,
  tensor,
  transpose,
  variance,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { test } from "vitest";
import { checkPrimitive, randomTensor } from "../src/index.ts";
import type { CheckPrimitiveOptions, Operation } from "../src/index.ts";

type Row = readonly [
  name: string,
  f: Operation,
  inputs: readonly TensorLike[],
  options?: CheckPrimitiveOptions,
];

const complexes = (shape: readonly number[], seed = 1): Tensor =>
  randomTensor(shape, { seed, low: -1.5, high: 1.5, dtype: "complex128" });
/** Away from 0 and from every branch cut. */
const above = (shape: readonly number[], seed = 1): Tensor => add(complexes(shape, seed), { re: 0, im: 2.5 });
const nothing = complexes([0, 3]);
const z = complexes([2, 3]);

const elementwise: readonly (readonly [name: string, f: (x: Tensor) => Tensor])[] = [
  ["neg", neg],
  ["square", square],
  ["reciprocal", reciprocal],
  ["exp", exp],
  ["log", log],
  ["sqrt", sqrt],
  ["abs", abs],
  ["sin", sin],
  ["cos", cos],
  ["tan", tan],
  ["sinh", sinh],
  ["cosh", cosh],
  ["tanh", tanh],
];

const rows: readonly Row[] = [
  ...elementwise.flatMap(([name, f]): readonly Row[] => [
    [name, (x) => f(x), [above([2, 3])]],
    [`${name} of nothing`, (x) => f(x), [nothing]],
    [`${name} of a scalar`, (x) => f(x), [above([])]],
  ]),
  ["add", (a, b) => add(a, b), [z, complexes([3], 2)]],
  ["add of a real number", (a, b) => add(a, b), [z, randomTensor([3])]],
  ["sub", (a, b) => sub(a, b), [z, complexes([3], 2)]],
  ["mul", (a, b) => mul(a, b), [z, complexes([2, 1], 2)]],
  ["mul of a real number", (a, b) => mul(a, b), [z, randomTensor([])]],
  ["mul of one operand twice", (a) => mul(a, conj(a)), [z]],
  ["div", (a, b) => div(a, b), [z, above([3], 2)]],
  ["div by a real number", (a, b) => div(a, b), [z, randomTensor([3], { low: 1, high: 2 })]],
  ["pow", (a, b) => pow(a, b), [above([2, 3]), complexes([3], 2)]],
  ["pow with whole exponents", (a) => pow(a, [3, 2, -1]), [above([2, 3])]],
  ["pow of 0", (a) => pow(a, [0, 1, 2]), [mul(complexes([3]), 0)]],
  ["where", (a, b) => where([true, false, true], a, b), [z, complexes([2, 3], 2)]],
  ["sum", (a) => sum(a), [z]],
  ["sum over an axis", (a) => sum(a, { axis: 0, keepDims: true }), [z]],
  ["sum over outer axes", (a) => sum(a, { axis: [0, 2] }), [complexes([2, 3, 2])]],
  ["mean", (a) => mean(a, { axis: 1 }), [z]],
  ["variance", (a) => variance(a, { axis: 1, correction: 1 }), [z]],
  ["std", (a) => std(a), [z]],
  ["prod", (a) => prod(a, { axis: 1 }), [z]],
  ["prod over a middle axis", (a) => prod(a, { axis: 1 }), [complexes([2, 3, 2])]],
  ["prod of nothing", (a) => prod(a, { axis: 0 }), [nothing]],
  ["matmul", (a, b) => matmul(a, b), [z, complexes([3, 2], 2)]],
  [
    "matmul of a batch and a real matrix",
    (a, b) => matmul(a, b),
    [complexes([2, 2, 3]), randomTensor([3, 2])],
  ],
  ["matmul of a matrix and its adjoint", (a) => matmul(a, conj(transpose(a))), [z]],
  ["dot", (a, b) => dot(a, b), [complexes([3]), complexes([3], 2)]],
  ["outer", (a, b) => outer(a, b), [complexes([3]), complexes([2], 2)]],
  ["einsum", (a, b) => einsum("ij,kj->ik", a, b), [z, complexes([2, 3], 2)]],
  ["convolve", (a, b) => convolve(a, b), [complexes([4]), complexes([2], 2)]],
  ["broadcastTo", (a) => broadcastTo(a, [2, 2, 3]), [complexes([2, 1])]],
  ["broadcastTo of a scalar", (a) => broadcastTo(a, [2, 3]), [complexes([])]],
  ["reshape", (a) => reshape(a, [3, -1]), [z]],
  ["transpose", (a) => transpose(a), [z]],
  ["transpose of three axes", (a) => transpose(a, [2, 0, 1]), [complexes([2, 3, 4])]],
  ["slice", (a) => slice(a, [null, null, -1], [0, 3, 2]), [z]],
  ["flip", (a) => flip(a), [z]],
  [
    "pad",
    (a) =>
      pad(a, [
        [1, 0],
        [0, 2],
      ]),
    [z],
  ],
  ["concat", (a, b) => concat([a, b], { axis: 1 }), [z, complexes([2, 1], 2)]],
  ["concat with reals", (a, b) => concat([a, b]), [z, randomTensor([1, 3])]],
  ["stack", (a, b) => stack([a, b], { axis: 1 }), [z, complexes([2, 3], 2)]],
  ["take", (a) => take(a, [1, 1, 0], { axis: 0 }), [z]],
  ["take of places", (a) => take(a, [5, 0]), [z]],
  ["scatterAdd", (a, u) => scatterAdd(a, [1, 1], u), [z, complexes([2, 3], 2)]],
  ["equal", (a, b) => equal(a, b), [z, z], { order: 0 }],
  ["notEqual", (a, b) => notEqual(a, b), [z, z], { order: 0 }],
  ["isNaN", (a) => isNaN(a), [tensor([{ re: NaN, im: 1 }, { re: 0, im: NaN }, 1])], { order: 0 }],
  ["isFinite", (a) => isFinite(a), [tensor([{ re: Infinity, im: 1 }, 1])], { order: 0 }],
  ["logicalNot", (a) => logicalNot(a), [tensor([{ re: 0, im: 1 }, 0])], { order: 0 }],
  ["any", (a) => any(a), [tensor([{ re: 0, im: 1 }, 0])], { order: 0 }],
  ["all", (a) => all(a), [tensor([{ re: 0, im: 1 }, 0])], { order: 0 }],
  ["a real part of a composition", (a) => real(mul(exp(a), conj(sin(a)))), [z]],
];

for (const [name, f, inputs, options] of rows) {
  test(`${name}: obeys the laws of a primitive for complex numbers`, () => {
    checkPrimitive(f, inputs, { name, ...options });
  });
}
