import { readFileSync } from "node:fs";
import { grad, hvp, vmap } from "@adjoint/autodiff";
import { eig, eigvals, LinAlgError } from "@adjoint/linalg";
import {
  abs,
  add,
  complex,
  conj,
  exp,
  expandDims,
  eye,
  imag,
  matmul,
  max,
  mul,
  pow,
  real,
  sin,
  slice,
  sqrt,
  square,
  sub,
  sum,
  tensor,
} from "@adjoint/tensor";
import type { Complex, Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import type { EigOptions } from "@adjoint/linalg";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { randomMatrix } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { squareCases } from "./support/square-cases.ts";

interface DerivativeCase {
  readonly function: string;
  readonly x: TensorLike;
  readonly weights: readonly TensorLike[];
  readonly direction: TensorLike;
  readonly value: number;
  readonly gradient: TensorLike;
  readonly hvp: TensorLike;
}

const fixture = JSON.parse(readFileSync(new URL("fixtures/eig.json", import.meta.url), "utf8")) as {
  readonly eigenvalues: readonly {
    readonly name: string;
    readonly a: TensorLike;
    readonly values: readonly Complex[];
    readonly conditions: readonly (number | null)[];
  }[];
  readonly derivatives: readonly DerivativeCase[];
};

const scaleOf = (a: Tensor): number => {
  if (a.size === 0) return 1;
  const largest = max(abs(a)).item();
  return largest === 0 ? 1 : 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest))));
};

/** ‖A V − V Λ‖/(‖A‖ n ε), of the matrix scaled to about 1. */
function ratio(a: Tensor, options: EigOptions = {}): number {
  const { values, vectors } = eig(a, options);
  const scale = scaleOf(a);
  const scaled = mul(a, scale);
  const residual = sub(matmul(scaled, vectors), mul(vectors, expandDims(mul(values, scale), -2)));
  const size = (x: Tensor): number => sqrt(sum(square(abs(x)))).item();
  return size(residual) / ((size(scaled) || 1) * Math.max(a.shape[0]!, 1) * Number.EPSILON);
}

describe("A V is V diag(λ), and the vectors have length 1", () => {
  for (const [name, a] of Object.entries(squareCases())) {
    test(name, () => {
      const n = a.length;
      const input = tensor(a.flat(), { shape: [n, n] });
      expect(ratio(input)).toBeLessThan(10);
      const { values, vectors } = eig(input);
      expectClose(sum(square(abs(vectors)), { axis: 0 }), new Array(n).fill(1), { relative: 1e-14 });
      expect(Array.from(eigvals(input).data)).toEqual(Array.from(values.data));
      const imaginary = Array.from(imag(values).data);
      imaginary.forEach((y, k) => {
        if (y > 0) expect(imaginary[k + 1]).toBe(-y);
      });
      expect(imaginary.filter((y) => y < 0).length).toBe(imaginary.filter((y) => y > 0).length);
      const other = complex(input, mul(input, n > 30 ? 0 : 0.5));
      expect(ratio(other)).toBeLessThan(10);
    });
  }
});

test("eigenvalues agree with mpmath to what their conditions allow", () => {
  for (const { name, a, values, conditions } of fixture.eigenvalues) {
    const found = eigvals(a).toArray() as unknown as Complex[];
    const size = Math.sqrt(sum(square(abs(a))).item());
    const left = [...found];
    values.forEach((expected, k) => {
      const gap = (z: Complex): number => Math.hypot(z.re - expected.re, z.im - expected.im);
      const nearest = left.reduce((best, z, i) => (gap(z) < gap(left[best]!) ? i : best), 0);
      // A Jordan block of order 3 moves its eigenvalues by the cube root of what the matrix moves by.
      const rounding = 4 * values.length * Number.EPSILON * size;
      const allowed = conditions[k] === null ? Math.cbrt(rounding) : rounding * conditions[k]!;
      expect(gap(left[nearest]!), `${name}, eigenvalue ${k}`).toBeLessThan(allowed);
      left.splice(nearest, 1);
    });
  }
});

