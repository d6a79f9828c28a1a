/** The bytes of a module that is being written. */
export type Bytes = number[];

/** An unsigned integer in LEB128 (WebAssembly Core Specification 2.0, 5.2.2). */
export function writeUnsigned(bytes: Bytes, value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/** A signed integer of 32 bits in LEB128. */
export function writeSigned(bytes: Bytes, value: number): void {
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
      bytes.push(low);
      return;
    }
    bytes.push(low | 0x80);
  }
}

/** A name, or a section's or a function's contents, behind its length. */
export function writeSized(bytes: Bytes, contents: Bytes): void {
  writeUnsigned(bytes, contents.length);
  for (const byte of contents) bytes.push(byte);
}

/** A list of things that are written already, behind its length. */
export function writeList(bytes: Bytes, items: readonly Bytes[]): void {
  writeUnsigned(bytes, items.length);
  for (const item of items) for (const byte of item) bytes.push(byte);
}
