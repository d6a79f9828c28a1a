import { expect, test } from "vitest";
import {
  abs,
  acos,
  acosh,
  add,
  all,
  angle,
  any,
  asin,
  asinh,
  astype,
  atan,
  atanh,
  complex,
  conj,
  convolve,
  cos,
  cosh,
  div,
  dot,
  DTypeError,
  einsum,
  equal,
  exp,
  expm1,
  eye,
  fromData,
  full,
  imag,
  isFinite,
  isNaN,
  linspace,
  log,
  log10,
  log1p,
  log2,
  logicalNot,
  matmul,
  mean,
  mul,
  neg,
  notEqual,
  ones,
  outer,
  pow,
  prod,
  real,
  reciprocal,
  sin,
  sinh,
  sqrt,
  square,
  std,
  sub,
  sum,
  tan,
  tanh,
  Tensor,
  tensor,
  variance,
  zeros,
} from "@adjoint/tensor";
import type { Complex, Shape, TensorLike } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";
import { ulpDistance } from "./ulp-distance.ts";

type Unary = (x: TensorLike) => Tensor;
type Binary = (a: TensorLike, b: TensorLike) => Tensor;
type Pair = readonly [re: number, im: number];
type Value = Pair | number | boolean;

const fixture = readFixture<{
  values: Record<string, [z: Pair, w: Pair][]>;
  binary: Record<string, [a: Pair, b: Pair, w: Pair][]>;
  special: Record<string, [z: Pair, w: Value][]>;
  specialPairs: Record<string, [a: Pair, b: Pair, w: Value][]>;
  x: unknown;
  reductions: [name: string, axis: number | number[] | "all", keepDims: boolean, result: unknown][];
  matrices: Record<string, unknown>;
  texts: [shape: Shape, data: Pair[] | "range", text: string][];
}>("complex");

const unary: Record<string, Unary> = {
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  expm1,
  log10,
  log1p,
  log2,
  angle,
  conj,
  cos,
  cosh,
  exp,
  imag,
  isFinite,
  isNaN,
  log,
  logicalNot,
  neg,
  real,
  reciprocal,
  sin,
  sinh,
  sqrt,
  square,
  tan,
  tanh,
};
const binary: Record<string, Binary> = { add, div, equal, mul, notEqual, pow, sub };
const toComplex = ([re, im]: Pair): Complex => ({ re, im });

/** The greatest error of the parts in ulps, and of the whole relative to its magnitude. */
function errorOf(got: Complex, [x, y]: Pair): { parts: number; whole: number } {
  const parts = Math.max(ulpDistance(got.re, x), ulpDistance(got.im, y));
  // Scaled, because a magnitude of 10³⁰⁰ has no square.
  const scale = Math.max(Math.abs(x), Math.abs(y));
  if (scale === 0) return { parts, whole: parts === 0 ? 0 : Infinity };
  const off = Math.hypot((got.re - x) / scale, (got.im - y) / scale);
  return { parts, whole: off / Math.hypot(x / scale, y / scale) };
}

function elementsOf(x: Tensor): Complex[] {
  return astype(x, "complex128").toArray() as unknown as Complex[];
}

/** Within how many ulps each part is of mpmath's. */
const bounds: readonly (readonly [name: string, ulps: number])[] = [
  ["exp", 2],
  ["log", 2],
  ["sqrt", 2],
  ["sin", 3],
  ["cos", 3],
  ["tan", 4],
  ["sinh", 3],
  ["cosh", 3],
  ["tanh", 4],
  ["expm1", 3],
  ["log2", 3],
  ["log10", 3],
  ["asin", 3],
  ["acos", 3],
  ["atan", 4],
  ["asinh", 3],
  ["acosh", 3],
  ["atanh", 4],
  ["reciprocal", 3],
  ["square", 1],
  ["abs", 1],
  ["angle", 1],
];

test.each(bounds)("both parts of %s are within its ulps of mpmath", (name, ulps) => {
  const cases = fixture.values[name]!;
  expect(cases.length).toBeGreaterThan(40);
  const values = elementsOf(unary[name]!(cases.map(([z]) => toComplex(z))));
  cases.forEach(([z, w], i) => {
    expect(errorOf(values[i]!, w).parts, `${name}(${z.join(", ")})`).toBeLessThanOrEqual(ulps);
  });
});

