/** Bytes that are read bit by bit, from the lowest bit of each on. */
interface Bits {
  readonly bytes: Uint8Array;
  /** The next byte. */
  at: number;
  /** Bits of the bytes before that were not taken yet, and their number. */
  hold: number;
  count: number;
}

/** A prefix code: by the next `width` bits, the symbol times 16 plus the number of bits that it takes. */
interface Code {
  readonly table: Uint16Array;
  readonly width: number;
}

/** In which order the lengths of the code lengths stand. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * The `size` bytes that a DEFLATE stream holds, or `undefined` if it is damaged, ends too early or holds others.
 *
 * Source: P. Deutsch, "DEFLATE compressed data format specification version 1.3", RFC 1951 (1996).
 */
export function inflate(bytes: Uint8Array, size: number): Uint8Array | undefined {
  const bits: Bits = { bytes, at: 0, hold: 0, count: 0 };
  const output = new Uint8Array(size);
  let end: number | undefined = 0;
  for (let last = 0; last === 0;) {
    last = take(bits, 1);
    const kind = take(bits, 2);
    if (kind === 0) {
      end = copyStored(bits, output, end);
    } else {
      const codes = kind === 1 ? fixedCodes() : kind === 2 ? readCodes(bits) : undefined;
      end = codes && expand(bits, output, end, ...codes);
    }
    if (end === undefined || overrun(bits)) return undefined;
  }
  return end === size ? output : undefined;
}

/** The next bits as a number; beyond the end they are 0, which `overrun` finds out later. */
function take(bits: Bits, count: number): number {
  while (bits.count < count) {
    bits.hold |= (bits.bytes[bits.at++] ?? 0) << bits.count;
    bits.count += 8;
  }
  const value = bits.hold & ((1 << count) - 1);
  bits.hold >>>= count;
  bits.count -= count;
  return value;
}

/** The next symbol; −1 if no code begins like this. */
function takeSymbol(bits: Bits, { table, width }: Code): number {
  while (bits.count < width) {
    bits.hold |= (bits.bytes[bits.at++] ?? 0) << bits.count;
    bits.count += 8;
  }
  const entry = table[bits.hold & ((1 << width) - 1)]!;
  const length = entry & 15;
  bits.hold >>>= length;
  bits.count -= length;
  return length === 0 ? -1 : entry >> 4;
}

function overrun(bits: Bits): boolean {
  return bits.at - (bits.count >> 3) > bits.bytes.length;
}

/** A block that is not compressed begins at a whole byte with its length and the complement of that. */
function copyStored(bits: Bits, output: Uint8Array, start: number): number | undefined {
  take(bits, bits.count & 7);
  const length = take(bits, 16);
  if ((length ^ take(bits, 16)) !== 0xffff) return undefined;
  const from = bits.at - (bits.count >> 3);
  if (from + length > bits.bytes.length || start + length > output.length) return undefined;
  output.set(bits.bytes.subarray(from, from + length), start);
  bits.at = from + length;
  bits.hold = 0;
  bits.count = 0;
  return start + length;
}

/** Bytes, and copies of bytes before them, until the symbol 256; the place after the last byte. */
function expand(
  bits: Bits,
  output: Uint8Array,
  start: number,
  literals: Code,
  distances: Code,
): number | undefined {
  let at = start;
  for (;;) {
    const symbol = takeSymbol(bits, literals);
    if (symbol === 256) return at;
    if (symbol < 0 || at >= output.length) return undefined;
    if (symbol < 256) {
      output[at++] = symbol;
      continue;
    }
    const length = takeLength(bits, symbol - 257);
    const distance = takeDistance(bits, takeSymbol(bits, distances));
    if (!(distance <= at && at + length <= output.length)) return undefined;
    // Byte by byte: a copy may reach into itself, which repeats.
    for (let i = 0; i < length; i++, at++) output[at] = output[at - distance]!;
  }
}

/** Symbols stand for ranges of lengths from 3 to 258, four ranges of each power of two; NaN for one that does not. */
function takeLength(bits: Bits, symbol: number): number {
  if (symbol < 8) return 3 + symbol;
  if (symbol > 27) return symbol === 28 ? 258 : NaN;
  const extra = (symbol >> 2) - 1;
  return 3 + ((4 + (symbol & 3)) << extra) + take(bits, extra);
}

/** Distances from 1 to 32768, two ranges of each power of two. */
function takeDistance(bits: Bits, symbol: number): number {
  if (symbol < 0 || symbol > 29) return NaN;
  if (symbol < 4) return 1 + symbol;
  const extra = (symbol >> 1) - 1;
  return 1 + ((2 + (symbol & 1)) << extra) + take(bits, extra);
}

function fixedCodes(): [literals: Code, distances: Code] | undefined {
  const literals = makeCode(
    Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
  );
  const distances = makeCode(new Array<number>(30).fill(5));
  return literals && distances && [literals, distances];
}

/** The codes of a block, whose lengths are coded themselves. */
function readCodes(bits: Bits): [literals: Code, distances: Code] | undefined {
  const literalCount = take(bits, 5) + 257;
  const total = literalCount + take(bits, 5) + 1;
  const lengthCount = take(bits, 4) + 4;
  const lengthLengths = new Array<number>(19).fill(0);
  for (const symbol of lengthOrder.slice(0, lengthCount)) lengthLengths[symbol] = take(bits, 3);
  const lengthCode = makeCode(lengthLengths);
  if (lengthCode === undefined) return undefined;
  const lengths: number[] = [];
  while (lengths.length < total) {
    const symbol = takeSymbol(bits, lengthCode);
    if (symbol < 0 || (symbol === 16 && lengths.length === 0)) return undefined;
    if (symbol < 16) {
      lengths.push(symbol);
      continue;
    }
    const repeated = symbol === 16 ? lengths.at(-1)! : 0;
    const count = symbol === 16 ? 3 + take(bits, 2) : symbol === 17 ? 3 + take(bits, 3) : 11 + take(bits, 7);
    for (let i = 0; i < count; i++) lengths.push(repeated);
  }
  if (lengths.length > total) return undefined;
  const literals = makeCode(lengths.slice(0, literalCount));
  const distances = makeCode(lengths.slice(literalCount));
  return literals && distances && [literals, distances];
}

/** The canonical code of the given lengths; `undefined` if they are too short for so many symbols. */
function makeCode(lengths: readonly number[]): Code | undefined {
  const width = Math.max(1, ...lengths);
  const table = new Uint16Array(1 << width);
  let code = 0;
  for (let length = 1; length <= width; length++, code <<= 1) {
    for (const [symbol, own] of lengths.entries()) {
      if (own !== length) continue;
      if (code >= 1 << length) return undefined;
      for (let at = reversed(code, length); at < table.length; at += 1 << length)
        table[at] = symbol * 16 + length;
      code++;
    }
  }
  return { table, width };
}

/** The bits of a code stand the highest first. */
function reversed(code: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) result |= ((code >> i) & 1) << (length - 1 - i);
  return result;
}
