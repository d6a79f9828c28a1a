import { relaxedSimdBinary, simdBinary } from "../generated/dense/bulges.ts";
import type { KernelModule } from "./arena.ts";
import { makeReflector } from "./reflector.ts";

/** Reflections of three neighbouring rows or columns inside an arena, for QR iterations. */
export interface Bulges {
  /**
   * Chases a bulge of the Hessenberg matrix at `h` by `count` reflections from row `first` on, of which the last has two rows
   * where it reaches the row before `end`. They are applied to the columns up to `high` and the rows from `low` on, and recorded:
   * −τ, v₁, v₂ each. With `isNew` = 1 the vector that starts the bulge stands at `records`, otherwise the bulge stands in column
   * `first` − 1. A row below `end` and a column right of it must exist, but stay as they are.
   */
  readonly chase: (
    h: number,
    row: number,
    low: number,
    high: number,
    first: number,
    count: number,
    end: number,
    isNew: number,
    records: number,
  ) => void;
  /**
   * Applies `count` sweeps of recorded reflections to the rows of a matrix in `columns` columns, rounded up to a multiple of
   * eight. Two numbers at `sweeps` are the first row and the length of each; the reflections of all stand at `records`.
   */
  readonly reflectManyRows: (
    x: number,
    row: number,
    columns: number,
    sweeps: number,
    count: number,
    records: number,
  ) => void;
  /** The same for columns, in `rows` rows, a multiple of eight. */
  readonly reflectManyColumns: (
    x: number,
    row: number,
    rows: number,
    sweeps: number,
    count: number,
    records: number,
  ) => void;
}

export const bulges: KernelModule<Bulges> = { relaxedSimdBinary, simdBinary, twin };

function twin(data: Float64Array): Bulges {
  return {
    chase: (h, row, low, high, first, count, end, isNew, records) => {
      for (let [k, record] = [first, records]; k < first + count; k++, record += 3) {
        const head = h + k * row + k - 1;
        const hasColumn = k > first || isNew === 0;
        const isShort = k + 1 === end;
        if (hasColumn) {
          data[record] = data[head]!;
          data[record + 1] = data[head + row]!;
          data[record + 2] = isShort ? 0 : data[head + 2 * row]!;
          data[head + row] = 0;
          if (!isShort) data[head + 2 * row] = 0;
        }
        // Of a new bulge nobody wants β, and the first elements of an arena are free for it.
        const tau = makeReflector(data, record, record + 1, 2, hasColumn ? head : 0);
        data[record] = -tau;
        if (tau === 0) continue;
        reflect(data, head + 1, row, 1, high - k + 1, record);
        reflect(data, h + low * row + k, 1, row, Math.min(k + 3, end) - low + 1, record);
      }
    },
    reflectManyRows: (x, row, columns, sweeps, count, records) => {
      const width = Math.ceil(columns / 8) * 8;
      for (let [sweep, record] = [sweeps, records]; sweep < sweeps + 2 * count; sweep += 2) {
        let place = x + data[sweep]! * row;
        for (let i = data[sweep + 1]!; i > 0; i--, record += 3, place += row) {
          reflect(data, place, row, 1, width, record);
        }
      }
    },
    reflectManyColumns: (x, row, rows, sweeps, count, records) => {
      for (let i = 0; i < rows; i += 8) {
        for (let [sweep, record] = [sweeps, records]; sweep < sweeps + 2 * count; sweep += 2) {
          let place = x + i * row + data[sweep]!;
          for (let j = data[sweep + 1]!; j > 0; j--, record += 3, place++) {
            reflect(data, place, 1, row, 8, record);
          }
        }
      }
    },
  };
}

/** Applies a reflection to `count` triples, whose elements are `across` apart and which are `along` apart. */
function reflect(
  data: Float64Array,
  place: number,
  across: number,
  along: number,
  count: number,
  record: number,
): void {
  const tau = data[record]!;
  const v1 = data[record + 1]!;
  const v2 = data[record + 2]!;
  let x = place;
  for (let i = 0; i < count; i++, x += along) {
    const y = x + across;
    const z = y + across;
    const s = tau * (data[x]! + (v2 * data[z]! + v1 * data[y]!));
    data[x] = data[x]! + s;
    data[y] = data[y]! + v1 * s;
    data[z] = data[z]! + v2 * s;
  }
}
