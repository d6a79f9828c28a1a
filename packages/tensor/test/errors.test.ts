import { expect, test } from "vitest";
import * as operations from "@adjoint/tensor";
import { AdjointError, complex, ones, tensor, zeros } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/** A call of an operation that works, and how its arguments are named. */
interface Signature {
  readonly args: readonly unknown[];
  /** The arguments that stand for tensors, by their places. */
  readonly operands: Readonly<Record<number, string>>;
  /** Where the options stand, and their names. */
  readonly options?: readonly [place: number, ...names: string[]];
  /** How to call it with an axis. */
  readonly withAxis?: (axis: number) => readonly unknown[];
}

type Operation = (...args: unknown[]) => unknown;

const matrix = tensor([
  [1, 2],
  [3, 4],
]);
const mask = tensor([true, false]);

const unary: Signature = { args: [[1, 2]], operands: { 0: "x" } };
const binary: Signature = {
  args: [
    [1, 2],
    [3, 4],
  ],
  operands: { 0: "a", 1: "b" },
};

/** A reduction or another operation along an axis that is an option. */
function along(...names: string[]): Signature {
  return {
    args: [matrix],
    operands: { 0: "x" },
    options: [1, "axis", ...names],
    withAxis: (axis) => [matrix, { axis }],
  };
}

const names = (list: string): readonly string[] => list.split(" ");

