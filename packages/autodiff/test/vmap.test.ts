import { add, dot, matmul, mul, sin, square, sum, take, tensor, transpose, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { grad, hessian, vmap } from "../src/index.ts";
import { ring } from "./functions.ts";

test("vmap of a gradient is a gradient for each", () => {
  expect(vmap(grad(sin))(tensor([0, 1])).toArray()).toEqual([1, Math.cos(1)]);
  const points = [
    [1, 2],
    [0, 0],
    [-3, 0.5],
  ];
  const one = (p: number[]): unknown => hessian(ring)(tensor(p)).toArray();
  expect(vmap(hessian(ring))(tensor(points)).toArray()).toEqual(points.map(one));
});

test("the gradient goes through vmap", () => {
  expect(grad((x: Tensor) => sum(vmap((y: Tensor) => square(y))(x)))(tensor([1, 2])).toArray()).toEqual([
    2, 4,
  ]);
});

test("inAxes names the mapped axis of each argument, null for none", () => {
  const f = vmap((x: Tensor, y: Tensor) => dot(x, y), { inAxes: [1, null] });
  expect(
    f(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([1, 10]),
    ).toArray(),
  ).toEqual([31, 42]);
});

test("outAxes puts the calls where they are wanted", () => {
  expect(vmap((x: Tensor) => mul(x, [1, 2, 3]), { outAxes: 1 })(tensor([1, 10])).toArray()).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
  ]);
});

test("vmap nests", () => {
  const outer = vmap((x: Tensor) => vmap((y: Tensor) => mul(x, y))(tensor([1, 2, 3])));
  expect(outer(tensor([1, 10])).toArray()).toEqual([
    [1, 2, 3],
    [10, 20, 30],
  ]);
});

test("results that do not depend on the argument are repeated", () => {
  expect(vmap((_x: Tensor) => tensor([7]))(zeros([2])).toArray()).toEqual([[7], [7]]);
});

test("indices and matrices may be mapped together", () => {
  expect(
    vmap((x: Tensor, i: Tensor) => take(x, i))(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([1, 0], { dtype: "int32" }),
    ).toArray(),
  ).toEqual([2, 3]);
  const a = tensor([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [0, 1],
      [1, 0],
    ],
  ]);
  expect(vmap((m: Tensor) => matmul(m, transpose(m)))(a).toArray()).toEqual([
    [
      [5, 11],
      [11, 25],
    ],
    [
      [1, 0],
      [0, 1],
    ],
  ]);
});

test("lengths that differ are refused", () => {
  expect(() => vmap(add)(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(
    "vmap: the mapped axes have the lengths 2, 3; they must be equal: set inAxes to null for arguments that are the same in every call",
  );
  expect(() => vmap(sin, { inAxes: [null] })(1)).toThrow("vmap: no argument is mapped");
  expect(() => vmap(sin)(1)).toThrow(
    "vmap: argument 0 holds a scalar, which has no axis to map over; set inAxes[0] to null if it is the same in every call, and note that plain arrays are trees: write tensor([1, 2]), not [1, 2]",
  );
});

test("the value of a mapped tensor is not to be had", () => {
  expect(() => vmap((x: Tensor) => (x.item() > 0 ? x : mul(x, 2)))(tensor([1, -1]))).toThrow(
    "vmap: a mapped float64[] has no single value; use where instead of if, and keep item() and toArray() outside of the mapped function",
  );
});

test("inAxes that are neither an axis nor a list are refused", () => {
  expect(() => vmap(sin, { inAxes: null as unknown as number })(tensor([1, 2]))).toThrow(
    "vmap: inAxes must be one axis, or a list with an axis or null for each argument, got null",
  );
});

test("a tree of axes gives each part of an argument its own", () => {
  const f = (p: { w: Tensor; b: Tensor[] }, x: Tensor): Tensor => add(mul(p.w, x), sum(p.b[0]!));
  const w = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const mapped = vmap(f, { inAxes: [{ w: 1, b: null }, 0] });
  expect(mapped({ w, b: [tensor([10, 20])] }, tensor([1, -1])).toArray()).toEqual([
    [31, 33, 35],
    [28, 26, 24],
  ]);
  const deeper = vmap(f, { inAxes: [{ w: null, b: [-1] }, null] });
  expect(deeper({ w: 2, b: [tensor([[10, 20]])] }, 3).toArray()).toEqual([16, 26]);
});

test("a tree of outAxes lays each result along its own axis, null takes a shared one once", () => {
  const f = (x: Tensor): { rows: Tensor; columns: Tensor; shared: Tensor } => ({
    rows: mul(x, [1, 2]),
    columns: mul(x, [1, 2]),
    shared: tensor(7),
  });
  const { rows, columns, shared } = vmap(f, { outAxes: { rows: 0, columns: -1, shared: null } })(
    tensor([1, 10, 100]),
  );
  expect(rows.shape).toEqual([3, 2]);
  expect(columns.toArray()).toEqual([
    [1, 10, 100],
    [2, 20, 200],
  ]);
  expect(shared.toArray()).toBe(7);
});

test("axes that do not fit are refused", () => {
  const f = (p: { w: Tensor; b: Tensor }): Tensor => add(p.w, p.b);
  const p = { w: tensor([1, 2]), b: tensor([1, 2]) };
  expect(() => vmap(f, { inAxes: [{ w: 0 }] })(p)).toThrow(
    'vmap: inAxes[0] is {"w":0}, which does not have the form {w: ·, b: ·}; give one axis or null for a whole branch, or one for each of its parts',
  );
  expect(() => vmap(f, { inAxes: [{ w: 0, b: [0] }] })(p)).toThrow("vmap: inAxes[0].b is [0]");
  expect(() => vmap(f, { inAxes: [{ w: 0, b: "0" as unknown as number }] })(p)).toThrow(
    "vmap: inAxes[0].b must be one axis, null, or a list or an object of these of the form of the tree, got 0",
  );
  expect(() => vmap(f, { outAxes: null })(p)).toThrow(
    "vmap: outAxes is null for a result of shape [] that differs from call to call; name the axis to lay the calls along",
  );
  expect(() => vmap(f, { inAxes: [0, 0] })(p)).toThrow("vmap: inAxes has 2 entries for 1 arguments");
});
