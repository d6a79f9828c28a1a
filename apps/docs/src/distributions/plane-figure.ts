import type { Distribution } from "@adjoint/probability";
import { key } from "@adjoint/random";
import { contour, colors, defineFigure, dot, formatNumber, line, plot, text } from "@adjoint/viz";
import type { Figure, Mark, Param, Values } from "@adjoint/viz";

type Point = readonly [x: number, y: number];

/** What the picture of a family of vectors is made of. */
export interface PlaneFigure<P extends Readonly<Record<string, Param>>> {
  readonly title: string;
  readonly params: P;
  readonly make: (values: Values<P>) => Distribution;
  /** Vectors of two numbers lie in the plane; probabilities of three outcomes in a triangle. */
  readonly plane: "vectors" | "triangle";
  readonly handles?: (values: Values<P>, d: Distribution) => readonly Mark[];
}

const samples = 200;
const size = 49;
const high = Math.sqrt(3) / 2;

/** The figure of a family of vectors: contours of the density over samples. */
export function planeFigure<const P extends Readonly<Record<string, Param>>>(
  family: PlaneFigure<P>,
): Figure<P, Shown> {
  const isTriangle = family.plane === "triangle";
  const domain = isTriangle ? triangleDomain : vectorDomain;
  const isWithin = ([x, y]: Point): boolean =>
    x >= domain.x[0] && x <= domain.x[1] && y >= domain.y[0] && y <= domain.y[1];
  return defineFigure<P, Shown>({
    params: family.params,
    compute(values) {
      const d = family.make(values);
      const draws = (d.sample(key(1), [samples]).toArray() as number[][]).map((draw) =>
        isTriangle ? inTriangle(draw) : (draw as unknown as Point),
      );
      return {
        draws,
        density: grid(d, isTriangle),
        summary: summaryOf(d),
        handles: family.handles?.(values, d) ?? [],
      };
    },
    view: ({ draws, density, handles }) =>
      plot({
        title: family.title,
        equal: true,
        width: 620,
        height: 460,
        marks: [
          contour(density, { ...domain, thresholds: levels(density), stroke: colors.blue }),
          dot(draws.filter(isWithin), { r: 1.8, fill: colors.gray, fillOpacity: 0.7 }),
          ...(isTriangle ? triangle() : []),
          ...handles,
        ],
        x: { domain: domain.x, ...(isTriangle ? { axis: false } : { label: "x₁" }) },
        y: { domain: domain.y, ...(isTriangle ? { axis: false } : { label: "x₂" }) },
      }),
    say: ({ summary }) => summary,
  });
}

/** What is computed for a picture. */
interface Shown {
  readonly draws: readonly Point[];
  readonly density: readonly (readonly number[])[];
  readonly summary: string;
  readonly handles: readonly Mark[];
}

const vectorDomain = { x: [-5, 5], y: [-4, 4] } as const;
const triangleDomain = { x: [-0.35, 1.35], y: [-0.12, 1] } as const;

/** Where three probabilities lie: the corners are certainties. */
export function inTriangle(p: readonly number[]): Point {
  return [p[1]! + p[2]! / 2, p[2]! * high];
}

function triangle(): Mark[] {
  return [
    line(
      [
        [0, 0],
        [1, 0],
        [0.5, high],
        [0, 0],
      ],
      { stroke: colors.ink, strokeWidth: 1 },
    ),
    text(
      { x: [-0.04, 1.04, 0.5], y: [-0.02, -0.02, high + 0.06], text: ["x₁", "x₂", "x₃"] },
      { italic: true },
    ),
  ];
}

/** The density on a lattice, as rows; outside of a triangle there is none. */
function grid(d: Distribution, isTriangle: boolean): number[][] {
  const { x, y } = isTriangle ? triangleDomain : vectorDomain;
  const place = ([low, top]: readonly [number, number], i: number): number =>
    low + ((top - low) * i) / (size - 1);
  const points = Array.from({ length: size * size }, (_, k) => {
    const [px, py] = [place(x, k % size), place(y, Math.floor(k / size))];
    if (!isTriangle) return [px, py];
    const last = py / high;
    const second = px - last / 2;
    return [1 - second - last, second, last];
  });
  const isInside = (point: readonly number[]): boolean => !isTriangle || point.every((part) => part > 0.004);
  const inside = points.map((point) =>
    isInside(point) ? point : isTriangle ? [1 / 3, 1 / 3, 1 / 3] : [0, 0],
  );
  const density = d.prob(inside).data;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => {
      const k = row * size + column;
      return isInside(points[k]!) ? density[k]! : NaN;
    }),
  );
}

/** Levels that halve from the peak down. */
function levels(density: readonly (readonly number[])[]): number[] {
  const peak = Math.max(...density.flat().filter((value) => value < Infinity));
  return [0.9, 0.6, 0.35, 0.2, 0.1, 0.05, 0.02].map((share) => share * peak);
}

/** Moments, as far as the family knows them. */
function summaryOf(d: Distribution): string {
  const listed = (values: ArrayLike<number>): string =>
    Array.from(values, (value) => formatNumber(value, { decimals: 2 })).join(", ");
  const said = (sentence: () => string): string[] => {
    try {
      return [sentence()];
    } catch {
      return [];
    }
  };
  return [
    ...said(() => `mean (${listed(d.mean.data)})`),
    ...said(() => {
      const [[a, b] = [], [, c] = []] = d.covariance.toArray() as number[][];
      return `variances ${listed([a!, c!])}, correlation ${listed([b! / Math.sqrt(a! * c!)])}`;
    }),
    `contours at shares of the peak, ${samples} samples`,
  ].join("; ");
}
