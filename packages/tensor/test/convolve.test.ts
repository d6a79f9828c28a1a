import { expect, test } from "vitest";
import { convolve, flip, tensor, zeros } from "@adjoint/tensor";
import type { ConvolveOptions, Shape } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";
import { complexWholeNumbers, wholeNumbers } from "./whole-numbers.ts";

type Mode = NonNullable<ConvolveOptions["mode"]>;

const fixture = readFixture<{
  line: readonly (readonly [n: number, k: number, mode: Mode, values: number[]])[];
  plane: readonly (readonly [x: Shape, k: Shape, mode: Mode, shape: Shape, values: number[]])[];
  complex: readonly (readonly [n: number, k: number, mode: Mode, values: number[]])[];
  channels: readonly (readonly [
    x: Shape,
    k: Shape,
    stride: number | number[],
    shape: Shape,
    values: number[],
    ofX: number[],
    ofKernel: number[],
  ])[];
}>("convolve");

const plain = (values: ArrayLike<number>): number[] => Array.from(values, (value) => value + 0);

test.each(fixture.line)("a vector of %i with a kernel of %i, %s, as numpy.convolve", (n, k, mode, values) => {
  const [x, kernel] = [wholeNumbers(0, [n]), wholeNumbers(1, [k])];
  expect(plain(convolve(x, kernel, { mode }).data)).toEqual(plain(values));
  const [whole, weights] = [Int32Array.from(x.data), Int32Array.from(kernel.data)];
  const integers = convolve(whole, weights, { mode });
  expect(integers.dtype).toBe("int32");
  expect(plain(integers.data)).toEqual(plain(values));
  const single = convolve(Float32Array.from(x.data), Float32Array.from(kernel.data), { mode });
  expect(single.dtype).toBe("float32");
  expect(plain(single.data)).toEqual(plain(values));
});

test.each(fixture.complex)("%i complex numbers with a kernel of %i, %s, as NumPy", (n, k, mode, values) => {
  const result = convolve(complexWholeNumbers(0, [n]), complexWholeNumbers(1, [k]), { mode });
  expect(result.dtype).toBe("complex128");
  expect(plain(result.data)).toEqual(plain(values));
});

test.each(fixture.plane)(
  "a matrix %j with a kernel %j, %s, as scipy.signal",
  (form, k, mode, shape, values) => {
    const result = convolve(wholeNumbers(0, form), wholeNumbers(1, k), { mode });
    expect(result.shape).toEqual(shape);
    expect(plain(result.data)).toEqual(plain(values));
  },
);

test.each(fixture.channels)(
  "channels %j with %j, stride %j, flipped, as torch",
  (form, k, stride, shape, values) => {
    const kernel = wholeNumbers(1, k);
    const axes = k.length === 4 ? [-2, -1] : -1;
    const options = { mode: "valid", channels: true, stride } as const;
    const result = convolve(wholeNumbers(0, form), flip(kernel, axes), options);
    expect(result.shape).toEqual(shape);
    expect(plain(result.data)).toEqual(plain(values));
  },
);

test("axes before those of the kernel are a batch", () => {
  const x = wholeNumbers(0, [2, 3, 5]);
  const rows = convolve(x, [1, -2], { mode: "same" });
  expect(rows.shape).toEqual([2, 3, 5]);
  const line = x.data.subarray(10, 15);
  expect(Array.from(rows.data.subarray(10, 15))).toEqual(
    Array.from(convolve(line, [1, -2], { mode: "same" }).data),
  );
  expect(convolve(x, [[1, 2, 3]]).shape).toEqual([2, 3, 7]);
  expect(convolve(zeros([0, 4]), [1, 2]).shape).toEqual([0, 5]);
  expect(convolve(zeros([2, 0, 4]), zeros([3, 0, 2]), { channels: true }).toArray()).toEqual(
    zeros([2, 3, 5]).toArray(),
  );
  expect(convolve(zeros([2, 1, 4]), zeros([0, 1, 2]), { channels: true }).shape).toEqual([2, 0, 5]);
});

