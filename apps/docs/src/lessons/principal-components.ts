import { digits } from "@adjoint/datasets";
import { eigh, powerIteration, svd } from "@adjoint/linalg";
import { abs, div, max, mean, mul, reshape, slice, std, sub, sum } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { diverging, heatmap, ramp } from "@adjoint/viz";
import type { HeatmapOptions, Scene } from "@adjoint/viz";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { iris } from "@adjoint/datasets";
import { covariance, pca } from "@adjoint/linalg";
import { tensor } from "@adjoint/tensor";
import { colors, defineFigure, dot, formatNumber, handle, line, plot, text } from "@adjoint/viz";

type Point = [x: number, y: number];

// two of the four lengths: of the sepals and of the petals, in centimetres
const { features, labels, names } = iris();
const flowers = (features.toArray() as number[][]).map((lengths): Point => [lengths[0]!, lengths[2]!]);
const species = [colors.blue, colors.green, colors.purple];
const ofSpecies = <T>(values: readonly T[], k: number): T[] => values.filter((_, i) => labels.data[i] === k);

export const figure = defineFigure({
  params: {
    angle: { value: 0.7, min: 0, max: 3.14, step: 0.01, label: "angle of the line" },
    x: { value: 8.4, min: 2.6, max: 9.2, step: 0.05, label: "your flower, x" },
    y: { value: 1.4, min: 0.4, max: 7.4, step: 0.05, label: "your flower, y" },
    copies: { value: 1, min: 0, max: 50, step: 1, label: "counted" },
  },
  compute: ({ angle, x, y, copies }) => {
    const sample = tensor([...flowers, ...Array.from({ length: copies }, (): Point => [x, y])]);
    const { mean: centre, components, explainedVariance } = pca(sample);
    const C = covariance(sample);
    const [large, small] = explainedVariance.toArray() as Point;
    const [mx, my] = centre.toArray() as Point;
    const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
    const [[a, b], [, d]] = C.toArray() as [Point, Point];
    const best = components.toArray() as [Point, Point];
    const [p, q] = best[0];
    // where each flower lands on the line
    const shadows = flowers.map(([px, py]): Point => {
      const along = (px - mx) * ux + (py - my) * uy;
      return [mx + along * ux, my + along * uy];
    });
    return {
      angle,
      own: { x, y, copies },
      centre: [mx, my] as Point,
      best,
      variances: [large, small] as Point,
      kept: (a * ux * ux + 2 * b * ux * uy + d * uy * uy) / (large + small),
      // the components come from an SVD of the sample: how nearly they are eigenvectors of its covariance
      residual: Math.hypot((a - large) * p + b * q, b * p + (d - large) * q) / large,
      shadows,
    };
  },
  view: ({ angle, own, centre: [mx, my], best, variances, shadows }) => {
    const ray = ([ux, uy]: readonly [number, number], length: number): Point[] => [
      [mx - length * ux, my - length * uy],
      [mx + length * ux, my + length * uy],
    ];
    const direction: Point = [Math.cos(angle), Math.sin(angle)];
    const gaps = flowers.flatMap(([x, y], i) => [[x, y], shadows[i]!, [NaN, NaN]] as Point[]);
    const tip = ray(direction, 3)[1]!;
    return plot({
      title: "Irises, a line through their mean, and their shadows on it",
      equal: true,
      width: 620,
      marks: [
        line(gaps, { stroke: colors.gray, strokeWidth: 0.6, opacity: 0.5 }),
        line(ray(direction, 3), { stroke: colors.orange, strokeWidth: 1.6 }),
        ...best.map((axis, i) =>
          line(ray(axis, 2 * Math.sqrt(variances[i]!)), {
            stroke: colors.ink,
            strokeWidth: 1.3,
            dash: [5, 3],
          }),
        ),
        ...species.flatMap((fill, k) => [
          dot(ofSpecies(flowers, k), { r: 3, fill }),
          dot(ofSpecies(shadows, k), { r: 2.2, fill, stroke: colors.orange, strokeWidth: 0.5 }),
        ]),
        text({ x: [6.3, 6.9, 8.3], y: [1.1, 3.9, 6.4], text: names }, { italic: true }),
        handle(
          { x: tip[0], y: tip[1] },
          { bind: { angle: { param: "angle", center: [mx, my] } }, label: "the direction of the line" },
        ),
        handle(own, {
          bind: { x: "x", y: "y" },
          label: "a flower of your own",
          fill: own.copies > 0 ? colors.ink : colors.gray,
        }),
      ],
      x: { label: "sepal length (cm)", domain: [2.4, 9.4] },
      y: { label: "petal length (cm)", domain: [0.2, 7.6] },
    });
  },
  say: ({ kept, variances: [large, small], residual }) => {
    const percent = (share: number): string => `${formatNumber(100 * share, { decimals: 1 })} %`;
    return (
      `The line keeps ${percent(kept)} of the variance, the first component ${percent(large / (large + small))}. ` +
      `λ₁ = ${formatNumber(large, { decimals: 3 })}, λ₂ = ${formatNumber(small, { decimals: 3 })}, ` +
      `λ₁/λ₂ = ${formatNumber(large / small, { decimals: 1 })}; ` +
      `‖Cv − λ₁v‖/λ₁ = ${formatNumber(residual, { digits: 1 })}.`
    );
  },
});
//#endregion

