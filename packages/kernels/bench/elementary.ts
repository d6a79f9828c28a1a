/**
 * Times the elementary functions of short arrays in TypeScript and in WebAssembly, copies included:
 * `node packages/kernels/bench/elementary.ts`. It is what their threshold was chosen by.
 *
 * The two take turns within one process; each entry is the lower quartile, in ns for the whole array.
 */
import { cos, erf, exp, expm1, log, log1p, sigmoid, sin, softplus, tanh } from "../src/index.ts";
import type * as ElementaryLoop from "./elementary-loop.ts";

const functions = { erf, exp, expm1, log, log1p, sigmoid, softplus, sin, cos, tanh };
/** From the threshold on: below, both are the same. */
const sizes = [8, 12, 16, 24, 32, 48, 64, 256, 1024];

function time(call: () => void, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) call();
  return ((performance.now() - start) * 1e6) / repeats;
}

const lowerQuartile = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[times.length >> 2]!;

const rows: Record<string, Record<string, string>> = {};
for (const [name, f] of Object.entries(functions)) {
  const specifier = `./elementary-loop.ts?${name}`;
  const { loop } = (await import(specifier)) as typeof ElementaryLoop;
  f.map(new Float64Array(2000), new Float64Array(2000));
  rows[name] = {};
  for (const size of sizes) {
    const x = new Float64Array(size).map(() => 3 * Math.random() + 0.01);
    const y = new Float64Array(size);
    const repeats = Math.ceil(30_000 / size);
    const pairs = Array.from({ length: 25 }, () => [
      time(() => loop(f.at, x, y), repeats),
      time(() => f.map(x, y), repeats),
    ]);
    const [first, second] = [0, 1].map((i) => lowerQuartile(pairs.map((pair) => pair[i]!)).toFixed(0));
    rows[name][size] = `${first} / ${second}`;
  }
}
console.log("TypeScript / WebAssembly");
console.table(rows);
