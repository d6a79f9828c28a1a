import { expect, test } from "vitest";
import {
  add,
  arange,
  concat,
  diag,
  diagonal,
  diff,
  DomainError,
  meshgrid,
  pad,
  repeat,
  reshape,
  roll,
  ShapeError,
  split,
  square,
  tensor,
  tile,
  tril,
  triu,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { toFlat } from "./flat-array.ts";
import type { FlatArray } from "./flat-array.ts";
import { readFixture } from "./read-fixture.ts";

const functions: Readonly<Record<string, (x: Tensor, ...args: never[]) => Tensor | Tensor[]>> = {
  tile,
  repeat,
  roll,
  split,
  diff: (x: Tensor, options: object) => diff(square(x), options),
  diagonal,
  diag,
  tril,
  triu,
  pad,
};

type Case = [name: string, shape: number[], args: never[], results: FlatArray[]];

test.each(readFixture<Case[]>("rearrangements"))(
  "%s of the shape %j with %j is NumPy's",
  (name, shape, args, expected) => {
    const x = reshape(add(arange(shape.reduce((a, b) => a * b, 1)), 1), shape);
    const result = functions[name]!(x, ...args);
    expect((Array.isArray(result) ? result : [result]).map(toFlat)).toEqual(expected);
  },
);

test.each(readFixture<[vectors: number[][], indexing: "xy" | "ij", grids: FlatArray[]][]>("meshgrid"))(
  "meshgrid of %j as %s is NumPy's",
  (vectors, indexing, expected) => {
    expect(meshgrid(vectors, { indexing }).map(toFlat)).toEqual(expected);
  },
);

const z = tensor([
  [
    { re: 1, im: 2 },
    { re: 3, im: 4 },
  ],
]);

test("every dtype is kept", () => {
  for (const dtype of ["float32", "int32", "bool"] as const) {
    const x = tensor(
      [
        [1, 0],
        [0, 1],
      ],
      { dtype },
    );
    const results = [
      tile(x, 2),
      repeat(x, [1, 2], { axis: 0 }),
      roll(x, 1),
      ...split(x, 2),
      diag(x),
      diag(diag(x)),
      tril(x),
      pad(x, 1),
      pad(x, 1, { mode: "edge" }),
      diff(x),
    ];
    expect(results.map((result) => result.dtype)).toEqual(results.map(() => dtype));
  }
  expect(diff([true, false, false]).toArray()).toEqual([true, false]);
});

test("complex elements move whole", () => {
  expect(tile(z, [2, 1]).toArray()).toEqual([...(z.toArray() as object[]), ...(z.toArray() as object[])]);
  expect(roll(z, 1).toArray()).toEqual([
    [
      { re: 3, im: 4 },
      { re: 1, im: 2 },
    ],
  ]);
  expect(concat(split(z, 2, { axis: 1 }), { axis: 1 }).toArray()).toEqual(z.toArray());
  expect(
    pad(
      z,
      [
        [0, 0],
        [1, 0],
      ],
      { mode: "reflect" },
    ).toArray(),
  ).toEqual([
    [
      { re: 3, im: 4 },
      { re: 1, im: 2 },
      { re: 3, im: 4 },
    ],
  ]);
  expect(diag(reshape(z, [2])).toArray()).toEqual([
    [
      { re: 1, im: 2 },
      { re: 0, im: 0 },
    ],
    [
      { re: 0, im: 0 },
      { re: 3, im: 4 },
    ],
  ]);
});

test("a value around promotes together with what it surrounds", () => {
  const x = tensor([1, 2], { dtype: "int32" });
  expect(pad(x, 1, { value: 7 }).dtype).toBe("int32");
  expect(pad(x, 1, { value: 0.5 }).toArray()).toEqual([0.5, 1, 2, 0.5]);
  expect(pad([1], 1, { value: NaN }).toArray()).toEqual([NaN, 1, NaN]);
});

const x = zeros([2, 3]);

test.each<[call: () => unknown, message: string]>([
  [() => tile(x, -1), "tile: counts must be integers from 0, got -1"],
  [() => tile(x, [1, 0.5]), "tile: counts must be integers from 0, got 0.5"],
  [() => tile(x, undefined as never), "tile: counts must be integers from 0, got undefined"],
  [() => tile(x, [1, undefined as never]), "tile: counts must be integers from 0, got undefined"],
  [() => repeat(x, "2" as never), "repeat: counts must be integers from 0, got 2"],
  [() => roll(x, undefined as never), "roll: shift must be an integer, got undefined"],
  [() => repeat(x, tensor(2) as never), "repeat: counts must be integers from 0, got a tensor: toArray()"],
  [
    () => split(x, undefined as never),
    "split: parts must be an integer from 1, or places to cut before, got undefined",
  ],
  [
    () => pad(x, undefined as never),
    "pad: widths undefined must be one [before, after] pair of integers from 0",
  ],
  [
    () => pad(x, [1, [2, 3]] as never),
    "pad: widths [1,[2,3]] must be one [before, after] pair of integers from 0",
  ],
  [() => repeat(x, -1), "repeat: counts must be integers from 0, got -1"],
  [
    () => repeat(x, [1, 2], { axis: 1 }),
    "repeat: counts has 2 entries for the 3 places of axis 1 of x (x is [2, 3]); give one number, or one for each place",
  ],
  [() => roll(x, 0.5), "roll: shift must be an integer, got 0.5"],
  [
    () => roll(x, [1, 2], { axis: 0 }),
    "roll: shift has 2 numbers for 1 axes; give one for all axes, or one for each",
  ],
  [() => roll(x, 1, { axis: 2 }), "roll: no axis 2 in a tensor of rank 2"],
  [
    () => split(x, 2, { axis: 1 }),
    "split: axis 1 of x has the length 3, which is no multiple of 2 (x is [2, 3]); give the places to cut before for parts of different lengths",
  ],
  [() => split(x, 0), "split: parts must be an integer from 1, or places to cut before, got 0"],
  [
    () => split(x, [2, 1], { axis: 1 }),
    "split: the places to cut before must be integers in ascending order, got [2, 1] for axis 1 of length 3",
  ],
  [() => split(x, [0.5]), "split: the places to cut before must be integers in ascending order, got [0.5]"],
  [() => split(1, 1), "split: no axis 0 in a tensor of rank 0"],
  [() => diff(x, { order: -1 }), "diff: order must be an integer from 0, got -1"],
  [() => diff(1), "diff: no axis -1 in a tensor of rank 0"],
  [() => diagonal(x, { axes: [1, -1] }), "diagonal: axes [1, -1] must be two different ones"],
  [() => diagonal([1, 2]), "diagonal: no axis 1 in a tensor of rank 1"],
  [() => diagonal(x, { offset: 0.5 }), "diagonal: offset must be an integer, got 0.5"],
  [() => diag(zeros([1, 1, 1])), "diag: x must be a vector or a matrix, got the shape [1, 1, 1]"],
  [() => tril([1, 2]), "tril: x must have two axes at least, got the shape [2]"],
  [() => meshgrid([x]), "meshgrid: vectors[0] must have one axis, got the shape [2, 3]"],
  [() => meshgrid([1], { indexing: "yx" as "xy" }), 'meshgrid: indexing must be "xy" or "ij", got "yx"'],
  [() => meshgrid(x as never), "meshgrid: vectors must be an array of vectors"],
  [() => pad(x, 1, { mode: "mean" as "edge" }), 'pad: no mode "mean"; the modes are constant, edge, reflect'],
  [() => pad(x, 1, { mode: "edge", value: 1 }), 'pad: mode "edge" takes no value; leave it out'],
  [() => pad(x, 1, { value: [1, 2] }), "pad: value must be a scalar, got the shape [2]"],
  [
    () => pad(x, -1),
    "pad: widths -1 must be one [before, after] pair of integers from 0 for each of the 2 axes",
  ],
  [
    () => pad(zeros([0]), 1, { mode: "wrap" }),
    'pad: axis 0 of x is empty, so mode "wrap" has nothing to repeat (x is [0]); use mode "constant"',
  ],
])("call %# that does not fit is refused", (call, message) => {
  expect(call).toThrow(message);
});

test("errors are of the class that says what is wrong", () => {
  expect(() => tile(x, -1)).toThrow(DomainError);
  expect(() => split(x, 2, { axis: 1 })).toThrow(ShapeError);
});
