import { add, div, exp, less, mul, sin, slice, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { dropUnusedResults } from "../../../src/compile/passes/drop-unused-results.ts";
import { optimise } from "../../../src/compile/passes/optimise.ts";
import {
  checkProgram,
  compile,
  cond,
  eliminateDeadCode,
  grad,
  scan,
  trace,
  whileLoop,
} from "../../../src/index.ts";
import type { Program } from "../../../src/index.ts";

const x = tensor([0.1, -0.2, NaN, -0, Infinity]);

interface Turn<Carry> {
  readonly carry: Carry;
  readonly y: Tensor;
}

const lessOf = <T extends Program>(program: T): T => {
  const less = dropUnusedResults(program);
  expect(less).not.toBe(program);
  expect(() => checkProgram(less)).not.toThrow();
  return eliminateDeadCode(less);
};

test("results of a scan that nothing reads are not computed, nor carries that only they read", () => {
  const program = trace((xs: Tensor) => {
    const step = (
      [a, b, c]: readonly [Tensor, Tensor, Tensor],
      v: Tensor,
    ): Turn<readonly [Tensor, Tensor, Tensor]> => ({
      carry: [add(a, v), mul(b, a), sin(add(c, b))],
      y: exp(c),
    });
    return scan(step, [tensor(0), tensor(1), tensor(2)] as const, xs).carry[1];
  })(x);
  expect(String(lessOf(program))).toMatchInlineSnapshot(`
    "program(a:float64[5]) {
      g:float64[], h:float64[] = scan{
        body=program(b:float64[], c:float64[], d:float64[]) {
          e:float64[] = add b d
          f:float64[] = mul c b
          return e, f
        },
        constants=0,
        carry=2,
        length=5
      } 0 1 a
      return h
    }"
  `);
  expect(lessOf(program).call(x)).toEqual(program.call(x));
});

test("a loop turns as often as its condition says, whatever of it is read", () => {
  const f = (v: Tensor): Tensor =>
    whileLoop(
      ([k]: readonly [Tensor, Tensor, Tensor]) => less(k, 4),
      ([k, a, b]: readonly [Tensor, Tensor, Tensor]): readonly [Tensor, Tensor, Tensor] => [
        add(k, 1),
        mul(a, 1.5),
        add(b, a),
      ],
      [tensor(0), v, v] as const,
    )[1];
  const program = trace(f)(x);
  expect(String(lessOf(program))).toMatchInlineSnapshot(`
    "program(a:float64[5]) {
      i:float64[], j:float64[5] = whileLoop{
        condition=program(b:float64[], c:float64[5]) {
          d:bool[] = less b 4
          return d
        },
        body=program(e:float64[], f:float64[5]) {
          g:float64[] = add e 1
          h:float64[5] = mul f [1.5, 1.5, 1.5, 1.5, 1.5]
          return g, h
        },
        constants=0,
        maxIterations=1000000
      } 0 a
      return j
    }"
  `);
  expect(lessOf(program).call(x)).toEqual(program.call(x));
});

test("branches compute what is read of them, from what that needs", () => {
  const f = (v: Tensor, w: Tensor): Tensor =>
    cond(
      less(sum(slice(v, [0, 1])), 1),
      (a: Tensor, b: Tensor): readonly [Tensor, Tensor] => [sin(b), exp(a)],
      (a: Tensor, b: Tensor): readonly [Tensor, Tensor] => [b, div(a, 3)],
      v,
      w,
    )[1];
  const program = trace(f)(x, x);
  expect(String(lessOf(program))).toMatchInlineSnapshot(`
    "program(a:float64[5], b:float64[5]) {
      c:float64[1] = slice{starts=[0], lengths=[1], steps=[1]} a
      d:float64[] = sum{axes=[0]} c
      e:bool[] = less d 1
      j:float64[5] = cond{
        whenTrue=program(f:float64[5]) {
          g:float64[5] = exp f
          return g
        },
        whenFalse=program(h:float64[5]) {
          i:float64[5] = div h [3, 3, 3, 3, 3]
          return i
        }
      } e a
      return j
    }"
  `);
  expect(lessOf(program).call(x, x)).toEqual(program.call(x, x));
});

test("derivatives through loops keep their bits", () => {
  const f = (v: Tensor): Tensor => {
    const turn = ([a, b]: readonly [Tensor, Tensor], w: Tensor): Turn<readonly [Tensor, Tensor]> => ({
      carry: [sin(add(a, w)), mul(b, a)],
      y: exp(b),
    });
    const { carry, ys } = scan(turn, [tensor(0.5), tensor(1)] as const, v);
    return add(carry[0], mul(0, sum(ys)));
  };
  const finite = tensor([0.1, -0.2, 3]);
  for (const g of [f, grad(f), grad((v: Tensor) => sum(grad(f)(v)))]) {
    const program = trace(g)(finite);
    expect(optimise(program).call(finite)).toEqual(program.call(finite));
    expect(compile(g, { backend: "interpreter" })(finite)).toEqual(program.call(finite));
  }
});

test("a program that reads all of its results is the same", () => {
  const program = trace((xs: Tensor) =>
    scan((a: Tensor, v: Tensor) => ({ carry: add(a, v), y: mul(a, v) }), tensor(1), xs),
  )(x);
  expect(dropUnusedResults(program)).toBe(program);
});
