import { readFileSync } from "node:fs";
import { grad } from "@adjoint/autodiff";
import { convolve, flip, square, sum, tensor } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";

type Row = readonly [
  x: Shape,
  kernel: Shape,
  stride: number | number[],
  shape: Shape,
  values: number[],
  ofX: number[],
  ofKernel: number[],
];

const fixture = new URL("../../tensor/test/fixtures/convolve.json", import.meta.url);
const { channels } = JSON.parse(readFileSync(fixture, "utf8")) as { channels: Row[] };

/** The operands of tooling/reference/tensor_einsum.py. */
function operand(place: number, shape: Shape): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const elements = Float64Array.from({ length: size }, (_, i) => ((i * 7 + place * 5) % 11) - 5);
  return tensor(elements, { shape });
}

test.each(channels)("the gradients of %j with %j, stride %j, are torch's", (...row) => {
  const [x, kernel, stride, , , ofX, ofKernel] = row;
  const axes = kernel.length === 4 ? [-2, -1] : -1;
  const loss = (image: Tensor, weights: Tensor): Tensor =>
    sum(square(convolve(image, flip(weights, axes), { mode: "valid", channels: true, stride })));
  const [left, right] = grad(loss, { argnums: [0, 1] })(operand(0, x), operand(1, kernel));
  expect(Array.from(left.data, (value) => value + 0)).toEqual(ofX.map((value) => value + 0));
  expect(Array.from(right.data, (value) => value + 0)).toEqual(ofKernel.map((value) => value + 0));
});
