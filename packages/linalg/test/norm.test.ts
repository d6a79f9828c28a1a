import { readFileSync } from "node:fs";
import { grad, hvp } from "@adjoint/autodiff";
import { norm } from "@adjoint/linalg";
import type { NormOptions, NormOrder } from "@adjoint/linalg";
import { eye, mul, tensor, zeros } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomMatrix } from "./support/matrices.ts";

interface NormCase {
  readonly x: TensorLike;
  readonly ord: NormOrder | "Infinity" | null;
  readonly axis: number | readonly [number, number] | null;
  readonly value: TensorLike;
}

const fixture = JSON.parse(readFileSync(new URL("fixtures/values.json", import.meta.url), "utf8")) as {
  readonly norm: readonly NormCase[];
};

function optionsOf({ ord, axis }: NormCase): NormOptions {
  return {
    ...(ord === null ? {} : { ord: ord === "Infinity" ? Infinity : ord }),
    ...(axis === null ? {} : { axis }),
  };
}

test("norms agree with NumPy and mpmath", () => {
  for (const each of fixture.norm) {
    const options = optionsOf(each);
    expectClose(norm(each.x, options), each.value, { relative: 1e-14 });
    const kept = norm(each.x, { ...options, keepDims: true });
    expectClose(kept.data, norm(each.x, options).data, { relative: 0 });
    expect(kept.shape.length).toBe(tensor(each.x).shape.length);
  }
});

test("keepDims keeps the axes where they were", () => {
  expect(norm(zeros([2, 3, 4]), { axis: 1, keepDims: true }).shape).toEqual([2, 1, 4]);
  expect(norm(zeros([2, 3, 4]), { axis: [2, 0], keepDims: true }).shape).toEqual([1, 3, 1]);
  expect(norm(zeros([2, 3, 4]), { keepDims: true }).shape).toEqual([1, 1, 1]);
});

test("the norm of nothing is 0, of NaN NaN, of ∞ ∞", () => {
  for (const ord of [1, 2, 3, Infinity]) {
    expect(norm([], { ord }).item()).toBe(0);
    expect(norm([1, NaN, Infinity], { ord }).item()).toBeNaN();
    expect(norm([1, -Infinity], { ord }).item()).toBe(Infinity);
  }
  for (const ord of [1, 2, Infinity, "fro", "nuc"] as const)
    expect(norm(zeros([0, 3]), { ord }).item()).toBe(0);
  expect(norm(-3).item()).toBe(3);
  expect(norm(tensor([3, 4], { dtype: "float32" })).dtype).toBe("float32");
});

test("powers do not overflow before the norm does", () => {
  for (const scale of [1e300, 1e-300]) {
    expectClose(norm([3 * scale, 4 * scale]), 5 * scale, { relative: 1e-15 });
    expectClose(norm([scale, scale], { ord: 3 }), 2 ** (1 / 3) * scale, { relative: 1e-15 });
    expectClose(grad((x: Tensor) => norm(x))(tensor([3 * scale, 4 * scale])), [0.6, 0.8], {
      relative: 1e-15,
    });
  }
});

describe("norm obeys the laws of primitives where it is smooth", () => {
  const vector = [1, -2, 3.5, 0.7];
  const matrix = randomMatrix(3, 4, 5).map((row, i) => row.map((x, j) => x + (i === j ? 2 * i + 1 : 0)));
  for (const ord of [1, 1.5, 2, 3, Infinity]) {
    test(`${ord}-norm of vectors`, () => checkPrimitive((x) => norm(x, { ord }), [vector]));
    test(`${ord}-norm along an axis`, () =>
      checkPrimitive((x) => norm(x, { ord, axis: 0 }), [matrix], { step: 1 / 64 }));
  }
  for (const ord of [1, 2, Infinity, "fro", "nuc"] as const) {
    test(`${ord}-norm of matrices`, () =>
      checkPrimitive((x) => norm(x, { ord }), [matrix], { step: 1 / 64 }));
  }
});

describe("the derivative is the shortest subgradient where the norm has a kink", () => {
  const gradient = (x: TensorLike, options?: NormOptions): Tensor =>
    grad((y: Tensor) => norm(y, options))(tensor(x));

  test("0 at 0, also of the second derivative", () => {
    for (const ord of [1, 1.5, 2, 3, Infinity]) {
      expect(gradient([0, 0], { ord }).toArray()).toEqual([0, 0]);
      expect(hvp((y: Tensor) => norm(y, { ord }), tensor([0, 0]), tensor([1, 2])).toArray()).toEqual([0, 0]);
    }
    for (const ord of [1, 2, Infinity, "fro", "nuc"] as const) {
      expect(
        gradient(
          [
            [0, 0, 0],
            [0, 0, 0],
          ],
          { ord },
        ).toArray(),
      ).toEqual([
        [0, 0, 0],
        [0, 0, 0],
      ]);
    }
  });

  test("0 for zeros in the 1-norm", () => {
    expect(gradient([3, 0, -2], { ord: 1 }).toArray()).toEqual([1, 0, -1]);
    expect(gradient([3, 0, -2], { ord: 1.5 }).data[1]).toBe(0);
  });

  test("equal shares for ties in the ∞-norm, so that descent lowers all of them", () => {
    expect(gradient([3, -3, 1], { ord: Infinity }).toArray()).toEqual([0.5, -0.5, 0]);
    expectClose(gradient(eye(4), { ord: 2 }), mul(eye(4), 0.25), { absolute: 1e-15 });
  });

  test("nothing from singular values that are 0", () => {
    expectClose(
      gradient(
        [
          [2, 0],
          [0, 0],
        ],
        { ord: "nuc" },
      ),
      [
        [1, 0],
        [0, 0],
      ],
      { absolute: 1e-15 },
    );
  });
});

test("errors say what is wrong", () => {
  expect(() => norm([1, 2], { ord: 0 })).toThrow(
    'norm: ord must be a number above 0, Infinity, "fro" or "nuc", got 0',
  );
  expect(() => norm([1, 2], { ord: "max" as never })).toThrow('got "max"');
  expect(() => norm([1, 2], { ord: "nuc" })).toThrow(
    'norm: "nuc" is a norm of matrices, but one axis was given',
  );
  expect(() => norm([[1, 2]], { ord: 3 })).toThrow("norm: no norm of order 3 for matrices");
  expect(() => norm(zeros([1, 1, 1]), { ord: 1 })).toThrow(
    "norm: with ord 1 and x of shape [1, 1, 1] say which axes are meant",
  );
  expect(() => norm([[1]], { axis: [0, 0] })).toThrow(
    "norm: axis must be one axis or two different ones, got [0, 0]",
  );
  expect(() => norm([1], { axis: 1 })).toThrow("norm: no axis 1 in a tensor of rank 1");
  expect(() => norm("x" as never)).toThrow("norm: x must be a tensor, a number, a boolean, a typed array");
  expect(() => norm([[NaN]], { ord: 2 })).toThrow("svdvals: a[0, 0] is NaN");
});
