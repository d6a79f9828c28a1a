export { minimize } from "./minimize.ts";
export type { MinimizeOptions, MinimizeResult } from "./minimize.ts";
export type { GradientDescentOptions } from "./gradient-descent.ts";
export type { NewtonOptions } from "./newton.ts";
export type { Point, ScalarFunction } from "./types.ts";
export { classifyCriticalPoint } from "./classify-critical-point.ts";
export type { ClassifyOptions, CriticalPoint, CriticalPointKind } from "./classify-critical-point.ts";
