import { readFileSync } from "node:fs";
import type { Precision } from "./test-ratios.ts";

/** One test ratio: the function, what is measured, LAPACK's test of the same, and who else has been measured. */
export interface RatioDefinition {
  readonly function: string;
  readonly formula: string;
  /** The routine of LAPACK's test suite and the ratio from which on it reports a failure. */
  readonly lapack?: { readonly routine: string; readonly threshold: number };
  /** The name in NumPy or SciPy, and the ratio's name in the file of their ratios if it is another. */
  readonly rival: { readonly function: string; readonly ratio?: string };
}

/** The worst of the ratios over all cases. */
export interface RivalWorst {
  readonly cases: number;
  readonly worst: number;
  /** Cases in which there was an error, or NaN or ∞ in the result. */
  readonly failed: number;
}

export interface Worst extends RivalWorst {
  /** The name of the worst case. */
  readonly case: string;
}

/** A ratio that is above the limit all the same, and the reason. */
export interface Exception {
  readonly ratio: string;
  readonly case: string;
  /** The limit that it is held to instead; `null` where there may be no result. */
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
    ratio: "eig",
    case: "ded.in, matrix 23",
    limit: 20,
    reason: "Balancing harms it, here and in LAPACK; with balance: false the ratio is below 1.",
  },
  {
    ratio: "svd qr",
    case: "general 3 × 2, mode -5, κ = 1/ε, norm 1",
    limit: 16,
    reason:
      "The criterion by which an element beside the diagonal counts as 0, LAPACK's, allows 1e-14 of a singular value.",
  },
  ...["svd jacobi", "svd jacobi U", "svd jacobi V", "svd jacobi values"]
    .concat("polar", "polar U", "pinv", "lstsq", "lstsq consistent")
    .map((ratio) => ({
      ratio,
      case: "general 2 × 3, mode -4, κ = 1e8, norm 1",
      limit: null,
      reason: "Sweeps do not end, because a cosine stays a little above what counts as orthogonal.",
    })),
];

const linear = (routine: string) => ({ routine, threshold: 30 });
const symmetric = (routine: string) => ({ routine, threshold: 50 });
const nonsymmetric = (routine: string) => ({ routine, threshold: 20 });
const numpy = (name: string, ratio?: string) => ({
  function: `numpy.linalg.${name}`,
  ...(ratio && { ratio }),
});
const scipy = (name: string) => ({ function: `scipy.linalg.${name}` });

