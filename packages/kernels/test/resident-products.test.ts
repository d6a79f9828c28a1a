import { describe, expect, test, vi } from "vitest";
import {
  accelerate,
  createMatmul,
  type FloatArray,
  matmul,
  type ResidentProduct,
  residentProducts,
  residentScratchBytes,
} from "../src/index.ts";
import { binary } from "../src/generated/resident-wide.ts";
import { chooseResident, residentChoice } from "../src/resident/resident-choice.ts";
import { decode } from "../src/wasm-kernel.ts";

type DType = ResidentProduct["dtype"];
type Shape = readonly [m: number, n: number, k: number];
type Layout = "rows" | "columns" | "gaps" | "reversed";

/** Edges of tiles (4 and 6 rows; 4, 8 and 16 columns), tiny products, strips of 96 rows, blocks of the depth of 256. */
const shapes: readonly Shape[] = [
  [1, 1, 1],
  [2, 3, 4],
  [8, 8, 8],
  [1, 9, 8],
  [5, 6, 7],
  [6, 3, 9],
  [7, 7, 7],
  [1, 1, 256],
  [1, 1, 257],
  [1, 1, 1030],
  [1, 1, 3000],
  [1, 9, 70],
  [9, 1, 70],
  [7, 1, 300],
  [23, 1, 301],
  [1, 23, 301],
  [1, 1030, 515],
  [1030, 1, 515],
  [2, 2, 300],
  [3, 5, 64],
  [4, 8, 64],
  [5, 7, 256],
  [6, 16, 257],
  [9, 10, 33],
  [13, 17, 33],
  [64, 10, 128],
  [97, 33, 300],
  [193, 65, 3],
  [33, 520, 20],
  [10, 1100, 7],
  [250, 40, 12],
];
const layouts: readonly Layout[] = ["rows", "columns", "gaps", "reversed"];
const dtypes: readonly DType[] = ["float64", "float32"];
const implementations = ["relaxed-simd", "simd"] as const;

/** More rows than a wide part of B has columns, tiles and squares that are broken, and several blocks of the depth. */
const gramShapes = [
  [24, 16],
  [31, 20],
  [100, 300],
  [130, 40],
  [1100, 16],
] as const;

// With a section of no meaning, lest the engine take these for the kernels that it is to widen.
const unwidened = new WebAssembly.Module(Uint8Array.of(...decode(binary), 0, 2, 1, 120));
const wideUnwidened = (): object => unwidened;

interface Matrix {
  /** Where the first entry lies, in elements, and how many elements the matrix spans. */
  readonly start: number;
  readonly span: number;
  readonly row: number;
  readonly column: number;
}

function laidOut(rows: number, columns: number, layout: Layout): Matrix {
  switch (layout) {
    case "rows":
      return { start: 0, span: rows * columns, row: columns, column: 1 };
    case "columns":
      return { start: 0, span: rows * columns, row: 1, column: rows };
    case "gaps":
      return { start: 1, span: 1 + rows * (3 * columns + 2), row: 3 * columns + 2, column: 3 };
    case "reversed":
      return { start: rows * columns - 1, span: rows * columns, row: -columns, column: -1 };
  }
}

/** Reproducible numbers in (−1, 1), from a linear congruential sequence. */
function numbers<T extends FloatArray>(array: T, seed: number): T {
  let state = seed;
  for (let i = 0; i < array.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    array[i] = state / 2 ** 31;
  }
  return array;
}

/** A memory with room for operands, a result, and scratch, each between guards. */
class Room {
  readonly memory: WebAssembly.Memory;
  readonly bytes: Uint8Array;
  readonly #size: number;
  #used = 64;

