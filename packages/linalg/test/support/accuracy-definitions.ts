export type Group = "systems and factorizations" | "singular values" | "eigenvalues" | "functions";

/** One test ratio: the function, what is measured, LAPACK's test of the same, and who else has been measured. */
export interface RatioDefinition {
  readonly group: Group;
  readonly function: string;
  readonly formula: string;
  /** The routine of LAPACK's test suite and the ratio from which on it reports a failure. */
  readonly lapack?: { readonly routine: string; readonly threshold: number };
  /** The name in NumPy or SciPy, and the ratio's name in the file of their ratios if it is another. */
  readonly rival: { readonly function: string; readonly ratio?: string };
}

const linear = (routine: string) => ({ routine, threshold: 30 });
const symmetric = (routine: string) => ({ routine, threshold: 50 });
const nonsymmetric = (routine: string) => ({ routine, threshold: 20 });
const numpy = (name: string, ratio?: string) => ({
  function: `numpy.linalg.${name}`,
  ...(ratio && { ratio }),
});
const scipy = (name: string) => ({ function: `scipy.linalg.${name}` });

type Row = Omit<RatioDefinition, "group">;

/** By the names that the measurements have. */
export const ratioDefinitions: Readonly<Record<string, RatioDefinition>> = {
  ...inGroup("systems and factorizations", {
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
    rcond: {
      function: "rcond",
      formula: "estimate over 1/(‖A‖ ‖A⁻¹‖), less 1, or the reverse",
      lapack: linear("dget06"),
      rival: { function: "scipy.linalg.lapack.dgecon", ratio: "rcond" },
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
  }),
  ...inGroup("singular values", {
    ...svdRows("qr", 'svd, method "qr"'),
    ...svdRows("jacobi", 'svd, method "jacobi"'),
    nullSpace: { function: "nullSpace", formula: "‖AN‖ / (max(m, n) ‖A‖ ε)", rival: scipy("null_space") },
    "nullSpace N": { function: "nullSpace", formula: "‖I − NᵀN‖ / (n ε)", rival: scipy("null_space") },
    orth: { function: "orth", formula: "‖A − QQᵀA‖ / (max(m, n) ‖A‖ ε)", rival: scipy("orth") },
    "orth Q": { function: "orth", formula: "‖I − QᵀQ‖ / (m ε)", rival: scipy("orth") },
    pinv: { function: "pinv", formula: "‖A − AXA‖ / (max(m, n) ‖A‖² ‖X‖ ε)", rival: numpy("pinv") },
    polar: { function: "polar", formula: "‖A − UP‖ / (max(m, n) ‖A‖ ε)", rival: scipy("polar") },
    "polar U": { function: "polar", formula: "‖I − UᵀU‖ / (max(m, n) ε)", rival: scipy("polar") },
  }),
  ...inGroup("eigenvalues", {
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
      formula: "max |λ − λ′| / (n max |λ| ε)",
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
  }),
  ...inGroup("functions", {
    sylvester: {
      function: "sylvester",
      formula: "‖C − AX − XB‖ / (n max(‖A‖, ‖B‖) ‖X‖ ε)",
      rival: scipy("solve_sylvester"),
    },
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
  }),
};

function inGroup(group: Group, rows: Readonly<Record<string, Row>>): Record<string, RatioDefinition> {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, { group, ...row }]));
}

function svdRows(method: "qr" | "jacobi", name: string): Record<string, Row> {
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