export const about: About = {
  number: 4,
  title: "Principal components",
  summary:
    "The directions along which data vary most are eigenvectors of their covariance, on irises and digits.",
};

/** An image of 8×8 pixels in each row. */
const digitRows = (): Tensor => reshape(digits().images, [-1, 64]);

/** Variances by SVD and by the eigenvalues of the covariance, and what power iteration costs. */
function routes(name: string, sample: Tensor) {
  const { components, explainedVariance, explainedVarianceRatio } = pca(sample);
  const C = covariance(sample);
  const { values, vectors } = eigh(C);
  const [first, second] = explainedVariance.toArray() as Point;
  const descending = [...values.data].reverse();
  const top = slice(vectors, [], -1);
  const sign = Math.sign(sum(mul(top, slice(components, 0))).item());
  const tolerance = 1e-10;
  return {
    name,
    observations: sample.shape[0]!,
    variables: sample.shape[1]!,
    variances: [...explainedVariance.data],
    shares: [...explainedVarianceRatio.data],
    valueError:
      Math.max(...descending.map((value, i) => Math.abs(value - explainedVariance.data[i]!))) / first,
    vectorError: max(abs(sub(mul(sign, top), slice(components, 0)))).item(),
    gap: first / second,
    predicted: Math.log(tolerance) / Math.log(second / first),
    iterations: powerIteration(C, { tolerance }).iterations.item(),
  };
}

/** The numbers of the lesson. */
export function numbers() {
  const irises = routes("iris", features);
  const images = routes("digits", digitRows());
  const needed = (part: number): number => {
    let total = 0;
    return 1 + images.shares.findIndex((share) => (total += share) >= part);
  };
  const centre = mean(features, { axis: 0 });
  const uncentred = sum(mul(slice(svd(features).vt, 0), centre)).item() / Math.hypot(...centre.data);
  const first = (sample: Tensor): number[] => slice(pca(sample).components, 0).toArray() as number[];
  return {
    routes: [irises, images],
    needed: [0.5, 0.8, 0.9, 0.95, 0.99].map((part) => ({ part, count: needed(part) })),
    components: pca(features).components.toArray() as number[][],
    /** The cosine between the mean and the first singular vector of data that are not centred. */
    uncentred: Math.abs(uncentred),
    /** The first component in centimetres, with one column in millimetres, and in standard deviations. */
    units: [
      { name: "all in centimetres", component: first(features) },
      { name: "petal width in millimetres", component: first(mul(features, [1, 1, 1, 10])) },
      {
        name: "each in its standard deviations",
        component: first(div(features, std(features, { axis: 0 }))),
      },
    ],
  };
}

/** Still pictures of the digits: components, sums of them, and the plane of the first two. */
export function pictures() {
  const rows = digitRows();
  const { components, mean: centre } = pca(rows, { components: 7 });
  const reach = max(abs(components)).item();
  const three = slice(rows, 3);
  const partial = [1, 5, 10, 20, 40].map((count) => {
    const { transform, inverseTransform } = pca(rows, { components: count });
    return { name: String(count), image: inverseTransform(transform(three)) };
  });
  const ink = { ramp: ramp(["#ffffff", "#1c1a17"]), domain: [0, 16] } as const;
  const coloured = { ramp: diverging, domain: [-reach, reach] } as const;
  return {
    components: strip("The mean of the digits and seven components", [
      { name: "mean", image: centre, shades: ink },
      ...[0, 1, 2, 3, 4, 5, 6].map((k) => ({
        name: String(k + 1),
        image: slice(components, k),
        shades: coloured,
      })),
    ]),
    partial: strip("A handwritten 3 from 1, 5, 10, 20 and 40 components, and as it is", [
      ...partial.map((part) => ({ ...part, shades: ink })),
      { name: "all 64", image: three, shades: ink },
    ]),
    plane: plane(rows),
  };
}

interface Shown {
  readonly name: string;
  readonly image: Tensor;
  readonly shades: HeatmapOptions;
}

