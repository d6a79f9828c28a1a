import { expect, test } from "vitest";
import { parse, toText } from "@adjoint/expression";
import { fixedRandom, randomExpression } from "./random-expression.ts";

const vocabulary = {
  numbers: [0, 1, 2, 0.5, 1e-7, 1e21, 5e-324, Number.MAX_VALUE, 0.1 + 0.2],
  names: ["x", "e", "pi", "α", "x_1", "sin", "e3"],
  operators: ["+", "-", "*", "/", "^", "@"],
  unaryFunctions: ["sin", "sqrt", "abs", "exp"],
  binaryFunctions: ["max", "dot"],
  transposes: true,
} as const;

test("what is printed is read back as the same tree, for 5000 random trees", () => {
  const random = fixedRandom(7);
  for (let i = 0; i < 5000; i++) {
    const expression = randomExpression(random, vocabulary, i % 7);
    const printed = toText(expression);
    expect(parse(printed), printed).toStrictEqual(expression);
  }
});

test("printing what was read is stable", () => {
  for (const source of ["2x", "-x^2", "(a)(b)c", "|x|^2 - √(2π)", "A' @ (B + C)'", "2^-x"]) {
    const printed = toText(parse(source));
    expect(toText(parse(printed))).toBe(printed);
  }
});

test.each([
  ["((x))", "x"],
  ["(a + b) + c", "a + b + c"],
  ["a + (b + c)", "a + (b + c)"],
  ["a - (b - c)", "a - (b - c)"],
  ["(a * b) / c", "a * b / c"],
  ["a / (b * c)", "a / (b * c)"],
  ["(a^b)^c", "(a^b)^c"],
  ["a^(b^c)", "a^b^c"],
  ["(-a)^2", "(-a)^2"],
  ["-(a^2)", "-a^2"],
  ["-(a * b)", "-(a * b)"],
  ["(-a) * b", "-a * b"],
  ["a^(-b)", "a^-b"],
  ["(a + b)'", "(a + b)'"],
])("brackets are kept only where they matter: %s", (source, expected) => {
  expect(toText(parse(source))).toBe(expected);
});
