import { readFileSync } from "node:fs";
import { withEigenvalues, withRandomElements, withSpectrumOf } from "./lapack-generators.ts";
import type { Generated, SpectralCase } from "./lapack-generators.ts";
import type { Seed } from "./lapack-random.ts";

/**
 * The families of matrices: by `dlatms`, of given singular values or eigenvalues, by `dlatme` of given eigenvalues, and by
 * `dlatmr` of random elements; `pairs` are the B of pairs.
 */
export type Family = SpectralCase["kind"] | "pairs" | "nonsymmetric" | "elements";

/** A matrix of LAPACK's generators by its name. */
export interface LapackCase extends Generated {
  readonly name: string;
  /** ∞ where it is not known. */
  readonly condition: number;
  readonly norm: number;
  /** Whether elements are 0 by chance, so that the matrix may be singular. */
  readonly isSparse: boolean;
  /** The condition of the eigenvectors where the eigenvalues are real and known, else ∞. */
  readonly conditionOfVectors: number;
  /** Σ wᵢⱼ aᵢⱼ over the norm, by Fortran. */
  readonly checksum: number;
}

type Row = readonly number[];
type Fixture = Readonly<Record<Family, { readonly end: Seed; readonly cases: readonly Row[] }>>;

const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/lapack.json", import.meta.url), "utf8"),
) as Fixture;

interface LapackCases {
  readonly cases: readonly LapackCase[];
  /** The seed after the last of them, and what Fortran has written down for it. */
  readonly seed: Seed;
  readonly end: Seed;
}

const made = new Map<Family, LapackCases>();

/** All cases of a family. */
export function lapackCases(family: Family): LapackCases {
  const known = made.get(family);
  if (known) return known;
  const seed: Seed = [1988, 1989, 1990, 1991];
  const make = makerOf(family);
  const cases = fixture[family].cases.map((row) => make(row, seed));
  const result = { cases, seed, end: fixture[family].end };
  made.set(family, result);
  return result;
}

function makerOf(family: Family): (row: Row, seed: Seed) => LapackCase {
  if (family === "nonsymmetric") return nonsymmetric;
  if (family === "elements") return ofElements;
  return ofSpectrum(family === "pairs" ? "definite" : family);
}

function ofSpectrum(kind: SpectralCase["kind"]): (row: Row, seed: Seed) => LapackCase {
  return ([rows, columns, mode, condition, norm, checksum], seed) => {
    const wanted = { rows: rows!, columns: columns!, mode: mode!, condition: condition!, norm: norm!, kind };
    const name = `${kind} ${rows} × ${columns}, mode ${mode}, κ = ${short(condition!)}, norm ${short(norm!)}`;
    return {
      ...withSpectrumOf(wanted, seed),
      ...wanted,
      name,
      conditionOfVectors: Infinity,
      isSparse: false,
      checksum: checksum!,
    };
  };
}

function nonsymmetric(
  [n, mode, condition, filled, conditionOfVectors, largest, checksum]: Row,
  seed: Seed,
): LapackCase {
  const wanted = {
    n: n!,
    mode: mode!,
    condition: condition!,
    filled: filled === 1,
    conditionOfVectors: conditionOfVectors!,
    largest: largest!,
  };
  const kind = wanted.filled ? "nonsymmetric" : "diagonalizable";
  return {
    ...withEigenvalues(wanted, seed),
    ...wanted,
    norm: Math.abs(largest!),
    isSparse: false,
    conditionOfVectors: wanted.filled || Math.abs(mode!) === 5 ? Infinity : conditionOfVectors!,
    name: `${kind} ${n} × ${n}, mode ${mode}, κ(λ) = ${short(condition!)}, κ(X) = ${short(conditionOfVectors!)}, largest element ${largest === -1 ? "any" : short(largest!)}`,
    checksum: checksum!,
  };
}

function ofElements(
  [rows, columns, graded, condition, zeros, largest, checksum]: Row,
  seed: Seed,
): LapackCase {
  const wanted = {
    rows: rows!,
    columns: columns!,
    grading: graded === 1 ? condition! : null,
    zeros: zeros!,
    largest: largest!,
  };
  const grading = graded === 1 ? `, graded by ${short(condition!)}` : "";
  const sparse = zeros === 0 ? "" : ", half of them 0";
  return {
    ...withRandomElements(wanted, seed),
    name: `random elements, ${rows} × ${columns}${grading}${sparse}, to ${short(largest!)}`,
    condition: Infinity,
    conditionOfVectors: Infinity,
    norm: largest!,
    isSparse: zeros !== 0,
    checksum: checksum!,
  };
}

function short(x: number): string {
  if (x === 2 ** 52) return "1/ε";
  if (x === 2 ** 26) return "1/√ε";
  return x >= 1e4 || (x > 0 && x < 1e-3) ? x.toExponential().replace("e+", "e") : String(x);
}
