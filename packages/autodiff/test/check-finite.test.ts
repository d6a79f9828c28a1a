import {
  add,
  div,
  exp,
  log,
  mul,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  where,
  greater,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { checkFinite, grad, hessian, jvp, trace, vmap } from "../src/index.ts";

function messageOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was thrown";
}

test("where all is finite it is the function, its derivatives too", () => {
  const f = (x: Tensor): Tensor => sum(mul(exp(x), square(x)));
  const x = tensor([1, 2]);
  const watched = checkFinite(f);
  expect(watched(x).item()).toBe(f(x).item());
  expect(grad(watched)(x).toArray()).toEqual(grad(f)(x).toArray());
  expect(hessian(watched)(x).toArray()).toEqual(hessian(f)(x).toArray());
  expect(vmap(checkFinite(exp))(x).toArray()).toEqual(exp(x).toArray());
});

test("the first value that is not finite is named with its operation, element, inputs and line", () => {
  let lineBefore = 0;
  const model = (x: Tensor): Tensor => {
    lineBefore = Number(/test\.ts:(\d+)/.exec(new Error("here").stack!)![1]);
    const weights = exp(mul(x, 1000));
    return div(weights, sum(weights));
  };
  const message = messageOf(() => checkFinite(model)(tensor([0, 1])));
  expect(message).toMatch(
    /^checkFinite: exp gives Infinity, at element \[1\], called at model \(.*check-finite\.test\.ts:\d+:\d+\)/,
  );
  expect(message).toContain("its input there is 1000;");
  expect(Number(/test\.ts:(\d+)/.exec(message)![1])).toBe(lineBefore + 1);
});

test("a derivative that is not finite is found although all values are", () => {
  const norm = (x: Tensor): Tensor => sqrt(sum(square(x)));
  expect(grad(norm)(zeros([2])).toArray()).toEqual([Number.NaN, Number.NaN]);
  const message = messageOf(() => grad(checkFinite(norm))(zeros([2])));
  expect(message).toMatch(
    /^checkFinite: the derivative of sqrt gives the adjoint Infinity to its input, called at norm \(/,
  );
  expect(message).toContain("its input there is 0;");
});

test("a where after the operation is found out: 0·∞ in the branch not taken", () => {
  const safe = (x: Tensor): Tensor => sum(where(greater(x, 0), log(x), 0));
  const message = messageOf(() => grad(checkFinite(safe, { infinities: false }))(tensor([1, 0])));
  expect(message).toMatch(
    /^checkFinite: the derivative of log gives the adjoint NaN to its input, at element \[1\]/,
  );
  const reallySafe = (x: Tensor): Tensor => {
    const positive = greater(x, 0);
    return sum(where(positive, log(where(positive, x, 1)), 0));
  };
  expect(grad(checkFinite(reallySafe))(tensor([1, 0])).toArray()).toEqual([1, 0]);
});

test("tangents are watched as well", () => {
  const message = messageOf(() =>
    jvp(
      checkFinite((x: Tensor) => sqrt(x)),
      [0],
      [1],
    ),
  );
  expect(message).toContain("checkFinite: the derivative of sqrt gives the tangent Infinity");
});

test("infinities may be let through, NaN never", () => {
  const f = (x: Tensor): Tensor => sub(log(x), log(x));
  const message = messageOf(() => checkFinite(f, { infinities: false })(tensor(0)));
  expect(message).toMatch(/^checkFinite: sub gives NaN/);
  expect(message).toContain("its inputs there are -Infinity and -Infinity;");
});

test("under vmap and in programs the operation is found too", () => {
  expect(messageOf(() => vmap(checkFinite((x: Tensor) => log(x)))(tensor([1, 0])))).toContain(
    "checkFinite: log gives -Infinity",
  );
  const program = trace(checkFinite((x: Tensor) => log(x)))(1);
  expect(messageOf(() => program.call(0))).toContain("checkFinite: log gives -Infinity");
  expect(messageOf(() => checkFinite(grad((x: Tensor) => sqrt(add(x, 0))))(tensor(0)))).toContain(
    "checkFinite: div gives Infinity",
  );
});

test("what is no function, and options that are none, are refused", () => {
  expect(() => checkFinite(3 as never)).toThrow("checkFinite: f must be a function, got 3");
  expect(() => checkFinite(exp, { nan: true } as never)).toThrow("checkFinite");
});
