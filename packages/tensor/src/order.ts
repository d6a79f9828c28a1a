import type { TypedArray } from "./dtype.ts";

/** From this many numbers on, distributing them by their digits is faster than comparing them. */
const manyNumbers = 1500;

/** Lines of at most this many numbers are sorted by insertion, and merged from there on. */
const shortRun = 12;

/** Puts lines of `length` numbers in order, one after another in the same memory. */
export class LineSorter {
  /** After `sort`: the places along the line, in the order of their elements. */
  readonly places: Int32Array;
  readonly #keys: Float64Array;
  readonly #descending: boolean;

  constructor(length: number, descending: boolean) {
    this.places = new Int32Array(length);
    this.#keys = new Float64Array(length);
    this.#descending = descending;
  }

  /** Equal elements keep their order, and NaN stands last. The elements lie `stride` apart, the first at `start`. */
  sort(data: TypedArray, start: number, stride: number): void {
    const keys = this.#keys;
    const { places } = this;
    const sign = this.#descending ? -1 : 1;
    let count = 0;
    for (let i = 0, at = start; i < keys.length; i++, at += stride) {
      const element = data[at]!;
      if (Number.isNaN(element)) continue;
      keys[count] = sign * element;
      places[count++] = i;
    }
    if (count < keys.length) {
      let last = count;
      for (let i = 0, at = start; i < keys.length; i++, at += stride) {
        if (Number.isNaN(data[at]!)) places[last++] = i;
      }
    }
    if (count < manyNumbers) mergeSort(keys.subarray(0, count), places.subarray(0, count));
    else radixSort(keys.subarray(0, count), places.subarray(0, count));
  }
}

/** Up to this many of the largest are kept in order while the line is read once. */
export const fewLargest = 64;

/** The places of the `count` largest elements of a line, as a descending sort would begin with them; NaN last. */
export function largestPlaces(
  data: TypedArray,
  start: number,
  length: number,
  stride: number,
  count: number,
): Int32Array {
  const keys = new Float64Array(count);
  const places = new Int32Array(count);
  let found = 0;
  for (let i = 0, at = start; i < length; i++, at += stride) {
    const key = data[at]!;
    if (found === count && !(key > keys[count - 1]!)) continue;
    if (Number.isNaN(key)) continue;
    let j = found < count ? found++ : count - 1;
    for (; j > 0 && key > keys[j - 1]!; j--) {
      keys[j] = keys[j - 1]!;
      places[j] = places[j - 1]!;
    }
    keys[j] = key;
    places[j] = i;
  }
  for (let i = 0, at = start; found < count; i++, at += stride) {
    if (Number.isNaN(data[at]!)) places[found++] = i;
  }
  return places;
}

/** Sorts keys, and the places along with them: runs by insertion, then merged in pairs. */
function mergeSort(keys: Float64Array, places: Int32Array): void {
  const count = keys.length;
  for (let start = 0; start < count; start += shortRun) {
    const end = Math.min(start + shortRun, count);
    for (let i = start + 1; i < end; i++) {
      const key = keys[i]!;
      const place = places[i]!;
      let j = i - 1;
      for (; j >= start && keys[j]! > key; j--) {
        keys[j + 1] = keys[j]!;
        places[j + 1] = places[j]!;
      }
      keys[j + 1] = key;
      places[j + 1] = place;
    }
  }
  if (count <= shortRun) return;
  let [from, fromPlaces]: [Float64Array, Int32Array] = [keys, places];
  let [to, toPlaces]: [Float64Array, Int32Array] = [new Float64Array(count), new Int32Array(count)];
  for (let width = shortRun; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      const end = Math.min(start + 2 * width, count);
      let a = start;
      let b = middle;
      for (let at = start; at < end; at++) {
        const left = b >= end || (a < middle && from[a]! <= from[b]!);
        const i = left ? a++ : b++;
        to[at] = from[i]!;
        toPlaces[at] = fromPlaces[i]!;
      }
    }
    [from, to] = [to, from];
    [fromPlaces, toPlaces] = [toPlaces, fromPlaces];
  }
  if (from === keys) return;
  keys.set(from);
  places.set(fromPlaces);
}

const digitBits = 11;
const digits = 1 << digitBits;

/**
 * Sorts places by their keys, from the lowest digit to the highest: six digits of 11 bits of the 64 that, read as an
 * integer, are ordered as the doubles are once negative ones have all their bits flipped and positive ones their sign.
 *
 * Source: D. E. Knuth, "The Art of Computer Programming" 3, section 5.2.5.
 */
function radixSort(keys: Float64Array, places: Int32Array): void {
  const count = keys.length;
  const words = new Uint32Array(keys.buffer, keys.byteOffset, 2 * count);
  const counts = new Uint32Array(6 * digits);
  let [low, high] = [new Uint32Array(count), new Uint32Array(count)];
  for (let i = 0; i < count; i++) {
    // Adding 0 makes −0 equal to 0.
    keys[i]! += 0;
    const sign = words[2 * i + 1]! >> 31;
    const l = (words[2 * i]! ^ sign) >>> 0;
    const h = (words[2 * i + 1]! ^ (sign | 0x80000000)) >>> 0;
    low[i] = l;
    high[i] = h;
    counts[l & 2047]!++;
    counts[2048 + ((l >>> 11) & 2047)]!++;
    counts[4096 + (l >>> 22)]!++;
    counts[6144 + (h & 2047)]!++;
    counts[8192 + ((h >>> 11) & 2047)]!++;
    counts[10240 + (h >>> 22)]!++;
  }
  let [nextLow, nextHigh] = [new Uint32Array(count), new Uint32Array(count)];
  let [from, to]: [Int32Array, Int32Array] = [places, new Int32Array(count)];
  for (let digit = 0; digit < 6; digit++) {
    const part = digit < 3 ? low : high;
    const shift = (digit % 3) * digitBits;
    const first = digit * digits;
    if (counts[first + ((part[0]! >>> shift) & 2047)] === count) continue;
    startsOf(counts, first);
    for (let i = 0; i < count; i++) {
      const at = counts[first + ((part[i]! >>> shift) & 2047)]!++;
      nextLow[at] = low[i]!;
      nextHigh[at] = high[i]!;
      to[at] = from[i]!;
    }
    [low, nextLow] = [nextLow, low];
    [high, nextHigh] = [nextHigh, high];
    [from, to] = [to, from];
  }
  if (from !== places) places.set(from);
}

/** Turns how often each value of a digit occurs into where the first of them belongs. */
function startsOf(counts: Uint32Array, first: number): void {
  let start = 0;
  for (let i = first; i < first + digits; i++) {
    const count = counts[i]!;
    counts[i] = start;
    start += count;
  }
}
