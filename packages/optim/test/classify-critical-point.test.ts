import { classifyCriticalPoint } from "@adjoint/optim";
import { add, cos, exp, log, mul, neg, pow, square, sub, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";

const quadratic =
  (...curvatures: number[]) =>
  (x: Tensor): Tensor =>
    mul(0.5, sum(mul(tensor(curvatures), square(x))));

describe("the signs of the spectrum decide", () => {
  const origin = tensor([0, 0, 0]);
  const cases = {
    minimum: [1, 2, 3],
    maximum: [-1, -2, -3],
    saddle: [-1, 0, 2],
    degenerate: [0, 1, 2],
  };
  for (const [kind, curvatures] of Object.entries(cases)) {
    test(kind, () => {
      const point = classifyCriticalPoint(quadratic(...curvatures), origin);
      expect(point.kind).toBe(kind);
      expectClose(
        point.spectrum,
        curvatures.toSorted((a, b) => a - b),
      );
      expect(point.message).toContain(kind);
    });
  }

  test("a flat function, x⁴ and the monkey saddle are degenerate", () => {
    expect(classifyCriticalPoint(() => 1, origin).kind).toBe("degenerate");
    expect(classifyCriticalPoint((x) => pow(x, 4), 0).kind).toBe("degenerate");
    const monkey = ({ x, y }: { x: Tensor; y: Tensor }): Tensor => sub(pow(x, 3), mul(3, mul(x, square(y))));
    expect(classifyCriticalPoint(monkey, { x: 0, y: 0 }).kind).toBe("degenerate");
  });

  test("the scale of f does not matter, that of curvatures to each other does", () => {
    expect(classifyCriticalPoint(quadratic(1e-30, 1e-31, 1e-30), origin).kind).toBe("minimum");
    expect(classifyCriticalPoint(quadratic(1, 1e-12, 1), origin).kind).toBe("degenerate");
    expect(classifyCriticalPoint(quadratic(1, 1e-12, 1), origin, { curvatureTolerance: 0 }).kind).toBe(
      "minimum",
    );
  });
});

test("where the gradient is not zero the point is not critical, and nothing else is claimed", () => {
  const point = classifyCriticalPoint(quadratic(1, 2), tensor([1e-3, 0]));
  expect(point.kind).toBe("not critical");
  expect(point.gradientSize).toBe(1e-3);
  expect(point.message).toContain("max |∂f/∂xᵢ| is 0.00100, above 0.000001; find a critical point first");
  expect(classifyCriticalPoint(quadratic(1, 2), tensor([1e-3, 0]), { gradientTolerance: 0.01 }).kind).toBe(
    "minimum",
  );
});

test("the ring function has a minimum at the origin and degenerate maxima around it", () => {
  const ring = ({ x, y }: { x: Tensor; y: Tensor }): Tensor => {
    const r = add(square(x), square(y));
    return mul(r, exp(neg(r)));
  };
  expect(classifyCriticalPoint(ring, { x: 0, y: 0 }).kind).toBe("minimum");
  const top = classifyCriticalPoint(ring, { x: 0.6, y: 0.8 });
  expect(top.kind).toBe("degenerate");
  // Along the ring nothing changes; across it the curvature is −4/e.
  expectClose(top.spectrum, [-4 / Math.E, 0], { relative: 1e-12, absolute: 1e-15 });
  expectClose(
    top.directions,
    [
      [0.6, 0.8],
      [0.8, -0.6],
    ],
    { relative: 1e-12 },
  );
});

test("directions belong to the spectrum", () => {
  const { spectrum, directions } = classifyCriticalPoint(([x, y]) => mul(x, y), [0, 0]);
  expectClose(spectrum, [-1, 1], { relative: 1e-15 });
  expectClose(
    directions,
    [
      [Math.SQRT1_2, Math.SQRT1_2],
      [-Math.SQRT1_2, Math.SQRT1_2],
    ],
    { relative: 1e-15 },
  );
});

test("points outside the domain are refused", () => {
  expect(() => classifyCriticalPoint((x) => log(x), -1)).toThrow(
    "classifyCriticalPoint: f, its gradient or its Hessian is not finite at x (f is NaN)",
  );
  expect(() => classifyCriticalPoint(() => 1, tensor([]))).toThrow("x has no elements");
  expect(classifyCriticalPoint((x) => cos(x), Math.PI).kind).toBe("minimum");
});
