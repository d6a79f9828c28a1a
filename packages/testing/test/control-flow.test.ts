import { cond, trace } from "@adjoint/autodiff";
import { add, exp, greater, mul, sin, square } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { test } from "vitest";
import { checkPrimitive } from "../src/index.ts";

/** A recorded program at work: its primitives instead of plain JavaScript. */
function recorded(f: (...xs: Tensor[]) => Tensor): (...xs: Tensor[]) => Tensor {
  return (...xs) => trace(f)(...xs).call(...xs);
}

const branches = (x: Tensor, y: Tensor): Tensor =>
  cond(
    greater(x, 0),
    (a, b) => mul(sin(a), exp(b)),
    (a, b) => add(square(a), mul(3, b)),
    x,
    y,
  );

for (const at of [0.7, -0.7]) {
  test(`cond obeys the laws of a primitive at ${at}`, () => {
    checkPrimitive(branches, [at, 0.3], { name: "cond" });
    checkPrimitive(recorded(branches), [at, 0.3], { name: "recorded cond" });
  });
}
