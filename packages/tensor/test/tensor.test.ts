import { expect, test } from "vitest";
import { AdjointError, any, mul, ShapeError, tensor, zeros } from "@adjoint/tensor";

test("item gives the only element, of whatever rank", () => {
  expect(tensor(2.5).item()).toBe(2.5);
  expect(tensor([[7]]).item()).toBe(7);
  expect(any([true]).item()).toBe(1);
  expect(() => tensor([1, 2]).item()).toThrow(
    "item: a tensor of shape [2] has 2 elements, not one; use toArray(), or slice out the element first",
  );
  expect(() => zeros([0]).item()).toThrow(ShapeError);
});

test("toArray gives nested arrays, with booleans as booleans", () => {
  expect(
    tensor([
      [1, 2],
      [3, 4],
    ]).toArray(),
  ).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(tensor([[true], [false]]).toArray()).toEqual([[true], [false]]);
  expect(zeros([2, 0, 3]).toArray()).toEqual([[], []]);
  expect(tensor(5).toArray()).toBe(5);
});

test("toArray gives a copy", () => {
  const x = tensor([1, 2]);
  (x.toArray() as number[])[0] = 9;
  expect(x.toArray()).toEqual([1, 2]);
});

test("JSON keeps shape, dtype and every element, also those that JSON has no numbers for", () => {
  const x = tensor([
    [1.5, NaN],
    [Infinity, -Infinity],
  ]);
  const text = JSON.stringify(x);
  expect(text).toBe('{"shape":[2,2],"dtype":"float64","data":[1.5,"NaN","Infinity","-Infinity"]}');
  const { shape, dtype, data } = JSON.parse(text);
  expect(tensor(data.map(Number), { shape, dtype })).toEqual(x);
  expect(JSON.stringify(tensor([true, false]))).toBe('{"shape":[2],"dtype":"bool","data":[1,0]}');
});

test("errors carry their name, their root and the values they talk about", () => {
  let caught: unknown;
  try {
    mul([1, 2], [1, 2, 3]);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(ShapeError);
  expect(caught).toBeInstanceOf(AdjointError);
  expect(caught).toMatchObject({
    name: "ShapeError",
    details: { operation: "mul", a: [2], b: [3], axis: -1 },
  });
});