test.each([
  ["mul", 3e-16],
  ["div", 5e-16],
  ["pow", 4e-15],
])("%s is off by little relative to its magnitude, also where naive division overflows", (name, bound) => {
  for (const [a, b, w] of fixture.binary[name]!) {
    const [value] = elementsOf(binary[name]!([toComplex(a)], [toComplex(b)]));
    expect(errorOf(value!, w).whole, `${name}(${a.join(", ")}; ${b.join(", ")})`).toBeLessThanOrEqual(bound);
  }
});

test("log1p is off by little relative to its magnitude, also where its real part cancels", () => {
  const cases = fixture.values["log1p"]!;
  const values = elementsOf(log1p(cases.map(([z]) => toComplex(z))));
  cases.forEach(([z, w], i) =>
    expect(errorOf(values[i]!, w).whole, `log1p(${z.join(", ")})`).toBeLessThan(4e-16),
  );
});

test("expm1 treats infinities and NaN as exp does", () => {
  for (const [z] of fixture.special["exp"]!.filter(
    ([[x, y]]) => !Number.isFinite(x) || !Number.isFinite(y),
  )) {
    const value = expm1(toComplex(z)).toArray() as unknown as Complex;
    const power = exp(toComplex(z)).toArray() as unknown as Complex;
    expect(value).toEqual({ re: power.re - 1, im: power.im });
  }
});

/** The same number, up to last digits, and up to the sign where NaN is about: C99 leaves that open. */
function isSamePart(actual: number, expected: number, open: boolean): boolean {
  if (Object.is(actual, expected)) return true;
  if (open) return Math.abs(actual) === Math.abs(expected);
  return expected !== 0 && ulpDistance(actual, expected) <= 2;
}

function expectSame(actual: unknown, expected: Value, inputs: readonly number[], message: string): void {
  const isOpen = (other: number): boolean => [other, ...inputs].some(Number.isNaN);
  if (Array.isArray(expected)) {
    const { re, im } = actual as Complex;
    const [x, y] = expected as Pair;
    const same = isSamePart(re, x, isOpen(y)) && isSamePart(im, y, isOpen(x));
    expect(same, `${message} = ${re}, ${im}, not ${x}, ${y}`).toBe(true);
  } else if (typeof expected === "boolean") expect(actual, message).toBe(expected);
  else
    expect(isSamePart(actual as number, expected as number, false), `${message} = ${String(actual)}`).toBe(
      true,
    );
}

test.each(Object.keys(fixture.special))("%s treats zeros, infinities and NaN as NumPy does", (name) => {
  for (const [z, w] of fixture.special[name]!) {
    expectSame(unary[name]!(toComplex(z)).toArray(), w, z, `${name}(${z.join(", ")})`);
  }
});

test.each(Object.keys(fixture.specialPairs))("%s treats zeros, infinities and NaN as NumPy does", (name) => {
  for (const [a, b, w] of fixture.specialPairs[name]!) {
    const value = binary[name]!(toComplex(a), toComplex(b)).toArray();
    expectSame(value, w, [], `${name}(${a.join(", ")}; ${b.join(", ")})`);
  }
});

test("branch cuts are continuous from the side that the sign of zero names", () => {
  const above = { re: -4, im: 0 };
  const below = { re: -4, im: -0 };
  expect(sqrt([above, below]).toArray()).toEqual([
    { re: 0, im: 2 },
    { re: 0, im: -2 },
  ]);
  expect(angle([above, below]).toArray()).toEqual([Math.PI, -Math.PI]);
  expect(imag(log([above, below])).toArray()).toEqual([Math.PI, -Math.PI]);
});

/** Nested arrays in which a pair of numbers at the end is a complex number. */
function complexOf(nested: unknown): TensorLike {
  const isPair = Array.isArray(nested) && nested.length === 2 && nested.every((x) => typeof x === "number");
  if (isPair) return toComplex(nested as unknown as Pair);
  return Array.isArray(nested) ? nested.map(complexOf) : (nested as number | boolean);
}

function expectNear(actual: Tensor, expected: Tensor): void {
  expect([actual.shape, actual.dtype]).toEqual([expected.shape, expected.dtype]);
  expected.data.forEach((value, i) => expect(Math.abs(actual.data[i]! - value)).toBeLessThan(1e-13));
}

test("reductions agree with NumPy", () => {
  const reductions = { sum, prod, mean, variance, std, any, all };
  const x = tensor(complexOf(fixture.x));
  for (const [name, axis, keepDims, expected] of fixture.reductions) {
    const options = { keepDims, ...(axis === "all" ? {} : { axis }) };
    const real = name === "variance" || name === "std";
    const result = reductions[name as keyof typeof reductions](x, options);
    expectNear(result, tensor(real ? (expected as TensorLike) : complexOf(expected)));
  }
});

