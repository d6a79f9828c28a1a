import type { BinaryOperator, CallExpression, Expression } from "./expression.ts";
import { functions } from "./functions.ts";
import { ParseError } from "./parse-error.ts";
import { precedence } from "./precedence.ts";
import { suggest } from "./suggest.ts";
import { type Token, tokenize } from "./tokenize.ts";

/**
 * Reads a formula into an `Expression`.
 *
 * - Numbers `1`, `.5`, `1e-3`; names `x`, `alpha`, `α`, `x_1`; constants `pi`, `π`, `e`.
 * - `+ - * / ^ @` and brackets. `^` groups to the right and binds tighter than a sign: `-x^2` is `-(x^2)`.
 *   `*` works element by element, `@` is the matrix product, `x'` (or `xᵀ`) the transpose.
 * - Functions by name, `exp(x)`, `atan2(y, x)`; `|x|` is `abs(x)` and `√x` is `sqrt(x)`.
 * - `·` and `×` read as `*`, `÷` as `/`, `−` as `-`.
 * - Neighbours multiply where only one reading exists: `2x`, `2(x + 1)`, `(a)(b)`, `x y`. `xy` is one name,
 *   and a name right before a bracket is always a call. `1/2x`, `x^2y` and `x(y + 1)` are refused rather
 *   than guessed, and the error says what to write.
 *
 * The method is Pratt's ("Top down operator precedence", 1973). Formulas beyond 20 000 characters, 200
 * nested brackets or a tree 1000 deep are refused, so that no input can exhaust the stack.
 *
 * @throws ParseError with the position, a caret under it, and what was expected there.
 *
 * @example
 * ```ts
 * import { parse, toText } from "@adjoint/expression";
 * parse("2x"); // => { kind: "binary", operator: "*", left: { kind: "number", value: 2 }, right: { kind: "name", name: "x" } }
 * toText(parse("2(x + 1)|y|")); // => "2 * (x + 1) * abs(y)"
 * ```
 */
export function parse(source: string): Expression {
  return new Parser(source).parse();
}

const maximumNesting = 200;
const maximumDepth = 1000;

/** What closes the innermost open bracket; a bar closes itself. */
type Closer = ")" | "|";

class Parser {
  private readonly source: string;
  private readonly tokens: readonly Token[];
  private readonly closers: Closer[] = [];
  private readonly depths = new WeakMap<Expression, number>();
  private index = 0;
  private nesting = 0;

  constructor(source: string) {
    this.source = source;
    this.tokens = tokenize(source);
  }

  parse(): Expression {
    if (this.peek().kind === "end") throw this.error("the formula is empty", this.peek(), "an expression");
    const expression = this.expression(precedence.lowest);
    if (this.peek().kind !== "end") throw this.unexpected("an operator or the end of the formula");
    return expression;
  }

  /** An operand and all operators after it that bind tighter than `minimum`. */
  private expression(minimum: number): Expression {
    this.enter();
    let left = this.prefix();
    for (;;) {
      const next = this.infix(left, minimum);
      if (next === undefined) break;
      left = next;
    }
    this.nesting--;
    return left;
  }

  private prefix(): Expression {
    const token = this.advance();
    switch (token.kind) {
      case "number":
        return this.number(token);
      case "slot":
        return { kind: "name", name: token.text };
      case "name":
        return this.peek().text === "(" ? this.call(token) : this.name(token);
      case "symbol":
        return this.prefixSymbol(token);
      case "end":
        throw this.error("the formula ends too early", token, "an expression");
    }
  }

  private prefixSymbol(token: Token): Expression {
    switch (token.text) {
      case "-": {
        const operand = this.expression(precedence.sign);
        return this.node({ kind: "negate", operand }, token, operand);
      }
      case "(":
        return this.bracketed(token, ")");
      case "|": {
        if (this.peek().text === "|") {
          throw this.error(
            "|| is not part of the language; |x| is the absolute value",
            token,
            "an expression",
          );
        }
        const operand = this.bracketed(token, "|");
        return this.node({ kind: "call", name: "abs", arguments: [operand] }, token, operand);
      }
      case "√": {
        const operand = this.expression(precedence.postfix - 1);
        return this.node({ kind: "call", name: "sqrt", arguments: [operand] }, token, operand);
      }
      default: {
        const hint = token.text === "*" && this.consumed(2)?.text === "*" ? "; write ^ for a power" : "";
        throw this.error(`expected an expression, found "${token.text}"${hint}`, token, "an expression");
      }
    }
  }

  /** One operator after `left`, or `undefined` when what follows binds no tighter than `minimum`. */
  private infix(left: Expression, minimum: number): Expression | undefined {
    const token = this.peek();
    if (token.text === "'" && precedence.postfix > minimum) {
      this.advance();
      return this.node({ kind: "transpose", operand: left }, token, left);
    }
    if (isBinaryOperator(token)) {
      return precedence.binary[token.text] > minimum ? this.binary(left, token) : undefined;
    }
    if (this.startsFactor(token) && precedence.implicit > minimum) return this.implicitProduct(left, token);
    return undefined;
  }

