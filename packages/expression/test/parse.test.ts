import { expect, test } from "vitest";
import { parse, ParseError, toText } from "@adjoint/expression";

/** What the parser understood, with every grouping made explicit. */
function grouped(source: string): string {
  return show(parse(source));
}

function show(expression: ReturnType<typeof parse>): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "name":
      return expression.name;
    case "negate":
      return `[-${show(expression.operand)}]`;
    case "transpose":
      return `[${show(expression.operand)}']`;
    case "binary":
      return `[${show(expression.left)}${expression.operator}${show(expression.right)}]`;
    case "call":
      return `${expression.name}{${expression.arguments.map(show).join(",")}}`;
  }
}

function failure(source: string): ParseError {
  try {
    parse(source);
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error(`${source} was accepted`);
}

test("a tree is plain data that survives JSON", () => {
  const tree = parse("-2x + sin(y)");
  expect(tree).toStrictEqual({
    kind: "binary",
    operator: "+",
    left: {
      kind: "binary",
      operator: "*",
      left: { kind: "negate", operand: { kind: "number", value: 2 } },
      right: { kind: "name", name: "x" },
    },
    right: { kind: "call", name: "sin", arguments: [{ kind: "name", name: "y" }] },
  });
  expect(JSON.parse(JSON.stringify(tree))).toStrictEqual(tree);
});

test.each([
  ["1 + 2 * 3", "[1+[2*3]]"],
  ["1 - 2 - 3", "[[1-2]-3]"],
  ["8 / 4 / 2", "[[8/4]/2]"],
  ["2^3^2", "[2^[3^2]]"],
  ["-x^2", "[-[x^2]]"],
  ["(-x)^2", "[[-x]^2]"],
  ["2^-x", "[2^[-x]]"],
  ["2^-x^2 + 1", "[[2^[-[x^2]]]+1]"],
  ["2^-x * y", "[[2^[-x]]*y]"],
  ["a * -b + c", "[[a*[-b]]+c]"],
  ["--x", "[-[-x]]"],
  ["a - -b", "[a-[-b]]"],
  ["A @ B'", "[A@[B']]"],
  ["x'^2", "[[x']^2]"],
  ["-x'", "[-[x']]"],
])("%s groups as %s", (source, expected) => expect(grouped(source)).toBe(expected));

test.each([
  ["2x", "[2*x]"],
  ["2x^2", "[2*[x^2]]"],
  ["-2x", "[[-2]*x]"],
  ["2(x + 1)", "[2*[x+1]]"],
  ["(a)(b)(c)", "[[a*b]*c]"],
  ["x y z", "[[x*y]*z]"],
  ["2 pi x", "[[2*pi]*x]"],
  ["sin(x) cos(x)", "[sin{x}*cos{x}]"],
  ["sin(x)(y)", "[sin{x}*y]"],
  ["2√x", "[2*sqrt{x}]"],
  ["2|x|", "[2*abs{x}]"],
  ["|x||y|", "[abs{x}*abs{y}]"],
  ["2x/3", "[[2*x]/3]"],
  ["A @ 2x", "[A@[2*x]]"],
  ["x^2 y", "[[x^2]*y]"],
  ["x^2(y + 1)", "[[x^2]*[y+1]]"],
  ["2e", "[2*e]"],
  ["2e3x", "[2000*x]"],
])("neighbours multiply: %s", (source, expected) => expect(grouped(source)).toBe(expected));

test.each([
  ["1/2x", "a/b c could mean"],
  ["1/2(x)", "a/b c could mean"],
  ["a/-b c", "a/b c could mean"],
  ["x^2y", "a^2b could mean"],
  ["e^-2x", "a^2b could mean"],
])("what could be read twice is refused: %s", (source, reading) => {
  expect(failure(source).message).toContain(`ambiguous: ${reading}`);
});

test("names are Unicode letters, digits and underscores, and xy is one name", () => {
  expect(grouped("α + x_1 + xy + θmax2 + été")).toBe("[[[[α+x_1]+xy]+θmax2]+été]");
});

test("numbers are written as in JavaScript, without a sign", () => {
  expect([".5", "1.", "1e-3", "2.5E+2", "007"].map(grouped)).toStrictEqual(["0.5", "1", "0.001", "250", "7"]);
});

test("typographic operators are accepted", () => {
  expect(grouped("2·x × 3 ÷ y − √(z) ⋅ Aᵀ")).toBe("[[[[2*x]*3]/y]-[sqrt{z}*[A']]]");
});

test("bars nest with brackets and with each other", () => {
  expect(grouped("|x + |y||")).toBe("abs{[x+abs{y}]}");
  expect(grouped("|(|x|)|")).toBe("abs{abs{x}}");
  expect(grouped("max(|x|, |y|)")).toBe("max{abs{x},abs{y}}");
  expect(failure("||x||").message).toContain("|| is not part of the language");
});

test("an error shows the line, a caret and what was expected", () => {
  const error = failure("(x + 1");
  expect(error.message).toMatchInlineSnapshot(`
    "parse: expected an operator or ")", the formula ends; the "(" at position 0 is not closed
      (x + 1
            ^"
  `);
  expect(error).toMatchObject({
    position: 6,
    expected: 'an operator or ")"',
    source: "(x + 1",
    name: "ParseError",
  });
  expect(error.details).toMatchObject({ position: 6 });
});

test("the caret stands in the right line, under tabs too", () => {
  expect(failure("x +\n\t* y\n+ z").message).toBe('parse: expected an expression, found "*"\n  \t* y\n  \t^');
});

test("a long line is cut around the caret", () => {
  const lines = failure(`${"x + ".repeat(500)})${" + x".repeat(500)}`).message.split("\n");
  expect(lines[1]!.length).toBeLessThan(140);
  expect(lines[1]![lines[2]!.indexOf("^")]).toBe(")");
});

test.each([
  ["", "the formula is empty"],
  ["  ", "the formula is empty"],
  ["x +", "the formula ends too early"],
  ["()", 'expected an expression, found ")"'],
  ["x)", 'expected an operator or the end of the formula, found ")"'],
  ["(x]", 'unexpected "]"; use round brackets'],
  ["x 2", 'expected an operator or the end of the formula, found "2"'],
  ["2 3", 'expected an operator, found "3"'],
  ["1.2.3", 'expected an operator, found ".3"'],
  ["x ** 2", "write ^ for a power"],
  ["y = x", "a formula is one expression"],
  ["x²", "write ^2 for a square"],
  ["\\frac{1}{2}", "formulas are plain text, not LaTeX"],
  ["1e999", "the number 1e999 is too large"],
  ["sni(x)", 'sni is not a function, and a product is written sni * (…); did you mean "sin"?'],
  ["x(y + 1)", "x is not a function, and a product is written x * (…)"],
  ["pi(x)", "pi is not a function"],
  ["sin x", "sin is a function: write sin(…)"],
  ["sin 2", "sin is a function: write sin(…)"],
  ["sin(x, y)", "sin takes 1 argument, found 2"],
  ["max(x)", "max takes 2 arguments, found 1"],
  ["exp()", "exp takes 1 argument, found 0"],
  ["max(x,)", 'expected an expression, found ")"'],
  ["(a, b)", 'expected an operator or ")", found ","'],
  ["x & y", 'unexpected "&"'],
  ["😀", 'unexpected "😀"'],
  ["constructor(x)", "constructor is not a function"],
  ["__proto__(x)", "__proto__ is not a function"],
])("%j is refused: %s", (source, message) => expect(failure(source).message).toContain(message));

test.each([
  ["brackets", "(".repeat(100_000)],
  ["many brackets", "(".repeat(5000)],
  ["signs", "-".repeat(5000)],
  ["powers", "x^".repeat(5000)],
  ["roots", "√".repeat(5000)],
  ["bars", "|x+".repeat(5000)],
  ["calls", "sin(".repeat(4000)],
  ["a long sum", "x+".repeat(5000)],
  ["primes", `x${"'".repeat(5000)}`],
  ["factors", "(x)".repeat(5000)],
])("hostile input ends in a clear error, not in a full stack: %s", (_name, source) => {
  expect(failure(source).message).toMatch(/more than \d+|nested/);
});

test("what is accepted is shallow enough to print", () => {
  const sum = Array.from({ length: 1000 }, () => "x").join(" + ");
  expect(toText(parse(sum))).toBe(sum);
});
