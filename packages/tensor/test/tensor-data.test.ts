import { MessageChannel, Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { arange, fromData, reshape, tensor, toData, zeros } from "@adjoint/tensor";
import type { Tensor, TensorData } from "@adjoint/tensor";

const hard: readonly (readonly [name: string, x: Tensor])[] = [
  ["special values", tensor([NaN, Infinity, -Infinity, -0, 0, 5e-324, 1.7976931348623157e308, 0.1])],
  ["float32", tensor(new Float32Array([0.1, -0, NaN, 1e-45]))],
  ["int32", tensor(new Int32Array([2147483647, -2147483648, 0]))],
  ["bool", tensor([true, false])],
  [
    "complex128",
    tensor([
      { re: 1, im: -0 },
      { re: NaN, im: Infinity },
    ]),
  ],
  ["a scalar", tensor(-0)],
  ["nothing", zeros([2, 0, 3])],
  ["a matrix", tensor([[1, 2, 3]])],
];

function expectSame(got: Tensor, expected: Tensor): void {
  expect(got.shape).toEqual(expected.shape);
  expect(got.dtype).toBe(expected.dtype);
  // `toEqual` of typed arrays knows NaN, but not −0.
  expect(Array.from(got.data).every((value, i) => Object.is(value, expected.data[i]))).toBe(true);
  expect(got.data.length).toBe(expected.data.length);
}

test.each(hard)("%s return from JSON exactly", (_, x) => {
  expectSame(fromData(JSON.parse(JSON.stringify(x)) as TensorData), x);
});

test.each(hard)("%s return from a structured clone exactly", (_, x) => {
  expectSame(fromData(structuredClone(toData(x))), x);
});

test("JSON spells out what it cannot hold", () => {
  expect(JSON.stringify(tensor([NaN, Infinity, -Infinity, -0, 0.5]))).toBe(
    '{"shape":[5],"dtype":"float64","data":["NaN","Infinity","-Infinity","-0",0.5]}',
  );
  expect(fromData({ shape: [3], dtype: "bool", data: [true, 0, 1] }).toArray()).toEqual([true, false, true]);
});

test("the data are a copy with a buffer of their own", () => {
  const x = arange(4);
  const data = toData(x);
  data.data[0] = 7;
  expect(x.toArray()).toEqual([0, 1, 2, 3]);
  expect(data.data.buffer.byteLength).toBe(32);
  expect(data.data.byteOffset).toBe(0);
  expect(toData([1, 2]).dtype).toBe("float64");
});

test("fromData copies unless it is told to take the array over", () => {
  const data = new Float64Array([1, 2]);
  const record = { shape: [2], dtype: "float64", data } as const;
  expect(fromData(record, { copy: false }).data).toBe(data);
  const copied = fromData(record);
  data[0] = 5;
  expect(copied.toArray()).toEqual([1, 2]);
});

test("a tensor travels to a worker and back without being copied", async () => {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     parentPort.on("message", (x) => {
       for (let i = 0; i < x.data.length; i++) x.data[i] *= 2;
       parentPort.postMessage(x, [x.data.buffer]);
     });`,
    { eval: true },
  );
  try {
    const message = toData(reshape(arange(6), [2, 3]));
    const answer = new Promise<TensorData>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    worker.postMessage(message, [message.data.buffer]);
    expect(message.data.buffer.byteLength).toBe(0);
    const received = await answer;
    const x = fromData(received, { copy: false });
    expect(x.data).toBe(received.data);
    expect(x.toArray()).toEqual([
      [0, 2, 4],
      [6, 8, 10],
    ]);
  } finally {
    await worker.terminate();
  }
});

test("tensors cut from one buffer survive the transfer of a neighbour", () => {
  const [a, b] = [arange(3), arange(3)];
  const message = toData(a);
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(message, [message.data.buffer]);
  port1.close();
  port2.close();
  expect(message.data.length).toBe(0);
  expect([a.toArray(), b.toArray()]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

test.each([
  [null, /fromData: value must be an object with shape, dtype and data, got null/],
  ["{}", /got string; JSON\.parse text first/],
  [{}, /fromData: no dtype undefined; there are complex128, float64/],
  [{ dtype: "float16", shape: [], data: [1] }, /fromData: no dtype "float16"/],
  [{ dtype: "float64", data: [1] }, /fromData: shape must be an array of lengths, got undefined/],
  [{ dtype: "float64", shape: [-1], data: [1] }, /fromData: shape \[-1\] has the length -1/],
  [{ dtype: "float64", shape: [2], data: [1] }, /shape \[2\] has 2 elements, data has 1/],
  [{ dtype: "float64", shape: [1] }, /data must be a typed array or an array of elements, got undefined/],
  [{ dtype: "float64", shape: [1], data: [null] }, /data\[0\] is null, which is no element of float64/],
  [{ dtype: "float64", shape: [1], data: ["1"] }, /data\[0\] is "1", which is no element of float64/],
  [{ dtype: "float64", shape: [1], data: ["toString"] }, /data\[0\] is "toString", which is no element/],
  [{ dtype: "float64", shape: [1], data: [true] }, /data\[0\] is true/],
  [{ dtype: "int32", shape: [1], data: [0.5] }, /data\[0\] is 0.5, which is no element of int32/],
  [{ dtype: "int32", shape: [1], data: ["NaN"] }, /data\[0\] is "NaN"/],
  [{ dtype: "int32", shape: [1], data: [2147483648] }, /data\[0\] is 2147483648/],
  [{ dtype: "bool", shape: [1], data: [2] }, /data\[0\] is 2, which is no element of bool/],
  [{ dtype: "complex128", shape: [1], data: [1] }, /data\[0\]\.re is undefined/],
  [{ dtype: "complex128", shape: [1], data: [{ re: 1, im: "x" }] }, /data\[0\]\.im is "x"/],
  [{ dtype: "float64", shape: [1], data: new Float32Array(1) }, /must be a Float64Array, got a Float32Array/],
  [
    { dtype: "complex128", shape: [1], data: new Float64Array(3) },
    /shape \[1\] has 1 elements, data has 1.5/,
  ],
])("refuses %j", (value, message) => {
  expect(() => fromData(value as unknown as TensorData)).toThrow(message);
});

test("refuses options that there are not", () => {
  expect(() => fromData(toData(1), { clone: true } as object)).toThrow(/fromData: no option clone/);
});
