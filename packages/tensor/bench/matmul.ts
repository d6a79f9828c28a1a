/**
 * Times `matmul` of two n×n tensors, copies included, against NumPy on one thread:
 * `node packages/tensor/bench/matmul.ts [wide] [n…]`; PYTHON names the interpreter that has NumPy.
 *
 * The two take turns, and each row reports medians, of the times and of the ratios of neighbouring times: a busy
 * machine slows both alike. The BLAS that NumPy uses is printed; the stated goals are ratios to OpenBLAS.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { accelerate, implementation } from "@adjoint/kernels";
import { matmul, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

type Kind = "float64" | "float32";

/** A NumPy process that answers one line for each line. */
interface Rival {
  readonly description: string;
  readonly time: (dtype: Kind, n: number, repeats: number) => Promise<number>;
  readonly stop: () => void;
}

async function startRival(): Promise<Rival> {
  const script = new URL("numpy-matmul.py", import.meta.url).pathname;
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  const child: ChildProcessWithoutNullStreams = spawn(process.env["PYTHON"] ?? "/usr/bin/python3", [script], {
    env,
  });
  child.stderr.pipe(process.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the NumPy process ended");
    return JSON.parse(value);
  };
  return {
    description: JSON.stringify(await answer()),
    async time(dtype, n, repeats) {
      child.stdin.write(`${JSON.stringify({ dtype, n, repeats })}\n`);
      return (await answer()) as number;
    },
    stop: () => child.stdin.end(),
  };
}

function median(times: readonly number[]): number {
  return times.toSorted((x, y) => x - y)[times.length >> 1]!;
}

function random(dtype: Kind, n: number): Tensor {
  const kind = dtype === "float64" ? Float64Array : Float32Array;
  return tensor(
    new kind(n * n).map(() => Math.random() - 0.5),
    { shape: [n, n] },
  );
}

async function row(rival: Rival, dtype: Kind, n: number): Promise<object> {
  const a = random(dtype, n);
  const b = random(dtype, n);
  const repeats = Math.max(1, Math.min(20_000, Math.round(3e7 / n ** 3)));
  const rounds = Math.max(9, Math.min(31, Math.round(3e9 / (repeats * n ** 3))));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = -3; round < rounds; round++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) matmul(a, b);
    const mine = (performance.now() - start) / repeats;
    const numpy = await rival.time(dtype, n, repeats);
    // The first rounds only warm both up.
    if (round < 0) continue;
    ours.push(mine);
    theirs.push(numpy);
  }
  const [mine, numpy] = [median(ours), median(theirs)];
  return {
    dtype,
    n,
    "ours µs": Number((mine * 1000).toPrecision(3)),
    "NumPy µs": Number((numpy * 1000).toPrecision(3)),
    "ours / NumPy": Number(median(ours.map((time, i) => time / theirs[i]!)).toFixed(2)),
    "GFLOP/s": Number(((2 * n ** 3) / mine / 1e6).toFixed(1)),
    "NumPy GFLOP/s": Number(((2 * n ** 3) / numpy / 1e6).toFixed(1)),
  };
}

const words = process.argv.slice(2);
const sizes = words.filter((word) => word !== "wide").map(Number);
if (words.includes("wide")) console.log(accelerate({ wideLanes: true }));
const rival = await startRival();
console.log(`Node ${process.version}, ${implementation()}; ${rival.description}`);
const rows: object[] = [];
for (const dtype of ["float64", "float32"] as const) {
  for (const n of sizes.length > 0 ? sizes : [4, 8, 16, 32, 64, 128, 256, 512, 1024])
    rows.push(await row(rival, dtype, n));
}
rival.stop();
console.table(rows);
