import { grad } from "@adjoint/autodiff";
import { solve } from "@adjoint/linalg";
import { minimize } from "@adjoint/optim";
import type { MinimizeOptions } from "@adjoint/optim";
import {
  abs,
  add,
  cos,
  div,
  dot,
  exp,
  log,
  matmul,
  mul,
  neg,
  pow,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, expectTypeOf, test } from "vitest";

const methods: readonly MinimizeOptions[] = [
  { method: "newton" },
  { method: "gradient-descent" },
  { method: "gradient-descent", learningRate: 0.2 },
];
const nameOf = (options: MinimizeOptions): string => JSON.stringify(options);

const h = tensor([
  [4, 1],
  [1, 3],
]);
const bowl = (x: Tensor): Tensor => mul(0.5, dot(x, matmul(h, x)));
const rosenbrock = (x: Tensor): Tensor => {
  const [a, b] = [sum(mul(x, tensor([1, 0]))), sum(mul(x, tensor([0, 1])))];
  return add(square(sub(1, a)), mul(100, square(sub(b, square(a)))));
};

describe("a quadratic bowl", () => {
  for (const options of methods) {
    test(`has its minimum found: ${nameOf(options)}`, () => {
      const shifted = (x: Tensor): Tensor => sub(bowl(x), dot(tensor([1, 2]), x));
      const result = minimize(shifted, tensor([2, 3]), options);
      expect(result.converged).toBe(true);
      expectClose(result.x, solve(h, [1, 2]), { absolute: 1e-8 });
      expectClose(result.grad, grad(shifted)(result.x), { relative: 0 });
      expectClose(result.value, shifted(result.x), { relative: 0 });
    });
  }

  test("Newton needs one step", () => {
    expect(minimize(bowl, tensor([2, 3]))).toMatchObject({ iterations: 1, converged: true });
  });

  // λmax = (7 + √5)/2 = 4.618, so steps converge for η < 2/λmax = 0.43307.
  test("a learning rate above 2/λmax diverges, and the message says so", () => {
    const result = minimize(bowl, tensor([2, 3]), { method: "gradient-descent", learningRate: 0.44 });
    expect(result.converged).toBe(false);
    expect(result.value).toBeGreaterThan(bowl(tensor([2, 3])).item());
    expect(result.message).toMatch(
      /^diverged: the value rose in each of the last 50 steps.*take a learningRate below 0.44/,
    );
  });

  test("a learning rate below 2/λmax converges", () => {
    const result = minimize(bowl, tensor([2, 3]), { method: "gradient-descent", learningRate: 0.43 });
    expect(result.converged).toBe(true);
    expectClose(result.x, [0, 0], { absolute: 1e-8 });
  });

  test("a fixed learning rate takes exactly the steps of the formula", () => {
    const result = minimize(bowl, tensor([2, 3]), {
      method: "gradient-descent",
      learningRate: 0.1,
      maxIterations: 2,
    });
    // (2, 3) − 0.1 (11, 11) = (0.9, 1.9); − 0.1 (5.5, 6.6) = (0.35, 1.24)
    expect(result.path.map(String)).toEqual(
      [tensor([2, 3]), tensor([0.9, 1.9]), tensor([0.35, 1.24])].map(String),
    );
    expect(result).toMatchObject({ iterations: 2, evaluations: 3, converged: false });
    expect(result.message).toContain("not converged in 2 iterations: max |∂f/∂xᵢ| is still");
  });
});

describe("Rosenbrock's valley", () => {
  test("is followed by Newton's method to full precision", () => {
    const result = minimize(rosenbrock, tensor([-1.2, 1]), { gradientTolerance: 1e-12 });
    expect(result.converged).toBe(true);
    expect(result.iterations).toBeLessThan(30);
    expectClose(result.x, [1, 1], { relative: 1e-12 });
  });

  test("is followed by gradient descent downhill all the way, slowly", () => {
    const { path, value, converged } = minimize(rosenbrock, tensor([-1.2, 1]), {
      method: "gradient-descent",
      maxIterations: 500,
    });
    const values = path.map((x) => rosenbrock(x).item());
    expect(values.every((each, i) => i === 0 || each <= values[i - 1]!)).toBe(true);
    expect(value).toBeLessThan(4);
    expect(converged).toBe(false);
  });

  test("is left at its minimum", () => {
    expect(minimize(rosenbrock, tensor([1, 1]))).toMatchObject({ iterations: 0, converged: true });
  });
});

