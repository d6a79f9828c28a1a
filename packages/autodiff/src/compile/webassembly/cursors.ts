import type { FunctionWriter, Local } from "./function-writer.ts";

/** An address that moves with the loops; accesses that move alike share it. */
export interface Cursor {
  /** The bytes that it moves by at a turn of each loop. */
  readonly strides: readonly number[];
  /** The local that holds it inside the loops that are open. */
  local: Local;
}

/** The cursors of a function. */
export class Cursors {
  readonly #writer: FunctionWriter;
  readonly #base: Local;
  readonly #all = new Map<string, Cursor>();

  constructor(writer: FunctionWriter, base: Local) {
    this.#writer = writer;
    this.#base = base;
  }

  /** The cursor for some strides; it must be known before the first loop is open. */
  of(strides: readonly number[]): Cursor {
    const key = strides.join();
    const known = this.#all.get(key);
    if (known !== undefined) return known;
    const cursor = { strides, local: this.#base };
    this.#all.set(key, cursor);
    return cursor;
  }

  get all(): readonly Cursor[] {
    return [...this.#all.values()];
  }

  /** Runs `body` with locals of its own for some cursors, which begin where they are. */
  within(cursors: readonly Cursor[], body: () => void): void {
    const before = cursors.map(({ local }) => local);
    for (const cursor of cursors) {
      const local = this.#writer.local("i32");
      this.#writer.get(cursor.local);
      this.#writer.set(local);
      cursor.local = local;
    }
    body();
    cursors.forEach((cursor, i) => (cursor.local = before[i]!));
  }
}