/** Images of 8×8 pixels side by side, each with its name. */
function strip(title: string, images: readonly Shown[]): Scene {
  const end = 9.5 * images.length;
  return plot({
    title,
    equal: true,
    width: 640,
    height: Math.round(6540 / end),
    margin: { left: 2, right: 2, top: 2, bottom: 2 },
    marks: [
      ...images.map(({ image, shades }, i) =>
        heatmap(reshape(image, [8, 8]), { x: [9.5 * i, 9.5 * i + 8], y: [0, 8], ...shades }),
      ),
      text(
        { x: images.map((_, i) => 9.5 * i + 4), y: 9.2, text: images.map(({ name }) => name) },
        { size: 13 },
      ),
    ],
    x: { domain: [-0.2, end - 1.3], axis: false },
    y: { domain: [10, -0.2], axis: false },
  });
}

/** The first 250 digits where their first two components put them, each written as what it is. */
function plane(rows: Tensor): Scene {
  const at = slice(pca(rows, { components: 2 }).transform(rows), [0, 250]).toArray() as Point[];
  const shown = [...slice(digits().labels, [0, 250]).data];
  const hues = [colors.blue, colors.orange, colors.green, colors.purple, colors.red];
  return plot({
    title: "250 digits in the plane of the first two components",
    width: 620,
    marks: hues.map((fill, k) => {
      const mine = at.map((_, i) => i).filter((i) => shown[i]! % hues.length === k);
      return text(
        {
          x: mine.map((i) => at[i]![0]),
          y: mine.map((i) => at[i]![1]),
          text: mine.map((i) => String(shown[i])),
        },
        { fill, size: 12, halo: false },
      );
    }),
    x: { label: "first component", domain: [-34, 34] },
    y: { label: "second component", domain: [-30, 32] },
  });
}

export const exercise = defineExercise({
  question:
    "Four observations of two variables: $(4, 3)$, $(2, 5)$, $(-2, 1)$, $(0, -1)$. Find the variances along both principal components, divided by $n - 1$, and the share of the first.",
  fields: [
    { name: "first", label: "λ₁", placeholder: "such as 7/3" },
    { name: "second", label: "λ₂", placeholder: "such as 2/3" },
    { name: "share", label: "share of the first", placeholder: "such as 3/4" },
  ],
  derive: (made) => {
    const points = [
      [4, 3],
      [2, 5],
      [-2, 1],
      [0, -1],
    ] as const;
    const [mx, my] = made("not centred") ? [0, 0] : [1, 2];
    const divisor = made("divisor n") ? 4 : made("no divisor") ? 1 : 3;
    const total = (f: (x: number, y: number) => number): number =>
      points.reduce((sofar, [x, y]) => sofar + f(x - mx, y - my), 0) / divisor;
    const [xx, xy, yy] = [total((x) => x * x), total((x, y) => x * y), total((_, y) => y * y)];
    const root = Math.sqrt((xx - yy) ** 2 + 4 * (made("diagonal") ? 0 : xy) ** 2);
    const power = made("deviations") ? 0.5 : 1;
    const [large, small] = [((xx + yy + root) / 2) ** power, ((xx + yy - root) / 2) ** power];
    const part = made("share of the second") ? small : large;
    const share = made("ratio") ? large / small : part / (large + small);
    return { first: large, second: small, share };
  },
  slips: {
    "not centred": "The means, 1 and 2, were not subtracted. Variance is measured from the mean.",
    "divisor n":
      "The sums were divided by n = 4. Divided by n − 1 = 3, they estimate the variance without bias.",
    "no divisor": "These are sums of squares; they still have to be divided by n − 1 = 3.",
    diagonal:
      "These are the variances of the two variables themselves. The components come from the eigenvalues of the whole covariance, with its entry off the diagonal.",
    deviations:
      "These are standard deviations. Variances are their squares, and shares are shares of variance.",
    "share of the second": "This is the share of the second component.",
    ratio: "This is λ₁/λ₂. The share of the first is λ₁/(λ₁ + λ₂).",
  },
  hint: "Subtract the means (1, 2), form the three sums of products, divide by 3, and find the eigenvalues of the 2×2 covariance.",
  solution:
    "Centred: $(3, 1)$, $(1, 3)$, $(-3, -1)$, $(-1, -3)$, so $C = \\tfrac13 \\begin{pmatrix} 20 & 12 \\\\ 12 & 20 \\end{pmatrix}$ with eigenvalues $\\lambda_1 = \\tfrac{32}{3}$ and $\\lambda_2 = \\tfrac83$. The first keeps $\\tfrac{32}{40} = 80\\,\\%$.",
});
