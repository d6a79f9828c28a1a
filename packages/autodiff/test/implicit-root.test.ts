import {
  add,
  cos,
  exp,
  matmul,
  mul,
  neg,
  outer,
  sin,
  sqrt,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  tensor,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { checkpoint, grad, hessian, implicitRoot, jacobian, jvp, scan, trace, vmap } from "../src/index.ts";
import { expectNear } from "./close.ts";
import { recordedAt } from "./recorded-at.ts";

/** √a of a scalar, found by reading it. */
const squareRoot = implicitRoot(
  (x: Tensor, a: Tensor) => sub(square(x), a),
  (a: Tensor) => tensor(Math.sqrt(a.item())),
);

/** Kepler's equation, e·sin E = E − M, by Newton's method in plain JavaScript. */
const anomaly = implicitRoot(
  (x: Tensor, m: Tensor, e: Tensor) => sub(sub(x, mul(e, sin(x))), m),
  (m: Tensor, e: Tensor) => {
    let x = m.item();
    for (let k = 0; k < 20; k++) x -= (x - e.item() * Math.sin(x) - m.item()) / (1 - e.item() * Math.cos(x));
    return tensor(x);
  },
);

test("the derivative is that of the root, of every order and in both modes", () => {
  expect(squareRoot(9).item()).toBe(3);
  expectNear(grad(squareRoot)(9), tensor(1 / 6));
  expectNear(jvp(squareRoot, [9], [2]).tangent, tensor(1 / 3));
  expectNear(grad(grad(squareRoot))(9), tensor(-1 / 108));
  expectNear(grad(grad(grad(squareRoot)))(9), tensor(3 / 8 / 243));
  expectNear(jvp((a: Tensor) => grad(squareRoot)(a), [9], [1]).tangent, tensor(-1 / 108));
  expectNear(grad((a: Tensor) => jvp(squareRoot, [a], [1]).tangent)(9), tensor(-1 / 108));
});

test("Kepler's equation", () => {
  const [m, e] = [0.8, 0.3];
  const x = anomaly(m, e);
  const slope = (at: Tensor): Tensor => sub(1, mul(e, cos(at)));
  const [dm, de] = grad(anomaly, { argnums: [0, 1] })(m, e);
  expectNear(mul(dm, slope(x)), tensor(1));
  expectNear(mul(de, slope(x)), sin(x));
  // d²E/dM² = −e·sin E / (1 − e·cos E)³
  const s = slope(x);
  expectNear(grad(grad(anomaly))(m, e), mul(neg(mul(e, sin(x))), tensor(s.item() ** -3)));
});

test("systems of several unknowns, as trees", () => {
  // x + y = s, x·y = p: x and y are the roots of t² − s·t + p.
  const roots = implicitRoot(
    ({ x, y }: { x: Tensor; y: Tensor }, s: Tensor, p: Tensor) => ({
      x: sub(add(x, y), s),
      y: sub(mul(x, y), p),
    }),
    (s: Tensor, p: Tensor) => {
      const d = Math.sqrt(s.item() ** 2 / 4 - p.item());
      return { x: tensor(s.item() / 2 + d), y: tensor(s.item() / 2 - d) };
    },
  );
  const explicit = (s: Tensor, p: Tensor): Tensor => add(mul(0.5, s), sqrt(sub(mul(0.25, square(s)), p)));
  const larger = (s: Tensor, p: Tensor): Tensor => roots(s, p).x;
  for (const argnums of [0, 1] as const) {
    expectNear(grad(larger, { argnums })(5, 4), grad(explicit, { argnums })(5, 4));
    expectNear(hessian(larger, { argnums })(5, 4), hessian(explicit, { argnums })(5, 4), 1e-12);
  }
  expectNear(add(roots(5, 4).x, roots(5, 4).y), tensor(5));
});

test("a linear system: the transpose is solved in reverse", () => {
  const solve = implicitRoot(
    (x: Tensor, a: Tensor, b: Tensor) => sub(matmul(a, x), b),
    (a: Tensor, b: Tensor) => {
      const [p, q, r, s] = a.data as Float64Array;
      const [u, v] = b.data as Float64Array;
      const det = p! * s! - q! * r!;
      return tensor([(s! * u! - q! * v!) / det, (p! * v! - r! * u!) / det]);
    },
  );
  const a = tensor([
    [4, 1],
    [2, 3],
  ]);
  const b = tensor([1, 2]);
  const inverse = tensor([
    [0.3, -0.1],
    [-0.2, 0.4],
  ]);
  expectNear(jacobian(solve, { argnums: 1, mode: "reverse" })(a, b), inverse);
  expectNear(jacobian(solve, { argnums: 1, mode: "forward" })(a, b), inverse);
  const c = tensor([1, 10]);
  const weighted = (m: Tensor): Tensor => sum(mul(c, solve(m, b)));
  const adjoint = matmul(
    tensor([
      [0.3, -0.2],
      [-0.1, 0.4],
    ]),
    c,
  );
  expectNear(grad(weighted)(a), neg(outer(adjoint, solve(a, b))));
});

test("the residual may use values from outside, solve too", () => {
  const f = (w: Tensor): Tensor =>
    implicitRoot(
      (x: Tensor, a: Tensor) => sub(mul(w, square(x)), a),
      (a: Tensor) => tensor(Math.sqrt(a.item() / w.item())),
    )(4);
  // √(4/w) has the derivative −w^(−3/2).
  expectNear(grad(f)(4), tensor(-1 / 8));
  expectNear(grad(grad(f))(4), tensor(1.5 / 32));
});

test("mapped, every call is solved by itself, and solve may read values", () => {
  const at = tensor([1, 4, 16]);
  expectNear(vmap(squareRoot)(at), tensor([1, 2, 4]));
  expectNear(vmap(grad(squareRoot))(at), tensor([0.5, 0.25, 0.125]));
  expectNear(grad((a: Tensor) => sum(vmap(squareRoot)(a)))(at), tensor([0.5, 0.25, 0.125]));
  expectNear(vmap(grad(grad(squareRoot)))(at), tensor([-0.25, -1 / 32, -1 / 256]));
  expectNear(
    vmap(grad(anomaly), { inAxes: [0, null] })(tensor([0.8, 1]), 0.3),
    stack([grad(anomaly)(0.8, 0.3), grad(anomaly)(1, 0.3)]),
  );
});

test("in a program, derivatives are linear systems", () => {
  const f = implicitRoot(
    (x: Tensor, a: Tensor) => sub(square(x), a),
    (a: Tensor) => sqrt(a),
  );
  expect(String(trace(grad(f))(4))).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      d:float64[] = rootOf{
        solve=program(b:float64[]) {
          c:float64[] = sqrt b
          return c
        }
      } a
      i:float64[] = implicitRoot{
        residual=program(e:float64[], f:float64[]) {
          g:float64[] = square e
          h:float64[] = sub g f
          return h
        },
        count=1
      } d a
      j:float64[] = square i
      k:float64[] = sub j a
      p:float64[] = jacobianSolve{
        residual=program(l:float64[], m:float64[]) {
          n:float64[] = square l
          o:float64[] = sub n m
          return o
        },
        count=1,
        transposed
      } 1 i a
      q:float64[] = neg p
      r:float64[] = neg q
      return r
    }"
  `);
  expectNear(recordedAt(grad(f), 9), tensor(1 / 6));
  expectNear(recordedAt(grad(grad(f)), 9), tensor(-1 / 108));
  const program = trace(f)(1);
  expectNear(grad((a: Tensor) => program.call(a))(9), tensor(1 / 6));
  expectNear(vmap((a: Tensor) => program.call(a))(tensor([1, 9])), tensor([1, 3]));
});

test("it goes into loops and checkpoints, and stopGradient inside holds", () => {
  const f = implicitRoot(
    (x: Tensor, a: Tensor) => sub(square(x), mul(a, stopGradient(a))),
    (a: Tensor) => a,
  );
  expectNear(grad(f)(3), tensor(0.5));
  const g = implicitRoot(
    (x: Tensor, a: Tensor) => sub(square(x), a),
    (a: Tensor) => sqrt(a),
  );
  const twice = (a: Tensor): Tensor => scan((c) => ({ carry: g(c) }), a, null, { length: 2 }).carry;
  expectNear(recordedAt(grad(twice), 16), tensor(1 / 32));
  expectNear(grad(checkpoint(twice))(16), tensor(1 / 32));
});

test("a linear solver of one's own is given vectors, and asked for the transpose in reverse", () => {
  const systems: Tensor[] = [];
  const linearSolve = (multiply: (v: TensorLike) => Tensor, b: Tensor): Tensor => {
    const matrix = stack([multiply([1, 0]), multiply([0, 1])], { axis: 1 });
    systems.push(matrix);
    const [p, q, r, s] = matrix.data as Float64Array;
    const det = p! * s! - q! * r!;
    return matmul(
      [
        [s! / det, -q! / det],
        [-r! / det, p! / det],
      ],
      b,
    );
  };
  const solve = implicitRoot(
    (x: Tensor, b: Tensor) =>
      sub(
        matmul(
          [
            [4, 1],
            [2, 3],
          ],
          x,
        ),
        b,
      ),
    (b: Tensor) =>
      matmul(
        [
          [0.3, -0.1],
          [-0.2, 0.4],
        ],
        b,
      ),
    { linearSolve },
  );
  const b = tensor([1, 2]);
  expectNear(grad((v: Tensor) => sum(solve(v)))(b), tensor([0.1, 0.3]));
  expect(systems.pop()!.toArray()).toEqual([
    [4, 2],
    [1, 3],
  ]);
  expectNear(jvp(solve, [b], [tensor([1, 0])]).tangent, tensor([0.3, -0.2]));
  expect(systems.pop()!.toArray()).toEqual([
    [4, 1],
    [2, 3],
  ]);
  const wrong = implicitRoot(
    (x: Tensor, a: Tensor) => sub(x, a),
    (a: Tensor) => a,
    { linearSolve: () => 1 },
  );
  expect(() => grad(wrong)(1)).toThrow(
    "implicitRoot: linearSolve must return a vector like its right-hand side, float64[1], got float64[]",
  );
});

test("a root without a derivative, and what does not fit, are named", () => {
  const double = implicitRoot(
    (x: Tensor, a: Tensor) => sub(square(x), a),
    (a: Tensor) => a,
  );
  expect(() => grad(double)(0)).toThrow(
    "implicitRoot: the derivative of the residual with respect to the root is singular there (pivot 0 is 0)",
  );
  const wide = implicitRoot(
    (x: Tensor, a: Tensor) => stack([x, a]),
    (a: Tensor) => a,
  );
  expect(() => grad(wide)(1)).toThrow(
    "implicitRoot: the root and the residual differ in tensor 0: float64[] and float64[2]",
  );
  const whole = implicitRoot(
    (x: Tensor) => x,
    () => tensor(3, { dtype: "int32" }),
  );
  expect(() => whole()).toThrow(
    "implicitRoot: tensor 0 of the root is int32[]; a root is made of real floating-point numbers",
  );
  expect(() =>
    implicitRoot(
      (x: Tensor, a: Tensor) => sub(x, a),
      (a: Tensor) => exp(a),
      { solver: 1 } as object,
    ),
  ).toThrow("no option solver");
  expect(() => trace(squareRoot)(1)).toThrow(/implicitRoot: solve: the value of a traced .* is not known/);
});

test("float32 stays float32, and an empty root is empty", () => {
  const f = implicitRoot(
    (x: Tensor, a: Tensor) => sub(square(x), a),
    (a: Tensor) => sqrt(a),
  );
  const slope = grad((a: Tensor) => sum(f(a)))(tensor([4, 9], { dtype: "float32" }));
  expect(slope.dtype).toBe("float32");
  expectNear(slope, tensor([0.25, 1 / 6], { dtype: "float32" }), 1e-7);
  expect(grad((a: Tensor) => sum(f(a)))(tensor(new Float64Array(0))).shape).toEqual([0]);
});
