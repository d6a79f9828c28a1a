import * as T from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { cond, scan } from "../../src/index.ts";

/** A function of some tensors that was put together at random, and what it did, for the message of a failure. */
export interface RandomFunction {
  readonly inputs: readonly Tensor[];
  readonly f: (...inputs: Tensor[]) => Tensor[];
  readonly text: string;
}

/** Whole numbers below n, from a linear congruential sequence. */
export type Choose = (n: number) => number;

export function chooser(seed: number): Choose {
  let state = seed * 2654435761;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * n);
  };
}

/** Places of the values that an operation takes, and what it makes of them; undefined where they do not fit. */
type Build = (choose: Choose, values: readonly Tensor[]) => Tensor | undefined;

const shapes: readonly Shape[] = [
  [],
  [1],
  [3],
  [4, 5],
  [2, 3, 4],
  [0],
  [3, 0],
  [17],
  [130],
  [1, 6],
  [7, 1],
  [40, 3],
];
const special = [NaN, Infinity, -Infinity, -0, 0, 5e-324, 1e308];
const mostElements = 4000;

const isFloating = ({ dtype }: Tensor): boolean => dtype === "float64" || dtype === "float32";
const pick = <X>(choose: Choose, list: readonly X[]): X => list[choose(list.length)]!;
const floating = (choose: Choose, values: readonly Tensor[]): Tensor =>
  pick(choose, values.filter(isFloating));
const axisOf = (choose: Choose, { shape }: Tensor): number => choose(shape.length);

const unary =
  (f: (x: Tensor) => Tensor): Build =>
  (choose, values) =>
    f(floating(choose, values));

const binary =
  (f: (a: Tensor, b: Tensor) => Tensor): Build =>
  (choose, values) => {
    const a = floating(choose, values);
    const fits = values.filter(
      (b) => isFloating(b) && (b.shape.length === 0 || T.sameShape(a.shape, b.shape) || b.size === 1),
    );
    return f(a, fits.length > 0 ? pick(choose, fits) : a);
  };

const onAxis =
  (f: (x: Tensor, axis: number, choose: Choose) => Tensor | undefined): Build =>
  (choose, values) => {
    const x = pick(choose, values);
    return x.shape.length === 0 ? undefined : f(x, axisOf(choose, x), choose);
  };

const part = (choose: Choose, length: number): T.SlicePart => {
  const [a, b] = [choose(length + 1), choose(length + 1)];
  return pick(choose, [
    [Math.min(a, b), Math.max(a, b)],
    [null, null, 2],
    [null, null, -1],
    [Math.max(a, b), null, -2],
  ] as const);
};

/** Operations that keep every bit: elementwise ones, and others of the same elements. */
const exact: Readonly<Record<string, Build>> = {
  neg: unary(T.neg),
  abs: unary(T.abs),
  square: unary(T.square),
  relu: unary(T.relu),
  sign: unary(T.sign),
  floor: unary(T.floor),
  sqrt: unary(T.sqrt),
  add: binary(T.add),
  sub: binary(T.sub),
  mul: binary(T.mul),
  div: binary(T.div),
  maximum: binary(T.maximum),
  minimum: binary(T.minimum),
  less: binary(T.less),
  notEqual: binary(T.notEqual),
  where: (choose, values) => {
    const conditions = values.filter(({ dtype }) => dtype === "bool");
    if (conditions.length === 0) return undefined;
    const condition = pick(choose, conditions);
    const fits = values.filter((x) => isFloating(x) && T.sameShape(x.shape, condition.shape));
    return fits.length === 0 ? undefined : T.where(condition, pick(choose, fits), pick(choose, fits));
  },
  logicalNot: (choose, values) => T.logicalNot(pick(choose, values)),
  cast: (choose, values) => T.astype(floating(choose, values), pick(choose, ["float32", "float64", "bool"])),
  atan: unary(T.atan),
  transpose: (choose, values) => T.transpose(pick(choose, values)),
  reshape: (choose, values) => T.reshape(pick(choose, values), [-1]),
  expandDims: (choose, values) => {
    const x = pick(choose, values);
    return T.expandDims(x, choose(x.shape.length + 1));
  },
  broadcast: (choose, values) => {
    const x = pick(choose, values);
    return T.broadcastTo(x, [2, ...x.shape]);
  },
  slice: onAxis((x, axis, choose) => {
    const parts = x.shape.map((length, a): T.SlicePart => (a === axis ? part(choose, length) : [null, null]));
    return T.slice(x, ...parts);
  }),
  flip: onAxis((x, axis) => T.flip(x, axis)),
  pad: onAxis((x, axis) =>
    isFloating(x)
      ? T.pad(
          x,
          x.shape.map((_, a) => (a === axis ? [1, 2] : [0, 0])),
        )
      : undefined,
  ),
  concat: onAxis((x, axis) => T.concat([x, x], { axis })),
  stack: onAxis((x, axis) => T.stack([x, T.flip(x, axis)], { axis })),
  max: onAxis((x, axis) => (x.shape[axis] === 0 ? undefined : T.max(x, { axis }))),
  min: onAxis((x, axis) => (x.shape[axis] === 0 ? undefined : T.min(x, { axis, keepDims: true }))),
  any: onAxis((x, axis) => T.any(x, { axis })),
  all: (choose, values) => T.all(pick(choose, values)),
  sort: onAxis((x, axis) => T.sort(x, { axis })),
};