  constructor(dtype: DType, elements: number, scratch: number) {
    this.#size = dtype === "float64" ? 8 : 4;
    const pages = Math.ceil((elements * this.#size + scratch + 4096) / 65_536);
    this.memory = new WebAssembly.Memory({ initial: pages });
    this.bytes = new Uint8Array(this.memory.buffer).fill(0xa5);
  }

  take(bytes: number): number {
    const address = this.#used;
    this.#used += 64 * Math.ceil(bytes / 64) + 64;
    return address;
  }

  floats(address: number, length: number): FloatArray {
    const kind = this.#size === 8 ? Float64Array : Float32Array;
    return new kind(this.memory.buffer, address, length);
  }
}

interface Trial {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly layoutA?: Layout;
  readonly layoutB?: Layout;
  readonly gap?: number;
  readonly accumulate?: boolean;
  readonly implementation?: "relaxed-simd" | "simd";
}

/** C of the resident product and of the ordinary one; throws if anything but C and the scratch was written to. */
function bothResults(trial: Trial): [resident: FloatArray, ordinary: FloatArray] {
  const { dtype, shape, layoutA = "rows", layoutB = "rows", gap = 0, accumulate = false } = trial;
  const [m, n, k] = shape;
  const size = dtype === "float64" ? 8 : 4;
  const kind = dtype === "float64" ? Float64Array : Float32Array;
  const a = laidOut(m, k, layoutA);
  const b = laidOut(k, n, layoutB);
  const scratchBytes = residentScratchBytes({ dtype, m, n, k });
  const room = new Room(dtype, a.span + b.span + m * (n + gap) + 1024, scratchBytes);
  const [placeA, placeB, placeC] = [a.span, b.span, m * (n + gap)].map((span) => room.take(span * size)) as [
    number,
    number,
    number,
  ];
  const scratch = room.take(scratchBytes);
  const left = numbers(room.floats(placeA, a.span), 1);
  const right = numbers(room.floats(placeB, b.span), 2);
  const result = numbers(room.floats(placeC, m * (n + gap)), 3);
  const before = room.bytes.slice();
  const [fullA, fullB, fullC] = [new kind(m * k), new kind(k * n), new kind(m * n)];
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) fullA[i * k + p] = left[a.start + i * a.row + p * a.column]!;
  }
  for (let p = 0; p < k; p++) {
    for (let j = 0; j < n; j++) fullB[p * n + j] = right[b.start + p * b.row + j * b.column]!;
  }
  const ordinary = trial.implementation === "simd" ? createMatmul("typescript")! : matmul;
  ordinary<FloatArray>(fullA, fullB, fullC, { m, n, k });
  if (accumulate)
    fullC.forEach((sum, at) => (fullC[at] = sum + result[Math.floor(at / n) * (n + gap) + (at % n)]!));

  residentProducts(room.memory, trial.implementation)!.prepare({
    dtype,
    m,
    n,
    k,
    scratch,
    accumulate,
    a: placeA + a.start * size,
    aRow: a.row,
    aColumn: a.column,
    b: placeB + b.start * size,
    bRow: b.row,
    bColumn: b.column,
    c: placeC,
    cRow: n + gap,
  })();
  const resident = new kind(m * n);
  for (let i = 0; i < m; i++) resident.set(result.subarray(i * (n + gap), i * (n + gap) + n), i * n);
  // What may change is made what it was before the rest is compared.
  for (let i = 0; i < m; i++) {
    const at = placeC + i * (n + gap) * size;
    room.bytes.set(before.subarray(at, at + n * size), at);
  }
  room.bytes.set(before.subarray(scratch, scratch + scratchBytes), scratch);
  expect(Buffer.compare(room.bytes, before), "nothing else is written to").toBe(0);
  return [resident, fullC];
}

