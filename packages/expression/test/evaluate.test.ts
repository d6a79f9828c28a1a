import { expect, test } from "vitest";
import { grad, hessian, jacobian } from "@adjoint/autodiff";
import { evaluate, parse, UnknownNameError, variablesOf } from "@adjoint/expression";
import { tensor, type TensorLike } from "@adjoint/tensor";

const value = (source: string, scope: Record<string, TensorLike> = {}): unknown =>
  evaluate(parse(source), scope).toArray();

test("the ring function at (1, 2) has the tutorial's value and gradient", () => {
  const ring = parse("(x^2 + y^2) * exp(-(x^2 + y^2))");
  expect(evaluate(ring, { x: 1, y: 2 }).item()).toBeCloseTo(0.03369, 6);
  const gradient = grad((x: TensorLike, y: TensorLike) => evaluate(ring, { x, y }), { argnums: [0, 1] })(
    1,
    2,
  );
  expect(gradient[0].item()).toBeCloseTo(-0.053904, 6);
  expect(gradient[1].item()).toBeCloseTo(-0.107807, 6);
});

test("derivatives of every order flow through a formula", () => {
  const cubic = parse("x^3 - 3x");
  const f = (x: TensorLike): ReturnType<typeof evaluate> => evaluate(cubic, { x });
  expect(hessian(f)(2).item()).toBeCloseTo(12, 12);
  expect(
    jacobian((x: TensorLike) =>
      evaluate(parse("A @ x"), {
        A: [
          [1, 2],
          [3, 4],
        ],
        x,
      }),
    )(tensor([1, 1])).toArray(),
  ).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("arithmetic follows the grammar", () => {
  expect(value("-2^2")).toBe(-4);
  expect(value("2^3^2")).toBe(512);
  expect(value("8 / 4 / 2")).toBe(1);
  expect(value("|−3| + √16")).toBe(7);
  expect(value("max(2, 3) - min(2, 3)")).toBe(1);
  expect(value("ln(e^2)")).toBeCloseTo(2, 14);
  expect(value("cos(π) + cos(pi)")).toBe(-2);
});

test("names broadcast, and a variable hides a constant of its name", () => {
  expect(value("x + y", { x: [1, 2], y: [[10], [20]] })).toEqual([
    [11, 12],
    [21, 22],
  ]);
  expect(value("e * e", { e: 3 })).toBe(9);
});

test("the matrix product and the transpose act on the last two axes", () => {
  expect(
    value("A @ B", {
      A: [
        [1, 2],
        [3, 4],
      ],
      B: [
        [0, 1],
        [1, 0],
      ],
    }),
  ).toEqual([
    [2, 1],
    [4, 3],
  ]);
  expect(
    value("A' @ x", {
      A: [
        [1, 2],
        [3, 4],
      ],
      x: [1, 1],
    }),
  ).toEqual([4, 6]);
  expect(
    value("A'", {
      A: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    }),
  ).toEqual([
    [
      [1, 3],
      [2, 4],
    ],
  ]);
  expect(value("x'", { x: [1, 2] })).toEqual([1, 2]);
});

test("literals leave a float32 operand float32, also in quotients of literals", () => {
  const x = tensor(new Float32Array([1, 2]));
  for (const source of ["2x", "x / 2 + 1", "(1/2) * x^2", "-pi * x"]) {
    expect(evaluate(parse(source), { x }).dtype, source).toBe("float32");
  }
});

test("an unknown name gives the closest spelling and all that is known", () => {
  const run = (): unknown => value("lenght * 2", { length: 1, width: 2 });
  expect(run).toThrow(UnknownNameError);
  expect(run).toThrow('unknown name "lenght"; did you mean "length"? Known: length, width, e, pi, π');
  expect(() => value("z", { x: 1 })).toThrow('unknown name "z"; known: x, e, pi, π');
  expect(() => value("Alpha", { alpha: 1 })).toThrow('did you mean "alpha"?');
});

test("a function used as a name says how to call it", () => {
  expect(() => value("sin + 1")).toThrow("sin is a function: write sin(…)");
});

test("a formula cannot reach what it was not given", () => {
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    expect(() => value(name, {}), name).toThrow(UnknownNameError);
  }
});

test("a tree made by hand with a wrong call is refused", () => {
  expect(() => evaluate({ kind: "call", name: "sni", arguments: [{ kind: "number", value: 1 }] })).toThrow(
    'no function sni of 1 arguments; did you mean "sin"?',
  );
  expect(() => evaluate({ kind: "call", name: "sin", arguments: [] })).toThrow(UnknownNameError);
});

test("shapes that do not fit are reported by the operation", () => {
  expect(() => value("x + y", { x: [1, 2], y: [1, 2, 3] })).toThrow(
    /shapes \[2\] and \[3\] do not broadcast/,
  );
});

test("variables are the names that are not constants", () => {
  expect(variablesOf(parse("b * sin(a)^e + |c|' - pi + b"))).toEqual(["a", "b", "c"]);
});
