/**
 * Times `eigh`, `eigvalsh`, `svd` and `svdvals` of n×n matrices against NumPy on one thread:
 * `node packages/linalg/bench/spectra.ts [n…]`; PYTHON names the interpreter that has NumPy, and ML_MATRIX, if given, the
 * entry file of ml-matrix, which then takes part in `eigh` and `svd`.
 *
 * All take turns, and each row reports medians, of our time and of the ratios of neighbouring times: a busy machine slows all
 * alike. The BLAS that NumPy uses is printed.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { eigh, eigvalsh, svd, svdvals } from "@adjoint/linalg";
import { add, swapAxes, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

const functions: Record<string, (a: Tensor) => unknown> = { eigh, eigvalsh, svd, svdvals };

interface Rival {
  readonly description: string;
  readonly time: (name: string, n: number, repeats: number) => Promise<number>;
  readonly stop: () => void;
}

async function startRival(): Promise<Rival> {
  const script = new URL("numpy-spectra.py", import.meta.url).pathname;
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  const child = spawn(process.env["PYTHON"] ?? "/usr/bin/python3", [script], { env });
  child.stderr.pipe(process.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the NumPy process ended");
    return JSON.parse(value);
  };
  return {
    description: JSON.stringify(await answer()),
    async time(name, n, repeats) {
      child.stdin.write(`${JSON.stringify({ name, n, repeats })}\n`);
      return (await answer()) as number;
    },
    stop: () => child.stdin.end(),
  };
}

interface MlMatrix {
  readonly Matrix: new (rows: number[][]) => unknown;
  readonly EigenvalueDecomposition: new (a: unknown, options: object) => unknown;
  readonly SingularValueDecomposition: new (a: unknown) => unknown;
}

async function peerFor(name: string, a: Tensor): Promise<(() => unknown) | null> {
  const entry = process.env["ML_MATRIX"];
  if (entry === undefined || !["eigh", "svd"].includes(name)) return null;
  const ml = (await import(entry)) as MlMatrix;
  const matrix = new ml.Matrix(a.toArray() as number[][]);
  return name === "svd"
    ? () => new ml.SingularValueDecomposition(matrix)
    : () => new ml.EigenvalueDecomposition(matrix, { assumeSymmetric: true });
}

function clock(run: () => unknown, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) run();
  return (performance.now() - start) / repeats;
}

function median(times: readonly number[]): number {
  return times.toSorted((x, y) => x - y)[times.length >> 1]!;
}

async function row(rival: Rival, name: string, n: number): Promise<object> {
  const half = tensor(
    new Float64Array(n * n).map(() => Math.random() - 0.5),
    { shape: [n, n] },
  );
  const a = add(half, swapAxes(half, 0, 1));
  const peer = await peerFor(name, a);
  const repeats = Math.max(1, Math.round(3e5 / n ** 3));
  const ours: number[] = [];
  const toNumpy: number[] = [];
  const toPeer: number[] = [];
  const rounds = n > 200 ? 9 : 21;
  for (let round = -3; round < rounds; round++) {
    const mine = clock(() => functions[name]!(a), repeats);
    const numpy = await rival.time(name, n, repeats);
    const other = peer && clock(peer, repeats);
    // The first rounds only warm all of them up.
    if (round < 0) continue;
    ours.push(mine);
    toNumpy.push(mine / numpy);
    if (other !== null) toPeer.push(mine / other);
  }
  return {
    name,
    n,
    "ours ms": Number(median(ours).toPrecision(3)),
    "ours / NumPy": Number(median(toNumpy).toFixed(2)),
    ...(toPeer.length > 0 ? { "ours / ml-matrix": Number(median(toPeer).toFixed(2)) } : {}),
  };
}

const sizes = process.argv.slice(2).map(Number);
const rival = await startRival();
console.log(rival.description);
const rows: object[] = [];
for (const name of Object.keys(functions)) {
  for (const n of sizes.length > 0 ? sizes : [32, 128, 256]) rows.push(await row(rival, name, n));
}
console.table(rows);
rival.stop();