test("balancing gives small eigenvalues their digits", () => {
  const { a, values } = fixture.eigenvalues.find(({ name }) => name === "badly scaled")!;
  const found = Array.from(real(eigvals(a)).data).sort((x, y) => x - y);
  expectClose(
    found,
    values.map(({ re }) => re),
    { relative: 1e-14 },
  );
});

test("without balancing the residual is small on matrices that balancing harms", () => {
  let harmed = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const a = tensor(
      randomMatrix(6, 6, seed).map((row, i) =>
        row.map((x, j) => x * 10 ** Math.round(12 * Math.sin(seed + 7 * i + 3 * j * j))),
      ),
    );
    if (ratio(a) >= 10) harmed++;
    expect(ratio(a, { balance: false })).toBeLessThan(10);
    expect(Array.from(eigvals(a, { balance: false }).data)).toEqual(
      Array.from(eig(a, { balance: false }).values.data),
    );
  }
  expect(harmed).toBeGreaterThan(0);
});

test("isolated and triangular eigenvalues are exact", () => {
  const triangular = [
    [1, 1e5, 3],
    [0, 1e-30, 1e9],
    [0, 0, 7],
  ];
  expect(Array.from(real(eigvals(triangular)).data).sort((x, y) => x - y)).toEqual([1e-30, 1, 7]);
});

test("real eigenvalues have real vectors, whose largest component is positive", () => {
  const { values, vectors } = eig([
    [2, 1],
    [1, 2],
  ]);
  const order = Array.from(real(values).data).map(Math.round);
  expect(Array.from(imag(vectors).data).every((x) => x === 0)).toBe(true);
  const v = Math.SQRT1_2;
  expectClose(slice(real(vectors), [], order.indexOf(3)), [v, v], { relative: 1e-15 });
  expectClose(slice(real(vectors), [], order.indexOf(1)), [v, -v], { relative: 1e-15 });
});

test("eigenvalues whose blocks are near ±1e±300 are found", () => {
  for (const scale of [1e300, 1e-300, 1e-310]) {
    const values = eigvals(
      mul(
        tensor([
          [0, 1],
          [-4, 0],
        ]),
        scale,
      ),
    );
    expectClose(imag(values), [2 * scale, -2 * scale], { relative: scale < 1e-305 ? 1e-12 : 1e-15 });
  }
});

test("leading axes are a batch, vmap gives the same, and float32 is computed in float64", () => {
  const matrices = tensor([randomMatrix(4, 4, 1), randomMatrix(4, 4, 2)]);
  const { values, vectors } = eig(matrices);
  for (const i of [0, 1]) {
    expectClose(slice(values, i), eig(slice(matrices, i)).values, { relative: 0 });
    expectClose(slice(vectors, i), eig(slice(matrices, i)).vectors, { relative: 0 });
  }
  expectClose(vmap((a: Tensor) => eig(a).vectors)(matrices), vectors, { relative: 0 });
  expect(eig(tensor([], { shape: [0, 2, 2] })).vectors.shape).toEqual([0, 2, 2]);
  const single = tensor(randomMatrix(4, 4, 1), { dtype: "float32" });
  expect(eigvals(single).dtype).toBe("complex128");
  expect(ratio(tensor(single.toArray() as Matrix))).toBeLessThan(10);
});

test("eig and eigvals obey the laws of primitives", () => {
  const z = complex(randomMatrix(3, 3, 5), randomMatrix(3, 3, 6));
  checkPrimitive((x) => eigvals(x), [randomMatrix(4, 4, 3)]);
  checkPrimitive((x) => eigvals(x), [z]);
  checkPrimitive((x) => eig(x), [randomMatrix(4, 4, 3)], { step: 1 / 64 });
  checkPrimitive((x) => eig(x), [z], { step: 1 / 64 });
  checkPrimitive((x) => eig(x), [[randomMatrix(3, 3, 3), randomMatrix(3, 3, 7)]], { step: 1 / 64, order: 1 });
});

