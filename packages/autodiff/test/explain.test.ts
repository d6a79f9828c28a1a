import {
  add,
  concat,
  div,
  exp,
  less,
  log,
  logSumExp,
  matmul,
  max,
  mul,
  neg,
  pow,
  prod,
  sin,
  slice,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { compile, explain, grad } from "../src/index.ts";
import { expectNear, scattered } from "./close.ts";

const ring = (x: Tensor, y: Tensor): Tensor => {
  const r = add(square(x), square(y));
  return mul(r, exp(neg(r)));
};

test("a compiled function is told as the function itself", () => {
  const { steps, arguments: args } = explain(compile(ring), 1, 2);
  const itself = explain(ring, 1, 2);
  // Its parameters have no names.
  expect(steps.map(({ term }) => term.numbers)).toEqual(itself.steps.map(({ term }) => term.numbers));
  expect(args.map(({ adjoint }) => adjoint)).toEqual(itself.arguments.map(({ adjoint }) => adjoint));
});

test("the tutorial's gradient, told as text", () => {
  expect(String(explain(ring, 1, 2))).toMatchInlineSnapshot(`
    "ring(x, y) at x = 1, y = 2

    Forward: each value from those before it, and its local derivatives
      v1 = x²       = 1           ∂v1/∂x = 2 · x = 2
      v2 = y²       = 4           ∂v2/∂y = 2 · y = 4
      v3 = v1 + v2  = 5           ∂v3/∂v1 = 1, ∂v3/∂v2 = 1
      v4 = −v3      = −5          ∂v4/∂v3 = −1
      v5 = exp(v4)  = 0.00673795  ∂v5/∂v4 = v5 = 0.00673795
      v6 = v3 · v5  = 0.0336897   ∂v6/∂v3 = v5 = 0.00673795, ∂v6/∂v5 = v3 = 5
      ring(x, y) = v6 = 0.0336897

    Backward: how ring changes with each value, v̄ = ∂ring/∂v
      v̄6 = 1
      v̄5 = v̄6 · v3 = 1 · 5 = 5
      v̄4 = v̄5 · v5 = 5 · 0.00673795 = 0.0336897
      v̄3 = v̄6 · v5 − v̄4 = 1 · 0.00673795 − 0.0336897 = −0.0269518
      v̄2 = v̄3 = −0.0269518
      v̄1 = v̄3 = −0.0269518
      x̄ = v̄1 · 2 · x = (−0.0269518) · 2 · 1 = −0.0539036
      ȳ = v̄2 · 2 · y = (−0.0269518) · 2 · 2 = −0.107807

    Result
      ∂ring/∂x = −0.0539036
      ∂ring/∂y = −0.107807"
  `);
});

test("the same as LaTeX", () => {
  expect(explain(ring, 1, 2).toLatex()).toMatchInlineSnapshot(`
    "\\begin{aligned}
    v_{1} &= x^{2} = 1 \\\\
    v_{2} &= y^{2} = 4 \\\\
    v_{3} &= v_{1} + v_{2} = 5 \\\\
    v_{4} &= -v_{3} = -5 \\\\
    v_{5} &= \\exp\\left(v_{4}\\right) = 0.00673795 \\\\
    v_{6} &= v_{3} \\cdot v_{5} = 0.0336897 \\\\[1ex]
    \\bar{v}_{6} &= 1 \\\\
    \\bar{v}_{5} &= \\bar{v}_{6} \\cdot v_{3} = 1 \\cdot 5 = 5 \\\\
    \\bar{v}_{4} &= \\bar{v}_{5} \\cdot v_{5} = 5 \\cdot 0.00673795 = 0.0336897 \\\\
    \\bar{v}_{3} &= \\bar{v}_{6} \\cdot v_{5} - \\bar{v}_{4} = 1 \\cdot 0.00673795 - 0.0336897 = -0.0269518 \\\\
    \\bar{v}_{2} &= \\bar{v}_{3} = -0.0269518 \\\\
    \\bar{v}_{1} &= \\bar{v}_{3} = -0.0269518 \\\\
    \\bar{x} &= \\bar{v}_{1} \\cdot 2 \\cdot x = \\left(-0.0269518\\right) \\cdot 2 \\cdot 1 = -0.0539036 \\\\
    \\bar{y} &= \\bar{v}_{2} \\cdot 2 \\cdot y = \\left(-0.0269518\\right) \\cdot 2 \\cdot 2 = -0.107807 \\\\[1ex]
    \\frac{\\partial \\mathit{ring}}{\\partial x} &= \\bar{x} = -0.0539036 \\\\
    \\frac{\\partial \\mathit{ring}}{\\partial y} &= \\bar{y} = -0.107807
    \\end{aligned}"
  `);
});

test("a layer of a network: matrices, and what flows back through them", () => {
  const layer = (w: Tensor, x: Tensor): Tensor => sum(square(sub(tanh(matmul(w, x)), 1)));
  const w = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(String(explain(layer, w, tensor([0.1, 0.2])))).toMatchInlineSnapshot(`
    "layer(w, x) at w = [[1, 2], [3, 4]], x = [0.1, 0.2]

    Forward: each value from those before it, and its local derivatives
      v1 = reshape(x, [2, 1])  = [[0.1], [0.2]]
      v2 = w @ v1              = [[0.5], [1.1]]
      v3 = reshape(v2, [2])    = [0.5, 1.1]
      v4 = tanh(v3)            = [0.462117, 0.800499]    ∂v4/∂v3 = 1 − v4² = [0.786448, 0.359201]
      v5 = v4 − 1              = [−0.537883, −0.199501]  ∂v5/∂v4 = 1
      v6 = v5²                 = [0.289318, 0.0398006]   ∂v6/∂v5 = 2 · v5 = [−1.07577, −0.399002]
      v7 = sum(v6, axis 0)     = 0.329119
      layer(w, x) = v7 = 0.329119

    Backward: how layer changes with each value, v̄ = ∂layer/∂v
      v̄7 = 1
      v̄6 = broadcast(v̄7, [2]) = broadcast(1, [2]) = 1
      v̄5 = v̄6 · 2 · v5 = [−1.07577, −0.399002]
      v̄4 = v̄5 = [−1.07577, −0.399002]
      v̄3 = v̄4 · (1 − v4²) = [−0.846033, −0.143322]
      v̄2 = reshape(v̄3, [2, 1]) = [[−0.846033], [−0.143322]]
      v̄1 = wᵀ @ v̄2 = [[−1.276], [−2.26536]]
      w̄ = v̄2 @ v1ᵀ = [[−0.0846033, −0.169207], [−0.0143322, −0.0286644]]
      x̄ = reshape(v̄1, [2]) = [−1.276, −2.26536]

    Result
      ∂layer/∂w = [[−0.0846033, −0.169207], [−0.0143322, −0.0286644]]
      ∂layer/∂x = [−1.276, −2.26536]"
  `);
});

const functions: Record<string, (x: Tensor) => Tensor> = {
  "a quotient of a power and a logarithm": (x) => sum(div(pow(x, 3), log(add(2, x)))),
  "logSumExp beside a maximum": (x) => sub(logSumExp(x), max(x)),
  "a choice": (x) => sum(where(less(x, 0.5), sin(x), sqrt(add(2, x)))),
  "a product": (x) => prod(x),
  "a branch on a value": (x) => (sum(x).item() > 0 ? sum(square(x)) : sum(x)),
  pieces: (x) => sum(mul(concat([slice(x, [1, 3]), x]), [1, 2, 3, 4, 5])),
  "a value used three times": (x) => sum(mul(mul(x, x), x)),
};

test.each(Object.keys(functions))("its numbers are those of grad: %s", (name) => {
  const f = functions[name]!;
  const x = scattered([3], 4);
  const explanation = explain(f, x);
  expectNear(explanation.value, f(x));
  expectNear(explanation.arguments[0]!.adjoint, grad(f)(x));
  const last = explanation.steps.find((step) => step.name === explanation.result)!;
  expect(last.adjoint!.item()).toBe(1);
});

test("every adjoint is the sum of what is passed back to it, and every edge of the graph says what", () => {
  const explanation = explain(ring, 0.3, -0.7);
  const { steps, arguments: args } = explanation;
  for (const { name, adjoint } of [...args, ...steps.slice(0, -1)]) {
    const passed = steps
      .flatMap(({ inputs }) => inputs)
      .filter((input) => input.name === name)
      .map(({ contribution }) => contribution!.value);
    expectNear(
      passed.reduce((total, each) => add(total, each)),
      adjoint!,
    );
  }
  const { nodes, edges } = explanation.toGraph();
  expect(nodes.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    "x argument",
    "y argument",
    "v1 step",
    "v2 step",
    "v3 step",
    "v4 step",
    "v5 step",
    "v6 result",
  ]);
  const places = new Map(nodes.map(({ id }, i) => [id, i]));
  expect(edges.every(({ from, to }) => places.get(from)! < places.get(to)!)).toBe(true);
  expect(edges.find(({ from, to }) => from === "v3" && to === "v6")!.derivative!.formula).toBe("v5");
  expect(structuredClone({ nodes, edges })).toEqual({ nodes, edges });
});