describe("a start at a saddle", () => {
  const saddle = (x: Tensor): Tensor => {
    const [a, b] = [sum(mul(x, tensor([1, 0]))), sum(mul(x, tensor([0, 1])))];
    return add(sub(square(a), square(b)), mul(0.25, pow(b, 4)));
  };

  test("is left by Newton's method, by negative curvature", () => {
    const result = minimize(saddle, tensor([0, 0]));
    expect(result.converged).toBe(true);
    expectClose(abs(result.x), [0, Math.SQRT2], { relative: 1e-8, absolute: 1e-8 });
  });

  test("keeps gradient descent, which says that it may be one", () => {
    const result = minimize(saddle, tensor([0, 0]), { method: "gradient-descent" });
    expect(result).toMatchObject({ iterations: 0, converged: true });
    expect(result.message).toContain("cannot tell a minimum from a saddle: ask classifyCriticalPoint");
  });

  test("a maximum is left too", () => {
    const result = minimize((x: Tensor) => cos(x), 0);
    expectClose(result.value, -1, { relative: 1e-12 });
  });
});

describe("functions that are hard", () => {
  for (const options of methods) {
    test(`a flat function: ${nameOf(options)}`, () => {
      const result = minimize(() => 3, tensor([1, 2]), options);
      expect(result).toMatchObject({ iterations: 0, converged: true, value: 3 });
      expectClose(result.x, [1, 2]);
    });

    test(`NaN at the start: ${nameOf(options)}`, () => {
      const result = minimize((x: Tensor) => sum(log(x)), tensor([1, -1]), options);
      expect(result).toMatchObject({ iterations: 0, converged: false });
      expect(result.message).toBe("the value is NaN at x0; start where f and its gradient are finite");
      expectClose(result.x, [1, -1]);
    });

    test(`no lower bound: ${nameOf(options)}`, () => {
      const result = minimize((x: Tensor) => sum(neg(exp(x))), tensor([1, 2]), options);
      expect(result.converged).toBe(false);
      expect(result.message).toContain("f seems to have no lower bound");
      expect(Number.isFinite(result.value)).toBe(true);
    });
  }

  test("a derivative that is infinite at a finite value", () => {
    const result = minimize((x: Tensor) => sqrt(x), 0);
    expect(result.message).toBe(
      "the value is 0 but a component of the gradient is Infinity at x0; start where f and its gradient are finite",
    );
  });

  test("a fixed step out of the domain", () => {
    const result = minimize((x: Tensor) => sub(x, log(x)), 0.1, {
      method: "gradient-descent",
      learningRate: 0.01,
    });
    expect(result.converged).toBe(true);
    const outside = minimize((x: Tensor) => sub(x, log(x)), 4, {
      method: "gradient-descent",
      learningRate: 10,
    });
    expect(outside).toMatchObject({ converged: false, iterations: 0 });
    expect(outside.message).toBe(
      "the value is NaN after step 1; x is the point before it: take a learningRate below 10, or leave it out for a line search",
    );
    expectClose(outside.x, 4);
  });

  test("a line search steps back into the domain", () => {
    for (const method of ["newton", "gradient-descent"] as const) {
      const result = minimize((x: Tensor) => sub(x, log(x)), 40, { method });
      expect(result.converged).toBe(true);
      expectClose(result.x, 1, { relative: 1e-7 });
    }
  });

  test("a kink, where the gradient never vanishes", () => {
    const result = minimize((x: Tensor) => abs(sub(x, 1)), 0.3, {
      method: "gradient-descent",
      maxIterations: 200,
    });
    expect(Math.abs(result.x.item() - 1)).toBeLessThan(1e-6);
  });

  test("a value and a gradient that disagree", () => {
    const result = minimize((x: Tensor) => where(true, neg(x), x), 1, {
      method: "gradient-descent",
      maxIterations: 3,
    });
    expect(result.converged).toBe(false);
    const quantised = minimize((x: Tensor) => add(mul(0, x), div(1, add(1, square(sub(x, 1e9))))), 0, {
      gradientTolerance: 0,
    });
    expect(quantised.converged).toBe(false);
  });

  test("widely different scales, where gradient descent gives up and Newton does not", () => {
    const f = (x: Tensor): Tensor => sum(mul(tensor([1, 1e8]), square(x)));
    expect(minimize(f, tensor([1, 1])).iterations).toBeLessThan(4);
    const slow = minimize(f, tensor([1, 1]), { method: "gradient-descent", maxIterations: 100 });
    expect(slow.message).toContain("scale the variables alike");
  });

  test("no variables at all", () => {
    expect(minimize(() => 1, tensor([]))).toMatchObject({ converged: true, iterations: 0, value: 1 });
  });
});