const functions: Record<string, (x: Tensor, c: Tensor) => Tensor> = {
  eigvals: (x, c) => {
    const values = eigvals(x);
    return add(sum(real(exp(mul(0.3, values)))), mul(sum(c), sum(pow(abs(values), 3))));
  },
  eig: (x, c) => {
    const { values, vectors } = eig(x);
    return sum(mul(sum(mul(pow(abs(vectors), 4), expandDims(c, -1)), { axis: 0 }), real(sin(values))));
  },
};

describe("derivatives agree with PyTorch", () => {
  fixture.derivatives.forEach((each, i) => {
    const f = functions[each.function];
    if (!f) return;
    test(`${each.function}, case ${i}`, () => {
      const at = (x: Tensor): Tensor => f(x, tensor(each.weights[0]!));
      const x = tensor(each.x);
      const scale = Math.max(...Array.from(tensor(each.hvp).data, Math.abs), 1);
      expectClose(at(x), each.value, { relative: 1e-12 });
      expectClose(grad(at)(x), each.gradient, { relative: 1e-10, absolute: 1e-11 * scale });
      const along = (y: Tensor): Tensor => real(sum(mul(conj(tensor(each.direction)), grad(at)(y))));
      const second = x.dtype === "complex128" ? grad(along)(x) : hvp(at, x, tensor(each.direction));
      expectClose(second, each.hvp, { relative: 1e-9, absolute: 1e-10 * scale });
    });
  });
});

test("the sum of repeated eigenvalues that have all their vectors has its gradient", () => {
  expectClose(grad((x: Tensor) => real(sum(eigvals(x))))(mul(3, eye(3))), eye(3), { relative: 1e-15 });
});

test("at a defective matrix derivatives are no numbers to go by, and nothing throws", () => {
  const gradient = grad((x: Tensor) => real(sum(mul(eigvals(x), [1, 2]))))(
    tensor([
      [2, 1],
      [0, 2],
    ]),
  );
  expect(Array.from(gradient.data).some((x) => !(Math.abs(x) < 1e7))).toBe(true);
});

test("empty matrices have empty derivatives", () => {
  const empty = tensor([], { shape: [0, 0] });
  expect(grad((x: Tensor) => sum(real(eig(x).vectors)))(empty).shape).toEqual([0, 0]);
});

describe("errors say what is wrong", () => {
  test("a matrix that is not square", () => {
    const error = catchError(() => eig([[1, 2, 3]]));
    expect(error).toBeInstanceOf(LinAlgError);
    expect(error.message).toBe(
      "eig: a must be square in its last two axes, got [1, 3] (axis 0 of a is 1, axis 1 is 3); " +
        "svd takes rectangular matrices",
    );
    expect(() => eigvals([1, 2])).toThrow(
      "eigvals: a must be a matrix or a batch of matrices, got shape [2]; a single number is written [[a]]",
    );
  });

  test("NaN and ∞, by their place, or NaN for that matrix of a batch alone", () => {
    const nan = [
      [1, 0],
      [NaN, 1],
    ];
    const good = [
      [1, 0],
      [0, 1],
    ];
    expect(() => eig([good, nan])).toThrow("eig: a[1, 1, 0] is NaN");
    expect(() => eigvals([[{ re: 1, im: -Infinity }]])).toThrow("eigvals: a[0, 0] is -Infinity");
    const { values, vectors } = eig([nan, good], { check: false });
    expectClose(values, [
      [
        { re: NaN, im: NaN },
        { re: NaN, im: NaN },
      ],
      [1, 1],
    ]);
    expectClose(real(slice(vectors, 1)), good, { relative: 0 });
  });
});