  private binary(left: Expression, token: Token & { readonly text: BinaryOperator }): Expression {
    this.advance();
    const operator = token.text;
    const power = precedence.binary[operator];
    // A quotient stops before an implicit product, which is then refused; a power groups to the right.
    const minimum = operator === "/" ? precedence.implicit : operator === "^" ? power - 1 : power;
    const right = this.expression(minimum);
    if (operator === "/" && this.startsFactor(this.peek())) {
      throw this.ambiguous("a/b c could mean (a/b)*c or a/(b*c)");
    }
    if (operator === "^") this.refuseGluedExponent();
    return this.node({ kind: "binary", operator, left, right }, token, left, right);
  }

  private implicitProduct(left: Expression, token: Token): Expression {
    const right = this.expression(precedence.implicit);
    return this.node({ kind: "binary", operator: "*", left, right }, token, left, right);
  }

  /** `x^2y` without a space: the eye may read x^(2y). */
  private refuseGluedExponent(): void {
    const token = this.peek();
    const last = this.consumed(1);
    if (token.kind === "name" && last?.kind === "number" && last.end === token.start) {
      throw this.ambiguous("a^2b could mean a^2*b or a^(2*b)");
    }
  }

  private startsFactor(token: Token): boolean {
    if (token.kind === "name" || token.kind === "slot") return true;
    // A bar inside an open bar closes it.
    if (token.text === "|") return this.closers.at(-1) !== "|";
    return token.text === "(" || token.text === "√";
  }

  private bracketed(open: Token, closer: Closer): Expression {
    this.closers.push(closer);
    const inner = this.expression(precedence.lowest);
    this.closers.pop();
    this.close(open, closer);
    return inner;
  }

  private close(open: Token, closer: Closer): void {
    if (this.peek().text !== closer) {
      const opened = `the "${open.text}" at position ${open.start} is not closed`;
      throw this.unexpected(`an operator or "${closer}"`, this.peek().kind === "end" ? `; ${opened}` : "");
    }
    this.advance();
  }

  private number(token: Token): Expression {
    const value = Number(token.text);
    if (!Number.isFinite(value))
      throw this.error(`the number ${token.text} is too large`, token, "a finite number");
    const next = this.peek();
    if (next.kind === "number") throw this.unexpected("an operator");
    return { kind: "number", value };
  }

  private name(token: Token): Expression {
    const next = this.peek();
    if (functions.has(token.text) && (this.startsFactor(next) || next.kind === "number")) {
      throw this.error(`${token.text} is a function: write ${token.text}(…)`, next, '"("');
    }
    return { kind: "name", name: token.text };
  }

  private call(token: Token): Expression {
    const entry = functions.get(token.text);
    if (entry === undefined) {
      const product = `a product is written ${token.text} * (…)`;
      const message = `${token.text} is not a function, and ${product}${suggest(token.text, [...functions.keys()])}`;
      throw this.error(message, token, "the name of a function");
    }
    const open = this.advance();
    const list = this.callArguments(open);
    if (list.length !== entry.arity) {
      const wanted = entry.arity === 1 ? "1 argument" : `${entry.arity} arguments`;
      throw this.error(`${token.text} takes ${wanted}, found ${list.length}`, token, wanted);
    }
    const node: CallExpression = { kind: "call", name: token.text, arguments: list };
    return this.node(node, token, ...list);
  }

  private callArguments(open: Token): readonly Expression[] {
    const list: Expression[] = [];
    this.closers.push(")");
    if (this.peek().text !== ")") {
      list.push(this.expression(precedence.lowest));
      while (this.peek().text === ",") {
        this.advance();
        list.push(this.expression(precedence.lowest));
      }
    }
    this.closers.pop();
    this.close(open, ")");
    return list;
  }

  /** Keeps a record of the tree's depth, so that whoever walks it can recurse. */
  private node<Node extends Expression>(node: Node, token: Token, ...children: readonly Expression[]): Node {
    const depth = 1 + Math.max(0, ...children.map((child) => this.depths.get(child) ?? 0));
    if (depth > maximumDepth) {
      throw this.error(`the formula is nested more than ${maximumDepth} deep`, token, "a shorter formula");
    }
    this.depths.set(node, depth);
    return node;
  }

  private enter(): void {
    this.nesting++;
    if (this.nesting > maximumNesting) {
      throw this.error(
        `more than ${maximumNesting} nested brackets or signs`,
        this.peek(),
        "a flatter formula",
      );
    }
  }

  private peek(): Token {
    return this.tokens[this.index]!;
  }

  /** The token read `back` steps ago; 1 is the last one. */
  private consumed(back: number): Token | undefined {
    return this.tokens[this.index - back];
  }

  private advance(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.index++;
    return token;
  }

  private unexpected(expected: string, note = ""): ParseError {
    const token = this.peek();
    const found =
      token.kind === "end" ? "the formula ends" : `found "${this.source.slice(token.start, token.end)}"`;
    return this.error(`expected ${expected}, ${found}${note}`, token, expected);
  }

  private ambiguous(reading: string): ParseError {
    return this.error(`ambiguous: ${reading}; add brackets or *`, this.peek(), "an operator");
  }

  private error(problem: string, token: Token, expected: string): ParseError {
    return new ParseError(problem, { source: this.source, position: token.start, expected });
  }
}

function isBinaryOperator(token: Token): token is Token & { readonly text: BinaryOperator } {
  return token.kind === "symbol" && Object.hasOwn(precedence.binary, token.text);
}
