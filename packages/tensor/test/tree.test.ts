import { expect, test } from "vitest";
import {
  checkSameStructure,
  DTypeError,
  flatten,
  formatStructure,
  ShapeError,
  tensor,
  treeNode,
  unflatten,
  unflattenAsData,
} from "@adjoint/tensor";
import type { TreeNode } from "@adjoint/tensor";

class Line implements TreeNode {
  readonly slope: unknown;
  readonly offset: unknown;

  constructor(slope: unknown, offset: unknown) {
    this.slope = slope;
    this.offset = offset;
  }

  [treeNode]() {
    return {
      children: { slope: this.slope, offset: this.offset },
      rebuild: (children: Readonly<Record<string, unknown>>) =>
        new Line(children["slope"], children["offset"]),
    };
  }
}

const x = tensor([1, 2]);

test("trees come apart depth first and go together again", () => {
  const tree = { w: [x, 2], b: { c: true, d: [] }, e: Float64Array.of(3) };
  const { leaves, structure } = flatten("test", tree);
  expect(leaves).toEqual([x, 2, true, Float64Array.of(3)]);
  expect(unflatten(structure, leaves)).toEqual(tree);
  expect(formatStructure(structure)).toBe("{w: [·, ·], b: {c: ·, d: []}, e: ·}");
});

test("a single leaf is a tree", () => {
  const { leaves, structure } = flatten("test", 7);
  expect(leaves).toEqual([7]);
  expect(unflatten(structure, ["other"])).toBe("other");
});

test("an array of numbers is a branch, a tensor is a leaf", () => {
  expect(flatten("test", [1, 2]).leaves).toEqual([1, 2]);
  expect(flatten("test", tensor([1, 2])).leaves.length).toBe(1);
});

test("an object that explains itself is rebuilt, or read as data", () => {
  const { leaves, structure } = flatten("test", [new Line(2, x)]);
  expect(leaves).toEqual([2, x]);
  expect(unflatten(structure, [5, 6])).toEqual([new Line(5, 6)]);
  expect((unflatten(structure, [5, 6]) as unknown[])[0]).toBeInstanceOf(Line);
  expect(unflattenAsData(structure, [5, 6])).toEqual([{ slope: 5, offset: 6 }]);
});

test.each([
  [
    { a: [1, "two"] },
    'test: expected a tensor, a number, or arrays and objects of these at .a[1], got "two"',
  ],
  [null, "test: expected a tensor, a number, or arrays and objects of these, got null"],
  [undefined, "got undefined"],
  [[Promise.resolve(1)], "at [0], got a Promise (make the function synchronous)"],
  [{ f: () => 1 }, "at .f, got a function"],
  [new Map(), "got Map"],
  [1n, "got a bigint 1"],
])("%o is no tree", (tree, message) => {
  expect(() => flatten("test", tree)).toThrow(DTypeError);
  expect(() => flatten("test", tree)).toThrow(message);
});

test("trees of different forms are told apart by their first difference", () => {
  const structureOf = (tree: unknown) => flatten("test", tree).structure;
  const expected = structureOf({ w: [1, 2], b: 3 });
  expect(() => checkSameStructure("test", expected, structureOf({ w: [9, 9], b: x }))).not.toThrow();
  expect(() => checkSameStructure("test", expected, structureOf({ w: [1], b: 3 }))).toThrow(
    "test: trees differ at .w: expected [·, ·], got [·]",
  );
  expect(() => checkSameStructure("test", expected, structureOf({ w: [1, 2], c: 3 }))).toThrow(
    "test: trees differ: expected {w: [·, ·], b: ·}, got {w: [·, ·], c: ·}",
  );
  expect(() => checkSameStructure("test", expected, structureOf({ w: [1, [2]], b: 3 }))).toThrow(
    "test: trees differ at .w[1]: expected ·, got [·]",
  );
  expect(() => checkSameStructure("test", structureOf([1, 2]), structureOf({ 0: 1, 1: 2 }))).toThrow(
    ShapeError,
  );
});
