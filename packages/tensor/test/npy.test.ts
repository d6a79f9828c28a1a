import { expect, test } from "vitest";
import { arange, reshape, tensor, readNpy, readNpz, writeNpy } from "@adjoint/tensor";
import type { Complex, DType, Shape, Tensor } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";

interface Saved {
  readonly name: string;
  readonly bytes: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: readonly (number | boolean | Complex)[];
  readonly same: boolean;
}

const fixture = readFixture<{
  arrays: readonly Saved[];
  refused: Readonly<Record<string, string>>;
  archives: Readonly<Record<"plain" | "compressed" | "lzma", string>>;
}>("npy");

const decode = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "base64"));
const file = (name: string): Uint8Array => decode(fixture.arrays.find((saved) => saved.name === name)!.bytes);

/** The numbers in storage, with the real parts before the imaginary ones. */
const storageOf = (data: Saved["data"]): number[] =>
  data.flatMap((value) => (typeof value === "object" ? [value.re, value.im] : [Number(value)]));

function expectElements(x: Tensor, { shape, dtype, data }: Pick<Saved, "shape" | "dtype" | "data">): void {
  expect(x.shape).toEqual(shape);
  expect(x.dtype).toBe(dtype);
  const [got, expected] = [Array.from(x.data), storageOf(data)];
  expect(got.map((value) => (Object.is(value, -0) ? "-0" : String(value)))).toEqual(
    expected.map((value) => (Object.is(value, -0) ? "-0" : String(value))),
  );
}

test.each(fixture.arrays.map((saved) => [saved.name, saved] as const))(
  "reads the %s that NumPy wrote",
  (_, saved) => {
    expectElements(readNpy(decode(saved.bytes)), saved);
  },
);

test.each(fixture.arrays.filter(({ same }) => same).map((saved) => [saved.name, saved] as const))(
  "writes the %s with the bytes that NumPy writes",
  (_, { bytes }) => {
    expect(Buffer.from(writeNpy(readNpy(decode(bytes)))).toString("base64")).toBe(bytes);
  },
);

test("reads bytes from the middle of a buffer, and an ArrayBuffer", () => {
  const bytes = writeNpy(reshape(arange(6), [2, 3]));
  const buffer = new Uint8Array(bytes.length + 3);
  buffer.set(bytes, 3);
  expect(readNpy(buffer.subarray(3)).toArray()).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  expect(readNpy(bytes.buffer).shape).toEqual([2, 3]);
  expect(readNpy(Buffer.from(bytes)).shape).toEqual([2, 3]);
});

test("what is read does not change with the bytes", () => {
  const bytes = writeNpy([1, 2]);
  const x = readNpy(bytes);
  bytes.fill(0);
  expect(x.toArray()).toEqual([1, 2]);
});

test("writes what stands for a tensor, and tensors that share a buffer", () => {
  expect(readNpy(writeNpy([[true], [false]])).toArray()).toEqual([[true], [false]]);
  const [a, b] = [tensor([1, 2]), tensor([3, 4])];
  expect([readNpy(writeNpy(a)).toArray(), readNpy(writeNpy(b)).toArray()]).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("every file that is cut off is refused", () => {
  for (const name of ["a matrix", "version 2", "a scalar"]) {
    const bytes = file(name);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readNpy(bytes.subarray(0, length))).toThrow(
        /readNpy: (bytes do not begin as|bytes end within the header|bytes are a .npy file of version 0|shape .* but only)/,
      );
    }
  }
});

test("bytes after the elements are refused", () => {
  const bytes = writeNpy([1, 2]);
  expect(() => readNpy(Uint8Array.of(...bytes, 0))).toThrow(
    'readNpy: shape [2] of "<f8" takes 16 bytes, but 17 follow the header',
  );
});

const headed = (dictionary: string, elements = 0, version = 1): Uint8Array => {
  const text = `\x93NUMPY${String.fromCharCode(version, 0, dictionary.length & 255, dictionary.length >> 8)}`;
  const wide = version === 1 ? "" : "\0\0";
  return Uint8Array.from(`${text}${wide}${dictionary}${"\0".repeat(elements)}`, (c) => c.charCodeAt(0));
};

