import { statements } from "./statements.ts";

/**
 * Makes the value of each expression at the top level visible, as in a notebook: `grad(f)(2);`
 * becomes `$echo(1,(grad(f)(2)));` on the same line. Assignments, counts and plain strings stay silent.
 */
export function echo(source: string): string {
  let result = "";
  let at = 0;
  for (const { line, expression } of statements(source)) {
    if (expression === null || silent.has(expression.kind)) continue;
    const { from, to } = expression;
    const written = source.slice(from, to);
    if (/^(?:\+\+|--)|(?:\+\+|--)$/.test(written)) continue;
    result += `${source.slice(at, from)};$echo(${line},(${written}))`;
    at = to;
  }
  return result + source.slice(at);
}

const silent: ReadonlySet<string> = new Set(["AssignmentExpression", "String"]);
