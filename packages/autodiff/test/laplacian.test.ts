import {
  add,
  cos,
  exp,
  log,
  matmul,
  mul,
  pow,
  sin,
  square,
  stack,
  sum,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { grad, hessian, laplacian, vmap } from "../src/index.ts";
import { expectNear, scattered } from "./close.ts";

test("harmonic functions have the Laplacian zero", () => {
  const p = tensor([0.3, -1.2]);
  const x = (q: Tensor): Tensor => sum(mul(q, [1, 0]));
  const y = (q: Tensor): Tensor => sum(mul(q, [0, 1]));
  expect(Math.abs(laplacian((q: Tensor) => mul(exp(x(q)), sin(y(q))))(p).item())).toBeLessThan(1e-15);
  expect(Math.abs(laplacian((q: Tensor) => log(sum(square(q))))(p).item())).toBeLessThan(1e-14);
  expect(laplacian((q: Tensor) => mul(x(q), y(q)))(p).item()).toBe(0);
});

test("it is the trace of the Hessian, whatever the chunk", () => {
  const a = scattered([5, 5], 1);
  const f = (x: Tensor): Tensor => sum(sin(matmul(a, x)));
  const x = scattered([5], 2);
  const diagonal = (hessian(f)(x).toArray() as number[][]).reduce((total, row, i) => total + row[i]!, 0);
  for (const chunkSize of [1, 2, 5, 7]) expectNear(laplacian(f, { chunkSize })(x), tensor(diagonal));
});

test("trees, several arguments and fields", () => {
  const f = (p: { a: Tensor; b: Tensor }, c: Tensor): Tensor[] => [mul(square(p.a), p.b), pow(c, 3)];
  const [first, second] = laplacian(f, { argnums: [0, 1] })({ a: 2, b: tensor([1, 5]) }, 4);
  expect(first!.toArray()).toEqual([2, 10]);
  expect(second!.item()).toBe(24);
  expect(laplacian(f, { argnums: 1 })({ a: 2, b: 1 }, 4)[0]!.item()).toBe(0);
});

test("it can be differentiated and mapped", () => {
  const f = (x: Tensor): Tensor => sum(mul(square(x), cos(x)));
  const once = laplacian(f);
  expectNear(vmap(once)(tensor([[1], [2]])), stack([once(tensor([1])), once(tensor([2]))]));
  const h = 1e-5;
  const slope = (once(tensor([1 + h])).item() - once(tensor([1 - h])).item()) / (2 * h);
  expectNear(grad((x: Tensor) => once(x))(tensor([1])), tensor([slope]), 1e-8);
});

test("of nothing it is zero", () => {
  expect(laplacian((x: Tensor) => add(sum(x), 1))(zeros([0])).item()).toBe(0);
});