test.each([
  ["{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 16, [2]],
  ["{'shape': (2, 1), 'fortran_order': True, 'descr': '<f8'}\n", 16, [2, 1]],
  ['{"descr": "<f8", "fortran_order": False, "shape": (1L, 2L)}', 16, [1, 2]],
  ["{'descr':'=i4','fortran_order':False,'shape':()}", 4, []],
])("reads the header %j", (dictionary, bytes, shape) => {
  expect(readNpy(headed(dictionary, bytes)).shape).toEqual(shape);
  expect(readNpy(headed(dictionary, bytes, 2)).shape).toEqual(shape);
});

test.each([
  ["", /the header "" is no dictionary/],
  ["['descr']", /is no dictionary/],
  ["{", /cannot be read from "" on/],
  ["{}", /must have descr, fortran_order and shape/],
  ["{'descr': '<f8', 'shape': (2,)}", /must have descr, fortran_order and shape/],
  ["{'descr': '<f8', 'fortran_order': 0, 'shape': (2,)}", /cannot be read from "'fortran_order': 0, " on/],
  ["{'descr': '<f8', 'fortran_order': False, 'shape': (-2,)}", /cannot be read from "'shape': \(-2,\)\}" on/],
  ["{'descr': '<f8', 'fortran_order': False, 'shape': 2}", /cannot be read from/],
  ["{'descr': '<f8', 'fortran_order': False, 'shape': (2 3)}", /has a shape that is no tuple of lengths/],
  ["{'descr': '<f8', 'fortran_order': False, 'shape': (2,,3)}", /has a shape that is no tuple of lengths/],
  ["{'descr': '<f8', 'fortran_order': 'no', 'shape': (2,)}", /has the entry "'fortran_order': 'no',"/],
  [
    "{'descr': '<f8', 'order': False, 'shape': (2,)}",
    /has the entry "'order': False,", which .npy files do not have/,
  ],
  ["{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} x", /cannot be read from "\} x" on/],
  ["{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}", /no tuple of lengths/],
  [
    "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
    /takes 147573952589676410000 bytes/,
  ],
  ["{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,)}", /records with named fields/],
  ["{'descr': '<q8', 'fortran_order': False, 'shape': (2,)}", /elements of the type "<q8"/],
  ["{'descr': 'constructor', 'fortran_order': False, 'shape': (2,)}", /elements of the type "constructor"/],
])("refuses the header %j", (dictionary, message) => {
  expect(() => readNpy(headed(dictionary))).toThrow(message);
});

test("refuses headers that are too long, other versions and what is no file", () => {
  expect(() => readNpy(headed("{".padEnd(10_001)))).toThrow(
    /a header of 10001 bytes; at most 10000 are read/,
  );
  expect(() => readNpy(headed("{}", 0, 4))).toThrow(/a .npy file of version 4; 1, 2 and 3 are known/);
  expect(() => readNpy(Uint8Array.of(1, 2, 3))).toThrow(/readNpy: bytes do not begin as a .npy file does/);
  expect(() => readNpy(decode(fixture.archives.plain))).toThrow(/it is an archive: use readNpz/);
  expect(() => readNpy("file.npy" as unknown as Uint8Array)).toThrow(
    /readNpy: bytes must be a Uint8Array or an ArrayBuffer, got string/,
  );
  expect(() => readNpz(null as unknown as Uint8Array)).toThrow(/readNpz: bytes must be .* got null/);
});

test.each(Object.entries(fixture.refused))("refuses %s, and says why", (name, text) => {
  expect(() => readNpy(decode(text))).toThrow(
    name === "large integers"
      ? "readNpy: element 0 is 9007199254740993, which no float64 is; convert the array with astype in NumPy"
      : /readNpy: the array has (elements of the type ".*"; numbers of up to 64 bits|records with named fields)/,
  );
});

test.each(["plain", "compressed"] as const)("reads the %s archive that NumPy wrote", (kind) => {
  const arrays = readNpz(decode(fixture.archives[kind]));
  expect(Object.keys(arrays).toSorted()).toEqual(["arr_0", "größe", "weights"]);
  expect(arrays["arr_0"]!.toArray()).toEqual([0, 1, 2]);
  expect(arrays["weights"]!.dtype).toBe("float32");
  expect(arrays["größe"]!.item()).toBe(7);
});

test.each(["plain", "compressed"] as const)(
  "refuses the %s archive with any bit of an array turned over",
  (kind) => {
    const bytes = decode(fixture.archives[kind]);
    const name = Buffer.from(bytes).indexOf("weights.npy");
    // The last bits of a compressed stream mean nothing.
    const end = Buffer.from(bytes).indexOf("PK", name) - 1;
    for (let at = name + 40; at < end; at++) {
      const turned = bytes.slice();
      turned[at]! ^= 1 << (at % 8);
      expect(() => readNpz(turned)).toThrow(
        /readNpz: the archive is damaged or cut off: nothing valid at byte/,
      );
    }
  },
);

test("refuses archives that are cut off", () => {
  const bytes = decode(fixture.archives.plain);
  for (let length = 0; length < bytes.length; length += 7) {
    expect(() => readNpz(bytes.subarray(0, length))).toThrow(/readNpz: /);
    expect(() => readNpz(bytes.subarray(length + 1))).toThrow(/readNpz: /);
  }
  expect(() => readNpz(decode(fixture.archives.lzma))).toThrow(
    'readNpz: "w.npy" is encrypted or packed by the method 14; save the arrays with numpy.savez or savez_compressed',
  );
  expect(() => readNpz(writeNpy([1]))).toThrow(/no whole .npz archive.*a single array is read by readNpy/);
});
