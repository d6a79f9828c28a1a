import { wishart } from "@adjoint/probability";
import { key } from "@adjoint/random";
import { colors, defineFigure, formatNumber, line, plot } from "@adjoint/viz";

const samples = 24;

/** The ellipse xᵀ W⁻¹ x = 1 of a 2 × 2 matrix, whose half-axes are the roots of its eigenvalues. */
function ellipse(matrix: readonly (readonly number[])[]): [number, number][] {
  const [[a, b], [, c]] = matrix as [[number, number], [number, number]];
  const [l11, l21] = [Math.sqrt(a), b / Math.sqrt(a)];
  const l22 = Math.sqrt(Math.max(0, c - l21 * l21));
  return Array.from({ length: 73 }, (_, i) => {
    const [u, v] = [Math.cos((i * Math.PI) / 36), Math.sin((i * Math.PI) / 36)];
    return [l11 * u, l21 * u + l22 * v];
  });
}

export const figure = defineFigure({
  params: {
    df: { value: 6, min: 2.1, max: 40, step: 0.1, label: "degrees of freedom ν" },
    first: { value: 1.2, min: 0.3, max: 2, step: 0.05, label: "scale of x₁" },
    second: { value: 0.7, min: 0.3, max: 2, step: 0.05, label: "scale of x₂" },
    correlation: { value: 0.4, min: -0.95, max: 0.95, step: 0.01, label: "correlation" },
  },
  compute: ({ df, first, second, correlation }) => {
    const shared = correlation * first * second;
    const target = [
      [first ** 2, shared],
      [shared, second ** 2],
    ];
    // divided by ν the mean is the matrix of the scales
    const d = wishart({ df, scale: target.map((row) => row.map((value) => value / df)) });
    return {
      df,
      target,
      draws: d.sample(key(1), [samples]).toArray() as number[][][],
      spread: Math.sqrt(d.variance.data[0]!),
    };
  },
  view: ({ target, draws }) =>
    plot({
      title: "Ellipses of Wishart matrices around that of their mean",
      equal: true,
      width: 620,
      height: 460,
      marks: [
        ...draws.map((draw) => line(ellipse(draw), { stroke: colors.blue, strokeWidth: 0.9, opacity: 0.5 })),
        line(ellipse(target), { stroke: colors.orange, strokeWidth: 2.4 }),
      ],
      x: { domain: [-4, 4], label: "x₁" },
      y: { domain: [-3, 3], label: "x₂" },
    }),
  say: ({ df, target, spread }) =>
    `${samples} sample covariances with ν = ${formatNumber(df)}; the first entry has the mean ` +
    `${formatNumber(target[0]![0]!, { digits: 3 })} and the standard deviation ${formatNumber(spread, { digits: 3 })}`,
});
