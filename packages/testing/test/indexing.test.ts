import { grad, trace, vmap } from "@adjoint/autodiff";
import {
  arange,
  at,
  compress,
  gather,
  greater,
  reshape,
  scatterAdd,
  slice,
  square,
  stack,
  sum,
  take,
  tensor,
  TracerError,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { expectClose } from "../src/index.ts";

const xs = reshape(arange(24), [2, 3, 4]);
const places = tensor(
  [
    [2, -1],
    [0, 1],
  ],
  { dtype: "int32" },
);
const updates = tensor([
  [0.5, 1.5],
  [2.5, 3.5],
]);

test.each<[name: string, f: (x: Tensor, i: Tensor, v: Tensor) => Tensor]>([
  ["take", (x, i) => take(x, i, { axis: 1 })],
  ["take of rows", (x, i) => take(x, i, { axis: 0 })],
  ["take, flat", (x, i) => take(x, i)],
  ["gather", (x, i) => gather(x, stack([i, i, i]), { axis: 1 })],
  ["scatterAdd", (x, i, v) => scatterAdd(x, i, v, { axis: 1 })],
  ["at, add", (x, i, v) => at(x, 0, i).add(v)],
  ["at, set", (x, i, v) => at(x, [], i).set(v)],
])("%s with indices that differ from call to call is a loop", (_name, f) => {
  const x = slice(xs, 1);
  const rows = (of: Tensor, k: number): Tensor => slice(of, k);
  const loop = (one: (k: number) => Tensor): Tensor => stack([one(0), one(1)]);
  expectClose(
    vmap(f)(xs, places, updates),
    loop((k) => f(rows(xs, k), rows(places, k), rows(updates, k))),
  );
  expectClose(
    vmap(f, { inAxes: [null, 0, null] })(x, places, slice(updates, 0)),
    loop((k) => f(x, rows(places, k), slice(updates, 0))),
  );
  const twice = vmap(vmap(f, { inAxes: [null, 0, 0] }), { inAxes: [0, null, null] });
  expectClose(
    twice(xs, places, updates),
    loop((k) => loop((j) => f(rows(xs, k), rows(places, j), rows(updates, j)))),
  );
  const derivative = grad((y: Tensor, i: Tensor, v: Tensor) => sum(square(f(y, i, v))));
  expectClose(
    vmap(derivative)(xs, places, updates),
    loop((k) => derivative(rows(xs, k), rows(places, k), rows(updates, k))),
  );
});

test("an index out of bounds is found also where it came with vmap", () => {
  const outside = tensor([[0], [4]], { dtype: "int32" });
  expect(() => vmap((x: Tensor, i: Tensor) => take(x, i))(reshape(arange(8), [2, 4]), outside)).toThrow(
    /index 4 is out of bounds/,
  );
  expect(() => vmap((x: Tensor, i: Tensor) => at(x, i).get())(reshape(arange(8), [2, 4]), outside)).toThrow(
    /index 4 is out of bounds/,
  );
});

test("what depends on unknown values is refused by name", () => {
  const positive = (x: Tensor): Tensor => compress(x, greater(x, 0));
  expect(() => vmap(positive)(xs)).toThrow(TracerError);
  expect(() => trace(positive)(arange(3))).toThrow(
    /^compress: mask is a traced bool\[3\], whose values are not known yet.*use where/,
  );
  expect(() => trace((x: Tensor) => at(x, greater(x, 0)).get())(arange(3))).toThrow(/^at: the mask is/);
  const repeated = (x: Tensor, i: Tensor): Tensor => at(x, i).multiply(2);
  expect(() => vmap(repeated)(reshape(xs, [2, 12]), places)).toThrow(/^at: an index array is/);
});

test("a mask that depends on the argument is known in an eager derivative", () => {
  const f = (x: Tensor): Tensor => sum(square(compress(x, greater(x, 0))));
  expectClose(grad(f)(tensor([1, -2, 3])), [2, 0, 6]);
  expectClose(
    grad((x: Tensor) => sum(at(x, greater(x, 0)).multiply(x.shape[0]!)))(tensor([1, -2, 3])),
    [3, 1, 3],
  );
});
