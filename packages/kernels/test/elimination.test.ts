import { expect, test } from "vitest";
import { elimination, withArena } from "../src/index.ts";

const implementations = ["relaxed-simd", "simd", "typescript"] as const;

/** Well conditioned, and without symmetries. */
function element(i: number, j: number): number {
  return Math.sin(1 + 7 * i + 3 * i * j + j) + (i === j ? 0.5 : 0);
}

test.each(implementations)("panels in %s are eliminated with partial pivoting", (implementation) => {
  const cases = [
    [1, 1, 0, 1],
    [3, 3, 0, 3],
    [8, 8, 0, 8],
    [21, 13, 0, 8],
    [21, 13, 8, 13],
    [5, 9, 0, 5],
    [40, 17, 9, 12],
  ] as const;
  for (const [m, n, start, end] of cases) {
    const row = n + 3;
    const error = withArena(
      m * row + 8 + n,
      ({ data, take, use }) => {
        const a = take(m * row + 8);
        const pivots = take(n);
        for (let i = 0; i < m; i++) for (let j = 0; j < row; j++) data[a + i * row + j] = element(i, j);
        use(elimination).eliminatePanel(a, row, m, n, start, end, pivots);
        const rows = Array.from({ length: m }, (_, i) => i);
        for (let k = start; k < end; k++) {
          const p = data[pivots + k]!;
          [rows[k], rows[p]] = [rows[p]!, rows[k]!];
        }
        let worst = 0;
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < row; j++) {
            const found = data[a + i * row + j]!;
            const from = j < n ? rows[i]! : i;
            // Columns beside the panel are those of A, in the new order of the rows, or as they were outside the matrix.
            let expected = element(from, j);
            if (j >= start && j < end && i >= start) {
              let product = 0;
              for (let k = start; k <= Math.min(i, j); k++) {
                const factor = k === i ? 1 : data[a + i * row + k]!;
                product += factor * data[a + k * row + j]!;
              }
              worst = Math.max(worst, Math.abs(product - expected));
              if (j < i) worst = Math.max(worst, Math.abs(found) - 1);
              continue;
            }
            expected -= found;
            worst = Math.max(worst, Math.abs(expected));
          }
        }
        return worst;
      },
      implementation,
    );
    expect(error).toBeLessThan(1e-13);
  }
});

test.each(implementations)("columns of zeros have pivots of zero in %s", (implementation) => {
  withArena(
    40,
    ({ data, take, use }) => {
      const [a, pivots] = [take(9 + 8), take(3)];
      data.set([0, 0, 1, 0, 0, 2, 0, 4, 3], a);
      use(elimination).eliminatePanel(a, 3, 3, 3, 0, 3, pivots);
      expect([...data.subarray(a, a + 9)]).toEqual([0, 0, 1, 0, 4, 3, 0, 0, 2]);
      expect([...data.subarray(pivots, pivots + 3)]).toEqual([0, 2, 2]);
    },
    implementation,
  );
});

test.each(implementations)("triangles of every kind are solved with in %s", (implementation) => {
  for (const [n, width] of [
    [1, 1],
    [2, 3],
    [7, 8],
    [16, 27],
    [5, 0],
  ] as const) {
    for (const isLower of [true, false]) {
      for (const isTransposed of [true, false]) {
        for (const hasUnits of [0, 1]) {
          const error = withArena(
            n * n + n * (width + 1),
            ({ data, take, use }) => {
              const [t, x] = [take(n * n), take(n * (width + 1))];
              for (let i = 0; i < n * n; i++) data[t + i] = Math.sin(i) / n;
              for (let i = 0; i < n; i++) data[t + i * (n + 1)] = 2 + i;
              for (let i = 0; i < n * (width + 1); i++) data[x + i] = Math.cos(i);
              const forward = isLower !== isTransposed;
              const [down, along] = isTransposed ? [1, n] : [n, 1];
              const row = width + 1;
              if (forward) use(elimination).substitute(t, down, along, hasUnits, x, row, n, width);
              else {
                const [last, end] = [t + n * n - 1, x + (n - 1) * row];
                use(elimination).substitute(last, -down, -along, hasUnits, end, -row, n, width);
              }
              let worst = 0;
              for (let i = 0; i < n; i++) {
                for (let c = 0; c <= width; c++) {
                  let product = 0;
                  for (let j = 0; j < n; j++) {
                    if (forward ? j > i : j < i) continue;
                    const factor = i === j && hasUnits ? 1 : data[t + i * down + j * along]!;
                    product += factor * data[x + j * row + c]!;
                  }
                  // The column behind X is no part of it.
                  if (c === width) product = data[x + i * row + c]!;
                  worst = Math.max(worst, Math.abs(product - Math.cos(i * row + c)));
                }
              }
              return worst;
            },
            implementation,
          );
          expect(error).toBeLessThan(1e-14);
        }
      }
    }
  }
});

