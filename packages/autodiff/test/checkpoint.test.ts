import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { add, cos, exp, greater, mul, sin, square, stopGradient, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { checkpoint, grad, hessian, jvp, trace, vjp, vmap } from "../src/index.ts";
import { expectNear } from "./close.ts";
import { countedSin } from "./counted.ts";

const f = (x: Tensor, w: Tensor): Tensor => sum(sin(mul(exp(mul(0.3, x)), w)));
const x = tensor([0.5, -1, 2]);
const w = tensor([1, 2, -0.7]);

test("values and derivatives of every order are those of the function", () => {
  const g = checkpoint(f);
  expect(g(x, w).item()).toBe(f(x, w).item());
  for (const argnums of [0, 1] as const) {
    expectNear(grad(g, { argnums })(x, w), grad(f, { argnums })(x, w));
    expectNear(hessian(g, { argnums })(x, w), hessian(f, { argnums })(x, w));
  }
  const third = (h: typeof f): Tensor =>
    grad((y: Tensor) => sum(grad((z: Tensor) => sum(grad(h)(z, w)))(y)))(x);
  expectNear(third(g), third(f));
  expectNear(jvp(g, [x, w], [w, x]).tangent, jvp(f, [x, w], [w, x]).tangent);
});

test("trees go in and come out, integers among them", () => {
  const g = checkpoint((p: { a: Tensor; n: Tensor }) => ({ y: mul(p.a, p.n), big: greater(p.a, 1) }));
  const gradient = grad((a: Tensor) => g({ a, n: tensor(3, { dtype: "int32" }) }).y)(2);
  expect(gradient.item()).toBe(3);
  expect(g({ a: 2, n: 1 }).big.toArray()).toBe(true);
});

test("values from outside are differentiated", () => {
  const g = (v: Tensor): Tensor => sum(checkpoint((y: Tensor) => mul(square(y), sin(v)))(x));
  expectNear(grad(g)(0.4), mul(sum(square(x)), cos(0.4)));
  expectNear(grad(grad(g))(0.4), mul(sum(square(x)), mul(-1, sin(0.4))));
});

test("it nests, and stopGradient inside holds", () => {
  const inner = checkpoint((y: Tensor) => sin(exp(y)));
  const outer = checkpoint((y: Tensor) => mul(inner(y), stopGradient(inner(y))));
  const plain = (y: Tensor): Tensor => mul(sin(exp(y)), stopGradient(sin(exp(y))));
  expectNear(grad(outer)(0.3), grad(plain)(0.3));
  expectNear(grad(grad(outer))(0.3), grad(grad(plain))(0.3));
});

test("it maps, inside and outside of derivatives", () => {
  const one = checkpoint((y: Tensor, v: Tensor) => mul(sin(y), sum(v)));
  const points = tensor([0.1, 0.2]);
  expectNear(vmap(grad(one), { inAxes: [0, null] })(points, w), mul(cos(points), sum(w)));
  const total = (v: Tensor): Tensor => sum(vmap(one, { inAxes: [0, null] })(points, v));
  expectNear(grad(total)(w), mul(sum(sin(points)), [1, 1, 1]));
});

test("the backward pass computes what it needs again", () => {
  const counted = countedSin();
  const chain = (y: Tensor): Tensor => counted.sin(counted.sin(counted.sin(y)));
  grad(chain)(1);
  expect(counted.count()).toBe(3);
  grad(checkpoint(chain))(1);
  // The outermost value is not needed for the derivative.
  expect(counted.count()).toBe(3 + 3 + 2);
});

test("between the passes only the arguments of each piece are kept", { timeout: 60_000 }, () => {
  const script = fileURLToPath(new URL("./checkpoint-memory.ts", import.meta.url));
  const report = JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })) as {
    plain: number;
    checkpointed: number;
  };
  expect(report.plain).toBeGreaterThan(90);
  expect(report.checkpointed).toBeLessThan(15);
});

test("a function that reads values says how to do without, unless there is no derivative", () => {
  const g = checkpoint((y: Tensor) => (y.item() > 0 ? y : add(y, 1)));
  expect(g(2).item()).toBe(2);
  expect(() => grad(g)(2)).toThrow(/checkpoint: the value of .* use where instead of if/);
});

test("the program shows the call, and the recomputation inside the derivative", () => {
  const g = checkpoint((y: Tensor) => sin(exp(y)));
  expect(String(trace(grad(g))(1))).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      e:float64[] = checkpoint{
        program=program(b:float64[]) {
          c:float64[] = exp b
          d:float64[] = sin c
          return d
        }
      } a
      l:float64[] = linearCall{
        program=program(f:float64[], g:float64[]) {
          h:float64[] = exp f
          i:float64[] = cos h
          j:float64[] = mul g i
          k:float64[] = mul j h
          return k
        },
        known=1
      } a 1
      return l
    }"
  `);
  const program = trace(g)(1);
  const { pullback } = vjp((y: Tensor) => program.call(y), 0);
  expect(pullback(1)[0].item()).toBe(Math.cos(1));
});
