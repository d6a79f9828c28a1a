import type { Scene } from "../scene.ts";

/** A number that the reader can change. */
export interface Param {
  /** Where it starts. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The distance between values; a hundredth of the range if not given. */
  readonly step?: number;
  /** What it is called; the name of the param if not given. */
  readonly label?: string;
}

/** The params of a figure, by name. */
export type Params = Readonly<Record<string, Param>>;

/** A value for each param. */
export type Values<P extends Params = Params> = { readonly [Name in keyof P]: number };

/** A figure as four parts: what can be changed, what is computed, how it looks, what it says. */
export interface Figure<P extends Params = Params, Result = unknown> {
  readonly params: P;
  /** Everything that the figure shows, from the values of its params. */
  compute(values: Values<P>): Result;
  /** The picture of a result. */
  view(result: Result): Scene;
  /** A result in words: the caption, and what is spoken. */
  say(result: Result): string;
}

/**
 * A figure that can be drawn still with `renderFigure` and brought to life with `mount`.
 *
 * @throws RangeError if a param does not start between its ends.
 * @example
 * ```ts
 * import { defineFigure, handle, line, plot } from "@adjoint/viz";
 *
 * const tangent = defineFigure({
 *   params: { x: { value: 1, min: -2, max: 2 } },
 *   compute: ({ x }) => ({ x, slope: 2 * x }),
 *   view: ({ x, slope }) =>
 *     plot({
 *       marks: [
 *         line({ x: [x - 1, x + 1], y: [x ** 2 - slope, x ** 2 + slope] }),
 *         handle({ x, y: x ** 2 }, { bind: { x: "x" }, label: "the point of contact" }),
 *       ],
 *     }),
 *   say: ({ x, slope }) => `at ${x} the slope of x² is ${slope}`,
 * });
 * tangent.say(tangent.compute({ x: 1 })); // => "at 1 the slope of x² is 2"
 * ```
 */
export function defineFigure<const P extends Params, Result>(figure: Figure<P, Result>): Figure<P, Result> {
  for (const [name, { value, min, max, step }] of Object.entries<Param>(figure.params)) {
    if (
      !(
        min < max &&
        min <= value &&
        value <= max &&
        Number.isFinite(max - min) &&
        (step === undefined || step > 0)
      )
    ) {
      throw new RangeError(
        `defineFigure: ${name} must start between its ends, in positive steps: ${min} ≤ ${value} ≤ ${max}, step ${step}`,
      );
    }
  }
  return Object.freeze(figure);
}

/** The values that a figure starts from. */
export function startOf<P extends Params>(figure: { readonly params: P }): Values<P> {
  return Object.fromEntries(
    Object.entries(figure.params).map(([name, { value }]) => [name, value]),
  ) as Values<P>;
}

/** The distance between the values of a param. */
export function stepOf({ min, max, step }: Param): number {
  return step ?? (max - min) / 100;
}

/** The value that a param can take nearest to the one wanted: a number of steps from its least, or its greatest. */
export function settle(param: Param, wanted: number): number {
  if (!Number.isFinite(wanted)) return param.value;
  const { min, max } = param;
  const step = stepOf(param);
  const nearest = Math.round((Math.min(max, Math.max(min, wanted)) - min) / step);
  // Twelve digits hide the rounding of the sum: 0.3, not 0.30000000000000004.
  const snapped = Number((min + nearest * step).toPrecision(12));
  return snapped > max || max - wanted < Math.abs(snapped - wanted) ? max : Math.max(min, snapped);
}