describe.each(dtypes)("products in a memory, %s", (dtype) => {
  test("have the bits of matmul for matrices of all strides, and write nowhere else", () => {
    for (const shape of shapes) {
      for (const layoutA of layouts) {
        for (const layoutB of layouts) {
          const [resident, ordinary] = bothResults({
            dtype,
            shape,
            layoutA,
            layoutB,
            gap: layoutA.length % 3,
          });
          expect(resident, `${shape.join(" ")}, ${layoutA}, ${layoutB}`).toEqual(ordinary);
        }
      }
    }
  });

  test("without relaxed SIMD have the bits of TypeScript", () => {
    for (const shape of shapes) {
      const [resident, ordinary] = bothResults({ dtype, shape, layoutA: "columns", implementation: "simd" });
      expect(resident, shape.join(" ")).toEqual(ordinary);
    }
  });

  test("in wide tiles have the bits of matmul, and write nowhere else", () => {
    chooseResident({ makeWide: wideUnwidened });
    try {
      for (const shape of shapes) {
        for (const layoutA of layouts) {
          for (const accumulate of [false, shape[2] <= 256]) {
            const [resident, ordinary] = bothResults({ dtype, shape, layoutA, accumulate, gap: 1 });
            expect(resident, `${shape.join(" ")}, ${layoutA}, ${accumulate}`).toEqual(ordinary);
          }
        }
      }
    } finally {
      chooseResident({});
    }
  });

  test("are added to what C holds, in either implementation", () => {
    for (const implementation of implementations) {
      for (const [m, n, k] of shapes) {
        if (k > 256) continue;
        const [resident, ordinary] = bothResults({
          dtype,
          shape: [m, n, k],
          accumulate: true,
          implementation,
        });
        expect(resident, `${m} ${n} ${k}`).toEqual(ordinary);
      }
    }
  });

  test("carry NaN, infinities and signs of zeros on", () => {
    for (const shape of [
      [3, 4, 5],
      [9, 10, 33],
      [40, 1, 40],
      [1, 40, 40],
    ] as const) {
      const [m, n, k] = shape;
      const size = dtype === "float64" ? 8 : 4;
      const kind = dtype === "float64" ? Float64Array : Float32Array;
      const room = new Room(dtype, m * k + k * n + m * n, residentScratchBytes({ dtype, m, n, k }));
      const [a, b, c] = [m * k, k * n, m * n].map((count) => room.take(count * size)) as [
        number,
        number,
        number,
      ];
      const left = room.floats(a, m * k).fill(-0);
      const right = room.floats(b, k * n).fill(1);
      if (m > 1) left[k] = NaN;
      else right[1] = NaN;
      if (m > 2) left[2 * k] = Infinity;
      const scratch = room.take(residentScratchBytes({ dtype, m, n, k }));
      const at = { a, aRow: k, aColumn: 1, b, bRow: n, bColumn: 1, c, cRow: n, scratch };
      residentProducts(room.memory)!.prepare({ dtype, m, n, k, ...at })();
      const expected = new kind(m * n);
      matmul<FloatArray>(left.slice(), right.slice(), expected, { m, n, k });
      expect(room.floats(c, m * n).slice()).toEqual(expected);
      expect(expected.some(Number.isNaN)).toBe(true);
    }
  });
});

