import { ratiosOfAnyMatrix, ratiosOfSystems } from "./accuracy-factorizations.ts";
import type { Ratios } from "./accuracy-ratios.ts";
import { eigenvalueRatio, ratiosOfSquare } from "./accuracy-spectra.ts";
import { ratiosOfDefinite, ratiosOfSymmetric } from "./accuracy-symmetric.ts";
import { times } from "./dense.ts";
import type { Dense } from "./dense.ts";
import { galleryMatrices, publishedMatrices } from "./gallery-cases.ts";
import type { GalleryCase } from "./gallery-cases.ts";
import { lapackCases } from "./lapack-cases.ts";
import type { Family, LapackCase } from "./lapack-cases.ts";
import { subjectOf } from "./test-ratios.ts";
import type { Precision } from "./test-ratios.ts";

/** The ratios of one matrix, to be found when they are asked for. */
export interface AccuracyCase {
  readonly name: string;
  readonly ratios: () => Ratios;
}

/** The kinds of matrices, which functions differ in taking. */
export const matrixKinds = ["matrices of any shape", "symmetric", "positive definite", "square"] as const;
export type MatrixKind = (typeof matrixKinds)[number];

/** The scales of float64 that float32 does not have, and what takes their place. */
const float32Norms: Readonly<Record<string, number>> = {
  "1e+140": 1e15,
  "1e-140": 1e-15,
  "1e+300": 1e30,
  "1e-300": 1e-28,
};

/** All cases of one kind of matrix in one precision: of LAPACK's generators, of the literature and of LAPACK's data. */
export function accuracyCases(kind: MatrixKind, precision: Precision): AccuracyCase[] {
  const gallery = galleryMatrices().filter(({ a }) => precision === "float64" || isInFloat32(a));
  if (kind === "matrices of any shape")
    return [
      ...generated("general", precision, ofAny),
      ...generated("elements", precision, ofAny),
      ...gallery.map(anyOfGallery),
    ];
  if (kind === "symmetric") {
    const pairs = new Map(lapackCases("pairs").cases.map(({ a }) => [a.rows, a]));
    return [
      ...generated("symmetric", precision, (a, values) =>
        ratiosOfSymmetric(subjectOf(a, precision), values, subjectOf(pairs.get(a.rows)!, precision)),
      ),
      ...gallery.flatMap(({ name, a, symmetric }) =>
        symmetric === null
          ? []
          : [{ name, ratios: () => ratiosOfSymmetric(subjectOf(a, precision), symmetric, null) }],
      ),
    ];
  }
  if (kind === "positive definite") {
    return [
      ...generated("definite", precision, (a) => ratiosOfDefinite(subjectOf(a, precision))),
      ...gallery.flatMap(({ name, a, symmetric }) =>
        isClearlyDefinite(symmetric, precision)
          ? [{ name, ratios: () => ratiosOfDefinite(subjectOf(a, precision)) }]
          : [],
      ),
    ];
  }
  return [
    ...generated("nonsymmetric", precision, ofSquare),
    ...generated("elements", precision, ofSquare, ({ rows, columns }) => rows === columns),
    ...[...gallery, ...publishedMatrices()].flatMap(({ name, a }) =>
      a.rows === a.columns ? [{ name, ratios: () => ratiosOfSquare(subjectOf(a, precision)) }] : [],
    ),
  ];

  function ofAny(a: Dense, values: ArrayLike<number>, { condition, isSparse }: LapackCase): Ratios {
    const subject = subjectOf(a, precision);
    const prescribed = condition === Infinity ? null : values;
    const ratios = ratiosOfAnyMatrix(subject, prescribed, condition);
    return a.rows === a.columns && !isSparse ? { ...ratios, ...ratiosOfSystems(subject) } : ratios;
  }

  function anyOfGallery({ name, a, singular }: GalleryCase): AccuracyCase {
    const condition = singular[0]! / singular.at(-1)!;
    const hasSolutions = a.rows === a.columns && condition < 1e100;
    return {
      name,
      ratios: () => {
        const subject = subjectOf(a, precision);
        const ratios = ratiosOfAnyMatrix(subject, singular, condition);
        return hasSolutions ? { ...ratios, ...ratiosOfSystems(subject) } : ratios;
      },
    };
  }

  function ofSquare(a: Dense, values: ArrayLike<number>, { conditionOfVectors }: LapackCase): Ratios {
    const subject = subjectOf(a, precision);
    const ratios = ratiosOfSquare(subject);
    if (conditionOfVectors === Infinity) return ratios;
    return { ...ratios, "eig values": eigenvalueRatio(subject, values, conditionOfVectors) };
  }
}

function generated(
  family: Family,
  precision: Precision,
  ratios: (a: Dense, values: ArrayLike<number>, given: LapackCase) => Ratios,
  hasShape: (a: Dense) => boolean = () => true,
): AccuracyCase[] {
  const { cases } = lapackCases(family);
  const isUsed = ({ a, condition }: LapackCase): boolean =>
    hasShape(a) &&
    (precision === "float64" ||
      (Math.max(a.rows, a.columns) < 60 && (family !== "definite" || condition <= 1e4)));
  return cases.filter(isUsed).map((given) => {
    const factor = precision === "float64" ? 1 : (float32Norms[given.norm.toExponential()] ?? 1) / given.norm;
    return {
      name: given.name,
      ratios: () =>
        ratios(
          factor === 1 ? given.a : times(given.a, factor),
          given.prescribed.map((x) => x * factor),
          given,
        ),
    };
  });
}

function isInFloat32({ data }: Dense): boolean {
  return data.every((x) => x === 0 || (Math.abs(x) > 1e-30 && Math.abs(x) < 1e30));
}

/** Whether rounding to the precision leaves a symmetric matrix positive definite. */
function isClearlyDefinite(values: readonly number[] | null, precision: Precision): boolean {
  if (values === null) return false;
  return values[0]! > values.at(-1)! * (precision === "float64" ? 1e-14 : 1e-5);
}
