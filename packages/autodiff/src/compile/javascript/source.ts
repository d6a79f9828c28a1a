/** Text of a function that is being written, and the values that it takes from outside. */
export class Source {
  /** Whether its variables are shared by several functions, because one would be too long for the engine's compiler. */
  readonly isShared: boolean;
  readonly #captured = new Map<unknown, string>();
  readonly #values: unknown[] = [];
  readonly #variables: string[] = [];
  readonly #parts: string[] = [];
  #lines: string[] = [];
  #depth = 0;
  #count = 0;

  constructor(isShared = false) {
    this.isShared = isShared;
  }

  line(text: string): void {
    this.#lines.push("  ".repeat(this.#depth) + text);
  }

  /** A statement with a block. */
  block(head: string, body: () => void, end = "}"): void {
    this.line(`${head} {`);
    this.#depth++;
    body();
    this.#depth--;
    this.line(end);
  }

  /** A variable that is assigned here and nowhere else. */
  define(name: string, value: string): void {
    if (this.isShared) this.#variables.push(name);
    this.line(`${this.isShared ? "" : "const "}${name} = ${value};`);
  }

  /** A variable that is assigned later. */
  declare(name: string, start = ""): void {
    if (this.isShared) this.#variables.push(name);
    else this.line(`let ${name}${start === "" ? "" : ` = ${start}`};`);
  }

  /** Statements in a function of their own, which is called here, where variables are shared. */
  part(body: () => void): void {
    if (!this.isShared) return body();
    const name = this.fresh("part");
    const [lines, depth] = [this.#lines, this.#depth];
    [this.#lines, this.#depth] = [[], 0];
    this.block(`function ${name}()`, body);
    this.#parts.push(...this.#lines);
    [this.#lines, this.#depth] = [lines, depth];
    this.line(`${name}();`);
  }

  /** A name that nothing else has. */
  fresh(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }

  /** The name of a value from outside; that of a function says which it is. */
  capture(value: unknown, prefix: string): string {
    const known = this.#captured.get(value);
    if (known !== undefined) return known;
    const name = this.fresh(typeof value === "function" && /^\w+$/.test(value.name) ? value.name : prefix);
    this.#captured.set(value, name);
    this.#values.push(value);
    return name;
  }

  get text(): string {
    const variables = this.#variables.length === 0 ? [] : [`let ${this.#variables.join(", ")};`];
    return [...variables, ...this.#parts, ...this.#lines].join("\n");
  }

  /**
   * The value of the text, which ends in a `return`.
   *
   * @throws EvalError where a content security policy forbids code that is made at run time.
   */
  evaluate(): unknown {
    const names = [...this.#captured.values()];
    // Constants of the surrounding function, unlike its parameters, are known to the engine's compiler.
    const head = names.length === 0 ? "" : `const [${names.join(", ")}] = captured;\n`;
    // oxlint-disable-next-line typescript/no-implied-eval -- code made at run time is what a generator is for
    return (new Function("captured", `"use strict";\n${head}${this.text}`) as (values: unknown[]) => unknown)(
      this.#values,
    );
  }
}

/** A number as it is written in a program. */
export function literal(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
