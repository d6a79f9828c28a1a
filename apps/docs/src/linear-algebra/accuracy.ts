import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { repositoryRoot } from "../../scripts/root.ts";

/** The worst test ratio over so many cases, of which some had no result. */
export interface Measured {
  readonly cases: number;
  readonly worst: number;
  readonly failed: number;
}

interface Row {
  readonly group: string;
  readonly function: string;
  readonly formula: string;
  readonly lapack?: { readonly routine: string; readonly threshold: number };
  readonly rival: { readonly function: string };
  readonly worst: Readonly<Record<"float64" | "float32", Measured & { readonly case: string }>>;
  readonly rivals: Readonly<Record<"float64" | "float32", Measured>>;
}

interface Exception {
  readonly ratios: readonly string[];
  readonly case: string;
  readonly reason: string;
}

/** The table that the tests of linalg record, and hold to what they measure. */
export interface Accuracy {
  readonly matrices: number;
  readonly versions: { readonly numpy: string; readonly scipy: string };
  readonly exceptions: readonly Exception[];
  readonly rows: readonly Row[];
}

export function accuracy(): Accuracy {
  const file = resolve(repositoryRoot(), "packages/linalg/test/fixtures/accuracy.json");
  return JSON.parse(readFileSync(file, "utf8")) as Accuracy;
}