/** Operations that round, or add in an order of their own. */
const rounding: Readonly<Record<string, Build>> = {
  exp: unary((x) => T.exp(T.minimum(x, 3))),
  tanh: unary(T.tanh),
  sin: unary(T.sin),
  cos: unary(T.cos),
  sigmoid: unary(T.sigmoid),
  log1p: unary((x) => T.log1p(T.square(x))),
  sum: onAxis((x, axis) => (isFloating(x) ? T.sum(x, { axis }) : T.sum(x))),
  "sum of all": unary((x) => T.sum(x)),
  mean: onAxis((x, axis) =>
    isFloating(x) && x.shape[axis] !== 0 ? T.mean(x, { axis, keepDims: true }) : undefined,
  ),
  logSoftmax: onAxis((x, axis) => (isFloating(x) && x.size > 0 ? T.logSoftmax(x, { axis }) : undefined)),
  matmul: (choose, values) => {
    const x = floating(choose, values);
    return x.shape.length < 2 ? undefined : T.matmul(x, T.swapAxes(T.tanh(x), -1, -2));
  },
  matvec: (choose, values) => {
    const x = floating(choose, values);
    return x.shape.length === 2 ? T.matmul(x, T.sum(x, { axis: 0 })) : undefined;
  },
  cumsum: onAxis((x, axis) => (isFloating(x) ? T.cumsum(x, { axis }) : undefined)),
  scan: onAxis((x, axis) => {
    if (!isFloating(x) || axis !== 0 || x.shape[0] === 0) return undefined;
    const start = T.mul(T.slice(x, 0), 0.5);
    return scan((c: Tensor, row: Tensor) => ({ carry: T.tanh(T.add(c, row)), y: T.mul(c, row) }), start, x)
      .ys;
  }),
  cond: unary((x) =>
    cond(
      T.less(T.sum(x), 0.3),
      (y) => T.sin(y),
      (y) => T.neg(y),
      x,
    ),
  ),
};

/** A function of up to `steps` operations of the inputs; with `isExact` of those alone that keep every bit, and of all numbers. */
export function randomFunction(seed: number, steps: number, isExact: boolean): RandomFunction {
  const choose = chooser(seed);
  const operations = Object.entries(isExact ? exact : { ...exact, ...rounding });
  const inputs = Array.from({ length: 1 + choose(3) }, () => {
    const shape = pick(choose, shapes);
    const elements = Array.from({ length: T.sizeOf(shape) }, () =>
      isExact && choose(6) === 0 ? pick(choose, special) : choose(4000) / 1000 - 2,
    );
    return T.tensor(Float64Array.from(elements), { shape, dtype: choose(5) === 0 ? "float32" : "float64" });
  });
  // The choices are made once: the function does the same whenever it is called.
  const plan = Array.from({ length: 1 + choose(steps) }, () => ({
    operation: choose(operations.length),
    seed: choose(1e9),
  }));
  const outputs = 1 + choose(3);
  const text = plan.map(({ operation }) => operations[operation]![0]).join(", ");
  const f = (...given: Tensor[]): Tensor[] => {
    const values: Tensor[] = [...given];
    for (const { operation, seed: own } of plan) {
      const value = operations[operation]![1](chooser(own), values);
      if (value !== undefined && T.sizeOf(value.shape) <= mostElements && value.shape.length <= 4)
        values.push(value);
    }
    return values.slice(-outputs);
  };
  return { inputs, f, text };
}