describe.each(["narrow", "wide"])("products of a matrix and its transpose in %s tiles", (tiles) => {
  test.each(dtypes)("have the bits of matmul and are symmetric, %s", (dtype) => {
    if (tiles === "wide") chooseResident({ makeWide: wideUnwidened });
    try {
      for (const [m, k] of gramShapes) {
        for (const layout of ["rows", "columns"] as const) {
          const size = dtype === "float64" ? 8 : 4;
          const scratchBytes = residentScratchBytes({ dtype, m, n: m, k });
          const room = new Room(dtype, m * k + m * (m + 3), scratchBytes);
          const [a, c] = [room.take(m * k * size), room.take(m * (m + 3) * size)];
          const scratch = room.take(scratchBytes);
          const left = numbers(room.floats(a, m * k), 1);
          const result = room.floats(c, m * (m + 3)).fill(7);
          const [row, column] = layout === "rows" ? [k, 1] : [1, m];
          let complete = 0;
          residentProducts(room.memory)!.prepare({
            dtype,
            m,
            n: m,
            k,
            a,
            aRow: row,
            aColumn: column,
            b: a,
            bRow: column,
            bColumn: row,
            c,
            cRow: m + 3,
            scratch,
            epilogue: (first, rows) => (complete = first === complete ? first + rows : NaN),
          })();
          const transposeA = layout === "columns";
          const sum = new (left.constructor as Float64ArrayConstructor)(m * m) as FloatArray;
          matmul<FloatArray>(left.slice(), left.slice(), sum, {
            m,
            n: m,
            k,
            transposeA,
            transposeB: !transposeA,
          });
          const padded = result.slice().fill(7);
          for (let i = 0; i < m; i++) padded.set(sum.subarray(i * m, (i + 1) * m), i * (m + 3));
          expect(result.slice(), `${m} ${k} ${layout}`).toEqual(padded);
          expect(complete).toBe(m);
        }
      }
    } finally {
      chooseResident({});
    }
  });
});

test("a stack goes on by its steps, which may be 0 or turn back", () => {
  const [count, m, n, k] = [3, 4, 5, 40];
  const room = new Room("float64", 2000, 65_536);
  const [a, b, c] = [count * m * k, k * n, count * m * n].map((size) => room.take(size * 8)) as [
    number,
    number,
    number,
  ];
  const scratch = room.take(residentScratchBytes({ dtype: "float64", m, n, k }));
  const left = numbers(room.floats(a, count * m * k) as Float64Array, 1);
  const right = numbers(room.floats(b, k * n) as Float64Array, 2);
  residentProducts(room.memory)!.prepare({
    dtype: "float64",
    m,
    n,
    k,
    count,
    scratch,
    a: a + 2 * m * k * 8,
    aRow: k,
    aColumn: 1,
    aStep: -m * k,
    b,
    bRow: n,
    bColumn: 1,
    bStep: 0,
    c,
    cRow: n,
    cStep: m * n,
  })();
  const expected = new Float64Array(count * m * n);
  for (let i = 0; i < count; i++) {
    matmul(left.slice(), right.slice(), expected, { m, n, k, offsetA: (2 - i) * m * k, offsetC: i * m * n });
  }
  expect(room.floats(c, count * m * n).slice()).toEqual(expected);
});

test("a prepared product runs wherever its region begins", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const data = new Float64Array(memory.buffer);
  const place = { a: 0, aRow: 1, aColumn: 1, b: 8, bRow: 1, bColumn: 1, c: 16, cRow: 1, scratch: 64 };
  const product = residentProducts(memory)!.prepare({ dtype: "float64", m: 1, n: 1, k: 1, ...place });
  data.set([2, 3], 0);
  data.set([4, 5], 1000);
  product();
  product(8000);
  expect([data[2], data[1002]]).toEqual([6, 20]);
});

test("sums of nothing are 0, are added as 0, and products of nothing write nothing", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const data = new Float64Array(memory.buffer).fill(7);
  const { prepare } = residentProducts(memory)!;
  const place = { a: 0, aRow: 1, aColumn: 1, b: 0, bRow: 1, bColumn: 1, c: 800, cRow: 3, scratch: 8192 };
  prepare({ dtype: "float64", m: 2, n: 2, k: 0, ...place, accumulate: true })();
  prepare({ dtype: "float64", m: 0, n: 2, k: 2, ...place })();
  prepare({ dtype: "float64", m: 2, n: 0, k: 2, ...place })();
  prepare({ dtype: "float64", m: 2, n: 2, k: 2, count: 0, ...place })();
  expect(data.every((x) => x === 7)).toBe(true);
  prepare({ dtype: "float64", m: 2, n: 2, k: 0, ...place })();
  expect([...data.subarray(99, 106)]).toEqual([7, 0, 0, 7, 0, 0, 7]);
});