const signatures: Readonly<Record<string, Signature>> = {
  ...Object.fromEntries(
    names(
      "abs acosh acos angle asin asinh atan atanh ceil conj cos cosh exp expm1 floor imag isFinite isNaN log log10 " +
        "log1p log2 logicalNot neg real reciprocal relu sigmoid sign sin sinh softplus sqrt square " +
        "stopGradient tan tanh trunc",
    ).map((name) => [name, unary]),
  ),
  ...Object.fromEntries(
    names(
      "add div dot equal greater greaterEqual hypot less lessEqual logicalAnd logicalOr matmul maximum minimum mod mul " +
        "notEqual outer pow sub",
    ).map((name) => [name, binary]),
  ),
  ...Object.fromEntries(
    names("all any logSumExp max mean min prod sum").map((name) => [name, along("keepDims")]),
  ),
  argmax: along("keepDims"),
  argmin: along("keepDims"),
  argsort: along("descending"),
  corrcoef: { args: [matrix], operands: { 0: "x" }, options: [1, "rowVar"] },
  cov: { args: [matrix], operands: { 0: "x" }, options: [1, "rowVar", "correction"] },
  cumprod: along("reverse"),
  cumsum: along("reverse"),
  diff: along("order"),
  logSoftmax: along(),
  softmax: along(),
  sort: along("descending"),
  std: along("keepDims", "correction"),
  unstack: along(),
  variance: along("keepDims", "correction"),

  astype: { args: [[1, 2], "float32"], operands: { 0: "x" } },
  at: { args: [[1, 2], 0], operands: { 0: "x" } },
  atan2: { args: [[1], [2]], operands: { 0: "y", 1: "x" } },
  broadcastTo: {
    args: [
      [1, 2],
      [3, 2],
    ],
    operands: { 0: "x" },
  },
  clip: { args: [[1, 2], 0, 1], operands: { 0: "x", 1: "low", 2: "high" } },
  complex: { args: [[1], [2]], operands: { 0: "re", 1: "im" } },
  compress: {
    args: [[1, 2], mask],
    operands: { 0: "x", 1: "mask" },
    options: [2, "axis"],
    withAxis: (axis) => [matrix, mask, { axis }],
  },
  concat: {
    args: [[[1], [2]]],
    operands: {},
    options: [1, "axis"],
    withAxis: (axis) => [[matrix, matrix], { axis }],
  },
  convolve: {
    args: [
      [1, 2],
      [3, 4],
    ],
    operands: { 0: "x", 1: "kernel" },
    options: [2, "mode", "channels", "stride"],
  },
  diag: { args: [[1, 2]], operands: { 0: "x" }, options: [1, "offset"] },
  diagonal: {
    args: [matrix],
    operands: { 0: "x" },
    options: [1, "offset", "axes"],
    withAxis: (axis) => [matrix, { axes: [axis, 0] }],
  },
  einsum: { args: ["i,i", [1, 2], [3, 4]], operands: { 1: "operands[0]", 2: "operands[1]" } },
  expandDims: { args: [[1, 2], 0], operands: { 0: "x" }, withAxis: (axis) => [matrix, axis] },
  flip: { args: [[1, 2], 0], operands: { 0: "x" }, withAxis: (axis) => [matrix, axis] },
  formatTensor: {
    args: [[1, 2]],
    operands: { 0: "x" },
    options: [1, "precision", "threshold", "edgeItems", "lineWidth", "suppressSmall"],
  },
  gather: {
    args: [
      [1, 2],
      [0, 1],
    ],
    operands: { 0: "x", 1: "indices" },
    options: [2, "axis"],
    withAxis: (axis) => [matrix, [[0, 1]], { axis }],
  },
  histogram: {
    args: [[1, 2]],
    operands: { 0: "x" },
    options: [1, "bins", "range", "density", "weights"],
  },
  interp: {
    args: [1, [0, 2], [3, 4]],
    operands: { 0: "x", 1: "xp", 2: "fp" },
    options: [3, "left", "right", "period"],
  },
  median: along("keepDims"),
  quantile: {
    args: [[1, 2], 0.5],
    operands: { 0: "x", 1: "q" },
    options: [2, "axis", "keepDims", "method"],
    withAxis: (axis) => [matrix, 0.5, { axis }],
  },
  searchSorted: {
    args: [[1, 2], 1],
    operands: { 0: "sorted", 1: "values" },
    options: [2, "side"],
  },
  unique: unary,
  meshgrid: { args: [[[1], [2]]], operands: {}, options: [1, "indexing"] },
  moveAxis: { args: [matrix, 0, 1], operands: { 0: "x" }, withAxis: (axis) => [matrix, 0, axis] },
  pad: { args: [[1, 2], 1], operands: { 0: "x" }, options: [2, "mode", "value"] },
  repeat: {
    args: [[1, 2], 2],
    operands: { 0: "x" },
    options: [2, "axis"],
    withAxis: (axis) => [matrix, 2, { axis }],
  },
  reshape: {
    args: [
      [1, 2],
      [2, 1],
    ],
    operands: { 0: "x" },
  },
  roll: {
    args: [[1, 2], 1],
    operands: { 0: "x" },
    options: [2, "axis"],
    withAxis: (axis) => [matrix, 1, { axis }],
  },
  round: { args: [[1.25, 2]], operands: { 0: "x" }, options: [1, "decimals"] },
  scatterAdd: {
    args: [[1, 2], [0], [1]],
    operands: { 0: "x", 1: "indices", 2: "updates" },
    options: [3, "axis"],
    withAxis: (axis) => [matrix, [0], 1, { axis }],
  },
  slice: { args: [[1, 2], 0], operands: { 0: "x" } },
  split: {
    args: [[1, 2], 2],
    operands: { 0: "x" },
    options: [2, "axis"],
    withAxis: (axis) => [matrix, 2, { axis }],
  },
  squeeze: { args: [[[1]]], operands: { 0: "x" }, withAxis: (axis) => [matrix, axis] },
  stack: {
    args: [[[1], [2]]],
    operands: {},
    options: [1, "axis"],
    withAxis: (axis) => [[matrix, matrix], { axis }],
  },
  swapAxes: { args: [matrix, 0, 1], operands: { 0: "x" }, withAxis: (axis) => [matrix, 0, axis] },
  take: {
    args: [
      [1, 2],
      [0, 1],
    ],
    operands: { 0: "x", 1: "indices" },
    options: [2, "axis"],
    withAxis: (axis) => [matrix, [0, 1], { axis }],
  },
  tensor: { args: [[1, 2]], operands: { 0: "data" }, options: [1, "dtype", "shape"] },
  tensordot: {
    args: [[1, 2], [3, 4], { axes: 1 }],
    operands: { 0: "a", 1: "b" },
    options: [2, "axes"],
    withAxis: (axis) => [matrix, matrix, { axes: [axis, 0] }],
  },
  tile: { args: [[1, 2], 2], operands: { 0: "x" } },
  toData: { args: [[1, 2]], operands: { 0: "x" } },
  topK: {
    args: [[1, 2], 1],
    operands: { 0: "x" },
    options: [2, "axis"],
    withAxis: (axis) => [matrix, 1, { axis }],
  },
  transpose: { args: [matrix, [1, 0]], operands: { 0: "x" }, withAxis: (axis) => [matrix, [0, axis]] },
  tril: { args: [matrix], operands: { 0: "x" }, options: [1, "offset"] },
  triu: { args: [matrix], operands: { 0: "x" }, options: [1, "offset"] },
  where: { args: [mask, [1, 2], 0], operands: { 0: "condition", 1: "a", 2: "b" } },
  writeNpy: { args: [[1, 2]], operands: { 0: "x" } },

  arange: { args: [3, 4, 1, {}], operands: {}, options: [3, "dtype"] },
  eye: { args: [2, 2, {}], operands: {}, options: [2, "dtype"] },
  full: { args: [[2], 1], operands: {}, options: [2, "dtype"] },
  linspace: { args: [0, 1, 3], operands: {}, options: [3, "dtype", "endpoint"] },
  ones: { args: [[2]], operands: {}, options: [1, "dtype"] },
  zeros: { args: [[2]], operands: {}, options: [1, "dtype"] },
  fromData: {
    args: [{ shape: [1], dtype: "float64", data: [1] }],
    operands: {},
    options: [1, "copy"],
  },
  readNpy: { args: [operations.writeNpy([1])], operands: {} },
  readNpz: { args: [Uint8Array.of(80, 75, 5, 6, ...new Uint8Array(18))], operands: {} },
};

