import type { AcceleratedExports } from "./accelerated-kernel.ts";

/**
 * The words at the start of the shared memory through which threads agree: the count of jobs so far, whether one is
 * open, how many workers are at it, how many workers there are, the next row that nobody has taken, then the job, and
 * for each strip whether a worker has finished it.
 */
export const JOBS = 0;
export const OPEN = 1;
export const ACTIVE = 2;
export const READY = 3;
export const NEXT = 4;
export const JOB = 5;
export const FINISHED = 23;
/** Bytes that the words take. */
export const CONTROL_BYTES = 512;

/** Part of a product that threads compute together; addresses and strides are in bytes. */
export interface Job {
  readonly size: number;
  readonly wide: boolean;
  readonly a: number;
  readonly laneStride: number;
  readonly depthStride: number;
  readonly b: number;
  /** From one step of a packed part of B to the next. */
  readonly panelWidth: number;
  readonly c: number;
  readonly stride: number;
  readonly rows: number;
  /** Rows that a thread takes at a time. */
  readonly strip: number;
  readonly span: number;
  readonly depth: number;
  readonly tileRows: number;
  readonly columnTiles: number;
  readonly accumulate: boolean;
  /** Where the threads pack A, and how far apart. */
  readonly scratch: number;
  readonly scratchBytes: number;
}

/** The words of a job, in the order in which `takeStrips` reads them. */
export function wordsOf(job: Job): number[] {
  const { size, wide, a, laneStride, depthStride, b, panelWidth, c, stride, rows, strip, span, depth } = job;
  const { tileRows, columnTiles, accumulate, scratch, scratchBytes } = job;
  const kind = [size, Number(wide)];
  const places = [a, laneStride, depthStride, b, panelWidth, c, stride];
  const sizes = [rows, strip, span, depth, tileRows, columnTiles, Number(accumulate), scratch, scratchBytes];
  return [...kind, ...places, ...sizes];
}

/**
 * Computes strips of the open job until none is left, each of which is then given to `finish` or marked as finished.
 * Workers run the text of this function, so that it must need nothing from outside.
 */
export function takeStrips(
  kernel: AcceleratedExports,
  control: Int32Array,
  thread: number,
  finish?: (first: number, lanes: number) => void,
): void {
  const [size, wide, a, laneStride, depthStride, b, panelWidth, c, stride, ...more] = control.subarray(5, 23);
  const [rows, strip, span, depth, tileRows, columnTiles, accumulate, scratch, scratchBytes] = more;
  const pack = size === 8 ? kernel.pack64 : kernel.pack32;
  const ordinary = size === 8 ? kernel.multiply64 : kernel.multiply32;
  const widened = size === 8 ? kernel.multiplyWide64 : kernel.multiplyWide32;
  const multiply = wide === 1 ? widened : ordinary;
  const panel = scratch! + thread * scratchBytes!;
  for (;;) {
    const first = Atomics.add(control, 4, strip!);
    if (first >= rows!) return;
    const lanes = Math.min(strip!, rows! - first);
    const tiles = Math.ceil(lanes / tileRows!);
    for (let p = 0; p < span!; p += depth!) {
      const steps = Math.min(depth!, span! - p);
      const source = a! + first * laneStride! + p * depthStride!;
      pack(source, laneStride!, depthStride!, lanes, steps, tileRows!, panel, steps);
      const sum = accumulate === 1 || p > 0 ? 1 : 0;
      multiply(panel, b! + p * panelWidth!, c! + first * stride!, stride!, tiles, columnTiles!, steps, sum);
    }
    if (finish) finish(first, lanes);
    else Atomics.store(control, 23 + first / strip!, 1);
  }
}
