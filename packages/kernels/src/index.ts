export type { Implementation } from "./implementation.ts";
export { createMatmul, implementation, matmul } from "./matmul.ts";
export type { FloatArray, Matmul, MatmulOptions } from "./product.ts";
