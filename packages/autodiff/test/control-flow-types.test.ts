import { add, less, mul, sin, tensor, treeNode } from "@adjoint/tensor";
import type { Tensor, TreeNode } from "@adjoint/tensor";
import { expectTypeOf, test } from "vitest";
import {
  checkpoint,
  cond,
  customJvp,
  customVjp,
  fixedPoint,
  grad,
  implicitRoot,
  scan,
  vmap,
  whileLoop,
} from "../src/index.ts";

interface Line extends TreeNode<{ readonly slope: Tensor }> {
  at(x: Tensor): Tensor;
}

/** Code that is checked and not run. */
function unused(_code: () => unknown): void {}

test("a wrapped function takes what the function takes, and numbers for tensors", () => {
  const f = (x: Tensor, p: { a: Tensor; b: readonly Tensor[] }): { y: Tensor } => ({ y: mul(x, p.a) });
  const wrapped = [checkpoint(f), customJvp(f, (_xs, _ts, value) => value)] as const;
  for (const g of wrapped) {
    expectTypeOf(g).returns.toEqualTypeOf<{ y: Tensor }>();
    expectTypeOf(g).parameter(1).toExtend<{ readonly a: Tensor | number | object }>();
  }
  wrapped[0](1, { a: 2, b: [3] });
  // @ts-expect-error: a is missing
  unused(() => wrapped[0](1, { b: [] }));
  // @ts-expect-error: one argument too many
  unused(() => wrapped[0](1, { a: 1, b: [] }, 2));
  expectTypeOf(grad((x: Tensor) => checkpoint(f)(x, { a: 1, b: [] }).y)(1)).toEqualTypeOf<Tensor>();
  expectTypeOf(vmap(checkpoint((x: Tensor) => sin(x)))(tensor([1]))).toEqualTypeOf<Tensor>();
  expectTypeOf(grad(checkpoint((x: Tensor) => sin(x)))(1)).toEqualTypeOf<Tensor>();
});

test("a forward rule knows the arguments, their tangents and the value", () => {
  customJvp(
    (x: Tensor, p: { a: Tensor }) => ({ y: mul(x, p.a) }),
    ([x, p], [s, t], value) => {
      expectTypeOf(x).toEqualTypeOf<Tensor>();
      expectTypeOf(t).toEqualTypeOf<{ a: Tensor }>();
      expectTypeOf(value).toEqualTypeOf<{ y: Tensor }>();
      return { y: add(mul(s, p.a), mul(x, t.a)) };
    },
  );
  const wrap = (x: Tensor): { y: Tensor } => ({ y: x });
  // @ts-expect-error: the tangent has the form of the value
  customJvp(wrap, (_xs, [t]) => t);
});

test("a reverse rule knows its residuals and the cotangent", () => {
  customVjp((x: Tensor, n: Tensor) => ({ y: mul(x, n) }), {
    forward: (x, n) => ({ value: { y: mul(x, n) }, residuals: { n, count: 3 } }),
    backward: (residuals, cotangent) => {
      expectTypeOf(residuals).toEqualTypeOf<{ readonly n: Tensor; readonly count: Tensor }>();
      expectTypeOf(cotangent).toEqualTypeOf<{ readonly y: Tensor }>();
      return [mul(cotangent.y, residuals.n), null];
    },
  });
  customVjp((x: Tensor) => x, {
    forward: (x) => ({ value: x, residuals: [] }),
    // @ts-expect-error: a list with one entry for each argument
    backward: (_residuals, c) => c,
  });
});

test("branches get the operands as tensors and agree in their result", () => {
  const line: Line = {
    at: (x: Tensor) => x,
    [treeNode]: () => ({ children: { slope: tensor(1) }, rebuild: () => line }),
  };
  const result = cond(
    true,
    (x, p) => {
      expectTypeOf(x).toEqualTypeOf<Tensor>();
      expectTypeOf(p.line).toEqualTypeOf<Line>();
      return { y: x, n: 1 };
    },
    (x) => ({ y: x, n: 2 }),
    3,
    { line },
  );
  expectTypeOf(result).toEqualTypeOf<{ readonly y: Tensor; readonly n: Tensor }>();
  const wrap = (x: Tensor): { y: Tensor } => ({ y: x });
  // @ts-expect-error: the branches return different forms
  unused(() => cond(true, wrap, (x) => x, 1));
});

test("loops carry the form of init", () => {
  const { carry, ys } = scan(
    (c, x) => {
      expectTypeOf(c).toEqualTypeOf<{ readonly h: Tensor; readonly k: Tensor }>();
      expectTypeOf(x).toEqualTypeOf<readonly [Tensor, Tensor]>();
      return { carry: { h: mul(c.h, x[0]), k: 1 }, y: { last: c.h, two: 2 } };
    },
    { h: tensor(1), k: 0 },
    [tensor([1]), tensor([2])] as const,
  );
  expectTypeOf(carry).toEqualTypeOf<{ readonly h: Tensor; readonly k: Tensor }>();
  expectTypeOf(ys).toEqualTypeOf<{ readonly last: Tensor; readonly two: Tensor }>();
  expectTypeOf(scan((c) => ({ carry: c }), 0, null, { length: 1 }).ys).toEqualTypeOf<undefined>();
  // @ts-expect-error: the carry changes its form
  unused(() => scan((c) => ({ carry: [c] }), 0, null, { length: 1 }));

  const end = whileLoop(
    (c) => less(c.x, 3),
    (c) => ({ x: add(c.x, 1), y: 2 }),
    { x: 1, y: tensor(0) },
  );
  expectTypeOf(end).toEqualTypeOf<{ readonly x: Tensor; readonly y: Tensor }>();
  const start = { x: 1, y: 0 };
  const lose = (c: { x: Tensor; y: Tensor }): { x: Tensor } => ({ x: c.x });
  // @ts-expect-error: the carry loses y
  unused(() => whileLoop(() => false, lose, start));
});

test("roots and fixed points have the form of what is sought", () => {
  const solve = implicitRoot(
    (x: { u: Tensor }, a: Tensor) => ({ u: mul(x.u, a) }),
    (a: Tensor) => ({ u: a }),
  );
  expectTypeOf(solve(1)).toEqualTypeOf<{ readonly u: Tensor }>();
  const x = fixedPoint(
    (at, p) => {
      expectTypeOf(at).toEqualTypeOf<{ readonly u: Tensor }>();
      expectTypeOf(p).toEqualTypeOf<readonly Tensor[]>();
      return { u: 0 };
    },
    { u: 1 },
    [1, 2],
  );
  expectTypeOf(x).toEqualTypeOf<{ readonly u: Tensor }>();
  // @ts-expect-error: another form
  unused(() => fixedPoint((at) => at.u, { u: 1 }, []));
});
