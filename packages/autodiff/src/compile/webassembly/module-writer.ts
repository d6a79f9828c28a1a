import { writeList, writeSized, writeUnsigned } from "./bytes.ts";
import type { Bytes } from "./bytes.ts";
import { FunctionWriter } from "./function-writer.ts";
import { types } from "./opcodes.ts";
import type { ValueType } from "./opcodes.ts";

/** What a function takes and gives. */
export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Writes a module that imports a memory and functions, and exports one function, `run`. */
export class ModuleWriter {
  readonly #types: Bytes[] = [];
  readonly #typeIndices = new Map<string, number>();
  readonly #imports: Bytes[] = [];
  readonly #importTypes: number[] = [];
  readonly #functionTypes: Bytes[] = [];
  readonly #bodies: (() => Bytes)[] = [];
  readonly #values: Record<string, unknown> = {};

  /** Imports a function and gives its index. */
  import(value: unknown, signature: Signature): number {
    const index = this.#importTypes.length;
    const name = String(index);
    const entry: Bytes = [];
    writeName(entry, "env");
    writeName(entry, name);
    entry.push(0x00);
    const type = this.#type(signature);
    writeUnsigned(entry, type);
    this.#importTypes.push(type);
    this.#imports.push(entry);
    this.#values[name] = value;
    return index;
  }

  /** What the module is instantiated with, besides the memory. */
  get imports(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  /** A new function, and its index once everything is imported. */
  function(signature: Signature): { readonly writer: FunctionWriter; readonly index: () => number } {
    const writer = new FunctionWriter(signature.parameters.length);
    const type: Bytes = [];
    writeUnsigned(type, this.#type(signature));
    this.#functionTypes.push(type);
    this.#bodies.push(() => writer.finish());
    const place = this.#bodies.length - 1;
    return { writer, index: () => this.#importTypes.length + place };
  }

  /** The binary, whose function `run` is exported (WebAssembly Core Specification 2.0, 5.5). */
  finish(run: number): Uint8Array<ArrayBuffer> {
    const memory: Bytes = [];
    writeName(memory, "env");
    writeName(memory, "memory");
    memory.push(0x02, 0x00, 0x01);
    const exported: Bytes = [];
    writeName(exported, "run");
    exported.push(0x00);
    writeUnsigned(exported, run);
    const bytes: Bytes = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
    writeSection(bytes, 1, this.#types);
    writeSection(bytes, 2, [memory, ...this.#imports]);
    writeSection(bytes, 3, this.#functionTypes);
    writeSection(bytes, 7, [exported]);
    writeSection(
      bytes,
      10,
      this.#bodies.map((body) => body()),
    );
    return Uint8Array.from(bytes);
  }

  #type({ parameters, results }: Signature): number {
    const key = `${parameters.join()}:${results.join()}`;
    const known = this.#typeIndices.get(key);
    if (known !== undefined) return known;
    const entry: Bytes = [0x60];
    writeSized(
      entry,
      parameters.map((type) => types[type]),
    );
    writeSized(
      entry,
      results.map((type) => types[type]),
    );
    const index = this.#types.push(entry) - 1;
    this.#typeIndices.set(key, index);
    return index;
  }
}

function writeSection(bytes: Bytes, id: number, items: readonly Bytes[]): void {
  const contents: Bytes = [];
  writeList(contents, items);
  bytes.push(id);
  writeSized(bytes, contents);
}

/** ASCII alone. */
function writeName(bytes: Bytes, name: string): void {
  writeSized(
    bytes,
    Array.from(name, (character) => character.charCodeAt(0)),
  );
}
