export { sumOfSquares } from "./sum-of-squares.ts";
