import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { add, arange, asTensor, DTypeError, reshape, ShapeError, tensor } from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";

/** What a caller without types may pass. */
const untyped = (value: unknown): TensorLike => value as TensorLike;

test("numbers and booleans become scalars", () => {
  expect(tensor(3)).toMatchObject({ shape: [], dtype: "float64" });
  expect(tensor(-0).data).toEqual(Float64Array.of(-0));
  expect(tensor(true)).toMatchObject({ shape: [], dtype: "bool" });
  expect(tensor(true).toArray()).toBe(true);
  expect(tensor(false).toArray()).toBe(false);
  expect(tensor(NaN).item()).toBeNaN();
});

test("nested arrays give their lengths as the shape", () => {
  expect(tensor([1, 2, 3]).shape).toEqual([3]);
  expect(
    tensor([
      [[1], [2]],
      [[3], [4]],
      [[5], [6]],
    ]).shape,
  ).toEqual([3, 2, 1]);
  expect(
    tensor([
      [1, 2],
      [3, 4],
    ]).data,
  ).toEqual(Float64Array.of(1, 2, 3, 4));
});

test("empty arrays have axes of length 0", () => {
  expect(tensor([])).toMatchObject({ shape: [0], dtype: "float64", size: 0 });
  expect(tensor([[]]).shape).toEqual([1, 0]);
  expect(tensor([[], [], []]).shape).toEqual([3, 0]);
  expect(tensor([[[]], [[]]]).shape).toEqual([2, 1, 0]);
  expect(tensor([[]]).toArray()).toEqual([[]]);
});

test("booleans stay booleans unless a number is among them", () => {
  expect(tensor([[true], [false]]).dtype).toBe("bool");
  expect(tensor([true, 2])).toMatchObject({ dtype: "float64" });
  expect(tensor([true, 2]).toArray()).toEqual([1, 2]);
});

test.each([
  [Float64Array.of(1.5, -2), "float64", [1.5, -2]],
  [Float32Array.of(1.5, -2), "float32", [1.5, -2]],
  [Int32Array.of(1, -2147483648), "int32", [1, -2147483648]],
  [Int16Array.of(1, -2), "int32", [1, -2]],
  [Uint16Array.of(1, 65535), "int32", [1, 65535]],
  [Int8Array.of(1, -128), "int32", [1, -128]],
  [Uint8Array.of(1, 255), "int32", [1, 255]],
  [Uint8ClampedArray.of(1, 300), "int32", [1, 255]],
  [Uint32Array.of(1, 4294967295), "float64", [1, 4294967295]],
  [Buffer.from([7, 200]), "int32", [7, 200]],
  [new Float64Array(0), "float64", []],
] as const)("the typed array %o becomes %s", (array, dtype, values) => {
  const x = tensor(array);
  expect(x.dtype).toBe(dtype);
  expect(x.shape).toEqual([values.length]);
  expect(x.toArray()).toEqual(values);
});

test("a view sees only its part of the buffer", () => {
  const buffer = Float32Array.of(1, 2, 3, 4).buffer;
  expect(tensor(new Float32Array(buffer, 4, 2)).toArray()).toEqual([2, 3]);
});

