import type { Product } from "../product.ts";

/** What `accelerate` gives products in a memory; whatever it is, results are the same. */
export interface ResidentChoice {
  /** Makes the module of widened kernels, or undefined where they are not as they should be. */
  readonly makeWide?: (() => object | undefined) | undefined;
  /** Shares a large product among threads. */
  readonly share?: ((work: Product) => void) | undefined;
}

let chosen: ResidentChoice = {};

/** Sets what products in a memory get beyond the ordinary kernels. */
export function chooseResident(choice: ResidentChoice): void {
  chosen = choice;
}

/** What products in a memory get beyond the ordinary kernels. */
export function residentChoice(): ResidentChoice {
  return chosen;
}
