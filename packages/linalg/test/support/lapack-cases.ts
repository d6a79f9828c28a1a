import { readFileSync } from "node:fs";
import { withEigenvalues, withSpectrumOf } from "./lapack-generators.ts";
import type { Generated, SpectralCase } from "./lapack-generators.ts";
import type { Seed } from "./lapack-random.ts";

/** The families of matrices: by `dlatms`, of given singular values or eigenvalues, and by `dlatme`; `pairs` are the B of pairs. */
export type Family = SpectralCase["kind"] | "pairs" | "nonsymmetric";

/** A matrix of LAPACK's generators by its name. */
export interface LapackCase extends Generated {
  readonly name: string;
  readonly mode: number;
  readonly condition: number;
  readonly norm: number;
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

/** All cases of a family, and the seed after the last, which Fortran has written down as `end`. */
export function lapackCases(family: Family): { cases: LapackCase[]; seed: Seed; end: Seed } {
  const seed: Seed = [1988, 1989, 1990, 1991];
  const kind = family === "pairs" ? "definite" : family;
  const make = kind === "nonsymmetric" ? nonsymmetric : ofSpectrum(kind);
  return { cases: fixture[family].cases.map((row) => make(row, seed)), seed, end: fixture[family].end };
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
    conditionOfVectors: wanted.filled || Math.abs(mode!) === 5 ? Infinity : conditionOfVectors!,
    name: `${kind} ${n} × ${n}, mode ${mode}, κ(λ) = ${short(condition!)}, κ(X) = ${short(conditionOfVectors!)}, largest element ${largest === -1 ? "any" : short(largest!)}`,
    checksum: checksum!,
  };
}

function short(x: number): string {
  if (x === 2 ** 52) return "1/ε";
  if (x === 2 ** 26) return "1/√ε";
  return x >= 1e4 || (x > 0 && x < 1e-3) ? x.toExponential().replace("e+", "e") : String(x);
}
