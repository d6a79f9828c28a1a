import type { FunctionWriter } from "./function-writer.ts";

/** An address: something that leaves a number on the stack, plus a constant. */
export interface Address {
  readonly push: () => void;
  readonly offset: number;
}

/** Up to so many bytes are loaded and stored, since the engine's own copy is a call. */
const inline = 128;

/** Copies bytes between places that do not overlap. */
export function writeCopy(writer: FunctionWriter, to: Address, from: Address, bytes: number): void {
  if (bytes > inline) {
    for (const { push, offset } of [to, from]) {
      push();
      writer.i32(offset);
      writer.op("i32Add");
    }
    writer.i32(bytes);
    writer.copy();
    return;
  }
  for (let at = 0; at < bytes;) {
    const left = bytes - at;
    to.push();
    from.push();
    if (left >= 16) {
      writer.memory("load", from.offset + at);
      writer.memory("store", to.offset + at);
      at += 16;
    } else if (left >= 8) {
      writer.memory("load64Zero", from.offset + at);
      writer.memory("store64Lane", to.offset + at, 0);
      at += 8;
    } else if (left >= 4) {
      writer.memory("load32Zero", from.offset + at);
      writer.memory("store32Lane", to.offset + at, 0);
      at += 4;
    } else {
      writer.memory("i32Load8", from.offset + at);
      writer.memory("i32Store8", to.offset + at);
      at += 1;
    }
  }
}
