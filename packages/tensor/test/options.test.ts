import { expect, test } from "vitest";
import { concat, sum, tensor, variance, zeros } from "../src/index.ts";

test("an option that does not exist is refused instead of ignored", () => {
  expect(() => sum([[1, 2]], { dim: 0 } as object)).toThrow(
    "sum: no option dim; the options are axis, keepDims",
  );
  expect(() => variance([1], { ddof: 1 } as object)).toThrow(
    "variance: no option ddof; the options are axis, keepDims, correction",
  );
  expect(() => concat([[1]], { dim: 0 } as object)).toThrow("concat: no option dim; the options are axis");
  expect(() => tensor([1], { type: "int32" } as object)).toThrow(
    "tensor: no option type; the options are dtype, shape",
  );
});

test("options that are no object are refused", () => {
  expect(() => sum([[1, 2]], 0 as never)).toThrow(
    "sum: options must be an object with axis, keepDims, got 0",
  );
  expect(() => zeros([1], "int32" as never)).toThrow(
    "zeros: options must be an object with dtype, got int32",
  );
});
