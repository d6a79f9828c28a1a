import { ParseError } from "./parse-error.ts";

/** A piece of a formula with its place in the source. */
export interface Token {
  readonly kind: "number" | "name" | "slot" | "symbol" | "end";
  /** The text after accepted variants (`·`, `×`, `−`, …) are replaced by their plain symbol. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The longest formula that is read, in code units: input from strangers has a bound. */
const maximumLength = 20_000;

const patterns = [
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  // ᵀ is a letter to Unicode but an operator to us.
  ["name", /(?:(?!ᵀ)[\p{L}_])(?:(?!ᵀ)[\p{L}\p{M}\p{Nd}_])*/uy],
  ["slot", /\$\{\d+\}/y],
  ["symbol", /[-+*/^@(),'|√ᵀ·⋅×∗÷−’′]/y],
] as const;

const plainSymbol: ReadonlyMap<string, string> = new Map([
  ["·", "*"],
  ["⋅", "*"],
  ["×", "*"],
  ["∗", "*"],
  ["÷", "/"],
  ["−", "-"],
  ["’", "'"],
  ["′", "'"],
  ["ᵀ", "'"],
]);

const hints: ReadonlyMap<string, string> = new Map([
  ["²", "write ^2 for a square"],
  ["³", "write ^3 for a cube"],
  ["=", "a formula is one expression, without an equals sign"],
  ["[", "use round brackets"],
  ["]", "use round brackets"],
  ["{", "use round brackets"],
  ["}", "use round brackets"],
  ["\\", "formulas are plain text, not LaTeX"],
]);

/** Cuts a formula into tokens; the last one is of kind `end`. Throws `ParseError`. */
export function tokenize(source: string): readonly Token[] {
  if (source.length > maximumLength) {
    throw new ParseError(`the formula has ${source.length} characters, more than ${maximumLength}`, {
      source,
      position: maximumLength,
      expected: `at most ${maximumLength} characters`,
    });
  }
  const tokens: Token[] = [];
  let position = skipSpace(source, 0);
  while (position < source.length) {
    const token = tokenAt(source, position);
    tokens.push(token);
    position = skipSpace(source, token.end);
  }
  tokens.push({ kind: "end", text: "", start: source.length, end: source.length });
  return tokens;
}

function skipSpace(source: string, position: number): number {
  const space = /\s*/y;
  space.lastIndex = position;
  space.exec(source);
  return space.lastIndex;
}

function tokenAt(source: string, start: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) continue;
    return { kind, text: plainSymbol.get(text) ?? text, start, end: start + text.length };
  }
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
  const hint = hints.get(character);
  throw new ParseError(`unexpected ${JSON.stringify(character)}${hint ? `; ${hint}` : ""}`, {
    source,
    position: start,
    expected: "a number, a name, an operator or a bracket",
  });
}
