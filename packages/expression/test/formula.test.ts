import { expect, expectTypeOf, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import { formula, ParseError, UnknownNameError } from "@adjoint/expression";
import { DomainError, type Tensor, type TensorLike } from "@adjoint/tensor";

test("a formula is a function of its variables in their order", () => {
  const f = formula("x - 2y", ["y", "x"]);
  expect(f(1, 10).item()).toBe(8);
  expect(f.variables).toEqual(["y", "x"]);
  expect(f.latex).toBe("x - 2 y");
  expect(f.expression.kind).toBe("binary");
});

test("its type has one parameter for each variable", () => {
  const f = formula("x + y", ["x", "y"]);
  expectTypeOf(f).parameters.toEqualTypeOf<[TensorLike, TensorLike]>();
  expectTypeOf(f).returns.toEqualTypeOf<Tensor>();
});

test("without a list the variables are the names in alphabetical order", () => {
  expect(formula("y / x * pi").variables).toEqual(["x", "y"]);
  expect(formula("y / x")(2, 6).item()).toBe(3);
});

test("it is differentiable", () => {
  expect(grad(formula("x^2 * y", ["x", "y"]), { argnums: [0, 1] })(3, 5).map((part) => part.item())).toEqual([
    30, 9,
  ]);
});

test("a variable may be unused, and a grid gives a grid", () => {
  expect(formula("x", ["x", "y"])([1, 2], 5).toArray()).toEqual([1, 2]);
});

test("mistakes are found when the formula is made", () => {
  expect(() => formula("x +", ["x"])).toThrow(ParseError);
  expect(() => formula("x * widht", ["x", "width"])).toThrow(UnknownNameError);
  expect(() => formula("x * widht", ["x", "width"])).toThrow(
    'formula: unknown name "widht"; did you mean "width"? Known: x, width, e, pi, π',
  );
  expect(() => formula("sin^2 * x", ["x"])).toThrow(
    "sin is a function: write sin(…), and sin(…)^2 for its square",
  );
  expect(() => formula("x", ["x", "x"])).toThrow(DomainError);
});

test("a call with the wrong number of values says which are needed", () => {
  const f = formula("x + y", ["x", "y"]) as (...values: TensorLike[]) => Tensor;
  expect(() => f(1)).toThrow('formula: "x + y" takes 2 arguments (x, y), got 1');
});
