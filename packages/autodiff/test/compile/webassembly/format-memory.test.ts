import { add, exp, matmul, sum, tanh, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { simplify, trace } from "../../../src/index.ts";
import { lower } from "../../../src/compile/loops/lower.ts";
import { formatMemory } from "../../../src/compile/webassembly/format-memory.ts";

test("a value takes the place of one that is not needed any more", () => {
  const program = simplify(
    trace((x: Tensor, w: Tensor) => {
      const h = tanh(matmul(x, w));
      return sum(exp(add(matmul(h, w), 1)));
    })(zeros([3, 3]), zeros([3, 3])),
  );
  expect(formatMemory(lower(program))).toMatchInlineSnapshot(`
    "a: float64[3, 3] at byte 0
    b: float64[3, 3] at byte 128
    f: float64[] at byte 256
    c: float64[3, 3] at byte 320
    d: float64[9] at byte 320
    e: float64[3, 3] at byte 448
    together 1088 bytes, for values of 368"
  `);
});
