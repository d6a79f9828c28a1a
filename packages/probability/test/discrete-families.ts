import { poisson } from "../src/index.ts";
import type { FamilyRow } from "./families.ts";

/** The rows of families on the integers. */
export const discreteFamilies: Readonly<Record<string, FamilyRow>> = {
  poissonFamily: {
    cases: [poisson({ rate: 3.5 }), poisson({ rate: 0.02 }), poisson({ rate: 4 }), poisson({ rate: 900 })],
    batch: poisson({ rate: [0.5, 20] }),
  },
};
