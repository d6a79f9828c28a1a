export { LinAlgError } from "./linalg-error.ts";
export type { CheckOptions } from "./matrices.ts";

export { norm } from "./norm.ts";
export type { NormOptions, NormOrder } from "./norm.ts";
export { trace } from "./trace.ts";
export { det, slogdet } from "./det.ts";
export type { LogDeterminant } from "./det.ts";
export { lu } from "./lu.ts";
export type { LuFactors } from "./lu.ts";
export { inv, solve } from "./solve.ts";
export { solveTriangular } from "./solve-triangular.ts";
export type { SolveTriangularOptions } from "./solve-triangular.ts";
export { cholesky } from "./cholesky.ts";
export { eigh, eigvalsh } from "./eigh.ts";
export type { SymmetricEigen } from "./eigh.ts";
export { svd, svdvals } from "./svd.ts";
export type { SingularValueDecomposition, SvdOptions } from "./svd.ts";
