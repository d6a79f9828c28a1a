import type { CheckDistributionOptions } from "@adjoint/testing";
import { bernoulli, normal } from "../src/index.ts";
import type { Distribution } from "../src/index.ts";
import { compoundFamilies } from "./compound-families.ts";
import { discreteFamilies } from "./discrete-families.ts";
import { elementaryFamilies } from "./elementary-families.ts";
import { gammaFamilies } from "./gamma-families.ts";

/** How the laws are put to a family of distributions of one variable. */
export interface FamilyRow {
  /** Distributions without batch axes, each at other parameters. */
  readonly cases: readonly Distribution[];
  /** What `checkDistribution` has to know about a case. */
  readonly options?: (place: number) => Omit<CheckDistributionOptions<Distribution>, "name" | "sample">;
  /** A batch of distributions of the shape [2], every parameter with it, for broadcasting and vmap. */
  readonly batch: Distribution;
}

/** Every family of one variable, by the name of its exported record; a family without a row fails a test. */
export const families: Readonly<Record<string, FamilyRow>> = {
  ...compoundFamilies,
  ...discreteFamilies,
  ...elementaryFamilies,
  ...gammaFamilies,
  bernoulliFamily: {
    cases: [
      bernoulli({ probs: 0.3 }),
      bernoulli({ probs: 0.999 }),
      bernoulli({ logits: 0.4 }),
      bernoulli({ logits: -3 }),
    ],
    batch: bernoulli({ probs: [0.25, 0.75] }),
  },
  normalFamily: {
    cases: [normal(), normal({ mean: -3.5, scale: 0.02 }), normal({ mean: 1e4, scale: 700 })],
    batch: normal({ mean: [0, 10], scale: [1, 3] }),
  },
};
