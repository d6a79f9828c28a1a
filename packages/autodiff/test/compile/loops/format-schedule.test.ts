import {
  add,
  any,
  broadcastTo,
  astype,
  div,
  exp,
  flip,
  greater,
  less,
  matmul,
  max,
  mul,
  neg,
  pad,
  prod,
  slice,
  sort,
  square,
  sub,
  sum,
  tanh,
  tensor,
  transpose,
  where,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { cond, scan, simplify, trace, whileLoop } from "../../../src/index.ts";
import { formatSchedule } from "../../../src/compile/loops/format-schedule.ts";
import { lower } from "../../../src/compile/loops/lower.ts";

/** The loops of a function. */
function loops(f: (...args: Tensor[]) => unknown, ...args: Tensor[]): string {
  const program = simplify(trace(f as (...xs: Tensor[]) => Tensor[])(...args));
  return formatSchedule(lower(program), program);
}

test("a fused chain is one line, with the functions by their names", () => {
  expect(loops((z, b) => tanh(add(z, b)), zeros([64, 128]), zeros([128]))).toMatchInlineSnapshot(`
    "given a:float64[64, 128], b:float64[128]

    for i < 64, j < 128: c[i, j] = tanh(a[i, j] + b[j])

    return c"
  `);
});

test("brackets stand where another order would give other numbers", () => {
  const [a, b, c] = [zeros([2]), zeros([2]), zeros([2])];
  expect(loops((x, y, z) => [sub(x, sub(y, z)), sub(sub(x, y), z)], a, b, c)).toMatchInlineSnapshot(`
    "given a:float64[2], b:float64[2], c:float64[2]

    for i < 2:
      d[i] = a[i] − (b[i] − c[i])
      e[i] = a[i] − b[i] − c[i]

    return d, e"
  `);
  expect(loops((x, y, z) => [mul(x, div(y, z)), neg(mul(x, add(y, z)))], a, b, c)).toMatchInlineSnapshot(`
    "given a:float64[2], b:float64[2], c:float64[2]

    for i < 2:
      d[i] = a[i] · (b[i] / c[i])
      e[i] = −(a[i] · (b[i] + c[i]))

    return d, e"
  `);
  expect(loops((x, y) => [square(neg(x)), neg(square(y)), square(add(x, y))], a, b)).toMatchInlineSnapshot(`
    "given a:float64[2], b:float64[2]

    for i < 2:
      c[i] = (−a[i])²
      d[i] = −b[i]²
      e[i] = (a[i] + b[i])²

    return c, d, e"
  `);
});

test("a value that is used twice has a name", () => {
  expect(loops((x) => [exp(square(x)), mul(2, exp(square(x)))], zeros([3]))).toMatchInlineSnapshot(`
    "given a:float64[3]

    for i < 3:
      t1 = exp(a[i]²)
      b[i] = t1
      c[i] = 2 · t1

    return b, c"
  `);
});

test("reductions say how they combine", () => {
  expect(loops((x) => [sum(x, { axis: 0 }), prod(x, { axis: 0 }), max(x, { axis: 0 })], zeros([3, 4])))
    .toMatchInlineSnapshot(`
    "given a:float64[3, 4]

    for i < 3, j < 4:
      b[j] += a[i, j]
      c[j] ·= a[i, j]
      d[j] = maximum(d[j], a[i, j])

    return b, c, d"
  `);
  expect(loops((x) => any(greater(x, 0)), zeros([3]))).toMatchInlineSnapshot(`
    "given a:float64[3]

    for i < 3: b = b or a[i] > 0

    return b"
  `);
});

test("views are indices", () => {
  expect(loops((x) => [transpose(x), flip(x, 1), slice(x, [1, null, 2], 1)], zeros([6, 4])))
    .toMatchInlineSnapshot(`
    "given a:float64[6, 4]

    for i < 4, j < 6: b[i, j] = a[j, i]

    for i < 6, j < 4: c[i, j] = a[i, 3 − j]

    for i < 3: d[i] = a[2 i + 1, 1]

    return b, c, d"
  `);
  expect(loops((x) => exp(broadcastTo(x, [2, 3])), zeros([2, 1]))).toMatchInlineSnapshot(`
    "given a:float64[2, 1]

    for i < 2, j < 3: b[i, j] = exp(a[i, 0])

    return b"
  `);
  expect(loops((x) => pad(x, [[1, 1]]), zeros([3]))).toMatchInlineSnapshot(`
    "given a:float64[3]

    b[4] = 0

    for i < 3: b[i + 1] = a[i]

    b[0] = 0

    return b"
  `);
});

test("products have their shapes, other operations their names", () => {
  expect(loops((x, y) => sort(matmul(transpose(x), y)), zeros([5, 2]), zeros([5, 3]))).toMatchInlineSnapshot(`
    "given a:float64[5, 2], b:float64[5, 3]

    c = aᵀ · b, [2, 5] · [5, 3]

    d, e = sort(c)

    return d"
  `);
  expect(loops((x, y) => matmul(x, y), zeros([7, 2, 3]), zeros([7, 3, 4]))).toMatchInlineSnapshot(`
    "given a:float64[7, 2, 3], b:float64[7, 3, 4]

    c = a · b, 7 times [2, 3] · [3, 4]

    return c"
  `);
});

test("conversions and choices are written as calls", () => {
  expect(loops((x) => where(less(x, 0), 0, astype(astype(x, "float32"), "float64")), zeros([3])))
    .toMatchInlineSnapshot(`
    "given a:float64[3]

    for i < 3: b[i] = where(a[i] < 0, 0, float64(float32(a[i])))

    return b"
  `);
});

test("loops of the program are indented", () => {
  const xs = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(
    loops(
      (c) => {
        const { carry, ys } = scan((s, x) => ({ carry: mul(s, x), y: add(s, 1) }), c, xs, { reverse: true });
        return [carry, ys];
      },
      zeros([2]),
    ),
  ).toMatchInlineSnapshot(`
    "given a:float64[2]

    A = [[1, 2], [3, 4]]

    b = a

    for turn = 1, …, 0:
      c = A[turn]
      for i < 2:
        d[i] = b[i] · c[i]
        e[i] = b[i] + 1
      f[turn] = e
      b = d

    return b, f"
  `);
  expect(
    loops(
      (x) =>
        whileLoop(
          (s) => less(sum(s), 100),
          (s) => mul(s, 2),
          x,
        ),
      zeros([2]),
    ),
  ).toMatchInlineSnapshot(`
    "given a:float64[2]

    b = a

    repeat:
      for i < 2: c += b[i]
      d = c < 100
      stop unless d
      for i < 2: e[i] = b[i] · 2
      b = e

    return b"
  `);
  expect(
    loops(
      (p, x) =>
        cond(
          p,
          (a) => exp(a),
          (a) => neg(a),
          x,
        ),
      tensor(true),
      zeros([2]),
    ),
  ).toMatchInlineSnapshot(`
    "given a:bool[], b:float64[2]

    if a:
      for i < 2: c[i] = exp(b[i])
      d = c
    else:
      for i < 2: e[i] = −b[i]
      d = e

    return d"
  `);
});

test("programs without loops, and of numbers", () => {
  expect(loops(() => tensor([1, 2]))).toMatchInlineSnapshot(`
    "given nothing

    A = [1, 2]

    return A"
  `);
  expect(loops((x, y) => mul(x, exp(y)), tensor(1), tensor(2))).toMatchInlineSnapshot(`
    "given a:float64[], b:float64[]

    c = a · exp(b)

    return c"
  `);
  expect(loops((x) => exp(x), zeros([0]))).toMatchInlineSnapshot(`
    "given a:float64[0]

    return b"
  `);
});
