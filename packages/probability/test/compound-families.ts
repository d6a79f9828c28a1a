import {
  affineBijector,
  chain,
  expBijector,
  exponential,
  mixture,
  normal,
  poisson,
  sigmoidBijector,
  tanhBijector,
  transformed,
} from "../src/index.ts";
import type { FamilyRow } from "./families.ts";

/** The rows of distributions that are made of others. */
export const compoundFamilies: Readonly<Record<string, FamilyRow>> = {
  mixtureFamily: {
    cases: [
      mixture({ logits: [0.3, 1], components: normal({ mean: [-2, 3], scale: [1, 0.5] }) }),
      mixture({ probs: [0.2, 0.5, 0.3], components: normal({ mean: [0, 0.1, 9], scale: [1, 4, 0.5] }) }),
      mixture({ logits: [2, 0], components: exponential({ rate: [1, 20] }) }),
      mixture({ logits: [0.3, 1], components: poisson({ rate: [2, 30] }) }),
    ],
    // Weights that are moved one and all have no longer the sum 1.
    options: (place) =>
      place === 1 ? { kinks: [-9, 0, 9, 18], withoutScore: [0], pathwise: "none" as const } : {},
    batch: mixture({
      logits: [
        [0.3, 1],
        [2, 0],
      ],
      components: normal({
        mean: [
          [-2, 3],
          [0, 1],
        ],
        scale: [
          [1, 0.5],
          [2, 3],
        ],
      }),
    }),
  },
  transformedFamily: {
    cases: [
      transformed(normal({ mean: 0.3, scale: 0.5 }), expBijector()),
      transformed(exponential({ rate: 2 }), affineBijector({ shift: 1, scale: -3 })),
      transformed(normal(), chain(affineBijector({ scale: 0.7 }), sigmoidBijector())),
      transformed(normal(), tanhBijector()),
    ],
    // The shift of an exponential variable moves its end.
    options: (place) => (place === 1 ? { withoutScore: [1] } : {}),
    batch: transformed(
      normal({ mean: [0, 1], scale: [1, 0.5] }),
      affineBijector({ shift: [3, 2], scale: [2, -1] }),
    ),
  },
};