test("arrays from another realm are understood", () => {
  expect(tensor(untyped(runInNewContext("[[1, 2], [3, 4]]"))).toArray()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  const foreign = tensor(untyped(runInNewContext("new Float32Array([1, 2])")));
  expect(foreign.dtype).toBe("float32");
  expect(foreign.data).toBeInstanceOf(Float32Array);
});

test("tensors and typed arrays inside arrays are stacked", () => {
  expect(tensor([tensor([1, 2]), [3, 4]]).toArray()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(tensor([[3, 4], tensor([1, 2])]).toArray()).toEqual([
    [3, 4],
    [1, 2],
  ]);
  expect(tensor([Float64Array.of(1, 2), Float64Array.of(3, 4)]).shape).toEqual([2, 2]);
  expect(
    tensor([
      [tensor(1), 2],
      [3, tensor(4)],
    ]).toArray(),
  ).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(tensor([[tensor([1])], [tensor([2])]]).shape).toEqual([2, 1, 1]);
});

test("a number beside tensors takes their dtype where it can", () => {
  const single = tensor(Float32Array.of(1), { shape: [] });
  const integer = tensor(1, { dtype: "int32" });
  expect(tensor([single, 0.5]).dtype).toBe("float32");
  expect(tensor([2, integer]).dtype).toBe("int32");
  expect(tensor([2.5, integer]).dtype).toBe("float64");
  expect(tensor([2, tensor(true)]).dtype).toBe("float64");
  expect(tensor([integer, tensor(true)]).dtype).toBe("int32");
  expect(tensor([single, integer]).dtype).toBe("float64");
});

test.each([
  [[[1, 2], [3]], "tensor: data is ragged: data[1] has the length 1, data[0] has the length 2"],
  [[[1], [2, 3]], "tensor: data is ragged: data[1] has the length 2, data[0] has the length 1"],
  [[[], [1]], "tensor: data is ragged: data[1] has the length 1, data[0] has the length 0"],
  [[1, [2]], "tensor: data is ragged: data[1] has the length 1, data[0] is a number"],
  [[[1], 2], "tensor: data is ragged: data[1] is a number, data[0] has the length 1"],
  [[[[1, 2]], [[3]]], "tensor: data is ragged: data[1][0] has the length 1, data[0][0] has the length 2"],
])("the ragged array %j is refused", (data, message) => {
  expect(() => tensor(data)).toThrow(ShapeError);
  expect(() => tensor(data)).toThrow(`${message}; nested arrays must have equal lengths`);
});

test("stacking tensors of different shapes is refused", () => {
  expect(() => tensor([tensor([1, 2]), 3])).toThrow(
    "tensor: data is ragged: data[1] is a number, data[0] has the length 2; nested arrays must have equal lengths",
  );
});

class Custom {
  readonly x = 1;
}

test.each([
  ["text", 'got the string "text"'],
  [null, "got null"],
  [undefined, "got undefined"],
  [{ shape: [2], data: [1, 2] }, "got an object with the keys shape, data"],
  [new Custom(), "got an object with the keys x"],
  [new Map(), "got an object with the keys (none)"],
  [{ re: [1], im: [2] }, "got an object with the keys re, im; if these are tensors, use complex(re, im)"],
  [Promise.resolve(1), "got a Promise; await it first"],
  [() => 1, "got a function"],
  [1n, "got a bigint 1"],
  [Symbol("s"), "got a symbol Symbol(s)"],
  [BigInt64Array.of(1n), "got a BigInt64Array; convert it with Float64Array.from(x, Number)"],
  [new BigUint64Array(0), "got a BigUint64Array; convert it with Float64Array.from(x, Number)"],
  [new DataView(new ArrayBuffer(8)), "got a DataView"],
])("%o is no tensor", (value, reason) => {
  const expected = "must be a tensor, a number, a boolean, a typed array or nested arrays of these";
  expect(() => tensor(untyped(value))).toThrow(DTypeError);
  expect(() => tensor(untyped(value))).toThrow(`tensor: data ${expected}, ${reason}`);
  expect(() => add(1, untyped(value))).toThrow(`add: b ${expected}, ${reason}`);
  expect(() =>
    tensor(
      untyped([
        [1, 2],
        [3, value],
      ]),
    ),
  ).toThrow(`tensor: data[1][1] ${expected}, ${reason}`);
});

test("holes in an array are named by their place", () => {
  // eslint-disable-next-line no-sparse-arrays
  expect(() => tensor(untyped([1, , 3]))).toThrow("tensor: data[1] must be a tensor");
});

test("an array that contains itself is refused instead of followed for ever", () => {
  const endless: unknown[] = [];
  endless.push(endless);
  expect(() => tensor(untyped(endless))).toThrow("tensor: data is nested more than 64 arrays deep");
});

test("later writes to the data do not reach the tensor", () => {
  const typed = Float64Array.of(1, 2);
  const nested = [[1, 2]];
  const made = [tensor(typed), asTensor("test", "x", typed), reshape(typed, [2, 1]), tensor(nested)];
  typed[0] = 99;
  nested[0]![0] = 99;
  for (const x of made) expect(x.data[0]).toBe(1);
});

test("later writes to a shape do not reach the tensor", () => {
  const shape = [2, 2];
  const x = tensor([1, 2, 3, 4], { shape });
  const y = reshape(arange(4), shape);
  shape[0] = 7;
  expect([x.shape, y.shape]).toEqual([
    [2, 2],
    [2, 2],
  ]);
});

test("a shape is given to flat data only, and must be filled", () => {
  expect(tensor([1, 2, 3, 4, 5, 6], { shape: [2, 3] }).toArray()).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(tensor(Int32Array.of(1, 2), { shape: [2, 1] }).dtype).toBe("int32");
  expect(tensor([], { shape: [0, 3] }).shape).toEqual([0, 3]);
  expect(tensor([[1, 2]], { shape: [1, 2] }).shape).toEqual([1, 2]);
  expect(() => tensor([1, 2, 3], { shape: [2, 2] })).toThrow(
    "tensor: data of shape [3] cannot be given the shape [2, 2]; flat data with 4 elements is needed",
  );
  expect(() =>
    tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { shape: [4] },
    ),
  ).toThrow(ShapeError);
  expect(() => tensor([1, 2], { shape: [-1] })).toThrow(
    "tensor: shape [-1] has the length -1; lengths are integers from 0",
  );
});

test("a dtype converts", () => {
  expect(tensor([0.1], { dtype: "float32" }).item()).toBe(Math.fround(0.1));
  expect(tensor([1.9, -1.9], { dtype: "int32" }).toArray()).toEqual([1, -1]);
  expect(tensor([0, -0, 0.5, NaN], { dtype: "bool" }).toArray()).toEqual([false, false, true, true]);
  expect(tensor(Uint8Array.of(0, 1, 2), { dtype: "bool" }).toArray()).toEqual([false, true, true]);
  expect(tensor([true, false], { dtype: "float64" }).toArray()).toEqual([1, 0]);
});

test("an unknown dtype is refused", () => {
  const options = { dtype: "float16" as "float32" };
  expect(() => tensor([1], options)).toThrow(
    'tensor: no dtype "float16"; there are complex128, float64, float32, int32, bool',
  );
});

test.each([NaN, Infinity, -Infinity, 2147483648, -2147483649, 1e300])(
  "%d does not fit into int32 and is refused instead of wrapped",
  (value) => {
    expect(() => tensor([0, value], { dtype: "int32" })).toThrow(
      `tensor: ${value} does not fit into int32, which runs from -2147483648 to 2147483647; use float64`,
    );
  },
);

test("what truncates into int32 fits", () => {
  expect(tensor([2147483647.9, -2147483648.9], { dtype: "int32" }).toArray()).toEqual([
    2147483647, -2147483648,
  ]);
});
