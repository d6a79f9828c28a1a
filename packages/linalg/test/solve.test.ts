import { readFileSync } from "node:fs";
import { explain, grad, jacobian, vmap } from "@adjoint/autodiff";
import { inv, solve, solveTriangular } from "@adjoint/linalg";
import { eye, matmul, slice, sum, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { build, hilbert, multiply, randomMatrix, randomOrthogonal, scaled } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { residualRatio } from "./support/residuals.ts";

const fixture = JSON.parse(readFileSync(new URL("fixtures/values.json", import.meta.url), "utf8")) as {
  readonly solve: readonly {
    readonly a: Matrix;
    readonly b: readonly number[];
    readonly x: readonly number[];
    readonly condition: number;
  }[];
};

const wellConditioned = randomMatrix(4, 4, 1).map((row, i) => row.map((x, j) => x + (i === j ? 3 : 0)));

/** ‖B − A X‖/(‖A‖ ‖X‖ n ε) by columns, with everything scaled to about 1 by powers of two that cancel. */
function backwardRatio(a: Matrix, x: Matrix, b: Matrix): number {
  const length = (m: Matrix): number => Math.hypot(...m.flat());
  const residual = multiply(a, x).map((row, i) => row.map((value, j) => value - b[i]![j]!));
  return length(residual) / (length(a) * length(x) * a.length * Number.EPSILON);
}

describe("the backward error is of the order of rounding", () => {
  const graded = randomMatrix(8, 8, 2).map((row, i) => row.map((x, j) => x * 10 ** (4 * (i - j))));
  const cases: Record<string, Matrix> = {
    "1×1": [[-3]],
    random: randomMatrix(40, 40, 3),
    hilbert: hilbert(8),
    "graded rows": randomMatrix(6, 6, 4).map((row, i) => row.map((x) => x * 10 ** (-20 * i))),
    "graded rows and columns": graded,
    orthogonal: randomOrthogonal(12, 5),
    "needs pivoting": build(5, 5, (i, j) => (i + j === 4 ? 1 : 0)),
    "1e150": scaled(randomMatrix(6, 6, 6), 1e150),
    "1e-150": scaled(randomMatrix(6, 6, 7), 1e-150),
    "grows, as Wilkinson's does": build(20, 20, (i, j) => (i === j || j === 19 ? 1 : i > j ? -1 : 0)),
  };
  for (const [name, a] of Object.entries(cases)) {
    test(name, () => {
      const b = randomMatrix(a.length, 3, 8);
      const x = solve(a, b).toArray() as Matrix;
      // Partial pivoting grows by at most 2ⁿ⁻¹ and does so for the last matrix: its bound is of that size.
      expect(backwardRatio(a, x, b)).toBeLessThan(name.startsWith("grows") ? 2 ** 19 : 10);
      const lower = a.map((row, i) => row.map((value, j) => (i < j ? 0 : i === j ? 2 + value ** 2 : value)));
      const y = solveTriangular(lower, b, { lower: true }).toArray() as Matrix;
      expect(backwardRatio(lower, y, b)).toBeLessThan(10);
    });
  }
});

test("solutions agree with mpmath up to the condition number", () => {
  for (const { a, b, x, condition } of fixture.solve) {
    const largest = Math.max(...x.map(Math.abs));
    expectClose(solve(a, b), x, { relative: 0, absolute: condition * 4e-16 * largest });
  }
});

test("a right-hand side of rank 1 is a vector, and one of higher rank is a batch of matrices", () => {
  const a = [
    [2, 0],
    [0, 4],
  ];
  expect(solve(a, [2, 4]).toArray()).toEqual([1, 1]);
  expect(solve(a, [[2], [4]]).toArray()).toEqual([[1], [1]]);
  expect(
    solve(a, [
      [[2], [4]],
      [[4], [8]],
    ]).shape,
  ).toEqual([2, 2, 1]);
  expect(solve([a, a, a], [2, 4]).shape).toEqual([3, 2]);
  expect(solve([[a], [a]], zeros([3, 2, 5])).shape).toEqual([2, 3, 2, 5]);
  expect(solveTriangular([a, a], [2, 4]).toArray()).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test("systems without unknowns or without right-hand sides are solved", () => {
  expect(solve(zeros([0, 0]), zeros([0])).shape).toEqual([0]);
  expect(solve(zeros([2, 0, 0]), zeros([0, 3])).shape).toEqual([2, 0, 3]);
  expect(solve(eye(3), zeros([3, 0])).shape).toEqual([3, 0]);
  expect(inv(zeros([0, 0])).shape).toEqual([0, 0]);
});

test("float32 stays float32 and is computed in float64", () => {
  const a = tensor(
    [
      [1, 2],
      [3, 4.5],
    ],
    { dtype: "float32" },
  );
  const x = solve(a, tensor([1, 2], { dtype: "float32" }));
  expect(x.dtype).toBe("float32");
  expectClose(
    x,
    solve(
      [
        [1, 2],
        [3, 4.5],
      ],
      [1, 2],
    ),
    { relative: 1e-7 },
  );
});

test("a triangle is read, the rest is not", () => {
  const a = [
    [2, NaN],
    [1, 4],
  ];
  expect(solveTriangular(a, [2, 9], { lower: true }).toArray()).toEqual([1, 2]);
  expect(solveTriangular(a, [4, 8], { lower: true, transposed: true }).toArray()).toEqual([1, 2]);
  expect(
    solveTriangular(
      [
        [NaN, 3],
        [NaN, 0],
      ],
      [7, 2],
      { unitDiagonal: true },
    ).toArray(),
  ).toEqual([1, 2]);
});

test("inv is the inverse from both sides", () => {
  const a = randomMatrix(10, 10, 9);
  const inverse = inv([a, a]);
  expectClose(matmul(slice(inverse, 0), a), eye(10), { absolute: 1e-13 });
  expectClose(matmul(a, slice(inverse, 1)), eye(10), { absolute: 1e-13 });
});

test("solve, solveTriangular and inv obey the laws of primitives", () => {
  const vector = [1, 2, -1, 0.5];
  const columns = randomMatrix(4, 2, 5);
  checkPrimitive((a, b) => solve(a, b), [wellConditioned, vector]);
  checkPrimitive((a, b) => solve(a, b), [wellConditioned, columns]);
  checkPrimitive((a, b) => solve(a, b), [wellConditioned, [columns, columns]], { order: 1 });
  checkPrimitive((a) => inv(a), [wellConditioned]);
  checkPrimitive((a, b) => solveTriangular(a, b), [wellConditioned, columns]);
  checkPrimitive(
    (a, b) => solveTriangular(a, b, { lower: true, transposed: true }),
    [wellConditioned, vector],
  );
  checkPrimitive((a, b) => solveTriangular(a, b, { unitDiagonal: true }), [wellConditioned, vector]);
});

test("the Jacobian of solve in b is the inverse, in both modes", () => {
  const f = (b: Tensor): Tensor => solve(wellConditioned, b);
  for (const mode of ["forward", "reverse"] as const) {
    expectClose(jacobian(f, { mode })(tensor([1, 2, 3, 4])), inv(wellConditioned), {
      relative: 1e-13,
      absolute: 1e-16,
    });
  }
});

test("vmap maps over the matrices, over the right-hand sides, or over both", () => {
  const matrices = tensor([wellConditioned, eye(4)]);
  const vectors = tensor(randomMatrix(2, 4, 6));
  const single = (i: number, j: number): Tensor => solve(slice(matrices, i), slice(vectors, j));
  expectClose(slice(vmap(solve)(matrices, vectors), 1), single(1, 1), { relative: 1e-14 });
  expectClose(slice(vmap(solve, { inAxes: [null, 0] })(slice(matrices, 0), vectors), 1), single(0, 1), {
    relative: 1e-14,
  });
  expectClose(slice(vmap(solve, { inAxes: [0, null] })(matrices, slice(vectors, 0)), 1), single(1, 0), {
    relative: 1e-14,
  });
});

describe("errors say what is wrong", () => {
  test("a singular matrix, by its pivot", () => {
    const exactly = catchError(() =>
      solve(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 1],
      ),
    );
    expect(exactly.message).toContain(
      "solve: a of shape [2, 2] is singular to working precision: pivot 1 is 0;",
    );
    expect(exactly.details).toMatchObject({ operation: "solve", pivot: 1, value: 0 });
  });

  test("a matrix that only rounding keeps from being singular", () => {
    const a = [
      [0.1, 0.2, 0.3],
      [0.4, 0.5, 0.6],
      [0.7, 0.8, 0.9],
    ];
    expect(catchError(() => solve(a, [1, 2, 4])).message).toMatch(
      /pivot 2 is \S+, no more than its rounding error \S+;/,
    );
    for (const rows of [a, scaled(a, 1e200), a.map((row, i) => row.map((x) => x * 10 ** (-40 * i)))]) {
      expect(catchError(() => solve(rows, [1, 2, 4])).details["pivot"]).toBe(2);
    }
    expect(catchError(() => inv([eye(3), a])).message).toContain("(matrix [1] of the batch)");
    expect(catchError(() => inv([eye(3), a])).message).toContain("inv: a of shape [2, 3, 3]");
  });

  test("bad scaling is not singularity", () => {
    const a = [
      [1, 1],
      [1e-200, -1e-200],
    ];
    expectClose(solve(a, [3, 1e-200]), [2, 1], { relative: 1e-15 });
    expectClose(
      solve(
        [
          [1e-200, 1],
          [1e-200, -1],
        ],
        [1, 0],
      ),
      [5e199, 0.5],
      { relative: 1e-15 },
    );
  });

  test("check: false returns what the arithmetic gives", () => {
    expect(
      solve(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 1],
        { check: false },
      ).toArray(),
    ).toEqual([-Infinity, Infinity]);
    expect(
      solveTriangular(
        [
          [1, 2],
          [0, 0],
        ],
        [1, 1],
        { check: false },
      ).toArray(),
    ).toEqual([-Infinity, Infinity]);
    expect(
      solve(
        [
          [
            [1, 2],
            [2, 4],
          ],
          [
            [2, 0],
            [0, 2],
          ],
        ],
        [
          [[1], [1]],
          [[2], [4]],
        ],
        { check: false },
      ).toArray(),
    ).toEqual([
      [[-Infinity], [Infinity]],
      [[1], [2]],
    ]);
  });

  test("zero on the diagonal of a triangle", () => {
    const message = catchError(() =>
      solveTriangular(
        [
          [1, 2],
          [0, 0],
        ],
        [1, 1],
      ),
    ).message;
    expect(message).toContain("solveTriangular: a is singular: element 1 of its diagonal is 0;");
  });

  test("NaN and shapes", () => {
    expect(() =>
      solve(
        [
          [1, NaN],
          [0, 1],
        ],
        [1, 1],
      ),
    ).toThrow("solve: a[0, 1] is NaN");
    expect(() =>
      solve(
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
        [1, 1],
      ),
    ).toThrow("solve: a must be square in its last two axes");
    expect(() => solve(eye(3), [1, 2])).toThrow(
      "solve: a and b must have the same number of rows: a is [3, 3], b is [2] (axis 0 of a is 3, axis 0 of b is 2)",
    );
    expect(() => solve(zeros([4, 3, 3]), zeros([4, 3]))).toThrow(
      "a batch of vectors is written expandDims(b, -1)",
    );
    expect(() => solve(eye(3), 2)).toThrow("solve: b must be a vector or a matrix, got a scalar");
  });
});

test("the residual of a solution of a batch matches that of each of its systems", () => {
  const a = [randomMatrix(5, 5, 21), randomMatrix(5, 5, 22)];
  const b = [randomMatrix(5, 2, 23), randomMatrix(5, 2, 24)];
  const x = solve(a, b).toArray() as unknown as Matrix[];
  a.forEach((matrix, i) => expect(residualRatio(x[i]!, solve(matrix, b[i]!).toArray() as Matrix)).toBe(0));
});

test("the derivation of a gradient passes through the matrix, not its factors", () => {
  const a = [
    [2, 0.5],
    [0.3, 3],
  ];
  const f = (x: Tensor): Tensor => sum(solve(x, [1, 2]));
  const [found] = explain(f, tensor(a)).arguments;
  expectClose(found!.adjoint, grad(f)(tensor(a)), { relative: 1e-15 });
});
