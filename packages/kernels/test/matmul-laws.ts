import { describe, expect, test, vi } from "vitest";
import {
  createMatmul,
  type FloatArray,
  type Implementation,
  implementation,
  type Matmul,
  matmul,
} from "../src/index.ts";

type Kind = Float64ArrayConstructor | Float32ArrayConstructor;
type Shape = readonly [m: number, n: number, k: number];

const kinds: readonly Kind[] = [Float64Array, Float32Array];
const implementations: readonly Implementation[] = ["relaxed-simd", "simd", "typescript"];

/** Tile edges (3, 4, 6 rows; 4, 8, 16 columns), one more and one less, strips of 96 and depth blocks of 256. */
const shapes: readonly Shape[] = [
  [1, 1, 1],
  [1, 1, 700],
  [1, 9, 5],
  [9, 1, 5],
  [1, 300, 2],
  [300, 1, 2],
  [1, 1030, 600],
  [103, 1, 513],
  [2, 3, 4],
  [3, 4, 1],
  [4, 8, 255],
  [5, 7, 256],
  [6, 8, 257],
  [7, 9, 511],
  [11, 13, 512],
  [12, 16, 513],
  [13, 17, 33],
  [32, 32, 32],
  [7, 18, 256],
  [33, 31, 33],
  [95, 5, 40],
  [96, 31, 8],
  [97, 33, 300],
  [193, 65, 3],
];

/** Sizes past the longest strip of A and the widest and deepest part of B, so that C is computed in several pieces. */
const large: readonly Shape[] = [
  [770, 10, 20],
  [10, 1537, 20],
  [2, 1021, 1100],
  [771, 775, 2],
];

/** Small reproducible integers, and reals in (−1, 1), from a linear congruential sequence. */
function entries(kind: Kind, length: number, seed: number, integers: boolean): FloatArray {
  const array = new kind(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    array[i] = integers ? (state >> 16) % 50 : state / 2 ** 31;
  }
  return array;
}

function transpose(a: FloatArray, rows: number, columns: number): FloatArray {
  return a.map((_, at) => a[(at % rows) * columns + Math.floor(at / rows)]!);
}

/** The definition, summed in float64: exact for the integers above. */
function definition(a: FloatArray, b: FloatArray, [m, n, k]: Shape): number[] {
  return Array.from({ length: m * n }, (_, at) => {
    const i = Math.floor(at / n);
    let sum = 0;
    for (let p = 0; p < k; p++) sum += a[i * k + p]! * b[p * n + (at % n)]!;
    return sum;
  });
}

function required(name: Implementation): Matmul {
  const made = createMatmul(name);
  if (made === undefined) throw new Error(`${name} is not available here`);
  return made;
}

function multiplied(run: Matmul, a: FloatArray, b: FloatArray, [m, n, k]: Shape): FloatArray {
  const c = new (a.constructor as Kind)(m * n).fill(NaN);
  run(a, b, c, { m, n, k });
  return c;
}

/** The laws of a matrix product, for every implementation and for the one that chooses between them. */
export function matmulLaws(): void {
  const candidates: readonly (readonly [string, () => Matmul])[] = [
    ...implementations.map((name) => [name, () => required(name)] as const),
    ["matmul", () => matmul],
  ];
  for (const [name, make] of candidates) {
    for (const kind of kinds) describe(`${name}, ${kind.name}`, () => laws(make(), kind));
  }

  test("large products run in the fastest implementation there is", () => {
    expect(implementation()).toBe("relaxed-simd");
  });

  for (const kind of kinds) {
    test(`plain SIMD, TypeScript and small products agree to the last bit, ${kind.name}`, () => {
      for (const shape of [...shapes, ...large]) {
        const [m, n, k] = shape;
        const a = entries(kind, m * k, 1, false);
        const b = entries(kind, k * n, 2, false);
        const twin = multiplied(required("typescript"), a, b, shape);
        expect(multiplied(required("simd"), a, b, shape), shape.join(" ")).toEqual(twin);
        if (m * n * k <= 512 || m === 1 || n === 1) {
          expect(multiplied(matmul, a, b, shape), shape.join(" ")).toEqual(twin);
        }
      }
    });
  }

  test("a product whose memory cannot be had runs in TypeScript", () => {
    const shape: Shape = [20, 20, 20];
    const a = entries(Float64Array, 400, 3, false);
    const run = required("simd");
    const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
      throw new RangeError("no memory");
    });
    try {
      expect(multiplied(run, a, a, shape)).toEqual(multiplied(required("typescript"), a, a, shape));
      expect(grow).toHaveBeenCalledTimes(1);
    } finally {
      grow.mockRestore();
    }
  });

  test("the working memory stays below 11 MB at any size, and is reused", () => {
    const shape: Shape = [200, 1600, 1400];
    const [m, n, k] = shape;
    const run = required("simd");
    const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow");
    try {
      const a = entries(Float64Array, m * k, 4, false);
      const b = entries(Float64Array, k * n, 5, false);
      multiplied(run, a, b, shape);
      multiplied(run, a, b, shape);
      expect(grow).toHaveBeenCalledTimes(1);
      expect(grow.mock.calls[0]![0] * 65536).toBeLessThan(11e6);
    } finally {
      grow.mockRestore();
    }
  });
}

