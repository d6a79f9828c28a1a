import { eig, eigh, eigvals, eigvalsh, svd, svdvals } from "@adjoint/linalg";
import { imag, real, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import type { Dense } from "./support/dense.ts";
import { galleryMatrices, publishedMatrices } from "./support/gallery-cases.ts";
import type { Eigenvalue } from "./support/gallery-cases.ts";

const gallery = galleryMatrices();
const inputOf = ({ rows, columns, data }: Dense): Tensor => tensor(data, { shape: [rows, columns] });

const frobenius = ({ data }: Dense): number => {
  const largest = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return largest === 0 ? 0 : largest * Math.sqrt(data.reduce((sum, x) => sum + (x / largest) ** 2, 0));
};

/** The distance of each eigenvalue to the nearest that is left of those found. */
function distances(expected: readonly Eigenvalue[], found: Tensor): number[] {
  const [x, y] = [real(found).data, imag(found).data];
  const left = new Set(x.keys());
  return expected.map(({ re, im }) => {
    const gap = (k: number): number => Math.hypot(x[k]! - re, y[k]! - im);
    const nearest = [...left].reduce((best, k) => (gap(k) < gap(best) ? k : best));
    left.delete(nearest);
    return gap(nearest);
  });
}

describe("singular values agree with mpmath to a few ε times the largest", () => {
  test.each(gallery)("$name", ({ a, singular }) => {
    const absolute = 2 * Math.max(a.rows, a.columns) * Number.EPSILON * singular[0]!;
    for (const method of ["qr", "jacobi"] as const) {
      expectClose(svdvals(inputOf(a), { method }), singular, { relative: 0, absolute });
      expectClose(svd(inputOf(a), { method }).s, singular, { relative: 0, absolute });
    }
  });
});

describe("one-sided Jacobi gives singular values of graded matrices all of their digits", () => {
  const names = [
    "graded columns",
    "graded rows",
    "graded by rows and columns",
    "graded from 1e-20 to 1e20",
    "Läuchli, 5 × 4",
  ];
  test.each(gallery.filter(({ name }) => names.includes(name)))("$name", ({ a, singular }) => {
    expectClose(svdvals(inputOf(a), { method: "jacobi" }), singular, { relative: 1e-14 });
  });
});

describe("eigenvalues of symmetric matrices agree with mpmath to a few ε times the largest", () => {
  test.each(gallery.filter(({ symmetric }) => symmetric !== null))("$name", ({ a, symmetric }) => {
    const largest = Math.max(...symmetric!.map(Math.abs));
    const absolute = 2 * a.rows * Number.EPSILON * largest;
    expectClose(eigh(inputOf(a)).values, symmetric!, { relative: 0, absolute });
    expectClose(eigvalsh(inputOf(a)), symmetric!, { relative: 0, absolute });
  });
});

/** How far eigenvalues of a matrix may move: the condition times the rounding, or, where nearly defective, a root of it. */
function allowance(a: Dense, eigenvalues: readonly Eigenvalue[], unit: number): number[] {
  const rounding = 4 * a.rows * unit * frobenius(a);
  const largest = Math.max(...eigenvalues.map(({ re, im }) => Math.hypot(re, im))) || 1;
  const root = 4 * largest * (rounding / largest) ** (1 / a.rows);
  return eigenvalues.map(({ condition }) => Math.min(rounding * condition, root));
}

describe("eigenvalues of other matrices agree with mpmath to what their conditions allow", () => {
  const others = gallery.filter(({ eigenvalues }) => eigenvalues.length > 0);
  test.each([...others, ...publishedMatrices()])("$name", ({ a, eigenvalues }) => {
    const allowed = allowance(a, eigenvalues, Number.EPSILON);
    for (const found of [eigvals(inputOf(a)), eig(inputOf(a), { balance: false }).values]) {
      distances(eigenvalues, found).forEach((distance, k) => {
        expect(distance, `eigenvalue ${k}`).toBeLessThanOrEqual(allowed[k]!);
      });
    }
  });
});

describe("eigenvalues are those that LAPACK's data for dgeevx print, found in single precision", () => {
  test.each(publishedMatrices())("$name", ({ a, printed }) => {
    const allowed = allowance(a, printed, 2 ** -24);
    distances(printed, eigvals(inputOf(a))).forEach((distance, k) => {
      const { re, im } = printed[k]!;
      expect(distance, `eigenvalue ${k}`).toBeLessThanOrEqual(allowed[k]! + 1e-4 * Math.hypot(re, im));
    });
  });
});
