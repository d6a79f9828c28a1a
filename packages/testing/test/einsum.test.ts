import { grad, trace } from "@adjoint/autodiff";
import { einsum, ones } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";

function program(subscripts: string, ...shapes: readonly Shape[]): string {
  const traced = trace((...operands: Tensor[]) => einsum(subscripts, ...operands));
  return String(traced(...shapes.map((shape) => ones(shape))));
}

test("a product of transposed matrices is one matmul that transposes nothing", () => {
  expect(program("ij,kj->ik", [2, 3], [4, 3])).toMatchInlineSnapshot(`
    "program(a:float64[2, 3], b:float64[4, 3]) {
      c:float64[2, 4] = matmul{transposeB} a b
      return c
    }"
  `);
  expect(program("ji,jk->ki", [2, 3], [2, 4])).toMatchInlineSnapshot(`
    "program(a:float64[2, 3], b:float64[2, 4]) {
      c:float64[4, 3] = matmul{transposeA} b a
      return c
    }"
  `);
});

test("attention's products are one matmul", () => {
  expect(program("bhqd,bhkd->bhqk", [2, 2, 3, 4], [2, 2, 3, 4])).toMatchInlineSnapshot(`
    "program(a:float64[2, 2, 3, 4], b:float64[2, 2, 3, 4]) {
      c:float64[2, 2, 3, 3] = matmul{transposeB} a b
      return c
    }"
  `);
});

test("a chain is contracted in the cheaper order", () => {
  expect(program("ij,jk,kl->il", [10, 100], [100, 5], [5, 50])).toMatchInlineSnapshot(`
    "program(a:float64[10, 100], b:float64[100, 5], c:float64[5, 50]) {
      d:float64[10, 5] = matmul a b
      e:float64[10, 50] = matmul d c
      return e
    }"
  `);
  expect(program("ij,jk,kl->il", [50, 5], [5, 100], [100, 10])).toMatchInlineSnapshot(`
    "program(a:float64[50, 5], b:float64[5, 100], c:float64[100, 10]) {
      d:float64[5, 10] = matmul b c
      e:float64[50, 10] = matmul a d
      return e
    }"
  `);
});

test("a trace takes the diagonal by a slice, and its gradient puts it back", () => {
  expect(program("ii", [3, 3])).toMatchInlineSnapshot(`
    "program(a:float64[3, 3]) {
      b:float64[9] = reshape{shape=[9]} a
      c:float64[3] = slice{starts=[0], lengths=[3], steps=[4]} b
      d:float64[] = sum{axes=[0]} c
      return d
    }"
  `);
  expect(grad((x: Tensor) => einsum("ii", x))(ones([2, 2])).toArray()).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test("an elementwise product and an outer product are one multiplication", () => {
  expect(program("ij,ij->ij", [2, 3], [2, 3])).toMatchInlineSnapshot(`
    "program(a:float64[2, 3], b:float64[2, 3]) {
      c:float64[2, 3] = mul a b
      return c
    }"
  `);
  expect(program("i,j->ij", [2], [3])).toMatchInlineSnapshot(`
    "program(a:float64[2], b:float64[3]) {
      c:float64[2, 1] = reshape{shape=[2, 1]} a
      d:float64[2, 3] = broadcastTo{shape=[2, 3]} c
      e:float64[2, 3] = broadcastTo{shape=[2, 3]} b
      f:float64[2, 3] = mul d e
      return f
    }"
  `);
});