function laws(run: Matmul, kind: Kind): void {
  test("is exact on integers, with operands plain or transposed", () => {
    for (const shape of [...shapes, ...large]) {
      const [m, n, k] = shape;
      const a = entries(kind, m * k, 6, true);
      const b = entries(kind, k * n, 7, true);
      const expected = kind.from(definition(a, b, shape));
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const c = new kind(m * n).fill(NaN);
          run(transposeA ? transpose(a, m, k) : a, transposeB ? transpose(b, k, n) : b, c, {
            m,
            n,
            k,
            transposeA,
            transposeB,
          });
          expect(c, `${shape.join(" ")} ${transposeA} ${transposeB}`).toEqual(expected);
        }
      }
    }
  });

  test("stays within the stated bound of the exact sums", () => {
    const unit = kind === Float64Array ? 2 ** -53 : 2 ** -24;
    const exact = (x: number): bigint => BigInt(x * 2 ** 120);
    for (const shape of [
      [5, 9, 1],
      [7, 6, 40],
      [6, 5, 900],
    ] as const) {
      const [m, n, k] = shape;
      const a = entries(kind, m * k, 8, false);
      const b = entries(kind, k * n, 9, false);
      const c = multiplied(run, a, b, shape);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0n;
          let magnitude = 0;
          for (let p = 0; p < k; p++) {
            const x = a[i * k + p]!;
            const y = b[p * n + j]!;
            sum += exact(x) * exact(y);
            magnitude += Math.abs(x * y);
          }
          const error = Math.abs(Number((exact(c[i * n + j]!) << 120n) - sum)) / 2 ** 240;
          expect(error).toBeLessThanOrEqual((256 + k / 256) * unit * magnitude);
          if (k === 1) expect(error).toBeLessThanOrEqual(unit * magnitude);
        }
      }
    }
  });

  test("sums in the element type", () => {
    const a = kind.of(2 ** 24, 1, 1);
    const row = kind === Float64Array ? 2 ** 24 + 2 : 2 ** 24;
    expect(multiplied(run, a, kind.of(1, 1, 1), [1, 1, 3])[0]).toBe(row);
    const rows = new kind(30).map((_, i) => a[i % 3]!);
    const c = multiplied(run, rows, new kind(30).fill(1), [10, 10, 3]);
    expect(c).toEqual(new kind(100).fill(row));
  });

  test("NaN and infinities reach their own row and column and nothing else", () => {
    for (const [m, n, k] of [
      [7, 9, 5],
      [5, 4, 300],
      [13, 17, 33],
    ] as const) {
      for (const poison of [NaN, Infinity]) {
        const a = new kind(m * k).fill(1);
        const b = new kind(k * n).fill(0);
        a[(m - 1) * k + 1] = poison;
        const c = multiplied(run, a, b, [m, n, k]);
        expect(c).toEqual(c.map((_, at) => (at >= (m - 1) * n ? NaN : 0)));
        const d = new kind(m * n);
        run(b, a, d, { m: n, n: m, k, transposeA: true, transposeB: true });
        expect(d).toEqual(d.map((_, at) => (at % m === m - 1 ? NaN : 0)));
      }
    }
    expect(multiplied(run, kind.of(2, 1), kind.of(Infinity, 1), [1, 1, 2])[0]).toBe(Infinity);
    expect(multiplied(run, kind.of(1, 1), kind.of(Infinity, -Infinity), [1, 1, 2])[0]).toBeNaN();
  });

  test("reads and writes at offsets and leaves the rest alone", () => {
    for (const [m, n, k] of [
      [2, 3, 2],
      [14, 18, 70],
    ] as const) {
      const a = entries(kind, 3 * m * k, 10, true);
      const b = entries(kind, 2 * k * n + 5, 11, true);
      const c = new kind(4 * m * n).fill(-1);
      const offsets = { offsetA: m * k, offsetB: 5, offsetC: 2 * m * n };
      run(a, b, c, { m, n, k, ...offsets });
      const inner = multiplied(run, a.slice(m * k, 2 * m * k), b.slice(5, 5 + k * n), [m, n, k]);
      const expected = new kind(4 * m * n).fill(-1);
      expected.set(inner, 2 * m * n);
      expect(c).toEqual(expected);
    }
  });

  test("multiplies stacks as it multiplies their matrices", () => {
    for (const [m, n, k] of [
      [1, 1, 1],
      [2, 3, 4],
      [5, 1, 7],
      [1, 6, 200],
      [9, 10, 11],
      [40, 41, 42],
    ] as const) {
      const count = m < 10 ? 500 : 3;
      const a = entries(kind, (count + 1) * m * k, 12, true);
      const b = entries(kind, (count + 1) * k * n + 3, 13, true);
      for (const [stepA, stepB] of [
        [undefined, undefined],
        [0, k * n + 1],
        [m * k, 0],
        [0, 0],
      ]) {
        const at = [stepA ?? m * k, stepB ?? k * n] as const;
        const fitting = Math.min(count, Math.floor((b.length - 2 - k * n) / Math.max(1, at[1])));
        for (const transposed of [false, true]) {
          const size = { m, n, k, transposeA: transposed, transposeB: transposed };
          const steps = stepA === undefined ? {} : { stepA, stepB: at[1] };
          const c = new kind(fitting * m * n + 2).fill(-1);
          run(a, b, c, { ...size, ...steps, count: fitting, offsetB: 2, offsetC: 1 });
          const expected = new kind(fitting * m * n + 2).fill(-1);
          for (let i = 0; i < fitting; i++) {
            const offsets = { offsetA: i * at[0], offsetB: 2 + i * at[1], offsetC: 1 + i * m * n };
            run(a, b, expected, { ...size, ...offsets });
          }
          expect(c, `${m} ${n} ${k} ${stepA} ${stepB} ${transposed}`).toEqual(expected);
        }
      }
    }
    const c = new kind(4).fill(-1);
    run(new kind(0), new kind(0), c, { m: 2, n: 2, k: 2, count: 0 });
    expect(c).toEqual(kind.of(-1, -1, -1, -1));
    run(new kind(0), new kind(0), c, { m: 1, n: 2, k: 0, count: 2 });
    expect(c).toEqual(kind.of(0, 0, 0, 0));
  });

  test("a sum of nothing is zero, and an empty result writes nothing", () => {
    const c = new kind(6).fill(-1);
    run(new kind(0), new kind(0), c, { m: 2, n: 2, k: 0, offsetC: 1 });
    expect(c).toEqual(kind.of(-1, 0, 0, 0, 0, -1));
    run(new kind(0), new kind(6), c, { m: 0, n: 2, k: 3 });
    run(new kind(6), new kind(0), c, { m: 2, n: 0, k: 3 });
    expect(c).toEqual(kind.of(-1, 0, 0, 0, 0, -1));
  });

  test("refuses arrays that are too short, sizes that are no sizes, and mixed element types", () => {
    const four = new kind(4);
    const three = new kind(3);
    const size = { m: 2, n: 2, k: 2 };
    expect(() => run(three, four, four, size)).toThrow(
      new RangeError("matmul: a has 3 entries, but 4 from index 0 on are needed"),
    );
    expect(() => run(four, four, four, { ...size, offsetB: 1 })).toThrow(
      new RangeError("matmul: b has 4 entries, but 4 from index 1 on are needed"),
    );
    expect(() => run(four, four, three, size)).toThrow(RangeError);
    expect(() => run(four, four, four, { ...size, offsetC: -1 })).toThrow(RangeError);
    expect(() => run(four, four, four, { ...size, k: 1.5 })).toThrow(
      new RangeError("matmul: sizes must be whole numbers: m is 2, n is 2, k is 1.5"),
    );
    expect(() => run(four, four, new kind(8), { ...size, count: 2 })).toThrow(
      new RangeError("matmul: a has 4 entries, but 8 from index 0 on are needed"),
    );
    expect(() => run(four, four, four, { ...size, count: -1 })).toThrow(
      new RangeError("matmul: count and steps must be whole numbers: count is -1, stepA is 4, stepB is 4"),
    );
    const other = kind === Float64Array ? new Float32Array(4) : new Float64Array(4);
    expect(() => run<FloatArray>(four, other, four, size)).toThrow(/must have one element type/);
  });
}
