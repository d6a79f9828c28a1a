import { slice } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { CheckMultivariateOptions, Marginal } from "@adjoint/testing";
import {
  affineBijector,
  binomial,
  cauchy,
  chain,
  correlationBijector,
  dirichlet,
  exponential,
  kumaraswamy,
  lkj,
  lowRankMultivariateNormal,
  multinomial,
  multivariateNormal,
  multivariateStudentT,
  normal,
  positiveDefiniteBijector,
  relaxedCategorical,
  stickBreakingBijector,
  uniform,
  wishart,
} from "../src/index.ts";
import type { Distribution } from "../src/index.ts";

type Options = Omit<CheckMultivariateOptions<Distribution>, "name" | "sample">;

/** How the laws are put to a family of distributions of vectors or matrices. */
export interface MultivariateRow {
  /** Distributions without batch axes, each at other parameters, with what `checkMultivariate` has to know. */
  readonly cases: readonly (readonly [Distribution, Options])[];
  /** A batch of distributions of the shape [2], every parameter with it, for broadcasting and vmap. */
  readonly batch: Distribution;
  /** Values outside the support. */
  readonly outside?: readonly unknown[];
}

const covariance = [
  [4, 1.2],
  [1.2, 0.5],
];

const withoutIntegrals: Options = { without: ["mean", "variance", "covariance", "mode", "entropy"] };

