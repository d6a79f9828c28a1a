import { expect, test } from "vitest";
import { bulges, withArena } from "../src/index.ts";

const implementations = ["relaxed-simd", "simd", "typescript"] as const;

/** Without symmetries. */
function element(i: number, j: number): number {
  return Math.sin(1 + 7 * i + 3 * i * j + j);
}

/** Applies the recorded reflections of rows `first` on to the rows or columns of an n × n matrix. */
function reflect(
  x: number[],
  n: number,
  first: number,
  records: readonly number[],
  across: number,
  along: number,
): void {
  for (let i = 0; i < records.length; i += 3) {
    const [tau, v1, v2] = [records[i]!, records[i + 1]!, records[i + 2]!];
    for (let line = 0; line < n; line++) {
      const at = (first + i / 3) * across + line * along;
      // The last reflection has two rows, and the third of them does not exist.
      const s = tau * (x[at]! + v1 * x[at + across]! + (v2 === 0 ? 0 : v2 * x[at + 2 * across]!));
      x[at]! += s;
      x[at + across]! += v1 * s;
      if (v2 !== 0) x[at + 2 * across]! += v2 * s;
    }
  }
}

test.each(implementations)(
  "a bulge in %s goes down the diagonal in one go or in several",
  (implementation) => {
    for (const [n, lengths] of [
      [3, [2]],
      [4, [3]],
      [5, [1, 3]],
      [9, [8]],
      [12, [3, 5, 3]],
      [20, [19]],
    ] as const) {
      const row = n + 8;
      withArena(
        (n + 1) * row + 3 * n,
        ({ data, take, use }) => {
          const [h, records] = [take((n + 1) * row), take(3 * n)];
          data.fill(0, h, h + (n + 1) * row);
          const kept: number[] = [];
          for (let i = 0; i < n; i++) {
            for (let j = 0; j < n; j++) kept.push(i <= j + 1 ? element(i, j) : 0);
          }
          kept.forEach((x, at) => (data[h + Math.floor(at / n) * row + (at % n)] = x));
          data.set([0.5, 1, -0.25], records);
          let first = 0;
          for (const length of lengths) {
            use(bulges).chase(
              h,
              row,
              0,
              n - 1,
              first,
              length,
              n - 1,
              first === 0 ? 1 : 0,
              records + 3 * first,
            );
            first += length;
          }
          const found = Array.from(data.subarray(records, records + 3 * first));
          reflect(kept, n, 0, found, n, 1);
          reflect(kept, n, 0, found, 1, n);
          for (let i = 0; i <= n; i++) {
            for (let j = 0; j < row; j++) {
              const x = data[h + i * row + j]!;
              expect(x).toBeCloseTo(i < n && j < n ? kept[i * n + j]! : 0, 13);
              if (i > j + 1) expect(x).toBe(0);
            }
          }
        },
        implementation,
      );
    }
  },
);

test.each(implementations)("nothing beyond the given rows and columns changes in %s", (implementation) => {
  const [n, row] = [14, 22];
  withArena(
    (n + 1) * row + 9,
    ({ data, take, use }) => {
      const [h, records] = [take((n + 1) * row), take(9)];
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < row; j++) data[h + i * row + j] = j < n && i <= j + 1 ? element(i, j) : 0;
      }
      const before = data.slice(h, h + n * row);
      data.set([0.5, 1, -0.25], records);
      use(bulges).chase(h, row, 3, 8, 3, 3, 9, 1, records);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < row; j++) {
          const isInside = i >= 3 && i <= 8 && j >= 3 && j <= 8;
          if (!isInside) expect(data[h + i * row + j]).toBe(before[i * row + j]);
        }
      }
    },
    implementation,
  );
});

test.each(implementations)("sweeps in %s are their reflections one after another", (implementation) => {
  const [n, row] = [16, 24];
  const sweeps = [
    [5, 6],
    [2, 4],
    [9, 1],
    [0, 0],
    [1, 2],
  ] as const;
  const count = sweeps.reduce((sum, [, length]) => sum + length, 0);
  withArena(
    2 * n * row + 4 * n + 3 * count,
    ({ data, take, use }) => {
      const [x, y, plan, records] = [take(n * row), take(n * row), take(2 * sweeps.length), take(3 * count)];
      const rows: number[] = [];
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < row; j++) data[x + i * row + j] = data[y + i * row + j] = element(i, j);
        for (let j = 0; j < n; j++) rows.push(element(i, j));
      }
      const columns = rows.slice();
      data.set(sweeps.flat(), plan);
      for (let i = 0; i < 3 * count; i++) data[records + i] = Math.cos(i);
      // Ten columns are as good as sixteen, and more are not touched.
      use(bulges).reflectManyRows(x, row, 10, plan, sweeps.length, records);
      use(bulges).reflectManyColumns(y, row, 16, plan, sweeps.length, records);
      let at = 0;
      for (const [first, length] of sweeps) {
        const some = Array.from(data.subarray(records + at, records + at + 3 * length));
        reflect(rows, n, first, some, n, 1);
        reflect(columns, n, first, some, 1, n);
        at += 3 * length;
      }
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < row; j++) {
          const [inRows, inColumns] = [data[x + i * row + j]!, data[y + i * row + j]!];
          expect(inRows).toBeCloseTo(j < 16 ? rows[i * n + j]! : element(i, j), 12);
          expect(inColumns).toBeCloseTo(j < n ? columns[i * n + j]! : element(i, j), 12);
        }
      }
    },
    implementation,
  );
});