test.each(implementations)("definite matrices are factored in %s", (implementation) => {
  for (const n of [1, 2, 3, 8, 15, 32]) {
    const row = n + 1;
    const error = withArena(
      n * row,
      ({ data, take, use }) => {
        const a = take(n * row);
        const of = (i: number, j: number) => (i === j ? n : Math.sin(i + j));
        for (let i = 0; i < n; i++) for (let j = 0; j < row; j++) data[a + i * row + j] = of(i, j);
        expect(use(elimination).factorDefinite(a, row, n)).toBe(n);
        let worst = 0;
        for (let i = 0; i < n; i++) {
          worst = Math.max(worst, Math.abs(data[a + i * row + n]! - of(i, n)));
          for (let j = i; j < n; j++) {
            let product = 0;
            for (let k = 0; k <= i; k++) product += data[a + k * row + i]! * data[a + k * row + j]!;
            worst = Math.max(worst, Math.abs(product - of(i, j)));
          }
        }
        return worst;
      },
      implementation,
    );
    expect(error).toBeLessThan(1e-13);
  }
});

test.each(implementations)("the first pivot that is not positive is left in %s", (implementation) => {
  withArena(
    9,
    ({ data, take, use }) => {
      const a = take(9);
      data.set([4, 2, 2, 0, 1, 5, 0, 0, 9], a);
      expect(use(elimination).factorDefinite(a, 3, 3)).toBe(1);
      expect(data[a + 4]).toBe(0);
      data.set([NaN, 1, 1, 1], a);
      expect(use(elimination).factorDefinite(a, 2, 2)).toBe(0);
    },
    implementation,
  );
});

test.each(implementations)("symmetric finite matrices are told from others in %s", (implementation) => {
  for (const n of [0, 1, 2, 5, 34]) {
    const row = n + 1;
    withArena(
      n * row,
      ({ data, take, use }) => {
        const a = take(n * row);
        const { isRegular, transposeUpper } = use(elimination);
        for (let i = 0; i < n * row; i++) {
          const [p, q] = [Math.floor(i / row), i % row];
          data[a + i] = q === n ? NaN : Math.cos(p * q);
        }
        expect(isRegular(a, row, n)).toBe(1);
        for (const [i, j] of [
          [0, n - 1],
          [n - 1, 0],
          [n - 1, n - 2],
          [n >> 1, n >> 1],
        ] as const) {
          if (n < 2) continue;
          const place = a + i * row + j;
          const mirror = a + j * row + i;
          const x = data[place]!;
          for (const wrong of i === j ? [Infinity, NaN] : [NaN, 2]) {
            data[place] = wrong;
            expect(isRegular(a, row, n)).toBe(0);
          }
          data[place] = data[mirror] = -Infinity;
          expect(isRegular(a, row, n)).toBe(0);
          data[place] = data[mirror] = x;
        }
        for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) data[a + i * row + j] = 5;
        transposeUpper(a, row, n);
        const lower = Array.from({ length: n * n }, (_, i) => [Math.floor(i / n), i % n] as const);
        expect(lower.map(([i, j]) => data[a + i * row + j])).toEqual(
          lower.map(([i, j]) => (j > i ? 0 : Math.cos(i * j))),
        );
      },
      implementation,
    );
  }
});

test.each(implementations)("finite matrices are told from others in %s", (implementation) => {
  for (const [m, n] of [
    [0, 3],
    [1, 1],
    [3, 7],
    [5, 8],
  ] as const) {
    const row = n + 1;
    withArena(
      m * row,
      ({ data, take, use }) => {
        const a = take(m * row);
        for (let i = 0; i < m * row; i++) data[a + i] = i % row === n ? NaN : i;
        const { isFinite } = use(elimination);
        expect(isFinite(a, row, m, n)).toBe(1);
        for (let i = 0; i < m * row; i++) {
          const x = data[a + i]!;
          for (const wrong of [NaN, Infinity, -Infinity]) {
            data[a + i] = wrong;
            expect(isFinite(a, row, m, n)).toBe(i % row === n ? 1 : 0);
          }
          data[a + i] = x;
        }
      },
      implementation,
    );
  }
});

test.each(implementations)("pivots that are small in their columns are found in %s", (implementation) => {
  withArena(
    40,
    ({ data, take, use }) => {
      const [a, sums] = [take(12), take(3)];
      const { firstSmallPivot } = use(elimination);
      const first = (...elements: number[]): number => {
        data.set(elements, a);
        return firstSmallPivot(a, 4, 3, 0.1, sums);
      };
      expect(first(1, 8, -17, 9, 7, -1, 2, 9, 7, 7, 2.2)).toBe(3);
      expect(first(1, 8, -17, 9, 7, -1, 2, 9, 7, 7, 2.1)).toBe(2);
      expect(first(1, 10, -17, 9, 7, -1, 2, 9, 7, 7, 2.2)).toBe(1);
      expect(first(0, 8, 17, 9, 7, 1, 2, 9, 7, 7, 0)).toBe(0);
      expect(first(1, 8, 17, 9, 7, NaN, 2, 9, 7, 7, 0)).toBe(1);
    },
    implementation,
  );
});
