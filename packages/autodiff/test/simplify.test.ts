import * as t from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import {
  eliminateCommonSubexpressions,
  eliminateDeadCode,
  eliminateIdentities,
  evaluateProgram,
  foldConstants,
  grad,
  joinOperations,
  Program,
  simplify,
  trace,
} from "../src/index.ts";
import type { Atom } from "../src/index.ts";
import { choose } from "./nested.ts";

const x = t.tensor([1, -2, 0.5]);

/** A program with some of its inputs replaced by constants, which leaves equations to be computed. */
function specialize(program: Program, constants: readonly (Tensor | null)[]): Program {
  const place = (atom: Atom): Atom => constants[program.inputs.indexOf(atom)] ?? atom;
  return new Program({
    inputs: program.inputs.filter((_, i) => constants[i] === null),
    equations: program.equations.map((equation) => ({ ...equation, inputs: equation.inputs.map(place) })),
    outputs: program.outputs.map(place),
  });
}

test("dead code is what no result depends on", () => {
  const f = (a: Tensor, b: Tensor): Tensor => {
    const unused = t.mul(t.exp(a), b);
    t.sin(unused);
    const [first] = [t.cos(a), t.neg(b)];
    return first;
  };
  const program = trace(f)(x, x);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[3], b:float64[3]) {
      c:float64[3] = exp a
      d:float64[3] = mul c b
      e:float64[3] = sin d
      f:float64[3] = cos a
      g:float64[3] = neg b
      return f
    }"
  `);
  expect(String(eliminateDeadCode(program))).toMatchInlineSnapshot(`
    "program(a:float64[3], b:float64[3]) {
      c:float64[3] = cos a
      return c
    }"
  `);
});

test("an equation with one result that is used is alive", () => {
  const f = (a: Tensor): Tensor => grad((b: Tensor) => t.sum(t.stack([b, t.mul(2, b)])))(a);
  const program = trace(f)(x);
  expect(eliminateDeadCode(program).call(x).toArray()).toEqual([3, 3, 3]);
});

test("what has known inputs is computed", () => {
  const f = (a: Tensor, b: Tensor): Tensor => t.mul(t.exp(t.neg(a)), t.sin(b));
  const program = specialize(trace(f)(0, 0), [t.tensor(0), null]);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:float64[] = neg 0
      c:float64[] = exp b
      d:float64[] = sin a
      e:float64[] = mul c d
      return e
    }"
  `);
  expect(String(foldConstants(program))).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:float64[] = sin a
      c:float64[] = mul 1 b
      return c
    }"
  `);
});

test("a known equation that throws is kept, to throw when it is reached", () => {
  const f = (a: Tensor, i: Tensor): Tensor => t.take(a, i);
  const indices = t.tensor([7], { dtype: "int32" });
  const program = specialize(trace(f)(x, t.tensor([0], { dtype: "int32" })), [x, indices]);
  expect(foldConstants(program).equations.length).toBe(program.equations.length);
  expect(() => evaluateProgram(foldConstants(program), [])).toThrow("index 7 is out of bounds");
});

test("what is computed twice is computed once, whatever the order of a sum or product", () => {
  const f = (a: Tensor, b: Tensor): Tensor =>
    t.add(
      t.sub(t.mul(t.sin(a), b), t.mul(b, t.sin(a))),
      t.sub(
        t.sum(t.sub(a, b), { axis: 0, keepDims: true }),
        t.sum(t.sub(b, a), { axis: [0], keepDims: true }),
      ),
    );
  const program = trace(f)(x, x);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[3], b:float64[3]) {
      c:float64[3] = sin a
      d:float64[3] = mul c b
      e:float64[3] = sin a
      f:float64[3] = mul b e
      g:float64[3] = sub d f
      h:float64[3] = sub a b
      i:float64[] = sum{axes=[0]} h
      j:float64[1] = reshape{shape=[1]} i
      k:float64[3] = sub b a
      l:float64[] = sum{axes=[0]} k
      m:float64[1] = reshape{shape=[1]} l
      n:float64[1] = sub j m
      o:float64[3] = broadcastTo{shape=[3]} n
      p:float64[3] = add g o
      return p
    }"
  `);
  expect(String(eliminateCommonSubexpressions(program))).toMatchInlineSnapshot(`
    "program(a:float64[3], b:float64[3]) {
      c:float64[3] = sin a
      d:float64[3] = mul c b
      e:float64[3] = sub d d
      f:float64[3] = sub a b
      g:float64[] = sum{axes=[0]} f
      h:float64[1] = reshape{shape=[1]} g
      i:float64[3] = sub b a
      j:float64[] = sum{axes=[0]} i
      k:float64[1] = reshape{shape=[1]} j
      l:float64[1] = sub h k
      m:float64[3] = broadcastTo{shape=[3]} l
      n:float64[3] = add e m
      return n
    }"
  `);
});

