import { numbers } from "../data.ts";

/** Sides of the grid on which the ring is drawn. */
const gridSide = 200;

/** Its coordinates along an axis. */
export function coordinates(): readonly number[] {
  return Array.from({ length: gridSide }, (_, i) => -2 + (4 * i) / (gridSide - 1));
}

/** The arguments of tanh(x² + 1)·exp(−x). */
export function line(count: number): readonly number[] {
  return numbers(count, 6).map((value) => 4 * value);
}

/** Where the derivatives of Rosenbrock's function of 100 variables are taken, and in which direction. */
export function valley(): Readonly<Record<"x" | "v", readonly number[]>> {
  return { x: numbers(100, 7), v: numbers(100, 8) };
}

/** 1,000 rows of 100 features, labels of 0 and 1, and where the derivatives of the loss are taken. */
export function regression(): Readonly<
  Record<"features" | "labels" | "weights" | "direction", readonly number[]>
> {
  return {
    features: numbers(100_000, 9),
    labels: numbers(1000, 10).map((value) => (value > 0 ? 1 : 0)),
    weights: numbers(100, 11),
    direction: numbers(100, 12),
  };
}
