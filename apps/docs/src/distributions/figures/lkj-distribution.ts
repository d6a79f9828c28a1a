import { lkj } from "@adjoint/probability";
import { key } from "@adjoint/random";
import { colors, defineFigure, dot, formatNumber, line, plot, text } from "@adjoint/viz";

const grid = Array.from({ length: 199 }, (_, i) => -0.99 + 0.01 * i);
const matrices = grid.map((r) => [
  [1, r],
  [r, 1],
]);

export const figure = defineFigure({
  params: { concentration: { value: 2, min: 0.3, max: 12, step: 0.1, label: "concentration η" } },
  compute: ({ concentration }) => {
    const pair = lkj({ dimension: 2, concentration });
    const draws = lkj({ dimension: 3, concentration }).sample(key(1), [300]).toArray() as number[][][];
    return {
      concentration,
      density: Array.from(pair.prob(matrices).data),
      draws: draws.map((matrix): [number, number] => [matrix[0]![1]!, matrix[0]![2]!]),
    };
  },
  view: ({ density, draws }) =>
    plot({
      title: "The correlation of two variables, and two correlations among three",
      width: 620,
      height: 430,
      marks: [
        line(
          { x: grid, y: density.map((value) => Math.min(value / 2.2, 1.04)) },
          { stroke: colors.blue, strokeWidth: 1.8 },
        ),
        dot({ x: draws.map(([x]) => x), y: draws.map(([, y]) => -1.25 + y) }, { r: 1.8, fill: colors.gray }),
        text(
          {
            x: [-0.97, -0.97],
            y: [1, -0.2],
            text: ["density of one correlation", "samples of two of three"],
          },
          { anchor: "start", dx: 6, dy: -4 },
        ),
      ],
      x: { domain: [-1.02, 1.02], label: "r₁₂" },
      y: {
        domain: [-2.3, 1.06],
        ticks: [
          { at: 0, label: "0" },
          { at: 1, label: "2.2" },
          { at: -2.25, label: "−1" },
          { at: -0.25, label: "1" },
        ],
      },
    }),
  say: ({ concentration, density }) =>
    `η = ${formatNumber(concentration)}: the density at correlation 0 is ${formatNumber(density[99]!, { digits: 4 })}`,
});
