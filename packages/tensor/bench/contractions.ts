/**
 * Times `einsum` and `convolve` against NumPy, SciPy and PyTorch on one thread: `node packages/tensor/bench/contractions.ts`;
 * PYTHON names the interpreter that has them.
 *
 * The two take turns, and each row reports medians, of the times and of the ratios of neighbouring times: a busy
 * machine slows both alike.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { convolve, einsum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

function normal(...shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float64Array.from({ length: size }, () => Math.random() - 0.5),
    { shape },
  );
}

const [small, square, heads] = [normal(2, 2), normal(256, 256), normal(4, 8, 64, 32)];
const [line, plane] = [normal(100_000), normal(512, 512)];
const [five, thousand, patch] = [normal(5), normal(1000), normal(5, 5)];
const [few, fewKernels] = [normal(8, 3, 64, 64), normal(16, 3, 3, 3)];
const [many, manyKernels] = [normal(8, 16, 32, 32), normal(32, 16, 3, 3)];
const layer = { mode: "valid", channels: true } as const;

const cases: Readonly<Record<string, () => Tensor>> = {
  "einsum 2x2": () => einsum("ij,jk->ik", small, small),
  "einsum 256": () => einsum("ij,kj->ik", square, square),
  "einsum attention": () => einsum("bhqd,bhkd->bhqk", heads, heads),
  "convolve 1e5 * 5": () => convolve(line, five, { mode: "same" }),
  "convolve 1e5 * 1000": () => convolve(line, thousand, { mode: "same" }),
  "convolve 512x512 * 5x5": () => convolve(plane, patch, { mode: "same" }),
  "convolve 3 to 16 channels": () => convolve(few, fewKernels, layer),
  "convolve 16 to 32 channels": () => convolve(many, manyKernels, layer),
};

const script = new URL("numpy-contractions.py", import.meta.url).pathname;
const rival = spawn(process.env["PYTHON"] ?? "/usr/bin/python3", [script], {
  env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
});
rival.stderr.pipe(process.stderr);
const answers = createInterface({ input: rival.stdout })[Symbol.asyncIterator]();

async function rivalTime(name: string): Promise<number> {
  rival.stdin.write(`${name}\n`);
  return Number((await answers.next()).value);
}

function ownTime(call: () => Tensor): number {
  const start = performance.now();
  let repeats = 0;
  do {
    call();
    repeats++;
  } while (performance.now() - start < 50);
  return (performance.now() - start) / repeats;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

console.log("case                          ours ms    theirs ms   ratio");
for (const [name, call] of Object.entries(cases)) {
  ownTime(call);
  const pairs: (readonly [ours: number, theirs: number])[] = [];
  for (let round = 0; round < 7; round++) pairs.push([ownTime(call), await rivalTime(name)]);
  const [ours, theirs] = [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
  const ratio = median(pairs.map(([a, b]) => a / b));
  console.log(
    `${name.padEnd(28)} ${ours.toFixed(4).padStart(10)} ${theirs.toFixed(4).padStart(10)} ${ratio.toFixed(2).padStart(8)}`,
  );
}
rival.stdin.end();
