import {
  add,
  argsort,
  any,
  astype,
  broadcastTo,
  complex,
  concat,
  cumsum,
  div,
  exp,
  flip,
  less,
  log,
  logSumExp,
  matmul,
  max,
  mean,
  min,
  mod,
  mul,
  neg,
  ones,
  pad,
  prod,
  real,
  relu,
  reshape,
  sigmoid,
  sin,
  slice,
  softmax,
  sort,
  square,
  stack,
  sub,
  sum,
  tanh,
  tensor,
  transpose,
  where,
  zeros,
} from "@adjoint/tensor";
import type { Tensor, TypedArray } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { cond, grad, hessian, jacobian, scan, simplify, trace, vmap, whileLoop } from "../../../src/index.ts";
import { javascriptExecutable } from "../../../src/compile/javascript/javascript-executable.ts";
import { lower } from "../../../src/compile/loops/lower.ts";
import { numbers } from "../webassembly/schedules.ts";

/** The bits of numbers, so that NaN is itself and −0 is not 0. */
function bits(data: TypedArray): unknown {
  return Array.from(data, (value) => (Object.is(value, -0) ? "-0" : value));
}

/** Runs the program of a function, twice, and compares every bit with evaluation. */
function same(f: (...args: Tensor[]) => unknown, ...args: Tensor[]): void {
  const program = simplify(trace(f as (...xs: Tensor[]) => Tensor[])(...args));
  const run = javascriptExecutable(lower(program));
  const other = args.map((x, i) => (x.dtype === "float64" ? numbers(x.dtype, x.shape, 40 + i, false) : x));
  const before = run(args);
  for (const [given, got] of [
    [other, run(other)],
    [args, before],
  ] as const) {
    const expected = program.call(...given);
    expect(got.length).toBe(expected.length);
    got.forEach((result, i) => {
      expect([result.dtype, result.shape]).toEqual([expected[i]!.dtype, expected[i]!.shape]);
      expect(bits(result.data)).toEqual(bits(expected[i]!.data));
    });
  }
}

const floats = (...shape: number[]): Tensor => numbers("float64", shape, 7, false);
const singles = (...shape: number[]): Tensor => numbers("float32", shape, 8, false);
const integers = (...shape: number[]): Tensor => numbers("int32", shape, 9);
const truths = (...shape: number[]): Tensor => numbers("bool", shape, 10);

test("functions of numbers, and their gradients", () => {
  const ring = (x: Tensor, y: Tensor): Tensor => {
    const r = add(square(x), square(y));
    return mul(r, exp(neg(r)));
  };
  const hard = [0, -0, 0.5, -3, 1e200, Infinity, -Infinity, NaN, 5e-324];
  for (const x of hard) {
    for (const y of hard) {
      same((a, b) => [ring(a, b), ...grad(ring, { argnums: [0, 1] })(a, b)], tensor(x), tensor(y));
    }
  }
  same((a, b) => [a, div(a, b), 3, a, neg(tensor(0))], tensor(2), tensor(-0));
  same((a) => [mod(a, 3), relu(a), log(a), square(astype(a, "float64"))], tensor(2.5, { dtype: "float32" }));
  same((a) => [mul(a, a), add(a, a), less(a, 3), square(a)], tensor(2147483647, { dtype: "int32" }));
});

test("elementwise chains on shapes of all ranks", () => {
  for (const shape of [[], [1], [3], [4, 5], [1, 1], [2, 3, 4], [200], [0], [3, 0]]) {
    same((x) => [mul(tanh(x), exp(neg(x))), sigmoid(x), x], numbers("float64", shape, 3));
    same((x) => [mul(tanh(x), exp(neg(x))), astype(x, "float64")], numbers("float32", shape, 3));
    same((x) => [mul(x, x), neg(x), add(x, 1), astype(x, "float32")], integers(...shape));
    same((x, y) => [where(x, y, 0), astype(x, "int32"), x], truths(...shape), floats(...shape));
  }
  same((x, y) => [add(x, y), mul(transpose(x), y)], floats(4, 4), floats(4));
  same((x) => [broadcastTo(exp(x), [3, 4, 5]), flip(x), reshape(exp(x), [2, 10])], floats(4, 5));
});

test("sums of all lengths have the bits of evaluation", () => {
  for (const n of [1, 2, 7, 8, 9, 100, 128, 129, 1000, 2048, 2049, 5000, 9000]) {
    same((x) => [sum(x), sum(exp(x)), mean(x), max(x)], floats(n));
    same((x) => [sum(x), sum(mul(x, x))], singles(n));
    same((x) => [sum(x), prod(x), max(x), min(x)], integers(n));
  }
  same((x, y) => [sum(mul(x, y)), sum(exp(mul(y, x)))], floats(50, 100), floats(50, 1));
  same((x) => [sum(x), sum(mul(x, x))], numbers("float64", [50], 3));
});

test("sums along rows and columns have the bits of evaluation", () => {
  for (const shape of [
    [5, 3],
    [3, 5],
    [8, 4],
    [20, 9],
    [130, 3],
    [300, 5],
    [700, 2],
    [3, 2500],
    [40, 600],
  ]) {
    for (const axis of [0, 1, [0, 1]]) {
      same((x) => [sum(square(x), { axis }), max(x, { axis }), prod(x, { axis })], floats(...shape));
      same((x) => [sum(square(x), { axis }), min(x, { axis }), prod(x, { axis })], singles(...shape));
    }
    same((x) => [sum(x, { axis: 0 }), any(x, { axis: 0 }), any(x, { axis: 1 })], truths(...shape));
    same((x) => [sum(x, { axis: 1 }), max(x, { axis: 0 }), prod(x, { axis: 0 })], integers(...shape));
  }
  for (const axis of [0, 1, 2, [0, 1], [1, 2]]) {
    same((x, y) => [sum(mul(x, y), { axis })], floats(20, 3, 11), floats(11));
    same((x, y) => [sum(mul(x, y), { axis })], floats(2, 20, 11), floats(20, 1));
  }
  same((x) => [softmax(x, { axis: 0 }), logSumExp(x, { axis: 1 })], floats(9, 11));
});