test("constants are the same if their bits are", () => {
  const count = (...constants: Tensor[]): number => {
    const program = trace((a: Tensor) => constants.map((constant) => t.mul(a, constant)))(1);
    return eliminateCommonSubexpressions(program).equations.length;
  };
  expect(count(t.tensor(NaN), t.tensor(NaN))).toBe(1);
  expect(count(t.tensor(0), t.tensor(-0))).toBe(2);
  expect(count(t.tensor([1, 2]), t.tensor([1, 2]), t.tensor([1, 3]))).toBe(3);
});

test("parameters are compared by their contents", () => {
  const f = (a: Tensor): Tensor[] => [
    t.slice(a, [0, 2]),
    t.slice(a, [0, 2, 1]),
    t.slice(a, [1, 3]),
    t.reshape(a, [3, 1]),
    t.reshape(a, [1, 3]),
  ];
  expect(eliminateCommonSubexpressions(trace(f)(x)).equations.length).toBe(4);
});

test("what hands on its input is left out", () => {
  const f = (a: Tensor): Tensor[] => [
    t.mul(a, 1),
    t.mul([1, 1, 1], a),
    t.div(a, 1),
    t.sub(a, 0),
    t.add(a, -0),
    t.neg(t.neg(a)),
    t.reshape(t.reshape(a, [3, 1]), [3]),
    t.reshape(t.transpose(t.transpose(t.reshape(a, [1, 3]))), [3]),
    t.where([true, true, true], a, 0),
    t.where([false, false, false], 0, a),
  ];
  const program = simplify(trace(f)(x));
  expect(program.equations).toEqual([]);
  expect(program.outputs).toEqual(f(x).map(() => program.inputs[0]));
});

test("what only nearly hands on its input is kept", () => {
  const f = (a: Tensor): Tensor[] => [
    t.add(a, 0),
    t.sub(a, -0),
    t.sub(0, a),
    t.div(1, a),
    t.mul(a, [1, 1, 2]),
    t.mul(a, -1),
    t.where([true, false, true], a, 0),
    t.reshape(t.transpose(t.reshape(a, [1, 3])), [1, 3]),
    t.transpose(t.transpose(t.reshape(a, [3, 1, 1]), [1, 2, 0]), [1, 2, 0]),
    t.stopGradient(a),
  ];
  const program = trace(f)(x);
  expect(eliminateIdentities(program)).toBe(program);
});

test("operations that follow each other are joined", () => {
  const square = t.tensor([
    [1, 2],
    [3, 4],
  ]);
  const f = (a: Tensor, b: Tensor, m: Tensor): Tensor[] => [
    t.add(a, t.neg(b)),
    t.add(t.neg(a), b),
    t.add(t.neg(a), t.neg(b)),
    t.sub(a, t.neg(b)),
    t.reshape(t.reshape(m, [4]), [1, 4]),
    t.broadcastTo(t.broadcastTo(a, [2, 3]), [4, 2, 3]),
    t.broadcastTo(t.reshape(a, [1, 3]), [2, 3]),
    t.transpose(t.transpose(t.reshape(m, [2, 1, 2]), [1, 2, 0]), [0, 2, 1]),
  ];
  expect(String(simplify(trace(f)(x, x, square)))).toMatchInlineSnapshot(`
    "program(a:float64[3], b:float64[3], c:float64[2, 2]) {
      d:float64[3] = sub a b
      e:float64[3] = neg a
      f:float64[3] = sub b a
      g:float64[3] = sub e b
      h:float64[3] = add a b
      i:float64[1, 4] = reshape{shape=[1, 4]} c
      j:float64[2, 3] = broadcastTo{shape=[2, 3]} a
      k:float64[4, 2, 3] = broadcastTo{shape=[4, 2, 3]} a
      l:float64[2, 1, 2] = reshape{shape=[2, 1, 2]} c
      m:float64[1, 2, 2] = transpose{order=[1, 0, 2]} l
      return d, f, g, h, i, k, j, m
    }"
  `);
});

