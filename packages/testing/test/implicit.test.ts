import { fixedPoint, grad, implicitRoot, trace } from "@adjoint/autodiff";
import { add, matmul, sqrt, square, sub, sum, tanh, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { test } from "vitest";
import { checkPrimitive } from "../src/index.ts";

/** A recorded program at work: its primitives instead of plain JavaScript. */
function recorded(f: (...xs: Tensor[]) => Tensor): (...xs: Tensor[]) => Tensor {
  return (...xs) => trace(f)(...xs).call(...xs);
}

const squareRoot = implicitRoot(
  (x: Tensor, a: Tensor) => sub(square(x), a),
  (a: Tensor) => sqrt(a),
);

/** x = tanh(W·x + b), with W from outside. */
const equilibrium = (w: Tensor, b: Tensor): Tensor =>
  fixedPoint((x, c) => tanh(add(matmul(w, x), c)), tensor([0, 0]), b, { tolerance: 1e-15 });
const w = tensor([
  [0.3, -0.2],
  [0.1, 0.4],
]);
const b = tensor([0.5, -0.7]);

test("implicitRoot obeys the laws of a primitive", () => {
  checkPrimitive(squareRoot, [tensor([2, 5])], { name: "implicitRoot" });
});

test("fixedPoint obeys the laws of a primitive", () => {
  checkPrimitive(equilibrium, [w, b], { name: "fixedPoint" });
});

test("recorded, they obey them too", () => {
  checkPrimitive(recorded(equilibrium), [w, b], { name: "recorded fixedPoint" });
  const gradient = (v: Tensor, c: Tensor): Tensor =>
    sum(square(grad((y: Tensor) => sum(equilibrium(v, y)))(c)));
  checkPrimitive(recorded(gradient), [w, b], { name: "recorded gradient of fixedPoint", order: 1 });
});
