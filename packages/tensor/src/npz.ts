import { DomainError } from "./errors.ts";
import { inflate } from "./inflate.ts";
import { bytesOf, parseNpy } from "./npy.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The tensors in an `.npz` archive, which `numpy.savez` and `numpy.savez_compressed` write, by their names.
 *
 * @param bytes - the file: of `readFile`, or of `new Uint8Array(await response.arrayBuffer())`.
 * @throws DomainError if the bytes are no such archive, end too early or are damaged; the errors of `readNpy`.
 * @example
 * ```ts
 * import { readNpz } from "@adjoint/tensor";
 *
 * // `numpy.savez("weights.npz", w=…, b=…)`, then `const { w, b } = readNpz(await readFile("weights.npz"))`.
 * const empty = new Uint8Array(22);
 * empty.set([80, 75, 5, 6]);
 * Object.keys(readNpz(empty)); // => []
 * ```
 */
export function readNpz(bytes: Uint8Array | ArrayBuffer): Record<string, Tensor> {
  const file = bytesOf("readNpz", bytes);
  const entries = entriesOf(file).map(({ name, contents }) => {
    const key = name.replace(/\.npy$/, "");
    return [key, parseNpy(`readNpz of ${JSON.stringify(key)}`, contents)] as const;
  });
  return Object.fromEntries(entries);
}

interface Entry {
  readonly name: string;
  readonly contents: Uint8Array;
}

/** The signatures of a zip archive's parts, and where the fields lie (PKWARE's APPNOTE 6.3.10, 4.3). */
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endSize = 22;
const longestComment = 65_535;
/** Where a size of 32 bits says that a zip64 field holds the true one. */
const zip64 = 0xffffffff;

/** How an entry is packed: as it is, or as a DEFLATE stream. */
const stored = 0;
const deflated = 8;
/** DEFLATE makes nothing smaller than by this factor, so a larger size is a lie that would only take memory. */
const mostDeflated = 1032;

function entriesOf(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: view.getUint16(end + 10, true) }, () => {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entrySignature) throw damaged(at);
    const nameLength = view.getUint16(at + 28, true);
    const name = textOf(bytes.subarray(at + 46, at + 46 + nameLength));
    const contents = contentsOf(bytes, view, at, name);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    return { name, contents };
  });
}

/** The bytes of the entry that the directory describes at a place. */
function contentsOf(bytes: Uint8Array, view: DataView, at: number, name: string): Uint8Array {
  const method = view.getUint16(at + 10, true);
  const checksum = view.getUint32(at + 16, true);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  if (size === zip64 || packedSize === zip64 || local === zip64) {
    throw new DomainError(`readNpz: ${JSON.stringify(name)} is larger than 4 GiB; save it as a .npy file`, {
      operation: "readNpz",
      name,
    });
  }
  if ((view.getUint16(at + 8, true) & 1) === 1 || (method !== stored && method !== deflated)) {
    throw new DomainError(
      `readNpz: ${JSON.stringify(name)} is encrypted or packed by the method ${method}; ` +
        `save the arrays with numpy.savez or savez_compressed`,
      { operation: "readNpz", name, method },
    );
  }
  if (local + 30 > bytes.length || view.getUint32(local, true) !== localSignature) throw damaged(local);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packedSize > bytes.length || size > mostDeflated * packedSize) throw damaged(start);
  const packed = bytes.subarray(start, start + packedSize);
  const contents = method === stored ? packed : inflate(packed, size);
  if (contents?.length !== size || checksumOf(contents) !== checksum) throw damaged(start);
  return contents;
}

/** The cyclic redundancy check of zip archives, with the polynomial 0x04C11DB7 bit-reversed. */
function checksumOf(bytes: Uint8Array): number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ ((remainder & 1) * 0xedb88320);
    return remainder;
  });
  let remainder = -1;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ table[(remainder ^ byte) & 255]!;
  return ~remainder >>> 0;
}

/** The record at the end, which only a comment may follow. */
function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - endSize - longestComment);
  for (let at = view.byteLength - endSize; at >= first; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  throw new DomainError(
    `readNpz: bytes are no whole .npz archive: its end is missing; a single array is read by readNpy`,
    { operation: "readNpz", length: view.byteLength },
  );
}

function damaged(at: number): DomainError {
  return new DomainError(`readNpz: the archive is damaged or cut off: nothing valid at byte ${at}`, {
    operation: "readNpz",
    position: at,
  });
}

/** UTF-8, in which NumPy writes names; bytes that are none are read as they stand. */
function textOf(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  try {
    return decodeURIComponent(hex);
  } catch {
    return String.fromCharCode(...bytes);
  }
}
