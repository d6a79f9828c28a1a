import { add, bind, exp, less, matmul, mul, sum, tensor, transpose } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { hoistInvariants } from "../../../src/compile/passes/hoist-invariants.ts";
import { compile, trace } from "../../../src/index.ts";
import type { Program, Recording } from "../../../src/index.ts";
import { scanPrimitive } from "../../../src/scan-primitive.ts";
import { whileLoopPrimitive } from "../../../src/while-loop-primitive.ts";

const x = tensor([0.1, -0.2]);
const w = tensor([
  [0.5, 1],
  [-1, 0.25],
]);

type Step = (constant: Tensor, carry: Tensor) => Tensor;

/** A loop whose body has a constant: what a derivative of a loop makes. A body that is written down has its constants computed in front. */
const repeat = (step: Step, constant: Tensor, start: Tensor, length: number): Tensor => {
  const body = trace((a: Tensor, c: Tensor) => [step(a, c)])(constant, start) as Recording;
  const params = { body, constants: 1, carry: 1, length, reverse: false };
  return bind(scanPrimitive, [constant, start], params)[0]!;
};

const bodyOf = ({ equations }: Recording): Recording =>
  (equations.find(({ primitive }) => primitive.name === "scan")!.params as { body: Recording }).body;

const names = ({ equations }: Recording): readonly string[] =>
  equations.map(({ primitive }) => primitive.name);

const hoistedOf = <T extends Program>(program: T): T => {
  const hoisted = hoistInvariants(program);
  expect(hoisted).not.toBe(program);
  return hoisted;
};

test("what does not change from turn to turn is computed in front of a scan", () => {
  const f = (v: Tensor, a: Tensor): Tensor =>
    repeat((b, c) => add(matmul(exp(matmul(b, b)), c), sum(exp(b))), a, v, 4);
  const program = trace(f)(x, w);
  const hoisted = hoistedOf(program);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[2], b:float64[2, 2]) {
      n:float64[2] = scan{
        body=program(c:float64[2, 2], d:float64[2]) {
          e:float64[2, 2] = matmul c c
          f:float64[2, 2] = exp e
          g:float64[2, 1] = reshape{shape=[2, 1]} d
          h:float64[2, 1] = matmul f g
          i:float64[2] = reshape{shape=[2]} h
          j:float64[2, 2] = exp c
          k:float64[] = sum{axes=[0, 1]} j
          l:float64[2] = broadcastTo{shape=[2]} k
          m:float64[2] = add i l
          return m
        },
        constants=1,
        carry=1,
        length=4
      } b a
      return n
    }"
  `);
  expect(String(hoisted)).toMatchInlineSnapshot(`
    "program(a:float64[2], b:float64[2, 2]) {
      c:float64[2, 2] = matmul b b
      d:float64[2, 2] = exp c
      e:float64[2, 2] = exp b
      f:float64[] = sum{axes=[0, 1]} e
      p:float64[2] = scan{
        body=program(g:float64[2, 2], h:float64[2, 2], i:float64[], j:float64[2]) {
          k:float64[2, 1] = reshape{shape=[2, 1]} j
          l:float64[2, 1] = matmul h k
          m:float64[2] = reshape{shape=[2]} l
          n:float64[2] = broadcastTo{shape=[2]} i
          o:float64[2] = add m n
          return o
        },
        constants=3,
        carry=1,
        length=4
      } b d f a
      return p
    }"
  `);
  expect(hoisted.call(x, w)).toEqual(program.call(x, w));
  expect(compile(f)(x, w).toArray()).toEqual(f(x, w).toArray());
});

test("views stay in the loop", () => {
  const program = trace((v: Tensor, a: Tensor) => repeat((b, c) => matmul(transpose(exp(b)), c), a, v, 3))(
    x,
    w,
  );
  const hoisted = hoistedOf(program);
  expect(names(hoisted)).toEqual(["exp", "scan"]);
  expect(names(bodyOf(hoisted))).toContain("transpose");
  expect(hoisted.call(x, w)).toEqual(program.call(x, w));
});

test("loops in loops give what they can to the outermost", () => {
  const inner: Step = (b, c) => repeat((a, d) => mul(exp(a), d), b, c, 2);
  const program = trace((v: Tensor, a: Tensor) => repeat(inner, a, v, 3))(w, w);
  const hoisted = hoistedOf(program);
  expect(names(hoisted)).toEqual(["exp", "scan"]);
  expect(names(bodyOf(bodyOf(hoisted)))).toEqual(["mul"]);
  expect(hoisted.call(w, w)).toEqual(program.call(w, w));
});

test("of a while loop both programs are looked through", () => {
  const f = (v: Tensor, a: Tensor): Tensor => {
    const trial = (g: Step): Recording => trace((b: Tensor, c: Tensor) => [g(b, c)])(a, v);
    const params = {
      condition: trial((b, c) => less(sum(c), sum(exp(b)))),
      body: trial((b, c) => add(c, exp(mul(b, b)))),
      constants: 1,
      maxIterations: 100,
    };
    return bind(whileLoopPrimitive, [a, v], params)[0]!;
  };
  const program = trace(f)(w, w);
  const hoisted = hoistedOf(program);
  const loop = hoisted.equations.at(-1)!.params as { body: Recording; condition: Recording };
  expect(names(loop.body)).toEqual(["add"]);
  expect(names(loop.condition)).toEqual(["sum", "less"]);
  expect(hoisted.call(w, w)).toEqual(program.call(w, w));
  expect(compile(f)(w, w).toArray()).toEqual(f(w, w).toArray());
});

test("a loop that changes all it computes is the same", () => {
  const program = trace((v: Tensor, a: Tensor) => repeat((b, c) => exp(matmul(b, c)), a, v, 2))(x, w);
  expect(hoistInvariants(program)).toBe(program);
});
