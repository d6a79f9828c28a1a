import { acceleratedBinary } from "./accelerated-kernel.ts";
import type { AcceleratedExports, AcceleratedKernel } from "./accelerated-kernel.ts";
import { host } from "./host.ts";
import type { Memory } from "./host.ts";
import { decode, kernelOf } from "./wasm-kernel.ts";

/** A kernel whose memory other threads share; they instantiate the same module. */
export interface SharedKernel extends AcceleratedKernel {
  readonly module: object;
}

type SharedMemory = new (limits: {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: true;
}) => Memory;

/** 64 MB, of which products need less than half. */
const MAXIMUM_PAGES = 1024;

/**
 * Compiles the kernel with a memory that threads can share.
 *
 * @throws where WebAssembly has no shared memory.
 */
export function sharedKernel(): SharedKernel {
  const { Module, Instance, Memory } = host.WebAssembly;
  const memory = new (Memory as unknown as SharedMemory)({
    initial: 1,
    maximum: MAXIMUM_PAGES,
    shared: true,
  });
  const module = new Module(importingMemory(decode(acceleratedBinary)));
  const { exports } = new Instance(module, { env: { memory } });
  return { ...kernelOf(exports as AcceleratedExports), module };
}

const IMPORT_SECTION = 2;
const MEMORY_SECTION = 5;

/**
 * The binary with its memory imported as `env.memory` and shared, instead of its own.
 *
 * Source: "WebAssembly Core Specification", 5.5 Modules: sections are a number, a length in LEB128, and the contents.
 */
function importingMemory(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const maximum = [(MAXIMUM_PAGES & 127) | 128, MAXIMUM_PAGES >> 7];
  const text = (name: string): number[] => [name.length, ...Array.from(name, (c) => c.charCodeAt(0))];
  // One import; kind 2 is a memory, and flags 3 say that it is shared and has a maximum.
  const contents = [1, ...text("env"), ...text("memory"), 2, 3, 1, ...maximum];
  const output = [...binary.subarray(0, 8)];
  for (let at = 8; at < binary.length;) {
    const section = binary[at]!;
    let [length, shift, end] = [0, 0, at + 1];
    for (let byte = 128; byte >= 128; shift += 7) {
      byte = binary[end++]!;
      length |= (byte & 127) << shift;
    }
    end += length;
    if (section !== MEMORY_SECTION) output.push(...binary.subarray(at, end));
    // Imports stand behind the types, which are the first section.
    if (at === 8) output.push(IMPORT_SECTION, contents.length, ...contents);
    at = end;
  }
  return Uint8Array.from(output);
}
