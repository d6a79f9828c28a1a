import { grad } from "@adjoint/autodiff";
import { acos, acosh, asin, atan2, hypot, mod, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { test } from "vitest";
import { expectClose } from "../src/index.ts";

test("inverse functions have infinite slopes where their inverses are flat", () => {
  expectClose(grad((x: Tensor) => sum(asin(x)))(tensor([1, -1])), [Infinity, Infinity]);
  expectClose(grad((x: Tensor) => sum(acos(x)))(tensor([1, -1])), [-Infinity, -Infinity]);
  expectClose(grad((x: Tensor) => acosh(x))(1), Infinity);
});

test("hypot and atan2 have the derivative 0 at the origin, and none that overflows elsewhere", () => {
  const both = { argnums: [0, 1] } as const;
  expectClose(grad((a: Tensor, b: Tensor) => hypot(a, b), both)(0, 0), [0, 0]);
  expectClose(grad((y: Tensor, x: Tensor) => atan2(y, x), both)(0, 0), [0, 0]);
  expectClose(grad((a: Tensor, b: Tensor) => hypot(a, b), both)(3e200, 4e200), [0.6, 0.8]);
  expectClose(grad((y: Tensor, x: Tensor) => atan2(y, x), both)(3e200, 4e200), [1.6e-201, -1.2e-201]);
});

test("mod has the derivatives 1 and −⌊a/b⌋, also at a jump and where the quotient rounds up", () => {
  const both = { argnums: [0, 1] } as const;
  const remainder = (a: Tensor, b: Tensor): Tensor => mod(a, b);
  expectClose(grad(remainder, both)(6, 3), [1, -2]);
  expectClose(grad(remainder, both)(-5.5, 2), [1, 3]);
  // 0.5 contains 0.1 four times: the double nearest 0.1 is above it, though the quotient rounds to 5.
  expectClose(grad(remainder, both)(0.5, 0.1), [1, -4]);
});
