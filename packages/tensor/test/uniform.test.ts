import { expect, test } from "vitest";
import {
  add,
  astype,
  broadcastOperands,
  broadcastTo,
  div,
  exp,
  mul,
  reshape,
  slice,
  sub,
  sum,
  tensor,
  zeros,
} from "../src/index.ts";
import type { DType, Tensor } from "../src/index.ts";

const operations = { add, sub, mul, div };
const numbers = [2.5, 1, -3, 0, -0, Infinity, -Infinity, NaN, 5e-324, 1.7976931348623157e308];

/** The same elements, each of them stored. */
function stored(x: Tensor): Tensor {
  return tensor(x.data, { dtype: x.dtype, shape: x.shape });
}

for (const [name, operation] of Object.entries(operations)) {
  test(`${name} gives the same bits for a repeated number as for stored elements`, () => {
    const x = tensor(numbers);
    for (const number of numbers) {
      const repeated = (): Tensor => broadcastOperands("test", number, x)[0];
      const elements = stored(repeated());
      expect(operation(repeated(), x).data).toEqual(operation(elements, x).data);
      expect(operation(x, repeated()).data).toEqual(operation(x, elements).data);
      expect(operation(repeated(), repeated()).data).toEqual(operation(elements, elements).data);
    }
  });
}

test.each<DType>(["float64", "float32", "int32", "bool"])("a repeated %s is read as such", (dtype) => {
  const repeated = broadcastTo(tensor([1.1], { dtype: "float32" }), [2, 2]);
  const typed = broadcastTo(tensor([1.1, 1.1], { dtype }), [2, 2]);
  expect(broadcastTo(tensor([1.1], { dtype }), [2, 2]).data).toEqual(typed.data);
  expect(astype(repeated, dtype).data).toEqual(astype(stored(repeated), dtype).data);
});

test("a repeated complex number keeps both of its parts", () => {
  expect(broadcastTo({ re: 1, im: 2 }, [2]).data).toEqual(Float64Array.of(1, 2, 1, 2));
});

test("what has been read stays the same array", () => {
  const x = broadcastTo(2, [3]);
  expect(x.data).toBe(x.data);
  expect(x.toArray()).toEqual([2, 2, 2]);
});

test("equal tensors have equal properties, however they were made", () => {
  const three = [add(1, 2), tensor(3), tensor([3, 4]), zeros([])];
  expect(three[0]).toEqual(three[1]);
  expect(slice(three[2]!, 0)).toEqual(tensor(3));
  expect(sum([1, 2])).toEqual(reshape(tensor([3]), []));
  expect(sum([1, 2])).not.toEqual(tensor(4));
  const read = tensor(3);
  expect(read.data[0]).toBe(3);
  expect(read).toEqual(tensor(3));
  expect(mul(tensor([1, 2]), 2)).toEqual(tensor([2, 4]));
  expect(broadcastTo(2, [2])).toEqual(tensor([2, 2]));
  const [two, one] = [broadcastOperands("test", 2, [0, 0])[0], broadcastOperands("test", [0, 0], 1)[1]];
  expect(add(two, one)).toEqual(tensor([3, 3]));
  expect(exp(sub(two, two))).toEqual(tensor([1, 1]));
  expect(tensor(1.1, { dtype: "float32" })).toEqual(slice(tensor([1.1], { dtype: "float32" }), 0));
});

test("nothing repeated is nothing", () => {
  expect(mul(broadcastTo(2, [0, 3]), 4).toArray()).toEqual([]);
  expect(sum(broadcastTo(2, [0])).item()).toBe(0);
});
