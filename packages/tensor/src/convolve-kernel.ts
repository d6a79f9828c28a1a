import { matmul as multiply } from "@adjoint/kernels";
import { allocate } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { multiplyIntegers } from "./matmul.ts";

/**
 * The sizes of a window on a convolution of planes: y[o, i] = Σ_c Σ_j x[c, j] k[o, c, i + start − j], with pairs of
 * indices i and j, and zeros outside of x and k.
 */
export interface PlaneSizes {
  /** Channels that are summed, and those of the result. */
  readonly channels: number;
  readonly outputs: number;
  readonly image: readonly [rows: number, columns: number];
  readonly kernel: readonly [rows: number, columns: number];
  readonly window: readonly [rows: number, columns: number];
  readonly starts: readonly [row: number, column: number];
}

/** Where the planes of a group begin, and how many images it has, which follow one another. */
interface Group {
  readonly x: number;
  readonly k: number;
  readonly y: number;
  readonly images: number;
}

/**
 * Computes one window of the convolutions of a group of images with the same kernels.
 *
 * With several outputs it is a matrix product of the kernels with shifted copies of the images (K. Chellapilla,
 * S. Puri and P. Simard, "High performance convolutional neural networks for document processing", 2006), else
 * row by row. Infinite weights go row by row too: a product would multiply them by the zeros around the image.
 */
export function convolvePlanes(
  dtype: DType,
  x: TypedArray,
  k: TypedArray,
  y: TypedArray,
  sizes: PlaneSizes,
  group: Group,
): void {
  const weights = sizes.outputs * sizes.channels * sizes.kernel[0] * sizes.kernel[1];
  const asProduct =
    dtype === "int32" ||
    (sizes.outputs >= productFrom && k.subarray(group.k, group.k + weights).every(Number.isFinite));
  if (asProduct) convolveByProduct(dtype, x, k, y, sizes, group);
  else convolveByRows(x, k, y, sizes, group);
}

/** From so many outputs on, copying the images for a matrix product pays. */
const productFrom = 3;

/** The copies of the images take about so many elements at a time. */
const copiedElements = 1 << 18;

function convolveByProduct(
  dtype: DType,
  x: TypedArray,
  k: TypedArray,
  y: TypedArray,
  sizes: PlaneSizes,
  group: Group,
): void {
  const { channels, outputs, kernel } = sizes;
  const [height, width] = sizes.window;
  const taps = channels * kernel[0] * kernel[1];
  // The longer of the rows of the window and of the kernel lies along the rows of the matrix.
  const transposeB = width < kernel[1];
  const copy = transposeB ? copyAlongTaps : copyAlongPlaces;
  const lines = group.images * height;
  const linesAtOnce = Math.max(1, Math.min(lines, Math.floor(copiedElements / (taps * width || 1))));
  const copies = allocate(dtype, taps * linesAtOnce * width);
  const part = allocate(dtype, outputs * linesAtOnce * width);
  const product = dtype === "int32" ? multiplyIntegers : (multiply as typeof multiplyIntegers);
  for (let first = 0; first < lines; first += linesAtOnce) {
    const count = Math.min(linesAtOnce, lines - first);
    if (first > 0 && overhangs(sizes)) copies.fill(0);
    copy(x, group.x, copies, sizes, first, count);
    product(k, copies, part, {
      m: outputs,
      n: count * width,
      k: taps,
      transposeA: false,
      transposeB,
      offsetA: group.k,
      offsetB: 0,
      offsetC: 0,
    });
    for (let line = 0; line < count; line++) {
      const row = (first + line) % height;
      const image = (first + line - row) / height;
      for (let o = 0; o < outputs; o++) {
        const from = (o * count + line) * width;
        y.set(part.subarray(from, from + width), group.y + ((image * outputs + o) * height + row) * width);
      }
    }
  }
}

/** Whether a tap meets zeros around the image somewhere. */
function overhangs({ image, kernel, window, starts }: PlaneSizes): boolean {
  return [0, 1].some(
    (axis) => starts[axis]! < kernel[axis]! - 1 || starts[axis]! + window[axis]! > image[axis]!,
  );
}

/** Copies[tap, place]: what each tap meets at the places of some lines of the windows. */
function copyAlongPlaces(
  x: TypedArray,
  offset: number,
  copies: TypedArray,
  { channels, image, kernel, window, starts }: PlaneSizes,
  first: number,
  lines: number,
): void {
  const [height, width] = image;
  const columns = window[1];
  for (let line = 0; line < lines; line++) {
    const row = (first + line) % window[0];
    const plane = offset + ((first + line - row) / window[0]) * channels * height * width;
    for (let c = 0; c < channels; c++) {
      for (let p = 0; p < kernel[0]; p++) {
        const source = row + starts[0] - p;
        if (source < 0 || source >= height) continue;
        for (let q = 0; q < kernel[1]; q++) {
          const shift = starts[1] - q;
          const to = Math.min(columns, width - shift);
          const read = plane + (c * height + source) * width + shift;
          const write = (((c * kernel[0] + p) * kernel[1] + q) * lines + line) * columns;
          for (let i = Math.max(0, -shift); i < to; i++) copies[write + i] = x[read + i]!;
        }
      }
    }
  }
}

