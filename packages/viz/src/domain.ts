import type { AxisOptions } from "./axis.ts";
import { finiteExtent } from "./data/extent.ts";
import type { Mark } from "./mark.ts";
import { niceDomain, TINY } from "./scale.ts";

/**
 * The domain of an axis: the given one, or the extent of every channel on it, or [0, 1] where there is no data.
 *
 * @throws RangeError if no value is finite, or a given end is not, or a logarithmic axis would reach zero.
 */
export function domainOf(which: "x" | "y", marks: readonly Mark[], options: AxisOptions): [number, number] {
  const log = options.type === "log";
  if (options.domain !== undefined) return given(which, options.domain, log);
  const values = marks.flatMap((mark) =>
    Object.values(mark.channels).flatMap((one) => (one.scale === which ? Array.from(one.values) : [])),
  );
  if (values.length === 0) return log ? [1, 10] : [0, 1];
  const extent = finiteExtent(log ? values.filter((value) => value > 0) : values);
  if (extent === undefined) {
    throw new RangeError(`plot: ${which} has no ${log ? "positive" : "finite"} value: ${values[0]}`);
  }
  const [low, high] = widen(extent, log);
  const isExact = Array.isArray(options.ticks) || isFilled(which, marks, [low, high]);
  return !log && (options.nice ?? !isExact) ? niceDomain([low, high], 5) : [low, high];
}

/** Whether fields reach both ends: round values beyond them would leave the frame half empty. */
function isFilled(which: "x" | "y", marks: readonly Mark[], [low, high]: readonly [number, number]): boolean {
  const ends = marks
    .filter(({ kind }) => kind === "field")
    .flatMap((mark) => Object.values(mark.channels).filter(({ scale }) => scale === which))
    .flatMap(({ values }) => Array.from(values));
  return Math.min(...ends) <= low && Math.max(...ends) >= high;
}

/** Two finite ends that differ by so much that pixels between them can be told apart. */
function widen([low, high]: readonly [number, number], log: boolean): [number, number] {
  if (log) return high / low > 1 + 1e-9 ? [low, high] : [low / 2, high * 2];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high / 2 - low / 2 > size * 1e-12 && high - low > TINY) return [low, high];
  const half = size * 1e-12 > 1e-3 ? size * 1e-3 : 0.5;
  return [low - half, high + half];
}

function given(which: string, [a, b]: readonly [number, number], log: boolean): [number, number] {
  if (!Number.isFinite(a) || !Number.isFinite(b) || a === b) {
    throw new RangeError(`plot: ${which} domain must have two finite ends: [${a}, ${b}]`);
  }
  if (log && !(a > 0 && b > 0))
    throw new RangeError(`plot: ${which} domain of a log scale must be positive: [${a}, ${b}]`);
  return [a, b];
}