const functions = Object.entries(operations).filter(
  ([name, value]) => typeof value === "function" && !/^[A-Z]/.test(name),
) as unknown as readonly (readonly [string, Operation])[];

const operation = (name: string): Operation => functions.find(([other]) => other === name)![1];

/** For those who write operations: their arguments are what an operation has checked. */
const inner: readonly string[] = names(
  "addTangents alignBatches allocate asFloat asInexact asTensor bilinear binary bind broadcastOperands broadcastShapes " +
    "checkOptions checkReal checkSameStructure checkShape currentInterpreter dataIfKnown flatten formatShape formatStructure " +
    "isFloat isInexact linear mapElements normalizeAxes normalizeAxis notDifferentiable promoteOperands runWith " +
    "sameShape sizeOf unary unflatten unflattenAsData zerosLike zipElements",
);

test("every public operation is swept", () => {
  const swept = [...Object.keys(signatures), ...inner];
  expect(functions.map(([name]) => name).filter((name) => !swept.includes(name))).toEqual([]);
  expect(swept.filter((name) => !functions.some(([other]) => other === name))).toEqual([]);
});

/** The error of a call, which must be one of ours and speak of the operation. */
function errorOf(name: string, args: readonly unknown[]): AdjointError {
  let caught: unknown;
  try {
    operation(name)(...args);
  } catch (error) {
    caught = error;
  }
  expect(caught, `${name} accepted ${String(args)}`).toBeInstanceOf(AdjointError);
  const error = caught as AdjointError;
  expect(error.message.startsWith(`${name}: `), error.message).toBe(true);
  expect(Object.keys(error.details)).not.toEqual([]);
  return error;
}

const noTensors: readonly (readonly [got: string, value: unknown, message: RegExp])[] = [
  ["a string", "12", /must be a tensor, a number.*got the string "12"/],
  ["nothing", null, /got null/],
  ["a function", () => 1, /got a function/],
  ["a promise", Promise.resolve(1), /got a Promise; await it first/],
  ["an object", { a: 1 }, /got an object with the keys a/],
  ["big integers", new BigInt64Array(1), /got a BigInt64Array; convert it/],
  ["a ragged array", [[1, 2], [3]], /is ragged: .*nested arrays must have equal lengths/],
  ["strings", ["a"], /\[0\] must be a tensor/],
];

