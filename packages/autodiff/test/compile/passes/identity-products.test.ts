import { eye, matmul, mul, slice, softplus, sum, tanh, tensor, transpose } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { identityProducts } from "../../../src/compile/passes/identity-products.ts";
import { optimise } from "../../../src/compile/passes/optimise.ts";
import { checkProgram, compile, hessian, jacobian, trace } from "../../../src/index.ts";
import type { Recording } from "../../../src/index.ts";

const n = 16;
const m = 20;
const rows = Array.from({ length: m }, (_, i) => Array.from({ length: n }, (__, j) => Math.sin(i * j + i)));
const x = tensor(rows);
const weights = slice(x, 0);

const names = ({ equations }: Recording): readonly string[] =>
  equations.map(({ primitive }) => primitive.name);

const logistic = (w: Tensor, data: Tensor): Tensor => sum(softplus(matmul(data, w)));

test("a product with an identity matrix is the other matrix, if that is finite", () => {
  const program = trace((a: Tensor) => matmul(a, eye(n)))(x);
  const simpler = identityProducts(program);
  expect(() => checkProgram(simpler)).not.toThrow();
  expect(String(simpler)).toMatchInlineSnapshot(`
    "program(a:float64[20, 16]) {
      B:float64[16, 16] = constant 1, 0, 0, …
      b:bool[20, 16] = isFinite a
      c:bool[] = all{axes=[0, 1]} b
      j:float64[20, 16] = cond{
        whenTrue=program(d:float64[20, 16], e:float64[16, 16]) {
          A:float64[20, 16] = constant 0, 0, 0, …
          f:float64[20, 16] = add d A
          return f
        },
        whenFalse=program(g:float64[20, 16], h:float64[16, 16]) {
          i:float64[20, 16] = matmul g h
          return i
        }
      } c a B
      return j
    }"
  `);
  expect(simpler.call(x)).toEqual(program.call(x));
  const infinite = tensor(rows.map((row, i) => (i === 3 ? row.with(2, Infinity) : row)));
  expect(simpler.call(infinite)).toEqual(program.call(infinite));
});

test("in any of the forms that derivatives have it", () => {
  for (const mode of ["forward", "reverse"] as const) {
    const f = (a: Tensor, w: Tensor): Tensor => jacobian((v: Tensor) => tanh(matmul(a, v)), { mode })(w);
    expect(optimise(trace(f)(x, weights)).call(x, weights)).toEqual(trace(f)(x, weights).call(x, weights));
    const g = (a: Tensor, w: Tensor): Tensor => jacobian((v: Tensor) => matmul(transpose(a), v), { mode })(w);
    const [tall, long] = [transpose(x), weights];
    expect(optimise(trace(g)(tall, long)).call(tall, long)).toEqual(trace(g)(tall, long).call(tall, long));
  }
});

test("a Hessian of logistic regression needs one product of matrices", () => {
  const f = (w: Tensor, data: Tensor): Tensor => hessian((v: Tensor) => logistic(v, data))(w);
  const program = trace(f)(weights, x);
  const optimised = optimise(program);
  expect(names(program).filter((name) => name === "matmul").length).toBe(4);
  // The first is that of the weights.
  expect(names(optimised).filter((name) => name === "matmul").length).toBe(2);
  expect(optimised.call(weights, x)).toEqual(program.call(weights, x));
  const expected = f(weights, x);
  for (const backend of ["webassembly", "javascript"] as const) {
    const compiled = compile(f, { backend })(weights, x);
    for (const [i, value] of compiled.data.entries()) expect(value).toBeCloseTo(expected.data[i]!, 12);
  }
});

test("in float32 too, and with zeros of either sign", () => {
  const zeros = rows.map((row, i) => row.map((value, j) => (i === j ? -0 : value)));
  const single = tensor(zeros, { dtype: "float32" });
  const program = trace((a: Tensor) => matmul(transpose(a), eye(m, m, { dtype: "float32" })))(single);
  expect(identityProducts(program)).not.toBe(program);
  expect(optimise(program).call(single)).toEqual(program.call(single));
});

test("other products stay, and small ones", () => {
  for (const f of [
    (a: Tensor) => matmul(a, mul(2, eye(n))),
    (a: Tensor) => matmul(slice(a, [0, 1]), eye(n)),
    (a: Tensor) => matmul(a, slice(transpose(x), "...", [0, n])),
  ]) {
    const program = trace(f)(x);
    expect(identityProducts(program)).toBe(program);
  }
});