/** Copies[place, tap]. */
function copyAlongTaps(
  x: TypedArray,
  offset: number,
  copies: TypedArray,
  { channels, image, kernel, window, starts }: PlaneSizes,
  first: number,
  lines: number,
): void {
  const [height, width] = image;
  const [taps, columns] = kernel;
  for (let line = 0; line < lines; line++) {
    const row = (first + line) % window[0];
    const plane = offset + ((first + line - row) / window[0]) * channels * height * width;
    for (let i = 0; i < window[1]; i++) {
      for (let c = 0; c < channels; c++) {
        for (let p = 0; p < taps; p++) {
          const source = row + starts[0] - p;
          if (source < 0 || source >= height) continue;
          const at = i + starts[1];
          const to = Math.min(columns, at + 1);
          const read = plane + (c * height + source) * width + at;
          const write = (((line * window[1] + i) * channels + c) * taps + p) * columns;
          for (let q = Math.max(0, at - width + 1); q < to; q++) copies[write + q] = x[read - q]!;
        }
      }
    }
  }
}

function convolveByRows(
  x: TypedArray,
  k: TypedArray,
  y: TypedArray,
  { channels, outputs, image, kernel, window, starts }: PlaneSizes,
  group: Group,
): void {
  const [height, width] = image;
  const [taps, columns] = kernel;
  // float32 is added in float64 and rounded once.
  const line = new Float64Array(window[1]);
  const add = window[1] < columns ? addByPlaces : addByTaps;
  for (let at = 0; at < group.images * outputs; at++) {
    const o = at % outputs;
    const plane = group.x + ((at - o) / outputs) * channels * height * width;
    const weights = group.k + o * channels * taps * columns;
    for (let row = 0; row < window[0]; row++) {
      line.fill(0);
      for (let c = 0; c < channels; c++) {
        for (let p = 0; p < taps; p++) {
          const source = row + starts[0] - p;
          if (source < 0 || source >= height) continue;
          const read = plane + (c * height + source) * width;
          add(line, x, read, width, k, weights + (c * taps + p) * columns, columns, starts[1]);
        }
      }
      y.set(line, group.y + (at * window[0] + row) * window[1]);
    }
  }
}

/** So many places of a row stay in the first cache while all taps pass over them. */
const blockOfPlaces = 1024;

/** line[i] += Σ_q k[q] x[i + start − q], four taps at a time along the row. */
function addByTaps(
  line: Float64Array,
  x: TypedArray,
  atX: number,
  width: number,
  k: TypedArray,
  atK: number,
  taps: number,
  start: number,
): void {
  for (let begin = 0; begin < line.length; begin += blockOfPlaces) {
    const end = Math.min(begin + blockOfPlaces, line.length);
    for (let q = 0; q < taps; q += 4) {
      const last = Math.min(q + 4, taps) - 1;
      // Where all four taps meet the row.
      const from = last === q + 3 ? Math.min(Math.max(begin, last - start), end) : end;
      const to = last === q + 3 ? Math.max(from, Math.min(end, width - start + q)) : end;
      if (from < to) addFour(line, x, atX + start - q, from, to, k, atK + q);
      for (let tap = q; tap <= last; tap++) {
        const first = Math.max(begin, tap - start);
        const beyond = Math.min(end, width - start + tap);
        addOne(line, x, atX + start - tap, first, Math.min(from, beyond), k[atK + tap]!);
        addOne(line, x, atX + start - tap, Math.max(to, first), beyond, k[atK + tap]!);
      }
    }
  }
}

function addFour(
  line: Float64Array,
  x: TypedArray,
  read: number,
  from: number,
  to: number,
  k: TypedArray,
  at: number,
): void {
  const [a, b, c, d] = [k[at]!, k[at + 1]!, k[at + 2]!, k[at + 3]!];
  // The three elements before this one slide along, so that each is read once.
  let [p, q, r] = [x[read + from - 3]!, x[read + from - 2]!, x[read + from - 1]!];
  for (let i = from; i < to; i++) {
    const s = x[read + i]!;
    line[i]! += a * s + b * r + (c * q + d * p);
    p = q;
    q = r;
    r = s;
  }
}

function addOne(
  line: Float64Array,
  x: TypedArray,
  read: number,
  from: number,
  to: number,
  weight: number,
): void {
  for (let i = from; i < to; i++) line[i]! += weight * x[read + i]!;
}

/** The same, place by place: for kernels that are longer than the window. */
function addByPlaces(
  line: Float64Array,
  x: TypedArray,
  atX: number,
  width: number,
  k: TypedArray,
  atK: number,
  taps: number,
  start: number,
): void {
  for (let i = 0; i < line.length; i++) {
    const read = atX + i + start;
    const last = Math.min(taps, i + start + 1);
    let q = Math.max(0, i + start - width + 1);
    let [a, b, c, d] = [0, 0, 0, 0];
    for (; q + 4 <= last; q += 4) {
      a += k[atK + q]! * x[read - q]!;
      b += k[atK + q + 1]! * x[read - q - 1]!;
      c += k[atK + q + 2]! * x[read - q - 2]!;
      d += k[atK + q + 3]! * x[read - q - 3]!;
    }
    for (; q < last; q++) a += k[atK + q]! * x[read - q]!;
    line[i]! += a + b + (c + d);
  }
}
