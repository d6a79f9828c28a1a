import ts from "typescript";
import type { Fence } from "./fences.ts";

/**
 * Turns fences that belong together into one Vitest file: imports first, then one test in which every statement
 * with `// => value` behind or below it is asserted.
 */
export function toTest(chain: readonly Fence[], assertModule: string): string {
  const parts = chain.map(rewrite);
  const last = chain.at(-1);
  if (last === undefined) throw new Error("an example needs a fence");
  const title = JSON.stringify(`${last.file}:${last.line}`);
  const imports = [...new Set(parts.flatMap((part) => part.imports))];
  const body = parts.map((part) => part.body).join("\n");
  if (last.mode === "no-run") {
    // Nothing loads it, so it may declare what a page or an app would give it.
    return `${imports.join("\n")}\n${body}\nexport {};\n`;
  }
  return [
    'import { test as $test } from "vitest";',
    `import { assertShown as $shown, assertThrows as $throws } from ${JSON.stringify(assertModule)};`,
    ...imports,
    `$test(${title}, async () => {`,
    body,
    "});",
    "",
  ].join("\n");
}

interface Rewritten {
  readonly imports: readonly string[];
  readonly body: string;
}

function rewrite(fence: Fence): Rewritten {
  const source = ts.createSourceFile("example.ts", fence.code, ts.ScriptTarget.Latest, true);
  const imports: string[] = [];
  const body: string[] = [];
  for (const statement of source.statements) {
    const text = statement.getText(source);
    const expected = fence.mode === "no-run" ? undefined : expectation(source, statement);
    if (ts.isImportDeclaration(statement)) imports.push(text);
    else if (expected === undefined) body.push(text.replace(/^export /, ""));
    else body.push(asserted(source, statement, expected, place(fence, source, statement)));
  }
  return { imports, body: body.join("\n") };
}

function place(fence: Fence, source: ts.SourceFile, statement: ts.Statement): string {
  const { line } = source.getLineAndCharacterOfPosition(statement.getStart(source));
  return JSON.stringify(`${fence.file}:${fence.line + line}`);
}

/** The text after `// =>` on the statement's last line or the next, with the comment lines that continue it. */
function expectation(source: ts.SourceFile, statement: ts.Statement): string | undefined {
  const rest = source.text.slice(statement.getEnd()).split("\n");
  const sameLine = /^\s*\/\/ ?=>\s?(.*)$/.exec(rest[0] ?? "");
  const nextLine = (rest[0] ?? "").trim() === "" ? /^\s*\/\/ ?=>\s?(.*)$/.exec(rest[1] ?? "") : null;
  const first = sameLine?.[1] ?? nextLine?.[1];
  if (first === undefined) return undefined;
  const after = rest.slice(sameLine === null ? 2 : 1);
  const end = after.findIndex((line) => !/^\s*\/\/(?! ?=>)/.test(line));
  const more = after.slice(0, end < 0 ? after.length : end).map((line) => line.replace(/^\s*\/\/ ?/, ""));
  return [first, ...more].join("\n").trim();
}

function asserted(source: ts.SourceFile, statement: ts.Statement, expected: string, at: string): string {
  const text = statement.getText(source);
  const value = JSON.stringify(expected);
  const thrown = /^throws\s+([\s\S]+)$/.exec(expected);
  if (thrown !== null) return `await $throws(async () => { ${text} }, ${JSON.stringify(thrown[1])}, ${at});`;
  if (ts.isExpressionStatement(statement)) {
    return `$shown(${shownExpression(statement.expression).getText(source)}, ${value}, ${at});`;
  }
  if (ts.isVariableStatement(statement)) {
    const [declaration] = statement.declarationList.declarations.slice(-1);
    if (declaration !== undefined && ts.isIdentifier(declaration.name)) {
      return `${text}\n$shown(${declaration.name.text}, ${value}, ${at});`;
    }
  }
  throw new Error(`${at}: "// =>" stands behind a statement that has no value`);
}

/** `console.log(x)` shows x. */
function shownExpression(expression: ts.Expression): ts.Expression {
  if (!ts.isCallExpression(expression) || expression.arguments.length !== 1) return expression;
  return expression.expression.getText() === "console.log"
    ? (expression.arguments[0] ?? expression)
    : expression;
}
