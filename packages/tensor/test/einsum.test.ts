import { expect, test } from "vitest";
import { einsum, matmul, tensor, tensordot, zeros } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { contractionOrder } from "../src/contraction-order.ts";
import { readFixture } from "./read-fixture.ts";
import { complexWholeNumbers, wholeNumbers } from "./whole-numbers.ts";

type Contraction = readonly [
  subscripts: string,
  shapes: readonly Shape[],
  shape: Shape,
  values: readonly number[],
];

const fixture = readFixture<{
  exact: readonly Contraction[];
  int32: readonly Contraction[];
  complex: readonly Contraction[];
  tensordot: readonly (readonly [
    a: Shape,
    b: Shape,
    axes: number | [number, number],
    shape: Shape,
    values: number[],
  ])[];
}>("einsum");

const operandsOf = (shapes: readonly Shape[]): Tensor[] => shapes.map((shape, i) => wholeNumbers(i, shape));

test.each(fixture.exact)(
  "einsum %j of shapes %j gives what NumPy gives",
  (subscripts, shapes, shape, values) => {
    const result = einsum(subscripts, ...operandsOf(shapes));
    expect(result.shape).toEqual(shape);
    expect(Array.from(result.data, (value) => value + 0)).toEqual(values.map((value) => value + 0));
    expect(result.dtype).toBe("float64");
  },
);

test.each(fixture.exact)(
  "einsum %j of shapes %j in float32 stays there",
  (subscripts, shapes, shape, values) => {
    const single = operandsOf(shapes).map((x) => tensor(Float32Array.from(x.data), { shape: x.shape }));
    const result = einsum(subscripts, ...single);
    expect(result.shape).toEqual(shape);
    expect(result.dtype).toBe("float32");
    const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
    values.forEach((value, i) =>
      expect(Math.abs(result.data[i]! - value)).toBeLessThanOrEqual(1e-6 * largest),
    );
  },
);

test.each(fixture.int32)(
  "einsum %j of int32 wraps around as NumPy does",
  (subscripts, shapes, shape, values) => {
    const operands = shapes.map((form, i) => {
      const large = Int32Array.from(wholeNumbers(i, form).data, (value) => Math.imul(value, 300_000_007));
      return tensor(large, { shape: form });
    });
    const result = einsum(subscripts, ...operands);
    expect(result.dtype).toBe("int32");
    expect(result.shape).toEqual(shape);
    expect(Array.from(result.data)).toEqual(values);
  },
);

test.each(fixture.complex)("einsum %j of complex numbers is NumPy's", (subscripts, shapes, shape, values) => {
  const result = einsum(subscripts, ...shapes.map((form, i) => complexWholeNumbers(i, form)));
  expect(result.dtype).toBe("complex128");
  expect(result.shape).toEqual(shape);
  expect(Array.from(result.data, (value) => value + 0)).toEqual(values.map((value) => value + 0));
});

test("einsum counts booleans and promotes operands together", () => {
  const mask = tensor([
    [true, false],
    [true, true],
  ]);
  expect(einsum("ij->j", mask).toArray()).toEqual([2, 1]);
  expect(einsum("ij,j->i", mask, [true, true]).dtype).toBe("int32");
  expect(einsum("ii", mask).item()).toBe(2);
  expect(einsum(",i", 2, new Float32Array([1, 2])).dtype).toBe("float32");
  expect(einsum("i,i", new Int32Array([1, 2]), [0.5, 0.5]).item()).toBe(1.5);
});

test("einsum passes NaN and infinities on", () => {
  expect(einsum("i,i", [NaN, 1], [0, 1]).item()).toBeNaN();
  expect(einsum("ij,jk", [[Infinity, 1]], [[0], [1]]).item()).toBeNaN();
  expect(einsum("i->", [Infinity, 1]).item()).toBe(Infinity);
});

test.each([
  ["i+j", [[1]], /einsum: "i\+j", position 1: unexpected "\+"; subscripts are letters/],
  ["i1", [[1]], /position 1: unexpected "1"/],
  ["i.j", [[1]], /position 1: unexpected "\."/],
  ["i..j", [[1]], /position 1: unexpected "\."/],
  ["i-j", [[1]], /position 1: unexpected "-"/],
  ["i>j", [[1]], /position 1: unexpected ">"/],
  ["...i...", [[1]], /position 4: a second "\.\.\." in one term/],
  ["i->i->i", [[1]], /position 4: a second "->"/],
  ["i->i,i", [[1]], /position 4: a "," after "->"/],
  ["i->ii", [[1]], /position 4: i stands twice in the result/],
  ["i->j", [[1]], /position 3: j is in the result but in no operand/],
  ["i,j", [[1]], /"i,j" names 2 operands, got 1/],
  ["i", [[1], [1]], /"i" names 1 operands, got 2/],
  ["...i->i", [[[1]]], /has "\.\.\." in an operand, where it stands for 1 axis, but not in the result/],
  [
    "ij",
    [[1]],
    /gives operands\[0\] 2 letters \("ij"\), but it has 1 axis \(shape \[1\]\); name each axis, or write/,
  ],
  ["i", [[[1]]], /gives operands\[0\] 1 letter \("i"\), but it has 2 axes/],
  ["...ijk", [[[1]]], /gives operands\[0\] 3 letters \("\.\.\.ijk"\), but it has 2 axes/],
  [
    "ij,jk",
    [[[1, 2]], [[1], [2], [3]]],
    /j has the length 2 on axis 1 of operands\[0\] and 3 on axis 0 of operands\[1\] \(shapes \[1, 2\] and \[3, 1\]\)/,
  ],
  ["ii", [[[1, 2]]], /i has the length 1 on axis 0 of operands\[0\] and 2 on axis 1 of operands\[0\]/],
  ["i,i", [[1], [1, 2]], /a letter has one length/],
  [
    "...,...",
    [
      [1, 2],
      [1, 2, 3],
    ],
    /axis -1 of "\.\.\." has the length 2 on axis 0 of operands\[0\] and 3/,
  ],
])("einsum %j of %j is refused with the place named", (subscripts, operands, message) => {
  expect(() => einsum(subscripts, ...(operands as number[][]))).toThrow(message);
});