test("local derivatives are those of the step alone", () => {
  const [square1] = explain((x: Tensor) => sin(square(x)), 3).steps;
  const { derivative, contribution } = square1!.inputs[0]!;
  expect(derivative!.value.item()).toBe(6);
  expect(derivative!.formula).toBe("2 · x");
  expect(contribution!.value.item()).toBeCloseTo(6 * Math.cos(9), 13);
});

test("values are named as the function names them", () => {
  const names = (explanation: { arguments: readonly { name: string }[] }): string[] =>
    explanation.arguments.map(({ name }) => name);
  const weights = (p: { w: Tensor; b: Tensor[] }): Tensor => mul(p.w, p.b[0]!);
  expect(names(explain(weights, { w: 1, b: [tensor(2)] }))).toEqual(["p.w", "p.b[0]"]);
  expect(names(explain(({ a }: { a: Tensor }) => sin(a), { a: 1 }))).toEqual(["x.a"]);
  expect(explain((v: Tensor) => sin(v), 1).steps[0]!.name).toBe("w1");
  expect(
    names(
      explain(
        function (a: Tensor, b: Tensor) {
          return mul(a, b);
        },
        1,
        2,
      ),
    ),
  ).toEqual(["a", "b"]);
});

test("results that are an argument, or depend on none", () => {
  expect(explain((x: Tensor) => x, 2).arguments[0]!.adjoint.item()).toBe(1);
  expect(String(explain((x: Tensor) => x.shape.length, 2))).toBe(
    "f(x) = 0 depends on none of its arguments: its derivative is 0.",
  );
  const unused = explain((x: Tensor, y: Tensor) => add(square(x), mul(0, y.shape.length)), 2, 5);
  expect(unused.arguments[1]!.adjoint.item()).toBe(0);
  expect(String(unused)).toContain("∂f/∂y = 0");
});

test("a function of another kind is refused", () => {
  expect(() => explain((x: Tensor) => mul(x, [1, 2]), 1)).toThrow(
    "explain: the function must return a scalar, it returned a tensor of shape [2]",
  );
  expect(() => explain(sin, tensor(1, { dtype: "int32" }))).toThrow(
    "cannot differentiate with respect to a tensor of dtype int32",
  );
});