test("slices, joins, pads and products", () => {
  const rosenbrock = (x: Tensor): Tensor => {
    const [a, b] = [slice(x, [0, -1]), slice(x, [1, null])];
    return sum(add(mul(100, square(sub(b, square(a)))), square(sub(1, a))));
  };
  for (const n of [2, 3, 7, 40]) {
    same((x) => [rosenbrock(x), grad(rosenbrock)(x), hessian(rosenbrock)(x)], floats(n));
  }
  same((x) => [pad(exp(x), [1, 2]), concat([x, exp(x)]), stack([x, neg(x)])], floats(5));
  for (const [m, k, n] of [
    [1, 1, 1],
    [2, 2, 2],
    [3, 3, 3],
    [4, 5, 6],
    [1, 9, 1],
    [1, 1, 20],
    [40, 1, 2],
    [20, 30, 40],
  ] as const) {
    same((x, y) => [matmul(x, y), matmul(transpose(y), transpose(x))], floats(m, k), floats(k, n));
    same((x, y) => [matmul(exp(x), y)], singles(m, k), singles(k, n));
    same((x, y) => [matmul(x, y)], floats(2, 3, m, k), floats(3, k, n));
    same((x, y) => [matmul(x, slice(y, "...", [null, null, 2]))], floats(2, m, k), floats(k, 2 * n));
  }
  same((x) => [jacobian((y) => matmul(y, exp(y)))(x)], floats(2, 2));
  same((x) => [matmul(x, zeros([0, 2]))], floats(3, 0));
});

test("kernels of primitives run between the loops", () => {
  same((x) => [sort(exp(x)), cumsum(x), argsort(x)], floats(6));
  same((x) => [cumsum(mul(cumsum(x), 2)), exp(cumsum(x))], floats(5));
  same((x) => [real(mul(complex(x, 1), complex(1, x))), complex(x, x)], floats(5));
  same((x) => [sort(x), add(sort(reshape(x, [1])), 1)], floats(1));
  same((x) => [real(exp(complex(x, 2)))], floats());
});

test("loops and branches", () => {
  for (const shape of [[], [3], [40]]) {
    same(
      (x, ys) => {
        const { carry, ys: rows } = scan(
          (c, y) => {
            const next = add(mul(c, 0.5), exp(y));
            return { carry: next, y: mul(next, x) };
          },
          x,
          ys,
        );
        return [carry, rows];
      },
      floats(...shape),
      floats(6, ...shape),
    );
    same(
      (x, ys) => {
        const f = (a: Tensor): Tensor => sum(scan((c, y) => ({ carry: mul(c, sin(y)), y: c }), a, ys).carry);
        return [grad(f)(x)];
      },
      floats(...shape),
      floats(6, ...shape),
    );
    same(
      (x) => [
        whileLoop(
          (y) => less(sum(square(y)), 1000),
          (y) => mul(y, 2),
          x,
        ),
      ],
      exp(floats(...shape)),
    );
    same(
      (x) => [
        cond(
          less(sum(x), 0),
          (y) => sort(exp(y)),
          (y) => sin(y),
          ones([3]),
        ),
      ],
      floats(...shape),
    );
  }
  same(
    (x) => [
      vmap((y: Tensor) =>
        cond(
          less(y, 0),
          (z) => exp(z),
          (z) => sin(z),
          y,
        ),
      )(x),
    ],
    floats(6),
  );
  same(
    (x) => [scan((c) => ({ carry: cumsum(c), y: sum(cumsum(c)) }), x, null, { length: 3 }).carry],
    floats(4),
  );
});

test("what a kernel was given stays as it was while the loop goes on", () => {
  same((x) => {
    const start = { a: complex(x, 1), b: reshape(complex(x, 2), [1, 4]) };
    const { a, b } = scan(
      (c) => ({ carry: { a: mul(c.a, 2), b: reshape(c.a, [1, 4]) }, y: 0 }),
      start,
      null,
      { length: 3 },
    ).carry;
    return [a, b];
  }, floats(4));
});

test("programs that are too long for one function", () => {
  const long = (x: Tensor, y: Tensor): Tensor => {
    let [a, b] = [x, y];
    for (let k = 0; k < 250; k++) [a, b] = [sin(add(mul(a, b), k)), sub(a, mul(b, 0.5))];
    return mul(a, b);
  };
  same((x, y) => [long(x, y), ...grad(long, { argnums: [0, 1] })(x, y), y], tensor(0.3), tensor(-2));
  const mixed = (x: Tensor): Tensor[] => {
    let a = x;
    for (let k = 0; k < 100; k++) a = add(cumsum(mul(a, 0.5)), sum(sin(a)));
    const { carry, ys } = scan((c, y) => ({ carry: long(c, y), y: mul(c, y) }), sum(a), a);
    return [
      a,
      carry,
      ys,
      whileLoop(
        (c) => less(c, 3),
        (c) => add(long(c, c), add(c, 1)),
        carry,
      ),
    ];
  };
  same((x) => mixed(x), floats(5));
  same((x) => mixed(reshape(x, [1])), tensor(0.2));
});
