import { readFileSync } from "node:fs";
import type { RatioDefinition } from "./accuracy-definitions.ts";
import type { Precision } from "./test-ratios.ts";

/** The worst of the ratios over all cases. */
export interface RivalWorst {
  readonly cases: number;
  readonly worst: number;
  /** Cases in which there was an error, or a ratio of a million or more, ∞ or NaN. */
  readonly failed: number;
}

export interface Worst extends RivalWorst {
  /** The name of the worst case. */
  readonly case: string;
}

/** A matrix for which ratios are above the limit all the same, and the reason. */
export interface Exception {
  readonly ratios: readonly string[];
  readonly case: string;
  /** The limit that they are held to instead; `null` where the result may be useless. */
  readonly limit: number | null;
  readonly reason: string;
}

/** What the documentation shows. */
export interface RecordedTable {
  /** How many different matrices there are. */
  readonly matrices: number;
  readonly versions: Readonly<Record<"numpy" | "scipy", string>>;
  readonly exceptions: readonly Exception[];
  readonly rows: readonly RecordedRow[];
}

/** A row of the recorded table. */
export type RecordedRow = RatioDefinition & {
  readonly key: string;
  readonly worst: Readonly<Record<Precision, Worst>>;
  readonly rivals: Readonly<Record<Precision, RivalWorst>>;
};

/** What LAPACK reports as a failure from 20, 30 or 50 on stays below this. */
export const limit = 10;

export const exceptions: readonly Exception[] = [
  {
    ratios: ["eig"],
    case: "ded.in, matrix 23",
    limit: 60,
    reason: "Balancing harms it, here and in LAPACK; with balance: false the ratio is below 1.",
  },
];

export const recordedTable = new URL("../fixtures/accuracy.json", import.meta.url);

export type Rivals = Pick<RecordedTable, "versions"> & {
  readonly ratios: Readonly<Record<string, RecordedRow["rivals"]>>;
};

/** The worst ratios of NumPy and SciPy on the same cases. */
export function rivalRatios(): Rivals {
  return JSON.parse(
    readFileSync(new URL("../fixtures/accuracy-rivals.json", import.meta.url), "utf8"),
  ) as Rivals;
}