/** By the names that the measurements have. */
export const ratioDefinitions: Readonly<Record<string, RatioDefinition>> = {
  lu: { function: "lu", formula: "‖A − PLU‖ / (n ‖A‖ u)", lapack: linear("dget01"), rival: scipy("lu") },
  solve: {
    function: "solve",
    formula: "‖b − Ax‖ / (‖A‖ ‖x‖ u)",
    lapack: linear("dget02"),
    rival: numpy("solve"),
  },
  inv: {
    function: "inv",
    formula: "‖I − XA‖ / (n ‖A‖ ‖X‖ u)",
    lapack: linear("dget03"),
    rival: numpy("inv"),
  },
  solveTriangular: {
    function: "solveTriangular",
    formula: "‖b − Tx‖ / (‖T‖ ‖x‖ u)",
    lapack: linear("dtrt02"),
    rival: scipy("solve_triangular"),
  },
  cholesky: {
    function: "cholesky",
    formula: "‖A − LLᵀ‖ / (n ‖A‖ u)",
    lapack: linear("dpot01"),
    rival: numpy("cholesky"),
  },
  ldl: {
    function: "ldl",
    formula: "‖A − PLDLᵀPᵀ‖ / (n ‖A‖ u)",
    lapack: linear("dsyt01"),
    rival: scipy("ldl"),
  },
  qr: { function: "qr", formula: "‖A − QR‖ / (m ‖A‖ u)", lapack: linear("dqrt01"), rival: numpy("qr") },
  "qr Q": { function: "qr", formula: "‖I − QᵀQ‖ / (m u)", lapack: linear("dqrt01"), rival: numpy("qr") },
  "qr pivot": {
    function: "qr, pivoted",
    formula: "‖AP − QR‖ / (max(m, n) ‖A‖ u)",
    lapack: linear("dqpt01"),
    rival: scipy("qr"),
  },
  "qr pivot Q": {
    function: "qr, pivoted",
    formula: "‖I − QᵀQ‖ / (m u)",
    lapack: linear("dqrt11"),
    rival: scipy("qr"),
  },
  "lstsq consistent": {
    function: "lstsq, b = Ax",
    formula: "‖b − Ax‖ / (max(m, n) ‖A‖ ‖x‖ u)",
    lapack: linear("dqrt16"),
    rival: numpy("lstsq"),
  },
  lstsq: {
    function: "lstsq, any b",
    formula: "‖Aᵀ(b − Ax)‖ / (max(m, n) ‖A‖ (‖A‖ ‖x‖ + ‖b‖) u)",
    rival: numpy("lstsq"),
  },
  ...svdRows("qr", 'svd, method "qr"'),
  ...svdRows("jacobi", 'svd, method "jacobi"'),
  eigh: {
    function: "eigh",
    formula: "‖A − VΛVᵀ‖ / (n ‖A‖ ε)",
    lapack: symmetric("dsyt21"),
    rival: numpy("eigh"),
  },
  "eigh V": {
    function: "eigh",
    formula: "‖I − VᵀV‖ / (n ε)",
    lapack: symmetric("dsyt21"),
    rival: numpy("eigh"),
  },
  "eigh values": {
    function: "eigh, known eigenvalues",
    formula: "max |λ − λ*| / (n max |λ| ε)",
    rival: numpy("eigh"),
  },
  eigvalsh: {
    function: "eigvalsh, against eigh",
    formula: "max |λ − λ′| / (max |λ| ε)",
    lapack: symmetric("ddrvst"),
    rival: numpy("eigvalsh"),
  },
  "eigh pair": {
    function: "eigh(a, b), κ(B) = 10",
    formula: "‖AV − BVΛ‖ / (n ‖A‖ ‖V‖ u)",
    lapack: symmetric("dsgt01"),
    rival: scipy("eigh"),
  },
  eig: {
    function: "eig",
    formula: "‖AV − VΛ‖ / (n ‖A‖ ε)",
    lapack: nonsymmetric("ddrvev"),
    rival: numpy("eig"),
  },
  "eig V": {
    function: "eig",
    formula: "max |‖v‖₂ − 1| / (n ε)",
    lapack: nonsymmetric("ddrvev"),
    rival: numpy("eig"),
  },
  "eig unbalanced": {
    function: "eig, balance: false",
    formula: "‖AV − VΛ‖ / (n ‖A‖ ε)",
    lapack: nonsymmetric("ddrvvx"),
    rival: numpy("eig", "eig"),
  },
  "eig unbalanced V": {
    function: "eig, balance: false",
    formula: "max |‖v‖₂ − 1| / (n ε)",
    lapack: nonsymmetric("ddrvvx"),
    rival: numpy("eig", "eig V"),
  },
  "eig values": {
    function: "eig, known eigenvalues",
    formula: "max |λ − λ*| / (n κ(X) ‖A‖ ε)",
    rival: numpy("eig"),
  },
  schur: {
    function: "schur",
    formula: "‖A − QTQᵀ‖ / (n ‖A‖ ε)",
    lapack: nonsymmetric("ddrves"),
    rival: scipy("schur"),
  },
  "schur Q": {
    function: "schur",
    formula: "‖I − QᵀQ‖ / (n ε)",
    lapack: nonsymmetric("ddrves"),
    rival: scipy("schur"),
  },
  "schur complex": {
    function: "schur, complex",
    formula: "‖A − QTQᴴ‖ / (n ‖A‖ ε)",
    lapack: nonsymmetric("zdrves"),
    rival: scipy("schur"),
  },
  "schur complex Q": {
    function: "schur, complex",
    formula: "‖I − QᴴQ‖ / (n ε)",
    lapack: nonsymmetric("zdrves"),
    rival: scipy("schur"),
  },
  hessenberg: {
    function: "hessenberg",
    formula: "‖A − QHQᵀ‖ / (n ‖A‖ ε)",
    lapack: nonsymmetric("dhst01"),
    rival: scipy("hessenberg"),
  },
  "hessenberg Q": {
    function: "hessenberg",
    formula: "‖I − QᵀQ‖ / (n ε)",
    lapack: nonsymmetric("dhst01"),
    rival: scipy("hessenberg"),
  },
  polar: { function: "polar", formula: "‖A − UP‖ / (max(m, n) ‖A‖ ε)", rival: scipy("polar") },
  "polar U": { function: "polar", formula: "‖I − UᵀU‖ / (max(m, n) ε)", rival: scipy("polar") },
  pinv: { function: "pinv", formula: "‖A − AXA‖ / (max(m, n) ‖A‖² ‖X‖ ε)", rival: numpy("pinv") },
  expm: {
    function: "expm, symmetric",
    formula: "‖I − exp(A) exp(−A)‖ / (n ‖exp(A)‖ ‖exp(−A)‖ ε)",
    rival: scipy("expm"),
  },
  sqrtm: { function: "sqrtm, definite", formula: "‖A − X²‖ / (n ‖A‖ ε)", rival: scipy("sqrtm") },
  logm: {
    function: "logm, definite",
    formula: "‖A − exp(X)‖ / (n ‖A‖ max(1, ‖X‖) ε)",
    rival: scipy("logm"),
  },
};

function svdRows(method: "qr" | "jacobi", name: string): Record<string, RatioDefinition> {
  const lapack = symmetric("ddrvbd");
  return {
    [`svd ${method}`]: {
      function: name,
      formula: "‖A − USVᵀ‖ / (max(m, n) ‖A‖ ε)",
      lapack,
      rival: numpy("svd", "svd"),
    },
    [`svd ${method} U`]: {
      function: name,
      formula: "‖I − UᵀU‖ / (m ε)",
      lapack,
      rival: numpy("svd", "svd U"),
    },
    [`svd ${method} V`]: {
      function: name,
      formula: "‖I − VᵀV‖ / (n ε)",
      lapack,
      rival: numpy("svd", "svd V"),
    },
    [`svd ${method} values`]: {
      function: `${name}, known values`,
      formula: "‖s − s*‖₁ / (max(m, n) ‖s‖₂ u)",
      lapack: linear("dqrt12"),
      rival: numpy("svd", "svd values"),
    },
  };
}

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
