import { customJvp, customVjp, trace } from "@adjoint/autodiff";
import { add, cos, exp, log, mul, sigmoid, sin, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { test } from "vitest";
import { checkPrimitive } from "../src/index.ts";

/** A recorded program at work: its primitives instead of plain JavaScript. */
function recorded(f: (...xs: Tensor[]) => Tensor): (...xs: Tensor[]) => Tensor {
  return (...xs) => trace(f)(...xs).call(...xs);
}

const softplus = customJvp(
  (x: Tensor) => log(add(1, exp(x))),
  ([x], [t]) => mul(t, sigmoid(x)),
);
const wave = customVjp((x: Tensor, y: Tensor) => mul(sin(x), sum(y)), {
  forward: (x, y) => ({ value: mul(sin(x), sum(y)), residuals: { slope: cos(x), x, y } }),
  backward: ({ slope, x, y }, c) => [mul(mul(c, slope), sum(y)), mul(sum(mul(c, sin(x))), add(mul(0, y), 1))],
});
const x = tensor([0.3, -1.2]);
const y = tensor([0.8, 1.1, -0.4]);

test("customJvp obeys the laws of a primitive", () => {
  checkPrimitive(softplus, [x], { name: "customJvp" });
  checkPrimitive(recorded(softplus), [x], { name: "recorded customJvp" });
});

test("customVjp obeys the laws of a primitive", () => {
  checkPrimitive(wave, [x, y], { name: "customVjp" });
  checkPrimitive(recorded(wave), [x, y], { name: "recorded customVjp" });
});