/** Every family of vectors or matrices, by the name of its exported record; a family without a row fails a test. */
export const multivariateFamilies: Readonly<Record<string, MultivariateRow>> = {
  dirichletFamily: {
    cases: [
      [
        dirichlet({ concentration: [1, 2, 3] }),
        {
          chart: { map: stickBreakingBijector(), dimension: 2 },
          marginals: [coordinate(0, kumaraswamy({ alpha: 1, beta: 5 }))],
        },
      ],
      [
        dirichlet({ concentration: [0.6, 0.5] }),
        { chart: { map: stickBreakingBijector(), dimension: 1 }, without: ["mode"] },
      ],
      [
        dirichlet({ concentration: [2, 1.5, 1.2, 3] }),
        { chart: { map: stickBreakingBijector(), dimension: 3 }, tolerance: 1e-5 },
      ],
      [dirichlet({ concentration: [0.02, 0.05, 1, 3] }), { without: ["mode"] }],
      [dirichlet({ concentration: [1e5, 4e5] }), {}],
    ],
    batch: dirichlet({
      concentration: [
        [1, 2, 3],
        [0.5, 4, 1],
      ],
    }),
    outside: [
      [0.5, 0.6, -0.1],
      [0.5, 0.5, 0.5],
    ],
  },
  multinomialFamily: {
    cases: [
      [
        multinomial({ total: 6, probs: [0.2, 0.5, 0.3] }),
        { without: ["mode", "pathwise"], marginals: [coordinate(1, binomial({ total: 6, probs: 0.5 }))] },
      ],
      [multinomial({ total: 40, logits: [0, -2, 1, 1] }), { without: ["mode", "pathwise"] }],
    ],
    batch: multinomial({
      total: [4, 9],
      probs: [
        [0.2, 0.8],
        [0.5, 0.5],
      ],
    }),
    outside: [
      [1, 2, 2],
      [1.5, 2.5, 2],
      [7, -1, 0],
    ],
  },
  lkjFamily: {
    cases: [
      [
        lkj({ dimension: 3, concentration: 1.5 }),
        { chart: { map: correlationBijector(), dimension: 3 }, tolerance: 1e-4 },
      ],
      [
        lkj({ dimension: 2, concentration: 0.7 }),
        { chart: { map: correlationBijector(), dimension: 1 }, without: ["mode"] },
      ],
      [
        lkj({ dimension: 3, concentration: 0.5 }),
        {
          marginals: [
            element(1, 0, uniform({ low: -1 })),
            element(2, 0, uniform({ low: -1 })),
            element(2, 1, uniform({ low: -1 })),
          ],
          without: ["mode"],
        },
      ],
      [lkj({ dimension: 4, concentration: 200 }), {}],
    ],
    batch: lkj({ dimension: 3, concentration: [1, 4] }),
    outside: [
      [
        [1, 2, 0],
        [2, 1, 0],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [0, 1.1, 0],
        [0, 0, 1],
      ],
    ],
  },
  lowRankMultivariateNormalFamily: {
    cases: [
      [
        lowRankMultivariateNormal({ mean: [1, 2], factor: [[1], [-2]], diagonal: [0.5, 1] }),
        chartOf(
          [1, 2],
          [
            [Math.sqrt(1.5), 0],
            [-2 / Math.sqrt(1.5), 1.5],
          ],
        ),
      ],
      [
        lowRankMultivariateNormal({
          factor: [
            [1, 0],
            [2, 1],
            [0, 3],
            [1, 1],
          ],
          diagonal: [0.1, 2, 1, 0.5],
        }),
        { marginals: [coordinate(2, normal({ scale: Math.sqrt(10) }))] },
      ],
    ],
    batch: lowRankMultivariateNormal({
      mean: [
        [1, 2],
        [3, 4],
      ],
      factor: [
        [[1], [-2]],
        [[0], [3]],
      ],
      diagonal: [
        [0.5, 1],
        [2, 0.1],
      ],
    }),
  },
  multivariateStudentTFamily: {
    cases: [
      [
        multivariateStudentT({ df: 30, mean: [1, -2], scale: covariance }),
        chartOf(
          [1, -2],
          [
            [2, 0],
            [0.6, Math.sqrt(0.14)],
          ],
        ),
      ],
      [
        multivariateStudentT({
          df: 1,
          choleskyFactor: [
            [2, 0],
            [1, 3],
          ],
        }),
        {
          marginals: [coordinate(0, cauchy({ scale: 2 })), coordinate(1, cauchy({ scale: Math.sqrt(10) }))],
          without: ["mean", "variance", "covariance"],
        },
      ],
      [
        multivariateStudentT({
          df: 7,
          choleskyFactor: [
            [1, 0, 0],
            [3, 0.02, 0],
            [-1, 0.5, 2],
          ],
        }),
        {},
      ],
      [multivariateStudentT({ df: 1e9, scale: covariance }), {}],
    ],
    batch: multivariateStudentT({
      df: [3, 8],
      mean: [
        [0, 1],
        [10, 5],
      ],
      scale: [
        covariance,
        [
          [1, 0],
          [0, 2],
        ],
      ],
    }),
  },
  wishartFamily: {
    cases: [
      [
        wishart({
          df: 4.5,
          scale: [
            [0.5, 0.1],
            [0.1, 0.2],
          ],
        }),
        {
          chart: {
            map: chain(
              affineBijector({ shift: [0.35, 0.3, -0.25], scale: 0.45 }),
              positiveDefiniteBijector(),
            ),
            dimension: 3,
          },
          tolerance: 1e-4,
        },
      ],
      [wishart({ df: 3.5, scale: [[0.4]] }), { chart: { map: positiveDefiniteBijector(), dimension: 1 } }],
      [
        wishart({
          df: 2,
          choleskyFactor: [
            [2, 0],
            [1, 3],
          ],
        }),
        {
          marginals: [
            element(0, 0, exponential({ rate: 1 / 8 })),
            element(1, 1, exponential({ rate: 1 / 20 })),
          ],
          without: ["mode"],
        },
      ],
      [
        wishart({
          df: 1000,
          scale: [
            [1, 0, 0],
            [0, 2, 0],
            [0, 0, 3],
          ],
        }),
        {},
      ],
    ],
    batch: wishart({
      df: [3, 8],
      scale: [
        covariance,
        [
          [1, 0],
          [0, 2],
        ],
      ],
    }),
    outside: [
      [
        [1, 2],
        [2, 1],
      ],
      [
        [-1, 0],
        [0, 1],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ],
  },
  multivariateNormalFamily: {
    cases: [
      [
        multivariateNormal({ mean: [1, -2], covariance }),
        chartOf(
          [1, -2],
          [
            [2, 0],
            [0.6, Math.sqrt(0.14)],
          ],
        ),
      ],
      [
        multivariateNormal({ mean: [1, -2], precision: covariance }),
        chartOf(
          [1, -2],
          [
            [1.3, 0],
            [-3.2, 2],
          ],
        ),
      ],
      [
        multivariateNormal({
          choleskyFactor: [
            [1, 0, 0],
            [3, 0.02, 0],
            [-1, 0.5, 2],
          ],
        }),
        { marginals: [coordinate(1, normal({ scale: Math.hypot(3, 0.02) }))] },
      ],
      [multivariateNormal({ mean: [1e3], covariance: [[1e-4]] }), chartOf([1e3], [[0.01]])],
    ],
    batch: multivariateNormal({
      mean: [
        [0, 1],
        [10, 5],
      ],
      covariance: [
        covariance,
        [
          [1, 0],
          [0, 2],
        ],
      ],
    }),
  },
  relaxedCategoricalFamily: {
    cases: [
      [
        relaxedCategorical({ temperature: 1.5, probs: [0.3, 0.7] }),
        { ...withoutIntegrals, chart: { map: stickBreakingBijector(), dimension: 1 } },
      ],
      [
        relaxedCategorical({ temperature: 0.8, logits: [0.5, -1, 0] }),
        { ...withoutIntegrals, chart: { map: stickBreakingBijector(), dimension: 2 }, tolerance: 1e-7 },
      ],
      [relaxedCategorical({ temperature: 0.1, logits: [3, 0, 1, 0] }), withoutIntegrals],
    ],
    batch: relaxedCategorical({
      temperature: [0.5, 2],
      logits: [
        [0, 1],
        [2, 0],
      ],
    }),
    outside: [
      [0.5, 0.6],
      [1.5, -0.5],
    ],
  },
};

/** Coordinates u with x = shift + L u. */
function chartOf(shift: readonly number[], choleskyFactor: readonly (readonly number[])[]): Options {
  return { chart: { map: affineBijector({ shift, choleskyFactor }), dimension: shift.length as 1 | 2 | 3 } };
}

/** One number of a vector, and its distribution. */
function coordinate(place: number, distribution: Distribution): Marginal {
  return { name: `coordinate ${place}`, of: (draws: Tensor) => slice(draws, "...", place), distribution };
}

/** One element of a matrix, and its distribution. */
function element(row: number, column: number, distribution: Distribution): Marginal {
  return {
    name: `element ${row}, ${column}`,
    of: (draws: Tensor) => slice(draws, "...", row, column),
    distribution,
  };
}
