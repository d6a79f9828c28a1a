/** Functions that one looks for together. */
export interface FunctionGroup {
  readonly label: string;
  readonly names: readonly string[];
}

/** Every function of @adjoint/linalg, by what it is for. */
export const functionGroups: readonly FunctionGroup[] = [
  {
    label: "Solving",
    names: ["solve", "solveTriangular", "inv", "lstsq", "pinv", "sylvester", "rcond", "cond"],
  },
  {
    label: "Factoring",
    names: ["lu", "cholesky", "ldl", "qr", "polar", "householder", "applyHouseholder", "givens"],
  },
  {
    label: "Spectra",
    names: ["eigh", "eigvalsh", "eig", "eigvals", "svd", "svdvals", "schur", "hessenberg"],
  },
  { label: "Functions of matrices", names: ["expm", "logm", "sqrtm", "funm", "matrixPower", "kron"] },
  { label: "Rank and subspaces", names: ["matrixRank", "nullSpace", "orth", "lowRank", "effectiveRank"] },
  { label: "Numbers of a matrix", names: ["norm", "spectralNorm", "trace", "det", "slogdet"] },
  { label: "Samples", names: ["covariance", "pca", "marchenkoPasturEdge"] },
  {
    label: "Products alone",
    names: ["cg", "minres", "gmres", "lanczos", "lobpcg", "powerIteration", "randomizedSvd", "expmMultiply"],
  },
];

/** The last part of the address of a function's page. */
export function functionSlug(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