describe("types and forms follow the start", () => {
  test("a tree", () => {
    const data = tensor([0, 1, 2, 3]);
    const target = tensor([1, 3, 5, 7]);
    const result = minimize(
      ({ line: { slope, offset } }) => sum(square(sub(add(mul(slope, data), offset), target))),
      { line: { slope: 0, offset: tensor(0) } },
    );
    expectTypeOf(result.x.line.slope).toEqualTypeOf<Tensor>();
    expectClose(result.x, { line: { slope: 2, offset: 1 } }, { relative: 1e-12 });
    expectClose(result.grad, { line: { slope: 0, offset: 0 } }, { absolute: 1e-8 });
    expect(result.path).toHaveLength(result.iterations + 1);
  });

  test("a number, an array of numbers, a matrix, float32", () => {
    const one = minimize((x) => square(sub(x, 2)), 0);
    expectTypeOf(one.x).toEqualTypeOf<Tensor>();
    expectClose(one.x, 2);
    const pair = minimize(([a, b]) => add(square(sub(a, 1)), square(sub(b, 2))), [0, 0]);
    expectTypeOf(pair.x).toEqualTypeOf<[Tensor, Tensor]>();
    expectClose(pair.x[1], 2);
    expect(
      minimize(
        (x) => sum(square(x)),
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ).x.shape,
    ).toEqual([2, 2]);
    const single = minimize((x) => sum(square(sub(x, 0.1))), tensor([1, 2], { dtype: "float32" }));
    expect(single).toMatchObject({ converged: true });
    expect([single.x.dtype, single.grad.dtype]).toEqual(["float32", "float32"]);
  });

  test("the path can be left out", () => {
    expect(minimize(bowl, tensor([1, 1]), { recordPath: false }).path).toEqual([]);
  });
});

test("options that make no sense are refused", () => {
  expect(() => minimize(bowl, tensor([1, 1]), { method: "adam" as never })).toThrow(
    'minimize: no method "adam"; there are "newton" and "gradient-descent"',
  );
  expect(() => minimize(bowl, tensor([1, 1]), { method: "gradient-descent", learningRate: -1 })).toThrow(
    "minimize: learningRate must be a positive number, got -1",
  );
  expect(() => minimize(bowl, tensor([1, 1]), { maxIterations: NaN })).toThrow(
    "minimize: maxIterations must be a number from 0",
  );
  expect(() => minimize(bowl, tensor([1, 1], { dtype: "int32" }))).toThrow(
    "minimize: cannot vary a tensor of dtype int32",
  );
  expect(() => minimize((x: Tensor) => x, tensor([1, 1]))).toThrow(
    "minimize: f must return a scalar, it returned a tensor of shape [2]; reduce it with sum or mean",
  );
  expect(() => minimize((async (x: Tensor) => x) as never, 1)).toThrow("minimize: f returned a Promise");
  expect(() => minimize((() => "a") as never, 1)).toThrow("minimize: f(x) must be a tensor");
  expect(() => minimize(3 as never, 1)).toThrow("minimize: f must be a function, got 3");
  expect(() => minimize((x: Tensor) => x, "1" as never)).toThrow("minimize: expected a tensor");
});

test("an option of another method, or of none, is refused", () => {
  expect(() => minimize((x: Tensor) => square(x), 1, { lr: 0.1 } as object)).toThrow(
    "minimize: no option lr; the options are method, gradientTolerance, maxIterations, recordPath",
  );
  expect(() => minimize((x: Tensor) => square(x), 1, { method: "newton", learningRate: 1 } as never)).toThrow(
    "minimize: no option learningRate",
  );
});