for (const [name, { args, operands, options, withAxis }] of Object.entries(signatures)) {
  test(`${name} accepts what the sweep varies`, () => {
    expect(() => operation(name)(...args)).not.toThrow();
  });

  for (const [place, argument] of Object.entries(operands)) {
    test(`${name} refuses ${argument} that stands for no tensor, and names it`, () => {
      for (const [got, value, message] of noTensors) {
        const error = errorOf(name, args.with(Number(place), value));
        expect(error.message.startsWith(`${name}: ${argument}`), `${got}: ${error.message}`).toBe(true);
        expect(error.message).toMatch(message);
        expect(error.details["argument"]).toContain(argument);
      }
    });
  }

  if (options !== undefined) {
    test(`${name} refuses options that there are not, and lists those that there are`, () => {
      const [place, ...known] = options;
      const given = (value: unknown): readonly unknown[] => [...args.slice(0, place), value];
      expect(errorOf(name, given({ nonsense: 1 })).message).toBe(
        `${name}: no option nonsense; the options are ${known.join(", ")}`,
      );
      expect(errorOf(name, given("x")).message).toBe(
        `${name}: options must be an object with ${known.join(", ")}, got x`,
      );
      expect(errorOf(name, given(null)).message).toContain("options must be an object");
    });
  }

  if (options?.includes("dtype") === true) {
    test(`${name} refuses a dtype that there is not`, () => {
      const given = [...args.slice(0, options[0]), { dtype: "float16" }];
      expect(errorOf(name, given).message).toBe(
        `${name}: no dtype "float16"; there are complex128, float64, float32, int32, bool`,
      );
    });
  }

  if (withAxis !== undefined) {
    test(`${name} refuses an axis that there is not, and says which there are`, () => {
      for (const axis of [7, -8]) {
        expect(errorOf(name, withAxis(axis)).message).toMatch(
          new RegExp(`^${name}: no axis ${axis} in a tensor of rank [23]; axes run from -[23] to [12]$`),
        );
      }
      for (const axis of [0.5, NaN, "0"]) {
        expect(errorOf(name, withAxis(axis as number)).message).toBe(
          `${name}: axis must be an integer, got ${axis}`,
        );
      }
    });
  }
}

const broadcasting = names(
  "add div equal greater greaterEqual hypot less lessEqual logicalAnd logicalOr maximum minimum mod mul notEqual pow sub " +
    "atan2 complex",
);

test.each(broadcasting)("%s names both shapes and the axis that do not broadcast", (name) => {
  const error = errorOf(name, [zeros([4, 2]), zeros([3])]);
  expect(error.message).toBe(
    `${name}: shapes [4, 2] and [3] do not broadcast (axis -1 is 2 in the first and 3 in the second); ` +
      "lengths must be equal or 1: reshape or expandDims one of them",
  );
  expect(error.details).toMatchObject({ a: [4, 2], b: [3], axis: -1 });
});

const z = complex([1, 2], 3);
const realOnly: Readonly<Record<string, readonly unknown[]>> = {
  ...Object.fromEntries(
    names("ceil floor relu round sigmoid sign softplus trunc max min argmax argmin sort argsort").map(
      (name) => [name, [z]],
    ),
  ),
  ...Object.fromEntries(
    names("greater greaterEqual less lessEqual maximum minimum mod hypot atan2").map((name) => [
      name,
      [z, z],
    ]),
  ),
  clip: [z, 0, 1],
  topK: [z, 1],
  softmax: [z],
  logSoftmax: [z],
  logSumExp: [z],
};

test.each(Object.entries(realOnly))("%s refuses complex numbers, and says what to give", (name, args) => {
  expect(errorOf(name, args).message).toMatch(
    /^\w+: (\w+) is complex128, and \w+ is defined for real numbers alone; give it real\(\1\), imag\(\1\), abs\(\1\)/,
  );
});