test("operations that do not fit together are not joined", () => {
  const f = (a: Tensor): Tensor[] => [
    t.sub(t.neg(a), a),
    t.broadcastTo(t.reshape(a, [3, 1]), [3, 2]),
    t.broadcastTo(t.reshape(t.reshape(a, [1, 1, 3]), [3, 1]), [3, 3]),
  ];
  const program = trace(f)(x);
  expect(joinOperations(program).equations.map(({ primitive }) => primitive.name)).toEqual(
    program.equations.map(({ primitive }) => primitive.name),
  );
});

test("zeros keep their signs when sums become differences", () => {
  const zeros = t.tensor([0, 0, -0, -0]);
  const signed = t.tensor([0, -0, 0, -0]);
  const f = (a: Tensor, b: Tensor): Tensor[] => [
    t.add(a, t.neg(b)),
    t.add(t.neg(a), b),
    t.add(t.neg(a), t.neg(b)),
    t.sub(a, t.neg(b)),
  ];
  const joined = joinOperations(trace(f)(zeros, signed)).call(zeros, signed);
  expect(joined.map((y) => [...y.data])).toEqual(f(zeros, signed).map((y) => [...y.data]));
});

test("a primitive of the same name is another operation", () => {
  const impostor = t.binary({
    name: "mul",
    kernel: (a, b) => a + b,
    tangents: [(s) => s, (s) => s],
    add: t.add,
  });
  const program = trace((a: Tensor) => t.bind(impostor, [a, t.tensor(1)], null)[0])(t.tensor(5));
  expect(simplify(program).call(5).item()).toBe(6);
});

test("programs among the parameters are simplified, and equal ones found", () => {
  const branch = (a: Tensor): Tensor => {
    t.exp(a);
    return t.mul(1, t.add(t.sin(a), t.sin(a)));
  };
  const f = (a: Tensor): Tensor[] => [
    choose(t.greater(a, 0), branch, t.neg, a),
    choose(t.greater(a, 0), branch, t.neg, a),
  ];
  const program = trace(f)(1);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:bool[] = greater a 0
      k:float64[] = choose{
        branches=[program(c:float64[]) {
          d:float64[] = exp c
          e:float64[] = sin c
          f:float64[] = sin c
          g:float64[] = add e f
          h:float64[] = mul 1 g
          return h
        }, program(i:float64[]) {
          j:float64[] = neg i
          return j
        }]
      } b a
      l:bool[] = greater a 0
      u:float64[] = choose{
        branches=[program(m:float64[]) {
          n:float64[] = exp m
          o:float64[] = sin m
          p:float64[] = sin m
          q:float64[] = add o p
          r:float64[] = mul 1 q
          return r
        }, program(s:float64[]) {
          t:float64[] = neg s
          return t
        }]
      } l a
      return k, u
    }"
  `);
  expect(String(simplify(program))).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:bool[] = greater a 0
      h:float64[] = choose{
        branches=[program(c:float64[]) {
          d:float64[] = sin c
          e:float64[] = add d d
          return e
        }, program(f:float64[]) {
          g:float64[] = neg f
          return g
        }]
      } b a
      return h, h
    }"
  `);
});

test("passes give a program with the same trees", () => {
  const f = (p: { a: Tensor }): { b: Tensor } => ({ b: t.mul(1, p.a) });
  const program = simplify(trace(f)({ a: 1 }));
  expect(program).toBeInstanceOf(Program);
  expect(program.call({ a: 7 }).b.item()).toBe(7);
});

test("a simplified program has the same derivatives", () => {
  const f = (a: Tensor): Tensor => t.sum(t.mul(t.stopGradient(t.mul(a, a)), t.mul(1, t.mul(a, a))));
  const program = simplify(trace(f)(x));
  expect(String(grad((a: Tensor) => program.call(a))(x))).toBe(String(grad(f)(x)));
});

test("values from outside are not taken for constants", () => {
  const f = (a: Tensor): Tensor => {
    const program = simplify(trace((b: Tensor) => t.mul(b, t.mul(a, 1)))(2));
    return program.call(2);
  };
  expect(grad(f)(1).item()).toBe(2);
});