test.each([
  [1, 1, 4],
  [3, 4, 5],
  [300, 1, 10],
  [1, 300, 10],
  [3, 4, 0],
  [250, 40, 600],
  [40, 1100, 20],
])(
  "an epilogue is told of each row of a %s by %s product of depth %s once, when it is complete",
  (m, n, k) => {
    const room = new Room(
      "float64",
      m * k + k * n + m * n,
      residentScratchBytes({ dtype: "float64", m, n, k }),
    );
    const [a, b, c] = [m * k, k * n, m * n].map((size) => room.take(size * 8)) as [number, number, number];
    const scratch = room.take(residentScratchBytes({ dtype: "float64", m, n, k }));
    const left = numbers(room.floats(a, m * k) as Float64Array, 1);
    const right = numbers(room.floats(b, k * n) as Float64Array, 2);
    const result = room.floats(c, m * n) as Float64Array;
    const expected = new Float64Array(m * n);
    matmul(left.slice(), right.slice(), expected, { m, n, k });
    const epilogue = (first: number, rows: number): void => {
      for (let at = first * n; at < (first + rows) * n; at++) result[at] = 2 * result[at]! + 1;
    };
    const at = { a, aRow: k, aColumn: 1, b, bRow: n, bColumn: 1, c, cRow: n, scratch, epilogue };
    residentProducts(room.memory)!.prepare({ dtype: "float64", m, n, k, ...at })();
    expect(result.slice()).toEqual(expected.map((x) => 2 * x + 1));
  },
);

test("sizes that are no whole numbers, and epilogues of stacks, are errors", () => {
  const { prepare } = residentProducts(new WebAssembly.Memory({ initial: 1 }))!;
  const place = { a: 0, aRow: 1, aColumn: 1, b: 0, bRow: 1, bColumn: 1, c: 0, cRow: 1, scratch: 0 };
  const shape = { dtype: "float64", m: 1, n: 1, k: 1 } as const;
  expect(() => prepare({ ...shape, ...place, m: 1.5 })).toThrow("sizes must be whole numbers: m is 1.5");
  expect(() => prepare({ ...shape, ...place, count: -1 })).toThrow(
    "sizes must be whole numbers: count is -1",
  );
  expect(() => prepare({ ...shape, ...place, count: 2, epilogue: () => {} })).toThrow(
    "only a single product has an epilogue, and count is 2",
  );
});

test("wide lanes reach products in a memory where they are on, and change no bit", () => {
  const shape = [24, 64, 128] as const;
  const [before] = bothResults({ dtype: "float64", shape });
  const { wideLanes, release } = accelerate({ wideLanes: true });
  const [wide] = bothResults({ dtype: "float64", shape });
  const isMade = residentChoice().makeWide?.() !== undefined;
  release();
  expect(wide).toEqual(before);
  // On a busy machine one of the two may be found to gain too little.
  expect(isMade && !wideLanes).toBe(false);
  expect(residentChoice()).toEqual({});
});

test("threads share large products in a memory where they are on, and change no bit", () => {
  for (const layoutA of ["rows", "columns"] as const) {
    for (const dtype of dtypes) {
      const trial = { dtype, shape: [210, 200, 215], layoutA, layoutB: "columns" } as const;
      const [before] = bothResults(trial);
      const { threads, release } = accelerate({ threads: 2 });
      const share = vi.fn(residentChoice().share);
      chooseResident({ share });
      const [shared] = bothResults(trial);
      // Gaps, room between the rows of C and what is there already keep products to one thread.
      bothResults({ ...trial, layoutB: "gaps" });
      bothResults({ ...trial, gap: 1 });
      bothResults({ dtype, shape: [210, 200, 216], accumulate: true });
      release();
      expect(threads).toBe(2);
      expect(share).toHaveBeenCalledTimes(1);
      expect(shared).toEqual(before);
    }
  }
});
