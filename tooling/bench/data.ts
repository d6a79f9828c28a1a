/** Numbers between −½ and ½ that every language makes alike: no generator of random ones is the same everywhere. */
export function numbers(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => ((i * 7919 + seed * 104729) % 1009) / 1009 - 0.5);
}

/** The vector that the small functions are called with. */
export const vector: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) => i / 10);

/** A classifier of handwritten digits: 784–128–10, a batch of 64. */
export const layers: Readonly<Record<"batch" | "inputs" | "hidden" | "outputs", number>> = {
  batch: 64,
  inputs: 784,
  hidden: 128,
  outputs: 10,
};

/** Its images, weights and one-hot labels, flat. */
export function network(): Readonly<Record<"x" | "w1" | "b1" | "w2" | "b2" | "labels", readonly number[]>> {
  const { batch, inputs, hidden, outputs } = layers;
  return {
    x: numbers(batch * inputs, 1),
    w1: numbers(inputs * hidden, 2).map((value) => value / 14),
    b1: numbers(hidden, 3),
    w2: numbers(hidden * outputs, 4).map((value) => value / 6),
    b2: numbers(outputs, 5),
    labels: Array.from({ length: batch * outputs }, (_, i) =>
      i % outputs === Math.floor(i / outputs) % outputs ? 1 : 0,
    ),
  };
}
