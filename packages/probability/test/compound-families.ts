import {
  affineBijector,
  chain,
  expBijector,
  exponential,
  normal,
  sigmoidBijector,
  tanhBijector,
  transformed,
} from "../src/index.ts";
import type { FamilyRow } from "./families.ts";

/** The rows of distributions that are made of others. */
export const compoundFamilies: Readonly<Record<string, FamilyRow>> = {
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
