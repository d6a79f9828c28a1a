import { tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { expectClose } from "../src/index.ts";

test("equal and nearly equal values pass, in every form", () => {
  expectClose(1, 1 + 1e-15);
  expectClose(
    [
      [1, 2],
      [3, NaN],
    ],
    tensor([
      [1, 2],
      [3, NaN],
    ]),
  );
  expectClose({ a: [tensor(1), tensor([2, 3])] }, { a: [1, [2, 3]] });
  expectClose([Infinity, -Infinity], [Infinity, -Infinity]);
  expectClose(tensor([0.1], { dtype: "float32" }), [0.1]);
});

test("the message names the first element that differs, by how much, and how many differ", () => {
  expect(() =>
    expectClose(
      [
        [1, 2],
        [3.5, 5],
      ],
      [
        [1, 2],
        [3, 4],
      ],
    ),
  ).toThrow(
    "expectClose: at [1, 0] expected 3, got 3.5: off by 0.500 (relative 0.167), allowed 3.00e-12; 2 of 4 elements differ",
  );
  expect(() => expectClose({ a: { b: [1, 2] } }, { a: { b: [1, 3] } })).toThrow(
    "at .a.b[1] expected 3, got 2",
  );
});

test("NaN, the infinities, zero, shapes and keys are not close to anything else", () => {
  expect(() => expectClose(NaN, 0)).toThrow("expected 0, got NaN");
  expect(() => expectClose(0, NaN)).toThrow("expected NaN, got 0");
  expect(() => expectClose(1e308, Infinity)).toThrow("expected Infinity");
  expect(() => expectClose(-Infinity, Infinity)).toThrow("expected Infinity");
  expect(() => expectClose(1e-300, 0)).toThrow("expected 0");
  expect(() => expectClose([1, 1], 1)).toThrow("expected the shape [], got [2]");
  expect(() => expectClose({ a: 1 }, { b: 1 })).toThrow("expected the keys b, got a");
  expect(() => expectClose({ a: 1 }, { a: 1, b: 1 })).toThrow("expected the keys a, b, got a");
  expect(() => expectClose("1", 1)).toThrow("expected numbers, got 1");
});

test("tolerances are relative to the expected value, or absolute", () => {
  expectClose(1.01, 1, { relative: 0.011 });
  expectClose(0.01, 0, { absolute: 0.011 });
  expect(() => expectClose(1.01, 1, { relative: 0.009 })).toThrow("allowed 0.00900");
});