test("infinities and NaN reach only the places that meet them", () => {
  expect(convolve([1, 2], [Infinity, 1]).toArray()).toEqual([Infinity, Infinity, 2]);
  expect(convolve([1, NaN, 2], [1, 1]).toArray()).toEqual([1, NaN, NaN, 2]);
  expect(convolve([0, 1], [Infinity], { mode: "same" }).toArray()).toEqual([NaN, Infinity]);
  const outputs = tensor([Infinity, 1, 1, 1, 1, 1, 1, 1], { shape: [4, 1, 2] });
  expect(convolve([[1, 2]], outputs, { channels: true }).toArray()).toEqual([
    [Infinity, Infinity, 2],
    [1, 3, 2],
    [1, 3, 2],
    [1, 3, 2],
  ]);
});

test("int32 wraps around, booleans count", () => {
  expect(convolve(new Int32Array([65537, 1]), new Int32Array([65537, 65536])).toArray()).toEqual([
    131073,
    65537 + 65536,
    65536,
  ]);
  const counted = convolve([true, true, false], [true, true]);
  expect(counted.dtype).toBe("int32");
  expect(counted.toArray()).toEqual([1, 2, 1, 0]);
});

test("long rows and long kernels agree with the sum that defines a convolution", () => {
  const x = wholeNumbers(0, [2500]).data;
  const kernel = wholeNumbers(1, [37]).data;
  const expected = (at: number): number => {
    let total = 0;
    for (let j = Math.max(0, at - 36); j <= Math.min(at, 2499); j++) total += x[j]! * kernel[at - j]!;
    return total;
  };
  const full = convolve(x, kernel);
  expect(Array.from(full.data, (value) => value + 0)).toEqual(
    Array.from({ length: 2536 }, (_, i) => expected(i) + 0),
  );
  expect(Array.from(convolve(kernel, x, { mode: "valid" }).data)).toEqual(
    Array.from(full.data.subarray(36, 2500)),
  );
});

test("a product that is done in several parts equals the rows one by one", () => {
  const x = wholeNumbers(0, [3, 70, 90]);
  const kernels = wholeNumbers(1, [5, 3, 4, 9]);
  const together = convolve(x, kernels, { channels: true, mode: "same" });
  for (let o = 0; o < 5; o++) {
    const one = tensor(kernels.data.slice(o * 108, (o + 1) * 108), { shape: [1, 3, 4, 9] });
    const alone = convolve(x, one, { channels: true, mode: "same" });
    expect(Array.from(together.data.subarray(o * 6300, (o + 1) * 6300))).toEqual(Array.from(alone.data));
  }
});

test.each([
  [
    [1, 2],
    3,
    {},
    /convolve: kernel must have the shape \[k\] or \[h, k\]; use vmap .*\(x is \[2\], kernel is \[\]\)/,
  ],
  [[1, 2], zeros([1, 1, 1]), {}, /kernel must have the shape \[k\] or \[h, k\]/],
  [[1, 2], [1], { channels: true }, /kernel must have the shape \[outputs, channels, k\] or/],
  [[1, 2], [[1]], {}, /x must have at least 2 axes for such a kernel; add them with expandDims \(x is \[2\]/],
  [[], [1], {}, /x and kernel must not be empty along the last axis \(x is \[0\], kernel is \[1\]\)/],
  [[[1]], [[]], {}, /must not be empty along the last two axes/],
  [
    zeros([2, 4]),
    zeros([3, 5, 2]),
    { channels: true },
    /the channels differ: axis 0 of x is 2, axis 1 of kernel is 5/,
  ],
  [[1], [1], { mode: "wrap" }, /mode must be "full", "same" or "valid", got "wrap"/],
  [[1], [1], { stride: 0 }, /stride must be a positive integer, or one for each of the 1 axes/],
  [[1], [1], { stride: [1, 2] }, /stride must be .* got \[1,2\]/],
  [[1], [1], { pad: 1 }, /convolve: no option pad; the options are mode, channels, stride/],
  ["x", [1], {}, /convolve: x must be a tensor/],
  [[1], "x", {}, /convolve: kernel must be a tensor/],
])("convolve of %j with %j and %j is refused", (x, kernel, options, message) => {
  expect(() => convolve(x as number[], kernel as number[], options as ConvolveOptions)).toThrow(message);
});
