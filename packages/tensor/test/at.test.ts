import { expect, test } from "vitest";
import { arange, at, DTypeError, reshape, ShapeError, slice, take, tensor, zeros } from "@adjoint/tensor";
import type { AtPart, Region, SlicePart } from "@adjoint/tensor";
import { fromFlat, toFlat } from "./flat-array.ts";
import type { FlatArray } from "./flat-array.ts";
import { readFixture } from "./read-fixture.ts";

type Described = SlicePart | { indices: FlatArray } | { mask: FlatArray };
type Case = [shape: number[], parts: Described[], result: FlatArray];

const regions = readFixture<{ basic: Case[]; advanced: Case[] }>("regions");

const partOf = (part: Described): AtPart => {
  if (typeof part !== "object" || part === null) return part;
  if ("indices" in part) return fromFlat(part.indices, "int32");
  return "mask" in part ? fromFlat(part.mask, "bool") : part;
};

const iota = (shape: number[]) => reshape(arange(shape.reduce((a, b) => a * b, 1)), shape);

test.each(regions.basic)("the region of shape %j under %j is NumPy's", (shape, parts, expected) => {
  const x = iota(shape);
  expect(toFlat(slice(x, ...(parts as SlicePart[])))).toEqual(expected);
  expect(toFlat(at(x, ...(parts as SlicePart[])).get())).toEqual(expected);
});

test.each(regions.advanced)(
  "the region of shape %j under %j, with arrays, is NumPy's",
  (shape, parts, expected) => {
    expect(toFlat(at(iota(shape), ...parts.map(partOf)).get())).toEqual(expected);
  },
);

test("a region read and written back is the tensor, and one zeroed has lost its elements", () => {
  for (const [shape, parts, expected] of [...regions.basic, ...regions.advanced]) {
    const x = iota(shape);
    const region = at(x, ...parts.map(partOf));
    expect(region.set(region.get()).toArray()).toEqual(x.toArray());
    const gone = Array.from(region.set(-1).data.keys()).filter((i) => region.set(-1).data[i] === -1);
    expect(gone).toEqual([...new Set(expected.data)].toSorted((a, b) => a - b));
  }
});

const updates = readFixture<
  {
    x: number[];
    indices: FlatArray;
    values: FlatArray;
    results: Record<Exclude<keyof Region, "get">, number[]>;
  }[]
>("updates");

test.each(updates)("every update at repeated places is NumPy's", ({ x, indices, values, results }) => {
  const region = at(tensor(x), fromFlat(indices, "int32"));
  for (const [name, expected] of Object.entries(results)) {
    expect(region[name as keyof typeof results](fromFlat(values)).toArray(), name).toEqual(expected);
  }
});

test("updates promote and broadcast, and leave their operand as it was", () => {
  const x = tensor(
    [
      [1, 2],
      [3, 4],
    ],
    { dtype: "int32" },
  );
  expect(at(x, 0).set(0.5).toArray()).toEqual([
    [0.5, 0.5],
    [3, 4],
  ]);
  expect(at(x, 0).set(7).dtype).toBe("int32");
  expect(at(x, [], 1).add([10, 20]).toArray()).toEqual([
    [1, 12],
    [3, 24],
  ]);
  expect(at([true, false], 1).set(true).toArray()).toEqual([true, true]);
  expect(at([true, false], 1).multiply(true).toArray()).toEqual([1, 0]);
  expect(
    at([1, 2, 3], new Int32Array([0, -1]))
      .multiply([2, 3])
      .toArray(),
  ).toEqual([2, 2, 9]);
  expect(at(tensor(5)).set(6).item()).toBe(6);
  expect(at(zeros([0, 2]), [], 0).add(1).shape).toEqual([0, 2]);
  expect(x.toArray()).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("a mask names the places where it is true", () => {
  const x = tensor([
    [1, -2],
    [-3, 4],
  ]);
  const negative = tensor([
    [false, true],
    [true, false],
  ]);
  expect(at(x, negative).get().toArray()).toEqual([-2, -3]);
  expect(at(x, negative).set(0).toArray()).toEqual([
    [1, 0],
    [0, 4],
  ]);
  expect(
    at(x, tensor([false, true]))
      .get()
      .toArray(),
  ).toEqual([[-3, 4]]);
});

test("parts that do not fit are refused", () => {
  const x = zeros([2, 3]);
  expect(() => at(x, [], tensor([0, 3]))).toThrow(
    "at: index 3 is out of bounds on axis 1 of x, which has the length 3 (x is [2, 3])",
  );
  expect(() => at(x, 2)).toThrow("at: no place 2 on axis 0 of x, which has the length 2 (x is [2, 3])");
  expect(() => at(x, 0, 0, 0)).toThrow(/at: parts for 3 axes, but x has 2/);
  expect(() => at(x, tensor([true, false, true]))).toThrow(
    "at: a mask must have the lengths of the axes it stands for: the mask is [3], axis 0 and on of x are [2] (x is [2, 3])",
  );
  expect(() => at(x, tensor([0.5]))).toThrow(DTypeError);
  expect(() => at(x, true as unknown as number)).toThrow(/^at: a part must be a number/);
  expect(() => at(x, tensor([0, 1]), tensor([0, 1, 2]))).toThrow(ShapeError);
  expect(() => at(x, 0).set([1, 2])).toThrow(/^at: shapes \[2\] and \[3\]/);
  expect(() => at(x, 0, 0).set([1, 2])).toThrow(
    "at: values of shape [2] do not fit into the region, which has the shape []",
  );
});

test("a region of one axis under indices is what take takes", () => {
  const x = reshape(arange(12), [3, 4]);
  const indices = tensor(
    [
      [2, -1],
      [0, 1],
    ],
    { dtype: "int32" },
  );
  expect(at(x, [], indices).get().toArray()).toEqual(take(x, indices, { axis: 1 }).toArray());
});
