import { writeList, writeSigned, writeSized, writeUnsigned } from "./bytes.ts";
import type { Bytes } from "./bytes.ts";
import { opcodes, types } from "./opcodes.ts";
import type { Opcode, ValueType } from "./opcodes.ts";

/** A local variable of a function, by its index. */
export type Local = number;

/** No value on the stack before or behind a block. */
const empty = 0x40;

/** Writes the body of a function, instruction by instruction. */
export class FunctionWriter {
  readonly #start: Bytes = [];
  #code: Bytes = [];
  readonly #locals: ValueType[] = [];
  readonly #parameters: number;
  readonly #free: Readonly<Record<ValueType, Local[]>> = { i32: [], i64: [], f32: [], f64: [], v128: [] };
  #scope: { readonly type: ValueType; readonly local: Local }[] | undefined;

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  /** A local that keeps its value; it begins with 0. */
  lasting(type: ValueType): Local {
    return this.#parameters + this.#locals.push(type) - 1;
  }

  /** A local, which inside of `scoped` may have held something else before. */
  local(type: ValueType): Local {
    const local = this.#free[type].pop() ?? this.lasting(type);
    this.#scope?.push({ type, local });
    return local;
  }

  /** Writes what needs its locals no more when it ends: engines limit how many a function has. */
  scoped(write: () => void): void {
    const outer = this.#scope;
    const own: { readonly type: ValueType; readonly local: Local }[] = [];
    this.#scope = own;
    write();
    this.#scope = outer;
    for (const { type, local } of own) this.#free[type].push(local);
  }

  /** Writes what runs before everything else. */
  atStart(write: () => void): void {
    const code = this.#code;
    this.#code = this.#start;
    write();
    this.#code = code;
  }

  op(opcode: Opcode): void {
    const code = opcodes[opcode];
    if (code < 0x100) this.#code.push(code);
    else {
      this.#code.push(code >> 8);
      writeUnsigned(this.#code, code & 0xff);
    }
  }

  get(local: Local): void {
    this.op("localGet");
    writeUnsigned(this.#code, local);
  }

  set(local: Local): void {
    this.op("localSet");
    writeUnsigned(this.#code, local);
  }

  tee(local: Local): void {
    this.op("localTee");
    writeUnsigned(this.#code, local);
  }

  i32(value: number): void {
    this.op("i32Const");
    writeSigned(this.#code, value);
  }

  f64(value: number): void {
    this.op("f64Const");
    for (const byte of new Uint8Array(Float64Array.of(value).buffer)) this.#code.push(byte);
  }

  /** A load or store at the address on the stack plus `offset`; of one lane if one is given. */
  memory(opcode: Opcode, offset: number, lane?: number): void {
    this.op(opcode);
    // No alignment is promised.
    this.#code.push(0);
    writeUnsigned(this.#code, offset);
    if (lane !== undefined) this.#code.push(lane);
  }

  /** An instruction on one lane. */
  lane(opcode: Opcode, lane: number): void {
    this.op(opcode);
    this.#code.push(lane);
  }

  /** The bytes of two vectors, of which the first has the places 0 to 15. */
  shuffle(places: readonly number[]): void {
    this.op("shuffle");
    for (const place of places) this.#code.push(place);
  }

  call(index: number): void {
    this.op("call");
    writeUnsigned(this.#code, index);
  }

  /** Copies bytes: to, from and count are on the stack. */
  copy(): void {
    this.op("memoryCopy");
    this.#code.push(0, 0);
  }

  zeroOfI64(): void {
    this.op("i64Const");
    writeSigned(this.#code, 0);
  }

  /** Adds to a local. */
  advance(local: Local, by: number): void {
    if (by === 0) return;
    this.get(local);
    this.i32(by);
    this.op("i32Add");
    this.set(local);
  }

  /** Runs `body` once and again, while it leaves something else than 0 on the stack. */
  doWhile(body: () => void): void {
    this.op("loop");
    this.#code.push(empty);
    body();
    this.op("branchIf");
    this.#code.push(0);
    this.op("end");
  }

  /** Runs `body` as often as a local says, at least once; the local ends at 0. */
  repeat(turns: Local, body: () => void): void {
    this.doWhile(() => {
      body();
      this.get(turns);
      this.i32(1);
      this.op("i32Sub");
      this.tee(turns);
    });
  }

  /** Runs `condition` and `body` until the condition leaves 0 on the stack. */
  whileLoop(condition: () => void, body: () => void): void {
    this.op("block");
    this.#code.push(empty);
    this.op("loop");
    this.#code.push(empty);
    condition();
    this.op("i32Eqz");
    this.op("branchIf");
    this.#code.push(1);
    body();
    this.op("branch");
    this.#code.push(0);
    this.op("end");
    this.op("end");
  }

  /** One of two bodies, by what is on the stack. */
  either(whenTrue: () => void, whenFalse?: () => void): void {
    this.op("if");
    this.#code.push(empty);
    whenTrue();
    if (whenFalse !== undefined) {
      this.op("else");
      whenFalse();
    }
    this.op("end");
  }

  /** The function as the code section has it. */
  finish(): Bytes {
    const groups: Bytes[] = [];
    for (let i = 0; i < this.#locals.length;) {
      const type = this.#locals[i]!;
      let end = i + 1;
      while (this.#locals[end] === type) end++;
      const group: Bytes = [];
      writeUnsigned(group, end - i);
      group.push(types[type]);
      groups.push(group);
      i = end;
    }
    const contents: Bytes = [];
    writeList(contents, groups);
    for (const byte of this.#start) contents.push(byte);
    for (const byte of this.#code) contents.push(byte);
    contents.push(opcodes.end);
    const body: Bytes = [];
    writeSized(body, contents);
    return body;
  }
}
