/**
 * Times large products on one thread and on two, alternating in one process: `node packages/kernels/bench/threads.ts`.
 *
 * On cores that others use there is nothing to gain; the load average is printed with the result.
 */
import { loadavg } from "node:os";
import { acceleratedKernel } from "../src/accelerated-kernel.ts";
import { choiceOf } from "../src/kernel-choice.ts";
import { parallelProduct } from "../src/parallel-product.ts";
import { product } from "../src/product.ts";
import { sharedKernel } from "../src/shared-kernel.ts";
import { startTeam } from "../src/team.ts";
import { wasmKernel } from "../src/wasm-kernel.ts";
import { wideKernel } from "../src/wide-lanes.ts";

function median(times: readonly number[]): number {
  return times.toSorted((x, y) => x - y)[times.length >> 1]!;
}

function timed(run: () => void, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) run();
  return (performance.now() - start) / repeats;
}

const wide = process.argv.includes("wide");
const ordinary = wasmKernel("relaxed-simd")!;
const single = wide ? wideKernel(ordinary, acceleratedKernel) : ordinary;
const shared = wide ? wideKernel(ordinary, sharedKernel) : sharedKernel();
if (typeof single === "string" || typeof shared === "string") throw new Error("no wide lanes here");
const team = startTeam(shared, 2);
if (typeof team === "string") throw new Error(team);
team.ready();
const alone = choiceOf("relaxed-simd", single);

console.log(
  `Node ${process.version}, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(" ")}`,
);
const rows: object[] = [];
for (const kind of [Float64Array, Float32Array]) {
  for (const n of [128, 192, 256, 384, 512, 1024]) {
    const [a, b, c] = [new kind(n * n).fill(1), new kind(n * n).fill(1), new kind(n * n)];
    const work = product(a, b, c, { m: n, n, k: n });
    const repeats = Math.ceil(5e7 / n ** 3);
    const [one, two]: [number[], number[]] = [[], []];
    for (let round = -3; round < 15; round++) {
      const times = [
        timed(() => alone.run(work), repeats),
        timed(() => parallelProduct(shared, team, work), repeats),
      ];
      if (round < 0) continue;
      one.push(times[0]!);
      two.push(times[1]!);
    }
    rows.push({
      type: kind.name,
      n,
      "one ms": Number(median(one).toPrecision(3)),
      "two ms": Number(median(two).toPrecision(3)),
      "one / two": Number(median(one.map((time, i) => time / two[i]!)).toFixed(2)),
      "best one / best two": Number((Math.min(...one) / Math.min(...two)).toFixed(2)),
    });
  }
}
console.table(rows);