const shapesAndValues: readonly (readonly [
  name: string,
  args: readonly unknown[],
  message: string | RegExp,
])[] = [
  ["matmul", [[1], 2], "matmul: a is [1] and b is []; a scalar is no matrix: use mul"],
  [
    "matmul",
    [ones([2, 3]), ones([4, 5])],
    "matmul: inner dimensions must match: a is [2, 3], b is [4, 5] (axis 1 of a is 3, axis 0 of b is 4)",
  ],
  ["matmul", [ones([2, 1, 1]), ones([3, 1, 1])], /^matmul: shapes \[2\] and \[3\] do not broadcast/],
  ["dot", [[1, 2], [1]], /^dot: inner dimensions must match: a is \[2\], b is \[1\]/],
  ["dot", [ones([1, 1, 1]), [1]], /^dot: a is \[1, 1, 1\] and b is \[1\]; .* use matmul for batches/],
  [
    "outer",
    [matrix, [1]],
    /^outer: a is \[2, 2\] and b is \[1\]; both must be vectors: reshape them to \[-1\]/,
  ],
  [
    "reshape",
    [
      [1, 2, 3],
      [2, 2],
    ],
    /^reshape: x of shape \[3\] has 3 elements, \[2, 2\] has 4; the number of/,
  ],
  [
    "reshape",
    [
      [1, 2, 3],
      [2, -1],
    ],
    /^reshape: x of shape \[3\] has 3 elements, \[2, -1\] needs a multiple of 2/,
  ],
  [
    "reshape",
    [
      [1, 2],
      [-1, -1],
    ],
    /^reshape: shape \[-1, -1\] has two lengths of -1; only one can be inferred/,
  ],
  ["reshape", [zeros([0]), [0, -1]], /^reshape: .* \[0, -1\] leaves the length open/],
  ["reshape", [[1], 1], /^reshape: shape must be an array of lengths, got 1/],
  [
    "broadcastTo",
    [[1, 2], [3]],
    /^broadcastTo: x of shape \[2\] does not fit into \[3\]; its lengths must be 1/,
  ],
  ["broadcastTo", [matrix, [2]], /^broadcastTo: x of shape \[2, 2\] does not fit into \[2\]/],
  ["squeeze", [matrix, 0], /^squeeze: axis 0 of x has the length 2, not 1 \(x is \[2, 2\]\); use slice or/],
  [
    "transpose",
    [matrix, [0, 0]],
    /^transpose: axes \[0, 0\] must name each of the 2 axes of x once \(x is \[2, 2\]\)/,
  ],
  ["transpose", [matrix, [0]], /^transpose: axes \[0\] must name each/],
  ["transpose", [matrix, 1], /^transpose: axes must be an array that names every axis of x, got 1/],
  [
    "moveAxis",
    [matrix, [0, 1], 0],
    /^moveAxis: source \[0, 1\] and destination \[0\] must name equally many/,
  ],
  ["expandDims", [[1], [0, 0]], /^expandDims: axis 0 is named twice in \[0, 0\]/],
  ["sum", [matrix, { axis: [1, -1] }], /^sum: axis 1 is named twice in \[1, -1\]/],
  [
    "concat",
    [[[1], matrix]],
    /^concat: tensors\[1\] of shape \[2, 2\] does not fit tensors\[0\] of shape \[1\]/,
  ],
  ["concat", [[]], /^concat: tensors is empty; at least one tensor is needed/],
  ["concat", [5], /^concat: tensors must be an array of tensors, got number/],
  ["concat", [[1, 2]], /^concat: no axis 0 in a tensor of rank 0; a scalar has no axes/],
  ["concat", [["x"]], /^concat: tensors\[0\] must be a tensor/],
  [
    "stack",
    [[[1], [1, 2]]],
    /^stack: tensors\[1\] has the shape \[2\], tensors\[0\] has \[1\]; only equal shapes/,
  ],
  ["stack", [[]], /^stack: tensors is empty/],
  ["pad", [[1], [[1, -1]]], /^pad: widths \[\[1,-1\]\] must be one \[before, after\] pair .* \(x is \[1\]\)/],
  ["pad", [[1], "x"], /^pad: widths "x" must be one/],
  ["pad", [[1], 1, { mode: "x" }], /^pad: no mode "x"; the modes are constant/],
  ["slice", [matrix, 5], /^slice: no place 5 on axis 0 of x, which has the length 2 \(x is \[2, 2\]\)/],
  ["slice", [[1], 0, 0], /^slice: 2 parts for the 1 axes of x \(x is \[1\]\)/],
  ["slice", [[1], "x"], /^slice: a part must be a number, \[start, stop, step\], "\.\.\." or null, got "x"/],
  ["slice", [[1], [0, 1, 0]], /^slice: a range needs integers and a step that is not 0, got \[0, 1, 0\]/],
  [
    "take",
    [[1, 2], [2]],
    /^take: index 2 is out of bounds on axis 0 of x, which has the length 2 \(x is \[2\]\)/,
  ],
  [
    "take",
    [[1, 2], [0.5]],
    /^take: indices must be integers, got \[0\.5\]; for a mask use compress or where/,
  ],
  ["take", [[1, 2], mask], /^take: indices must be integers, got bool; for a mask use compress/],
  ["take", [[1, 2], z], /^take: indices must be integers, got complex128/],
  ["take", [[1, 2], [1e10]], /^take: 10000000000 does not fit into int32/],
  [
    "gather",
    [matrix, [0]],
    /^gather: indices must have as many axes as x: indices is \[1\], x is \[2, 2\]; use take/,
  ],
  ["gather", [[1], [1]], /^gather: index 1 is out of bounds on axis 0 of x/],
  ["scatterAdd", [[1, 2], [2], 1], /^scatterAdd: index 2 is out of bounds on axis 0 of x/],
  ["scatterAdd", [[1, 2], [0], [1, 2]], /^scatterAdd: updates of shape \[2\] do not fit into \[1\]/],
  ["compress", [[1, 2], [true]], /^compress: mask must have the shape of x: mask is \[1\], x is \[2\]/],
  ["where", [[true], [1, 2], [1, 2, 3]], /^where: shapes \[2\] and \[3\] do not broadcast/],
  ["clip", [[1, 2], [1, 2, 3], 1], /^clip: shapes \[2\] and \[3\] do not broadcast/],
  ["clip", [[1, 2], 1, [1, 2, 3]], /^clip: shapes \[2\] and \[3\] do not broadcast/],
  ["argmax", [[]], /^argmax: axis 0 of x is empty \(x is \[0\]\); the argmax of nothing is not defined/],
  ["max", [zeros([2, 0]), { axis: 1 }], /^max: axis 1 of x is empty \(x is \[2, 0\]\)/],
  ["variance", [[1], { correction: "1" }], /^variance: correction must be a number, .* got 1/],
  ["std", [[1], { correction: NaN }], /^std: correction must be a number, .* got NaN/],
  ["diff", [[1], { order: -1 }], /^diff: order must be an integer from 0, got -1/],
  ["diag", [1], /^diag: x must be a vector or a matrix, got the shape \[\]; diagonal takes/],
  ["diagonal", [[1]], /^diagonal: no axis 1 in a tensor of rank 1/],
  ["diagonal", [matrix, { offset: 0.5 }], /^diagonal: offset must be an integer, got 0\.5/],
  ["tril", [[1]], /^tril: x must have two axes at least, got the shape \[1\]/],
  ["triu", [matrix, { offset: NaN }], /^triu: offset must be an integer, got NaN/],
  [
    "split",
    [[1, 2, 3], 2],
    /^split: axis 0 of x has the length 3, which is no multiple of 2 \(x is \[3\]\); give/,
  ],
  ["split", [[1], 0], /^split: parts must be an integer from 1, or places to cut before, got 0/],
  [
    "split",
    [
      [1, 2, 3],
      [2, 1],
    ],
    /^split: the places to cut before must be integers in ascending order, got \[2, 1\]/,
  ],
  [
    "repeat",
    [
      [1, 2],
      [1, 2, 3],
    ],
    /^repeat: counts has 3 entries for the 2 places of axis 0 of x \(x is \[2\]\)/,
  ],
  ["repeat", [[1], -1], /^repeat: counts must be integers from 0, got -1/],
  ["tile", [[1], 1.5], /^tile: counts must be integers from 0, got 1\.5/],
  ["roll", [[1], 0.5], /^roll: shift must be an integer, got 0\.5/],
  ["roll", [[1], "x"], /^roll: shift must be an integer, got x/],
  [
    "roll",
    [[1], [1, 2], { axis: 0 }],
    /^roll: shift has 2 numbers for 1 axes; give one for all axes, or one for each/,
  ],
  [
    "topK",
    [[1, 2], 3],
    /^topK: k must be an integer from 0 to 2, the length of axis 0 of x, got 3 \(x is \[2\]\)/,
  ],
  ["meshgrid", [5], /^meshgrid: vectors must be an array of vectors/],
  ["meshgrid", [[[1]], { indexing: "x" }], /^meshgrid: indexing must be "xy" or "ij", got "x"/],
  [
    "tensor",
    [[1, 2], { shape: [3] }],
    /^tensor: data of shape \[2\] cannot be given the shape \[3\]; flat data with 3/,
  ],
  [
    "tensor",
    [[1, 2], { shape: [-1] }],
    /^tensor: shape \[-1\] has the length -1; lengths are integers from 0/,
  ],
  [
    "tensor",
    [[1e10], { dtype: "int32" }],
    /^tensor: 10000000000 does not fit into int32, which runs from .*; use float64/,
  ],
  [
    "tensor",
    [z, { dtype: "float64" }],
    /^tensor: data is complex128, and as float64 it would lose its imaginary parts/,
  ],
  ["astype", [[NaN], "int32"], /^astype: NaN does not fit into int32/],
  ["astype", [[1], "int64"], /^astype: no dtype "int64"; there are complex128, float64/],
  [
    "astype",
    [z, "float32"],
    /^astype: x is complex128, and as float32 it would lose its imaginary parts; say real\(x\)/,
  ],
  ["full", [[1], 1e10, { dtype: "int32" }], /^full: 10000000000 does not fit into int32/],
  ["full", [[1], "x"], /^full: value must be a number, a boolean or \{ re, im \}, got string/],
  ["full", [[0.5], 1], /^full: shape \[0\.5\] has the length 0\.5; lengths are integers from 0/],
  ["ones", [3], /^ones: shape must be an array of lengths, got 3/],
  ["zeros", [[-1]], /^zeros: shape \[-1\] has the length -1/],
  ["eye", [2.5], /^eye: shape \[2\.5, 2\.5\] has the length 2\.5/],
  ["arange", [0, 1, 0], /^arange: cannot count from 0 to 1 in steps of 0; give finite numbers and a step/],
  ["arange", [Infinity], /^arange: cannot count from 0 to Infinity/],
  ["arange", [3e9, 3e9 + 1, 1, { dtype: "int32" }], /^arange: 3000000000 does not fit into int32/],
  ["quantile", [[1], 2], /^quantile: q must be from 0 to 1, got 2/],
  ["quantile", [[], 0.5], /^quantile: there are no elements over axis \[0\] of x \(x is \[0\]\)/],
  ["quantile", [[1], 0.5, { method: "x" }], /^quantile: no method "x"; the methods are linear/],
  ["histogram", [[1], { bins: 0 }], /^histogram: bins must be an integer from 1, or edges, got 0/],
  [
    "histogram",
    [[1], { weights: [1, 2] }],
    /^histogram: weights must have the shape of x: weights is \[2\], x is \[1\]/,
  ],
  ["histogram", [[NaN]], /^histogram: bins cannot reach from NaN to NaN; give a finite range/],
  [
    "interp",
    [[1], [1, 2], [1]],
    /^interp: xp and fp must be vectors of one length: xp is \[2\], fp is \[1\]/,
  ],
  [
    "interp",
    [[1], [2, 1], [1, 2]],
    /^interp: xp must be in ascending order, but xp\[1\] is 1 after 2; sort the points/,
  ],
  ["searchSorted", [[[1]], [1]], /^searchSorted: sorted must be a vector, got the shape \[1, 1\]; use vmap/],
  ["cov", [[[[1]]]], /^cov: x must be a vector or a matrix, got the shape \[1, 1, 1\]/],
  ["linspace", [0, 1, -1], /^linspace: count must be an integer from 0, got -1/],
  ["linspace", [0, "1"], /^linspace: start and stop must be numbers, got number and string/],
];

test.each(shapesAndValues)("%s %j is refused with the shapes and a remedy", (name, args, message) => {
  expect(errorOf(name, args).message).toMatch(message);
});

test("a remedy that an error names is an operation that there is", () => {
  const remedies = [
    "mul",
    "matmul",
    "take",
    "compress",
    "where",
    "expandDims",
    "broadcastTo",
    "slice",
    "diagonal",
    "abs",
  ];
  expect(remedies.filter((name) => !functions.some(([other]) => other === name))).toEqual([]);
});

test("an index that is refused stands in the details", () => {
  const x: Tensor = tensor([1, 2]);
  const indices: TensorLike = [5];
  expect(errorOf("take", [x, indices]).details).toMatchObject({ index: 5, axis: 0 });
});
