import { host } from "./host.ts";
import { ModuleWriter } from "./module-writer.ts";

/** A cache: it depends on the host alone. */
let allowed: boolean | undefined;

/** Whether the host compiles WebAssembly with vectors of 128 bits: a content security policy may forbid it. */
export function webassemblyAllowed(): boolean {
  return (allowed ??= compiles());
}

function compiles(): boolean {
  try {
    const module = new ModuleWriter();
    const { writer, index } = module.function({ parameters: ["i32"], results: [] });
    writer.get(0);
    writer.op("i32x4Splat");
    writer.op("drop");
    const { Module } = host.WebAssembly;
    return new Module(module.finish(index())) instanceof Module;
  } catch {
    return false;
  }
}
