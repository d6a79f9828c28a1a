import { cos, matmul, mul, sin, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { jvp, linearize } from "../src/index.ts";

test("the directional derivative has the form of the result", () => {
  const { value, tangent } = jvp(
    (x: Tensor, y: Tensor) => ({ product: mul(x, y), sine: sin(x) }),
    [2, 3],
    [1, 0],
  );
  expect([value.product.item(), tangent.product.item()]).toEqual([6, 3]);
  expect(tangent.sine.item()).toBe(Math.cos(2));
});

test("a result that does not depend on the argument has the tangent zero", () => {
  expect(jvp((_x: Tensor) => tensor([1, 2]), [1], [1]).tangent.toArray()).toEqual([0, 0]);
});

test("tangents must have the form and the shapes of the primals", () => {
  expect(() => jvp(sin, [tensor([1, 2])], [tensor([1])])).toThrow(
    "jvp: a tangent of shape [1] was given for a value of shape [2]; they must be equal",
  );
  expect(() => jvp(sin, [1], [] as never)).toThrow("jvp: trees differ: expected [·], got []");
});

test("linearize runs the function once and its derivative as often as wanted", () => {
  let calls = 0;
  const { value, pushforward } = linearize((x: Tensor) => {
    calls++;
    return mul(x, cos(x));
  }, 0);
  expect([value.item(), pushforward(3).item(), pushforward(-1).item(), calls]).toEqual([0, 3, -1, 1]);
});

test("primals and tangents are lists", () => {
  expect(() => jvp(sin, 1 as never, 1 as never)).toThrow(
    "jvp: the arguments, and the tangents if it takes any, are lists with an entry for each argument of the function: jvp(f, [x], …)",
  );
});

test("tangents take the dtype of the primals they belong to", () => {
  const x = tensor(
    [
      [1, 2],
      [3, 4],
    ],
    { dtype: "float32" },
  );
  const direction = tensor([
    [1, 0],
    [0, 1],
  ]);
  const f = (a: Tensor): Tensor => matmul(a, x);
  for (const tangent of [jvp(f, [x], [direction]).tangent, linearize(f, x).pushforward(direction)]) {
    expect(tangent.dtype).toBe("float32");
    expect(tangent.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  }
});
