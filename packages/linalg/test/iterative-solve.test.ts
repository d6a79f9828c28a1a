import { grad, hvp, jacobian, vmap } from "@adjoint/autodiff";
import { cg, givens, gmres, minres, solve } from "@adjoint/linalg";
import type { IterativeSolution, IterativeSolveOptions, LinearOperator } from "@adjoint/linalg";
import {
  add,
  astype,
  complex,
  DTypeError,
  eye,
  matmul,
  mul,
  NotDifferentiableError,
  pow,
  sin,
  square,
  sum,
  swapAxes,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import {
  build,
  hilbert,
  multiply,
  randomMatrix,
  randomNumbers,
  scaled,
  withSpectrum,
} from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";

type Solver = (a: LinearOperator, b: TensorLike, options?: IterativeSolveOptions) => IterativeSolution;

const spread = (n: number, low: number, high: number): number[] =>
  Array.from({ length: n }, (_, i) => low + ((high - low) * i) / Math.max(n - 1, 1));
const definite = withSpectrum(spread(30, 1, 50), 1);
const indefinite = withSpectrum([...spread(15, -30, -1), ...spread(15, 2, 40)], 2);
const general = randomMatrix(30, 30, 3).map((row, i) => row.map((x, j) => x + (i === j ? 6 : 0)));
const vector = (n: number, seed: number): number[] => Array.from({ length: n }, randomNumbers(seed));

const systems: readonly [name: string, solver: Solver, a: Matrix][] = [
  ["cg", cg, definite],
  ["minres", minres, definite],
  ["minres, indefinite", minres, indefinite],
  ["gmres", gmres, general],
  ["gmres, indefinite", gmres, indefinite],
];

/** Finite differences may then step off the symmetric matrices. */
const symmetric = (a: Tensor): Tensor => mul(add(a, swapAxes(a, 0, 1)), 0.5);

const residualOf = (a: Matrix, x: Tensor, b: readonly number[]): number => {
  const y = multiply(
    a,
    (x.toArray() as number[]).map((each) => [each]),
  );
  return Math.hypot(...b.map((each, i) => each - y[i]![0]!)) / Math.hypot(...b);
};

for (const [name, solver, a] of systems) {
  describe(name, () => {
    const b = vector(30, 4);

    test("finds the solution, and says how far it is from it", () => {
      const { x, iterations, residual, converged } = solver(a, b, { tolerance: 1e-12 });
      expect(converged.toArray()).toBe(true);
      expect(iterations.item()).toBeLessThanOrEqual(120);
      expect(residual.item()).toBeLessThanOrEqual(1e-12);
      expect(residualOf(a, x, b)).toBeLessThan(2e-12);
      expectClose(x, solve(a, b), { relative: 1e-9, absolute: 1e-10 });
    });

    test("takes the function of a matrix", () => {
      const { x, iterations, residual, converged } = solver((v) => matmul(a, v), b);
      expect([iterations.item() > 5, residual.item() > 0, converged.item()]).toEqual([true, true, 1]);
      expectClose(x, solver(a, b).x, { relative: 1e-12, absolute: 1e-13 });
    });

    test("takes numbers of every size", () => {
      for (const [p, q] of [
        [1e300, 1],
        [1e-300, 1],
        [1, 1e300],
        [1e-300, 1e-300],
        [1e280, 1e300],
        [1, 1e-300],
      ] as const) {
        const { x, converged } = solver(scaled(a, p / 40), scaled([b], q)[0]!);
        expect(converged.toArray()).toBe(true);
        const wanted = solver(scaled(a, 1 / 40), b).x;
        expectClose(mul(x, p / q), wanted, { relative: 1e-9, absolute: 1e-9 });
      }
    });

    test("gives 0 for 0, and stays where it starts if that is the solution", () => {
      const nothing = solver(a, zeros([30]), { start: b });
      expect([nothing.iterations.item(), nothing.residual.item(), nothing.converged.toArray()]).toEqual([
        0,
        0,
        true,
      ]);
      expect(nothing.x).toEqual(zeros([30]));
      const { x } = solver(a, b);
      const again = solver(a, b, { start: x });
      expect([again.iterations.item(), again.converged.toArray()]).toEqual([0, true]);
      expectClose(again.x, x, { relative: 1e-15 });
    });

    test("solves for columns and batches, each with its verdict", () => {
      const columns = randomMatrix(30, 2, 5);
      const { x, iterations, converged } = solver([a, scaled(a, 2)], [columns, columns]);
      expect(x.shape).toEqual([2, 30, 2]);
      expect(iterations.shape).toEqual([2, 2]);
      expect(converged.toArray()).toEqual([
        [true, true],
        [true, true],
      ]);
      expectClose(x, solve([a, scaled(a, 2)], [columns, columns]), { relative: 1e-7, absolute: 1e-9 });
      expect(solver([a, a, a], b).converged.shape).toEqual([3]);
    });

    test("is exact for one unknown, and takes none", () => {
      expect(solver([[4]], [2]).x.toArray()).toEqual([0.5]);
      const empty = solver(zeros([0, 0]), zeros([0]));
      expect([empty.x.shape, empty.converged.toArray()]).toEqual([[0], true]);
      expect(solver(zeros([2, 0, 0]), zeros([0, 3])).iterations.shape).toEqual([2, 3]);
    });

    test("computes float32 in float64", () => {
      const single = astype(tensor(a), "float32");
      const { x, converged } = solver(single, astype(tensor(b), "float32"));
      expect([x.dtype, converged.toArray()]).toEqual(["float32", true]);
      expectClose(astype(x, "float64"), solve(a, b), { relative: 1e-4, absolute: 1e-5 });
      const through = solver((v) => matmul(single, v), astype(tensor(b), "float32"));
      expect([through.x.dtype, through.converged.toArray()]).toEqual(["float32", true]);
    });

    test("stops at its limit, and returns or throws as asked", () => {
      const few = solver(a, b, { maxIterations: 2 });
      expect([few.iterations.item(), few.converged.toArray()]).toEqual([2, false]);
      expect(few.residual.item()).toBeLessThan(2);
      expect(catchError(() => solver(a, b, { maxIterations: 2, check: true })).message).toMatch(
        /did not converge: after 2 iterations the residual is .* of b, above the tolerance 1e-10: that is the limit/,
      );
      expect(solver(a, b, { maxIterations: 0 }).x).toEqual(zeros([30]));
    });
  });
}

test("a function may take a scalar", () => {
  const { x, iterations } = cg((v) => mul(4, v), 2);
  expect([x.item(), iterations.item()]).toEqual([0.5, 1]);
});

describe("hard systems", () => {
  test("cg meets its tolerance on an ill-conditioned matrix", () => {
    const a = hilbert(8);
    const b = multiply(
      a,
      build(8, 1, () => 1),
    ).flat();
    const { x, converged } = cg(a, b, { maxIterations: 1000 });
    expect(converged.toArray()).toBe(true);
    expect(residualOf(a, x, b)).toBeLessThan(2e-10);
  });

  test("cg says that a matrix is indefinite, where minres goes on", () => {
    const a = [
      [1, 0],
      [0, -1],
    ];
    const { converged } = cg(a, [1, 1]);
    expect(converged.toArray()).toBe(false);
    expect(catchError(() => cg(a, [1, 1], { check: true })).message).toMatch(
      /^cg: did not converge: .*a is not positive definite: pᵀA p is 0.*try minres/,
    );
    expect(minres(a, [1, 1]).x.toArray()).toEqual([1, -1]);
  });

  test("singular systems with a solution are solved", () => {
    const a = withSpectrum([0, 0, 1, 2, 5, 9], 6);
    const solution = multiply(
      a,
      vector(6, 7).map((x) => [x]),
    );
    const b = multiply(a, solution).flat();
    for (const solver of [cg, minres, gmres]) {
      const { x, converged } = solver(a, b);
      expect(converged.toArray()).toBe(true);
      expectClose(x, solution.flat(), { relative: 1e-9, absolute: 1e-9 });
    }
  });

  test("singular systems without a solution give the least residual", () => {
    const a = [
      [2, 0, 0],
      [0, -4, 0],
      [0, 0, 0],
    ];
    const { x, residual, converged } = minres(a, [2, 4, 3]);
    expect(converged.toArray()).toBe(false);
    expectClose((x.toArray() as number[]).slice(0, 2), [1, -1], { relative: 1e-9, absolute: 1e-9 });
    expectClose(residual, 3 / Math.sqrt(29), { relative: 1e-9 });
    expect(gmres(a, [2, 4, 3]).converged.toArray()).toBe(false);
    expect(cg(zeros([2, 2]), [1, 1]).converged.toArray()).toBe(false);
    expect(
      gmres(
        [
          [0, 1],
          [0, 0],
        ],
        [1, 1],
      ).converged.toArray(),
    ).toBe(false);
    expect(minres(zeros([2, 2]), [1, 1]).x.toArray()).toEqual([0, 0]);
  });

  test("gmres needs all of its basis for a cyclic shift, and says that a shorter one stagnates", () => {
    const shift = build(8, 8, (i, j) => (j === (i + 1) % 8 ? 1 : 0));
    const b = [1, 0, 0, 0, 0, 0, 0, 0];
    const whole = gmres(shift, b);
    expect([whole.iterations.item(), whole.converged.toArray()]).toEqual([8, true]);
    const { iterations, residual, converged } = gmres(shift, b, { restart: 4, maxIterations: 1000 });
    expect([iterations.item(), residual.item(), converged.toArray()]).toEqual([4, 1, false]);
  });

  test("gmres converges through restarts", () => {
    const b = vector(30, 8);
    const { x, converged } = gmres(general, b, { restart: 5, maxIterations: 1000 });
    expect(converged.toArray()).toBe(true);
    expectClose(x, solve(general, b), { relative: 1e-7, absolute: 1e-9 });
  });

  test("a preconditioner saves iterations and leaves the solution", () => {
    const d = spread(40, 1, 400).map((x) => x * x);
    const a = build(40, 40, (i, j) => (i === j ? d[i]! : Math.abs(i - j) === 1 ? 0.3 : 0));
    const b = vector(40, 9);
    const m = build(40, 40, (i, j) => (i === j ? 1 / d[i]! : 0));
    for (const solver of [cg, minres, gmres]) {
      const plain = solver(a, b, { maxIterations: 4000 });
      for (const preconditioner of [m, (r: Tensor) => matmul(m, r)]) {
        const { x, iterations, converged } = solver(a, b, { preconditioner });
        expect(converged.toArray()).toBe(true);
        expect(iterations.item() * 2).toBeLessThan(plain.iterations.item());
        expectClose(x, solve(a, b), { relative: 1e-7, absolute: 1e-9 });
      }
    }
    expect(catchError(() => cg([[1]], [1], { preconditioner: [[-1]], check: true })).message).toMatch(
      /the preconditioner is not positive definite/,
    );
  });

  test("a Newton step is the solution with a Hessian-vector product", () => {
    const f = (x: Tensor): Tensor => add(sum(pow(x, 4)), sum(square(x)));
    const x = tensor([
      [1, 2],
      [3, -1],
    ]);
    const step = cg((v) => hvp(f, x, v), grad(f)(x)).x;
    expectClose(
      step,
      [
        [6 / 14, 36 / 50],
        [114 / 110, -6 / 14],
      ],
      { relative: 1e-9 },
    );
  });
});

describe("derivatives", () => {
  const small = withSpectrum([1, 2, 4], 10);
  const crooked = randomMatrix(3, 3, 11).map((row, i) => row.map((x, j) => x + (i === j ? 3 : 0)));
  const b = [1, -2, 0.5];
  const exact = { tolerance: 1e-14 };

  test("obey the laws of primitives", () => {
    checkPrimitive((a: Tensor, y: Tensor) => cg(symmetric(a), y, exact).x, [small, b], { name: "cg" });
    checkPrimitive(
      (a: Tensor, y: Tensor) => minres(symmetric(a), y, exact).x,
      [withSpectrum([-3, 1, 2], 12), b],
      {
        name: "minres",
      },
    );
    checkPrimitive((a: Tensor, y: Tensor) => gmres(a, y, exact).x, [crooked, b], { name: "gmres" });
    checkPrimitive(
      (a: Tensor, y: Tensor) => gmres(a, y, exact).x,
      [[crooked, crooked], randomMatrix(3, 2, 13)],
      {
        name: "gmres of a batch",
        order: 1,
      },
    );
    const known = tensor(crooked);
    const map = (x: Tensor): Tensor => matmul(known, x);
    const transpose = (x: Tensor): Tensor => matmul(x, known);
    checkPrimitive((y: Tensor) => gmres(map, y, { ...exact, transpose }).x, [b], {
      name: "gmres of a function",
    });
    checkPrimitive((y: Tensor) => cg((x) => matmul(small, x), y, exact).x, [b], { name: "cg of a function" });
  });

  test("are those of solve", () => {
    const f = (solver: (a: Tensor, y: Tensor) => Tensor) => (a: Tensor) => sum(sin(solver(a, tensor(b))));
    const a = tensor(crooked);
    const direction = tensor(randomMatrix(3, 3, 14));
    const [mine, reference] = [f((x, y) => gmres(x, y, exact).x), f((x, y) => solve(x, y))];
    expectClose(grad(mine)(a), grad(reference)(a), { relative: 1e-11, absolute: 1e-12 });
    expectClose(hvp(mine, a, direction), hvp(reference, a, direction), { relative: 1e-11, absolute: 1e-12 });
    const inverse = jacobian((y: Tensor) => gmres(a, y, exact).x)(tensor(b));
    expectClose(inverse, solve(a, eye(3)), { relative: 1e-12, absolute: 1e-13 });
  });

  test("of functions are mapped, and refuse what they would miss", () => {
    const each = vmap((y: Tensor) => cg((x) => mul(2, x), y).x)(
      tensor([
        [2, 4],
        [6, 8],
      ]),
    );
    expect(each.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    const captured = (p: Tensor): Tensor => sum(cg((x) => mul(p, x), [1, 2]).x);
    expect(() => grad(captured)(tensor(3))).toThrow(NotDifferentiableError);
    expect(() => grad(captured)(tensor(3))).toThrow(/^cg: a is a function that uses a traced value/);
    const both = (p: Tensor): Tensor => sum(cg((x) => mul(p, x), mul(p, [1, 2])).x);
    expect(() => grad(both)(tensor(3))).toThrow(NotDifferentiableError);
    const oneWay = (y: Tensor): Tensor => sum(gmres((x) => mul(2, x), y).x);
    expect(catchError(() => grad(oneWay)(tensor([1, 2]))).message).toMatch(/give \{ transpose: x => Aᵀ x \}/);
  });

  test("throw where they do not converge", () => {
    const f = (a: Tensor): Tensor => sum(cg(a, vector(30, 15), { maxIterations: 3 }).x);
    expect(catchError(() => grad(f)(tensor(definite))).message).toMatch(
      /^cg: the solve for a derivative did not converge/,
    );
  });
});

describe("refusals", () => {
  test("name what is wrong", () => {
    expect(() => cg(complex([[1]], [[1]]), [1])).toThrow(DTypeError);
    expect(() => cg(eye(1), complex([1], [1]))).toThrow(DTypeError);
    expect(() => gmres((x) => complex(x, x), [1])).toThrow(DTypeError);
    expect(catchError(() => gmres([[NaN]], [1])).message).toMatch(/^gmres: element 0 of a, .* is NaN/);
    expect(catchError(() => gmres([[1]], [Infinity])).message).toMatch(
      /^gmres: element 0 of b, .* is Infinity/,
    );
    expect(catchError(() => gmres((x) => mul(NaN, x), [1, 2])).message).toMatch(
      /^gmres: element 0 of a\(x\), .* is NaN/,
    );
    expect(
      catchError(() =>
        cg(
          [
            [1, 2],
            [0, 1],
          ],
          [1, 1],
        ),
      ).message,
    ).toMatch(/^cg: a is not symmetric/);
    expect(
      catchError(() =>
        minres(
          [
            [1, 2, 3],
            [2, 1, 3],
          ],
          [1, 1],
        ),
      ).message,
    ).toMatch(/^minres: a must be square/);
    expect(() => cg((x) => sum(x), [1, 2])).toThrow(
      /^cg: a\(x\) must have shape \[2\] for x of shape \[2\], got \[\]/,
    );
    expect(() => cg([[1]], [1], { start: [1, 2] })).toThrow(/^cg: start must have shape \[1\], got \[2\]/);
    expect(() => cg([[1]], [1], { preconditioner: eye(2) })).toThrow(
      /^cg: preconditioner must have shape \[1, 1\]/,
    );
    expect(() => cg((x) => x, [1], { preconditioner: eye(1) })).toThrow(
      /^cg: the preconditioner of a function/,
    );
    expect(() => cg([[1]], [1], { maxIterations: -1 })).toThrow(/^cg: maxIterations must be/);
    expect(() => cg([[1]], [1], { tolerance: NaN })).toThrow(/^cg: tolerance must be/);
    expect(() => gmres([[1]], [1], { restart: 0 })).toThrow(/^gmres: restart must be/);
    expect(() => minres([[1]], [1], { restart: 5 } as object)).toThrow(/^minres: no option restart/);
  });
});

test("givens turns two numbers onto the first axis, whatever their size", () => {
  expect(givens(0, 0)).toEqual({ c: 1, s: 0, r: 0 });
  expect(givens(0, -2)).toEqual({ c: 0, s: 1, r: -2 });
  expect(givens(-3, 4)).toEqual({ c: 0.6, s: -0.8, r: -5 });
  for (const [a, b] of [
    [1e300, -1e300],
    [5e-324, 5e-324],
    [1.5e308, 3e-308],
    [3e-310, 1e-310],
    [7, 1e-200],
  ] as const) {
    const { c, s, r } = givens(a, b);
    expect(Math.abs(c * c + s * s - 1)).toBeLessThan(5e-16);
    expect(Math.abs(c * (b / r) - s * (a / r))).toBeLessThan(Math.abs(r) < 1e-300 ? 1 : 5e-16);
  }
});
