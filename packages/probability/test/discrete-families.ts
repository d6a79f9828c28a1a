import { categorical, poisson } from "../src/index.ts";
import type { FamilyRow } from "./families.ts";

/** The rows of families on the integers. */
export const discreteFamilies: Readonly<Record<string, FamilyRow>> = {
  categoricalFamily: {
    cases: [
      categorical({ probs: [0.1, 0.2, 0.3, 0.4] }),
      categorical({ logits: [0.5, -2, 1, 3, 0] }),
      categorical({ probs: [0.5, 0, 0.5] }),
      categorical({ logits: [-Infinity, 2, 1] }),
    ],
    options: (place) => (place % 2 === 0 ? { withoutScore: [0] } : {}),
    batch: categorical({
      probs: [
        [0.2, 0.5, 0.3],
        [0.6, 0.1, 0.3],
      ],
    }),
  },
  poissonFamily: {
    cases: [poisson({ rate: 3.5 }), poisson({ rate: 0.02 }), poisson({ rate: 4 }), poisson({ rate: 900 })],
    batch: poisson({ rate: [0.5, 20] }),
  },
};
