import { readFileSync } from "node:fs";
import { dense } from "./dense.ts";
import type { Dense } from "./dense.ts";

/** A matrix of the literature, with what mpmath finds of it with 50 digits and more. */
export interface GalleryCase {
  readonly name: string;
  readonly a: Dense;
  /** Descending. */
  readonly singular: readonly number[];
  /** The eigenvalues of a symmetric matrix, ascending. */
  readonly symmetric: readonly number[] | null;
  /** The eigenvalues of any other square matrix, with their condition numbers, ∞ for defective ones. */
  readonly eigenvalues: readonly Eigenvalue[];
}

export interface Eigenvalue {
  readonly re: number;
  readonly im: number;
  readonly condition: number;
}

interface GalleryRow {
  readonly name: string;
  readonly a: readonly (readonly number[])[];
  readonly singular: readonly number[];
  readonly symmetric?: readonly number[];
  readonly eigenvalues?: readonly EigenvalueRow[];
}

type EigenvalueRow = readonly [re: number, im: number, condition: number | null];

interface PublishedRow {
  readonly a: readonly (readonly number[])[];
  readonly printed: readonly (readonly [re: number, im: number, reciprocal: number])[];
  readonly eigenvalues: readonly EigenvalueRow[];
}

export function galleryMatrices(): GalleryCase[] {
  return read<GalleryRow>("gallery").map(({ name, a, singular, symmetric, eigenvalues = [] }) => ({
    name,
    a: ofRows(a),
    singular,
    symmetric: symmetric ?? null,
    eigenvalues: eigenvalues.map(eigenvalueOf),
  }));
}

/** A matrix of LAPACK's `ded.in`. */
export interface PublishedCase {
  readonly name: string;
  readonly a: Dense;
  /** By mpmath. */
  readonly eigenvalues: readonly Eigenvalue[];
  /** As they are printed there, with five digits, found in single precision. */
  readonly printed: readonly Eigenvalue[];
}

export function publishedMatrices(): PublishedCase[] {
  return read<PublishedRow>("published").map(({ a, eigenvalues, printed }, k) => ({
    name: `ded.in, matrix ${k + 1}`,
    a: ofRows(a),
    eigenvalues: eigenvalues.map(eigenvalueOf),
    printed: printed.map(([re, im, reciprocal]) => ({ re, im, condition: 1 / reciprocal })),
  }));
}

function eigenvalueOf([re, im, condition]: EigenvalueRow): Eigenvalue {
  return { re, im, condition: condition ?? Infinity };
}

function read<Row>(name: string): Row[] {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")) as Row[];
}

function ofRows(rows: readonly (readonly number[])[]): Dense {
  return dense(rows.length, rows[0]?.length ?? 0, Float64Array.from(rows.flat()));
}