test("products of matrices and vectors agree with NumPy", () => {
  const { a, b, v, ...expected } = Object.fromEntries(
    Object.entries(fixture.matrices).map(([name, value]) => [name, tensor(complexOf(value))]),
  ) as Record<string, Tensor>;
  const column = tensor((b!.toArray() as Complex[][]).map(([first]) => first!));
  expectNear(matmul(a!, b!), expected["matmul"]!);
  expectNear(matmul(a!, v!), expected["matvec"]!);
  expectNear(dot(v!, v!), expected["dot"]!);
  expectNear(outer(v!, v!), expected["outer"]!);
  expectNear(convolve(v!, column), expected["convolve"]!);
  expectNear(einsum("bij,jk->kbi", a!, b!), expected["einsum"]!);
});

test("text is laid out as NumPy prints it", () => {
  for (const [shape, data, text] of fixture.texts) {
    const pairs = data === "range" ? Array.from({ length: 1001 }, (_, i): Pair => [i, i]) : data;
    const x = new Tensor(shape, "complex128", Float64Array.from(pairs.flat()));
    expect(String(x)).toBe(text);
  }
});

test("complex numbers go in and out of tensors, alone, nested and as JSON", () => {
  const z = tensor([
    [{ re: 1, im: 2 }, 3],
    [true, { re: 0, im: -1 }],
  ]);
  expect([z.dtype, z.size, z.data.length]).toEqual(["complex128", 4, 8]);
  expect(z.toArray()).toEqual([
    [
      { re: 1, im: 2 },
      { re: 3, im: 0 },
    ],
    [
      { re: 1, im: 0 },
      { re: 0, im: -1 },
    ],
  ]);
  expect(tensor({ re: 1, im: 2 }).toArray()).toEqual({ re: 1, im: 2 });
  expect(tensor([tensor([1, 2]), complex([0, 0], 1)]).dtype).toBe("complex128");
  const special = tensor([
    { re: NaN, im: -0 },
    { re: -Infinity, im: 1 },
  ]);
  for (const x of [z, special, tensor([], { dtype: "complex128" })]) {
    const back = fromData(JSON.parse(JSON.stringify(x)) as never);
    expect([back.shape, back.dtype, back.data]).toEqual([x.shape, x.dtype, x.data]);
  }
});

test("what makes tensors makes complex ones", () => {
  const dtype = "complex128";
  expect(zeros([2], { dtype }).toArray()).toEqual([
    { re: 0, im: 0 },
    { re: 0, im: 0 },
  ]);
  expect(ones([2], { dtype }).toArray()).toEqual([
    { re: 1, im: 0 },
    { re: 1, im: 0 },
  ]);
  expect(full([2], { re: 1, im: 2 }).toArray()).toEqual([
    { re: 1, im: 2 },
    { re: 1, im: 2 },
  ]);
  expect(real(eye(2, 3, { dtype })).toArray()).toEqual(eye(2, 3).toArray());
  expect(real(linspace(0, 1, 3, { dtype })).toArray()).toEqual([0, 0.5, 1]);
  expect(complex(Float32Array.of(0.5), tensor([1], { dtype: "int32" })).toArray()).toEqual([
    { re: 0.5, im: 1 },
  ]);
});

test("imaginary parts are never dropped in silence", () => {
  const z = complex([1, 2], 3);
  for (const dtype of ["float64", "float32", "int32"] as const) {
    expect(() => astype(z, dtype)).toThrow(`astype: x is complex128, and as ${dtype} it would lose`);
    expect(() => tensor([{ re: 1, im: 0 }], { dtype })).toThrow(DTypeError);
    expect(() => full([1], { re: 1, im: 0 }, { dtype })).toThrow(DTypeError);
  }
  expect(() => complex(z, 1)).toThrow("complex: re is complex128");
  expect(() => complex(1, 2).item()).toThrow("real(x).item()");
  expect(astype([z.toArray(), [0, 0]] as TensorLike, "bool").toArray()).toEqual([
    [true, true],
    [false, false],
  ]);
});

test("the parts of real tensors are themselves and zeros of their dtype", () => {
  for (const dtype of ["float64", "float32", "int32", "bool"] as const) {
    const x = tensor([1, 0], { dtype });
    expect([real(x), conj(x)]).toEqual([x, x]);
    expect([imag(x).dtype, imag(x).data.every((value) => value === 0)]).toEqual([dtype, true]);
  }
  expect(angle([-1, 2]).toArray()).toEqual([Math.PI, 0]);
});
