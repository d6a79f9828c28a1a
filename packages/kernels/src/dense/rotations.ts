import { relaxedSimdBinary, simdBinary } from "../generated/dense/rotations.ts";
import type { KernelModule } from "./arena.ts";

/** Elements of a row of a strip. */
const width = 8;

/** Plane rotations inside an arena. */
export interface Rotations {
  /**
   * Applies `count` sweeps of rotations to each of the `strips` strips that stand one after another from `x` on: matrices of
   * `rows` rows of eight elements. Three numbers at `sweeps` are the first row, the direction (1 or −1) and the length of a sweep;
   * as many pairs c, s, of one sweep after another, stand at `rotations`. A rotation of row x and the next, y, in its direction
   * is x ← c x + s y, y ← c y − s x.
   */
  readonly applySweeps: (
    x: number,
    rows: number,
    strips: number,
    sweeps: number,
    count: number,
    rotations: number,
  ) => void;
}

export const rotations: KernelModule<Rotations> = { relaxedSimdBinary, simdBinary, twin };

function twin(data: Float64Array): Rotations {
  return {
    applySweeps: (x, rows, strips, sweeps, count, first) => {
      for (let strip = 0; strip < strips; strip++) {
        const start = x + strip * rows * width;
        let at = first;
        for (let sweep = sweeps; sweep < sweeps + 3 * count; sweep += 3) {
          const step = data[sweep + 1]! * width;
          const length = data[sweep + 2]!;
          for (let half = 0; half < width; half += 4) {
            rotateFour(data, start + data[sweep]! * width + half, step, at, length);
          }
          at += 2 * length;
        }
      }
    },
  };
}

/** One sweep over four of the columns. */
function rotateFour(data: Float64Array, row: number, step: number, at: number, length: number): void {
  let i = row;
  let x0 = data[i]!;
  let x1 = data[i + 1]!;
  let x2 = data[i + 2]!;
  let x3 = data[i + 3]!;
  for (const end = at + 2 * length; at < end; at += 2) {
    const c = data[at]!;
    const s = data[at + 1]!;
    const next = i + step;
    const y0 = data[next]!;
    const y1 = data[next + 1]!;
    const y2 = data[next + 2]!;
    const y3 = data[next + 3]!;
    data[i] = c * x0 + s * y0;
    data[i + 1] = c * x1 + s * y1;
    data[i + 2] = c * x2 + s * y2;
    data[i + 3] = c * x3 + s * y3;
    x0 = c * y0 - s * x0;
    x1 = c * y1 - s * x1;
    x2 = c * y2 - s * x2;
    x3 = c * y3 - s * x3;
    i = next;
  }
  data[i] = x0;
  data[i + 1] = x1;
  data[i + 2] = x2;
  data[i + 3] = x3;
}
