import { expect, test } from "vitest";
import { argsort, DomainError, gather, sort, tensor, topK, zeros } from "@adjoint/tensor";
import type { DType } from "@adjoint/tensor";
import { fromFlat, toFlat } from "./flat-array.ts";
import type { FlatArray } from "./flat-array.ts";
import { readFixture } from "./read-fixture.ts";

interface Case {
  readonly x: FlatArray;
  readonly dtype: DType;
  readonly axis: number;
  readonly values: FlatArray;
  readonly indices: FlatArray;
}

test.each(readFixture<Case[]>("sort"))(
  "sort and argsort of $dtype $x.shape along axis $axis are NumPy's stable ones",
  ({ x, dtype, axis, values, indices }) => {
    const input = fromFlat(x, dtype);
    expect(toFlat(sort(input, { axis }))).toEqual(values);
    expect(toFlat(argsort(input, { axis }))).toEqual(indices);
    expect(sort(input, { axis }).dtype).toBe(dtype);
    expect(argsort(input, { axis }).dtype).toBe("int32");
  },
);

/** A line that needs more than one way of sorting: zeros of both signs, ties, infinities and NaN. */
function line(length: number): Float64Array {
  let state = 12345;
  const next = (): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x7fffffff;
  const special = [NaN, 0, -0, Infinity, -Infinity, 5e-324, -5e-324, 1, -1];
  return Float64Array.from({ length }, () =>
    next() < 0.2
      ? special[Math.floor(next() * special.length)]!
      : next() < 0.5
        ? Math.round((next() - 0.5) * 100)
        : (next() - 0.5) * 10 ** Math.floor(next() * 600 - 300),
  );
}

test.each([0, 1, 2, 11, 12, 13, 24, 25, 100, 1499, 1600, 5000])(
  "%d numbers of every kind are sorted stably, NaN last in either order",
  (length) => {
    const x = line(length);
    for (const descending of [false, true]) {
      const places = Array.from(x.keys());
      const rank = (i: number): number => (Number.isNaN(x[i]) ? Infinity : descending ? -x[i]! : x[i]!);
      const numbers = places.filter((i) => !Number.isNaN(x[i]));
      const expected = [
        ...numbers.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a - b)),
        ...places.filter((i) => Number.isNaN(x[i])),
      ];
      const got = argsort(x, { descending });
      expect(Array.from(got.data)).toEqual(expected);
      expect(Array.from(sort(x, { descending }).data)).toEqual(expected.map((i) => x[i]));
      expect(gather(x, got).data).toEqual(sort(x, { descending }).data);
    }
  },
);

test("integers and booleans are sorted as what they are", () => {
  const x = tensor([3, -2147483648, 2147483647, 3], { dtype: "int32" });
  expect(sort(x).toArray()).toEqual([-2147483648, 3, 3, 2147483647]);
  expect(sort(x, { descending: true }).toArray()).toEqual([2147483647, 3, 3, -2147483648]);
  expect(sort([true, false, true]).toArray()).toEqual([false, true, true]);
});

test("topK gives the largest in order, of equal ones the first", () => {
  expect(topK([1, 7, 7, 3], 3).indices.toArray()).toEqual([1, 2, 3]);
  expect(
    topK(
      [
        [1, 7],
        [9, 3],
      ],
      1,
      { axis: 0 },
    ).values.toArray(),
  ).toEqual([[9, 7]]);
  expect(topK([1, NaN, 2], 2).values.toArray()).toEqual([2, 1]);
  expect(topK([1, NaN], 2).values.toArray()).toEqual([1, NaN]);
  expect(topK([1, 2], 0).values.shape).toEqual([0]);
  expect(topK(zeros([0, 3]), 2).indices.shape).toEqual([0, 2]);
});

test.each([1, 5, 64, 65, 300])("the %d largest begin the descending order", (k) => {
  const x = line(300);
  const { values, indices } = topK(x, k);
  expect(indices.data).toEqual(argsort(x, { descending: true }).data.slice(0, k));
  expect(values.data).toEqual(sort(x, { descending: true }).data.slice(0, k));
});

test("what cannot be sorted or chosen is refused", () => {
  expect(() => sort(3)).toThrow("sort: no axis -1 in a tensor of rank 0; a scalar has no axes");
  expect(() => argsort([1], { axis: 1 })).toThrow("argsort: no axis 1 in a tensor of rank 1");
  expect(() => sort([1], { ascending: true } as object)).toThrow("sort: no option ascending");
  expect(() => topK([1, 2], 3)).toThrow(
    "topK: k must be an integer from 0 to 2, the length of axis 0 of x, got 3 (x is [2])",
  );
  expect(() => topK([1, 2], 0.5)).toThrow(DomainError);
});
