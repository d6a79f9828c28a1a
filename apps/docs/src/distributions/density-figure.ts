import type { Distribution } from "@adjoint/probability";
import { linspace, tensor } from "@adjoint/tensor";
import {
  area,
  bar,
  colors,
  defineFigure,
  dot,
  formatNumber,
  handle,
  line,
  plot,
  rule,
  text,
} from "@adjoint/viz";
import type { Figure, Mark, Param, Values } from "@adjoint/viz";

/** What the picture of a family of one variable is made of. */
export interface DensityFigure<P extends Readonly<Record<string, Param>>> {
  readonly title: string;
  /** The parameters that the reader changes. */
  readonly params: P;
  readonly make: (values: Values<P>) => Distribution;
  /** The part of the axis that is shown, and where the movable point x starts. */
  readonly domain: readonly [number, number];
  readonly x: number;
  /** The greatest density that fits into the picture. */
  readonly top: number;
  /** Where the masses of a distribution of points lie, in order. */
  readonly points?: (values: Values<P>) => readonly number[];
  /** Handles that stand for parameters; `density` says how high in the picture a density is drawn. */
  readonly handles?: (
    values: Values<P>,
    d: Distribution,
    density: (value: number) => number,
  ) => readonly Mark[];
}

/** Where the panel of the distribution function begins, below that of the density; both are 1 high. */
const lower = -1.4;

/**
 * The figure of a family of one variable: density, or probabilities, above the distribution function, with the mass
 * up to a movable point x shaded in both.
 */
export function densityFigure<const P extends Readonly<Record<string, Param>>>(
  family: DensityFigure<P>,
): Figure<P & { readonly x: Param }, Shown> {
  const [low, high] = family.domain;
  const height = (density: number): number => Math.min(density / family.top, 1.04);
  return defineFigure<P & { readonly x: Param }, Shown>({
    params: {
      ...family.params,
      x: { value: family.x, min: low, max: high, step: (high - low) / 400, label: "x" },
    },
    compute(values) {
      const d = family.make(values);
      const discrete = d.support.kind !== "interval";
      const places = family.points?.(values) ?? placesIn(low, high, discrete);
      const at = values.x;
      return {
        at,
        discrete,
        places,
        density: Array.from(d.prob(tensor(places)).data),
        cdf: Array.from(d.cdf(tensor(places)).data),
        level: d.cdf(at).item(),
        here: d.prob(nearest(at, discrete ? places : [at])).item(),
        summary: summaryOf(d),
        handles: family.handles?.(values, d, height) ?? [],
      };
    },
    view: (shown) =>
      plot({
        title: family.title,
        width: 620,
        height: 430,
        marks: [
          ...(shown.discrete ? bars(shown, height) : curves(shown, height)),
          rule({ y: 0 }),
          rule({ y: lower }),
          line(
            { x: [shown.at, shown.at], y: [lower, 1.02] },
            { stroke: colors.ink, strokeWidth: 0.8, dash: [3, 3] },
          ),
          text(
            { x: [low, low], y: [1, lower + 1], text: panels(shown.discrete) },
            { anchor: "start", dx: 6, dy: -4 },
          ),
          ...shown.handles,
          handle({ x: shown.at, y: lower }, { bind: { x: "x" }, label: "the point x", fill: colors.ink }),
        ],
        x: { label: "x", domain: [low, high] },
        y: {
          domain: [lower - 0.02, 1.06],
          ticks: [
            { at: 0, label: "0" },
            { at: 1, label: formatNumber(family.top) },
            { at: lower, label: "0" },
            { at: lower + 1, label: "1" },
          ],
        },
      }),
    say({ at, level, here, discrete, places, summary }) {
      const [p, f] = [here, level].map((value) => formatNumber(value, { digits: 4 }));
      const point = nearest(at, discrete ? places : [at]);
      return `${discrete ? "P" : "p"}(${formatNumber(point)}) = ${p}, P(X ≤ ${formatNumber(at)}) = ${f}; ${summary}`;
    },
  });
}

/** What is computed for a picture. */
interface Shown {
  readonly at: number;
  readonly discrete: boolean;
  readonly places: readonly number[];
  readonly density: readonly number[];
  readonly cdf: readonly number[];
  readonly level: number;
  readonly here: number;
  readonly summary: string;
  readonly handles: readonly Mark[];
}

/** All integers between the ends, or a fine lattice. */
function placesIn(low: number, high: number, discrete: boolean): number[] {
  if (!discrete) return Array.from(linspace(low, high, 301).data);
  return Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i);
}

function nearest(at: number, places: readonly number[]): number {
  return places.reduce((best, place) => (Math.abs(place - at) < Math.abs(best - at) ? place : best));
}

function panels(discrete: boolean): string[] {
  return [discrete ? "probability" : "density", "distribution function P(X ≤ x)"];
}

function curves({ places, density, cdf, at }: Shown, height: (density: number) => number): Mark[] {
  const x = [...places];
  const y = density.map(height);
  const below = x.map((place, i) => (place <= at ? y[i]! : NaN));
  return [
    area({ x, y: below }, { fill: colors.blue, fillOpacity: 0.25 }),
    line({ x, y }, { stroke: colors.blue, strokeWidth: 1.8 }),
    line({ x, y: cdf.map((value) => lower + value) }, { stroke: colors.green, strokeWidth: 1.8 }),
  ];
}

function bars({ places, density, cdf, at }: Shown, height: (density: number) => number): Mark[] {
  const steps = places.flatMap((place, i): [number, number][] => [
    [place, lower + cdf[i]!],
    [places[i + 1] ?? place + 1, lower + cdf[i]!],
    [NaN, NaN],
  ]);
  const chosen = (within: boolean): { x: number[]; y: number[] } => {
    const x = places.filter((place) => place <= at === within);
    return { x, y: x.map((place) => height(density[places.indexOf(place)]!)) };
  };
  const width = Math.min(0.7, 200 / places.length);
  return [
    bar(chosen(true), { width, fill: colors.blue }),
    bar(chosen(false), { width, fill: colors.gray }),
    line(steps, { stroke: colors.green, strokeWidth: 1.8 }),
    dot({ x: [...places], y: cdf.map((value) => lower + value) }, { r: 2.2, fill: colors.green }),
  ];
}

/** Mean, standard deviation and entropy, as far as the family knows them. */
function summaryOf(d: Distribution): string {
  const said = (name: string, value: () => number): string[] => {
    try {
      return [`${name} ${formatNumber(value(), { digits: 4 })}`];
    } catch {
      return [];
    }
  };
  return [
    ...said("mean", () => d.mean.item()),
    ...said("standard deviation", () => Math.sqrt(d.variance.item())),
    ...said("entropy", () => d.entropy().item()),
  ].join(", ");
}
