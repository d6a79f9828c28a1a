export { digits } from "./digits.ts";
export type { Digits } from "./digits.ts";
export { iris } from "./iris.ts";
export type { Iris } from "./iris.ts";
