import { DTypeError, DomainError } from "./errors.ts";
import type { Shape } from "./shape.ts";

/** What the header of a `.npy` file says. */
export interface NpyHeader {
  /** The type of the elements, such as `"<f8"`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: Shape;
  /** Where the elements begin. */
  readonly start: number;
}

const magic = "\x93NUMPY";

/** NumPy reads no longer ones either, unless it is told to trust the file. */
const longestHeader = 10_000;

/**
 * Reads the header of a `.npy` file of version 1, 2 or 3.
 *
 * Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays", and `numpy.lib.format`.
 *
 * @throws DomainError if the bytes are no such file, or end too early.
 */
export function readHeader(operation: string, bytes: Uint8Array): NpyHeader {
  const refuse = (problem: string): never => {
    throw new DomainError(`${operation}: ${problem}`, { operation, length: bytes.length });
  };
  if (asciiOf(bytes, 0, magic.length) !== magic) {
    const hint = asciiOf(bytes, 0, 2) === "PK" ? "; it is an archive: use readNpz" : "";
    return refuse(`bytes do not begin as a .npy file does, with "\\x93NUMPY"${hint}`);
  }
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) refuse(`bytes are a .npy file of version ${version}; 1, 2 and 3 are known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = version === 1 ? 10 : 12;
  if (bytes.length < text) refuse(`bytes end within the header, after ${bytes.length} bytes`);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = text + length;
  if (length > longestHeader)
    refuse(`bytes have a header of ${length} bytes; at most ${longestHeader} are read`);
  if (bytes.length < start) refuse(`bytes end within the header, after ${bytes.length} of ${start} bytes`);
  return { ...parseHeader(operation, asciiOf(bytes, text, start)), start };
}

/**
 * The header of version 1 for an array in row-major order, as NumPy writes it: padded so that the elements begin at a
 * multiple of 64 bytes, with room for the first length to grow in place.
 */
export function writeHeader(descr: string, shape: Shape): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const room = shape.length === 0 ? 0 : Math.max(0, 21 - String(shape[0]).length);
  const length = Math.ceil((10 + dictionary.length + room + 1) / 64) * 64;
  const text = `${magic}\x01\x00${String.fromCharCode((length - 10) & 255, (length - 10) >> 8)}${dictionary}`;
  return Uint8Array.from(`${text.padEnd(length - 1)}\n`, (character) => character.charCodeAt(0));
}

const entry = /^\s*(['"])(\w+)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\dL,\s]*)\))\s*(?:,|(?=\}))/;

/** A Python dictionary of exactly three entries. */
function parseHeader(operation: string, text: string): Omit<NpyHeader, "start"> {
  const problem = (what: string): DomainError =>
    new DomainError(`${operation}: the header ${JSON.stringify(text.trim())} ${what}`, {
      operation,
      header: text,
    });
  const found: { descr?: string; fortran_order?: boolean; shape?: Shape } = {};
  let rest = text.replace(/^\s*\{/, "");
  if (rest.length === text.length) throw problem("is no dictionary");
  while (!/^\s*\}\s*$/.test(rest)) {
    if (/^\s*(['"])descr\1\s*:\s*\[/.test(rest)) {
      throw new DTypeError(
        `${operation}: the array has records with named fields; save each field as an array of its own`,
        { operation, header: text },
      );
    }
    const match = entry.exec(rest);
    if (match === null) throw problem(`cannot be read from ${JSON.stringify(rest.trim().slice(0, 20))} on`);
    const [whole, , name, , string, truth, lengths] = match;
    if (name === "descr" && string !== undefined) found.descr = string;
    else if (name === "fortran_order" && truth !== undefined) found.fortran_order = truth === "True";
    else if (name === "shape" && lengths !== undefined) found.shape = lengthsOf(lengths);
    else throw problem(`has the entry ${JSON.stringify(whole.trim())}, which .npy files do not have`);
    rest = rest.slice(whole.length);
  }
  const { descr, fortran_order: fortranOrder, shape } = found;
  if (descr === undefined || fortranOrder === undefined || shape === undefined) {
    throw problem("must have descr, fortran_order and shape");
  }
  if (!shape.every(Number.isSafeInteger)) throw problem("has a shape that is no tuple of lengths");
  return { descr, fortranOrder, shape };
}

/** `3, 4` and `3L,`, as Python 2 wrote it. */
function lengthsOf(tuple: string): Shape {
  const parts = tuple.replace(/,\s*$/, "").split(",");
  return tuple.trim() === ""
    ? []
    : parts.map((part) => (/^\s*\d+L?\s*$/.test(part) ? Number(part.replace("L", "")) : NaN));
}

function asciiOf(bytes: Uint8Array, start: number, end: number): string {
  return Array.from(bytes.subarray(start, end), (byte) => String.fromCharCode(byte)).join("");
}