test("einsum without subscripts or with a string for an operand is refused", () => {
  expect(() => einsum([1, 2] as unknown as string)).toThrow(/subscripts must be a string such as/);
  expect(() => einsum("i", "x" as unknown as number)).toThrow(/einsum: operands\[0\] must be a tensor/);
});

test("einsum runs through an axis of 4096 squared and deep chains without losing exactness", () => {
  const ones = tensor(new Float64Array(4096).fill(1));
  expect(einsum("i,i,j,j", ones, ones, ones, ones).item()).toBe(4096 * 4096);
});

test("up to six operands are contracted with the fewest multiplications", () => {
  const lengths = new Map(Object.entries({ a: 10, b: 100, c: 5, d: 50 }));
  const chain = [
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
  ];
  // (AB)C takes 7500 multiplications, A(BC) takes 75000 (Cormen et al., Introduction to Algorithms, 15.2).
  expect(contractionOrder(chain, ["a", "d"], lengths)).toEqual([
    [0, 1],
    [3, 2],
  ]);
  const reversed = new Map(Object.entries({ a: 50, b: 5, c: 100, d: 10 }));
  expect(contractionOrder(chain, ["a", "d"], reversed)).toEqual([
    [1, 2],
    [0, 3],
  ]);
});

test("the chain of six matrices of the textbook takes the textbook's 15125 multiplications", () => {
  const dimensions = [30, 35, 15, 5, 10, 20, 25];
  const names = Array.from("abcdefg");
  const lengths = new Map(names.map((name, i) => [name, dimensions[i]!]));
  const labels = names.slice(0, 6).map((name, i) => [name, names[i + 1]!]);
  const values: string[][] = [...labels];
  let multiplications = 0;
  for (const [i, j] of contractionOrder(labels, ["a", "g"], lengths)) {
    const all = [...new Set([...values[i]!, ...values[j]!])];
    multiplications += all.reduce((product, name) => product * lengths.get(name)!, 1);
    values.push(all.filter((name) => !(values[i]!.includes(name) && values[j]!.includes(name))));
  }
  expect(multiplications).toBe(15125);
});

test("a chain of twelve matrices, ordered greedily, is their product", () => {
  const names = Array.from("abcdefghijklm");
  const matrices = names.slice(1).map((_, i) => wholeNumbers(i, [2 + (i % 3), 2 + ((i + 1) % 3)]));
  const subscripts = names.slice(1).map((name, i) => `${names[i]}${name}`);
  const product = matrices.reduce((a, b) => matmul(a, b));
  expect(einsum(`${subscripts.join(",")}->am`, ...matrices).toArray()).toEqual(product.toArray());
});

test.each(fixture.tensordot)("tensordot of %j and %j over %j is NumPy's", (a, b, axes, shape, values) => {
  const result = tensordot(wholeNumbers(0, a), wholeNumbers(1, b), { axes });
  expect(result.shape).toEqual(shape);
  expect(Array.from(result.data, (value) => value + 0)).toEqual(values.map((value) => value + 0));
});

test("tensordot refuses axes that do not pair", () => {
  const [a, b] = [zeros([2, 3]), zeros([4, 3])];
  expect(() => tensordot(a, b, { axes: 1 })).toThrow(
    "tensordot: axis 1 of a is 3, axis 0 of b is 4 (a is [2, 3], b is [4, 3]); paired axes must be equally long",
  );
  expect(() => tensordot(a, b, { axes: 3 })).toThrow(/axes must be a count from 0 to 2/);
  expect(() => tensordot(a, b, { axes: -1 })).toThrow(/axes must be a count/);
  expect(() => tensordot(a, b, { axes: [[0, 1], [1]] })).toThrow(/two equally long lists of distinct axes/);
  expect(() =>
    tensordot(a, b, {
      axes: [
        [1, 1],
        [1, 1],
      ],
    }),
  ).toThrow(/distinct/);
  expect(() => tensordot(a, b, { axes: [2, 1] })).toThrow(/tensordot: no axis 2 in a tensor of rank 2/);
  expect(() => tensordot(a, b, { axis: 1 } as object)).toThrow(/tensordot: no option axis/);
});
