import { add, bind, exp, less, mul, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { optimise } from "../../../src/compile/passes/optimise.ts";
import { settleCarries } from "../../../src/compile/passes/settle-carries.ts";
import { checkProgram, compile, scan, trace, whileLoop } from "../../../src/index.ts";
import type { Program, Recording } from "../../../src/index.ts";
import { scanPrimitive } from "../../../src/scan-primitive.ts";

const x = tensor([0.1, -0.2, NaN, -0, Infinity]);
const rate = tensor(0.5);

const settledOf = <T extends Program>(program: T): T => {
  const settled = settleCarries(program);
  expect(settled).not.toBe(program);
  expect(() => checkProgram(settled)).not.toThrow();
  return settled;
};

type Pair = readonly [Tensor, Tensor];

const descend = (xs: Tensor, by: Tensor): readonly Tensor[] => {
  const step = ([a, r]: Pair, v: Tensor): { readonly carry: Pair; readonly y: Tensor } => ({
    carry: [add(mul(a, exp(r)), v), r],
    y: mul(v, r),
  });
  const { carry, ys } = scan(step, [tensor(1), by] as const, xs);
  return [...carry, ys];
};

test("what a scan hands on as it is becomes a constant, and its last value the first", () => {
  const program = trace(descend)(x, rate);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[5], b:float64[]) {
      j:float64[], k:float64[], l:float64[5] = scan{
        body=program(c:float64[], d:float64[], e:float64[]) {
          f:float64[] = exp d
          g:float64[] = mul c f
          h:float64[] = add g e
          i:float64[] = mul e d
          return h, d, i
        },
        constants=0,
        carry=2,
        length=5
      } 1 b a
      return j, k, l
    }"
  `);
  expect(String(settledOf(program))).toMatchInlineSnapshot(`
    "program(a:float64[5], b:float64[]) {
      j:float64[], k:float64[5] = scan{
        body=program(c:float64[], d:float64[], e:float64[]) {
          f:float64[] = exp c
          g:float64[] = mul d f
          h:float64[] = add g e
          i:float64[] = mul e c
          return h, i
        },
        constants=1,
        carry=1,
        length=5
      } b 1 a
      return j, b, k
    }"
  `);
  expect(settledOf(program).call(x, rate)).toEqual(program.call(x, rate));
});

test("then what depends on it alone is computed in front of the loop", () => {
  const optimised = optimise(trace(descend)(x, rate));
  expect(optimised.equations.map(({ primitive }) => primitive.name)).toEqual(["exp", "scan"]);
  expect(compile(descend)(x, rate)).toEqual(descend(x, rate));
});

test("so it is in a scan of no turns", () => {
  const body = trace((a: Tensor, b: Tensor): readonly Tensor[] => [add(a, b), b])(rate, rate) as Recording;
  const params = { body, constants: 0, carry: 2, length: 0, reverse: false };
  const program = trace((a: Tensor, b: Tensor) => bind(scanPrimitive, [a, b], params))(rate, tensor(3));
  expect(settledOf(program).call(rate, tensor(3))).toEqual([rate, tensor(3)]);
});

test("in a while loop, condition and body get the constant", () => {
  const program = trace((v: Tensor, r: Tensor) =>
    whileLoop(
      ([a, b]: Pair) => less(sum(a), mul(b, 10)),
      ([a, b]: Pair): Pair => [add(a, exp(b)), b],
      [v, r] as const,
    ),
  )(tensor([1, 2]), rate);
  expect(String(settledOf(program))).toMatchInlineSnapshot(`
    "program(a:float64[2], b:float64[]) {
      m:float64[2] = whileLoop{
        condition=program(c:float64[], d:float64[2]) {
          e:float64[] = sum{axes=[0]} d
          f:float64[] = mul c 10
          g:bool[] = less e f
          return g
        },
        body=program(h:float64[], i:float64[2]) {
          j:float64[] = exp h
          k:float64[2] = broadcastTo{shape=[2]} j
          l:float64[2] = add i k
          return l
        },
        constants=1,
        maxIterations=1000000
      } b a
      return m, b
    }"
  `);
  const [v, r] = [tensor([1, -4]), tensor(2)];
  expect(settledOf(program).call(v, r)).toEqual(program.call(v, r));
});

test("a loop that would not end still says so", () => {
  const program = trace((a: Tensor) =>
    whileLoop(
      (b: Tensor) => less(b, 1),
      (b: Tensor) => b,
      a,
      { maxIterations: 3 },
    ),
  )(rate);
  expect(settleCarries(program)).toBe(program);
  expect(() => optimise(program).call(rate)).toThrow("whileLoop: the condition still holds after 3");
});

test("a loop whose carries change is the same", () => {
  const program = trace((xs: Tensor) =>
    scan(([a, b]: Pair, v: Tensor) => ({ carry: [b, a] as const, y: v }), [rate, sum(xs)] as const, xs),
  )(x);
  expect(settleCarries(program)).toBe(program);
});
