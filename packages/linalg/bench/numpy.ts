/**
 * Times linear algebra of n×n matrices against NumPy on one thread: `node packages/linalg/bench/numpy.ts [name…] [n…]
 * [--table]`, for instance `numpy.ts solve qr 32 256`. PYTHON names the interpreter that has NumPy. With `--table` the
 * results also take their places in table.json.
 *
 * Both take turns. Each row reports the median of our times, the median of the ratios of neighbouring times, and the ratio
 * of the shortest times, which other work on the machine disturbs least. The BLAS that NumPy uses is printed.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { cholesky, det, eig, eigh, eigvals, eigvalsh, inv, qr, solve, svd, svdvals } from "@adjoint/linalg";
import { add, eye, matmul, mul, slice, swapAxes, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

interface Operands {
  readonly general: Tensor;
  readonly symmetric: Tensor;
  readonly definite: Tensor;
  readonly vector: Tensor;
}

const functions: Record<string, (a: Operands) => unknown> = {
  solve: ({ general, vector }) => solve(general, vector),
  "solve (n columns)": ({ general, symmetric }) => solve(general, symmetric),
  inv: ({ general }) => inv(general),
  det: ({ general }) => det(general),
  cholesky: ({ definite }) => cholesky(definite),
  qr: ({ general }) => qr(general),
  eigh: ({ symmetric }) => eigh(symmetric),
  eigvalsh: ({ symmetric }) => eigvalsh(symmetric),
  svd: ({ general }) => svd(general),
  svdvals: ({ general }) => svdvals(general),
  eig: ({ general }) => eig(general),
  eigvals: ({ general }) => eigvals(general),
};

interface Row {
  readonly function: string;
  readonly n: number;
  readonly ms: number;
  readonly toNumpy: number;
  readonly shortest: number;
}

interface Table {
  readonly rows: readonly Omit<Row, "shortest">[];
}

interface Rival {
  readonly description: { readonly numpy: string; readonly blas: readonly string[] };
  readonly time: (name: string, n: number, repeats: number) => Promise<number>;
  readonly stop: () => void;
}

async function startRival(): Promise<Rival> {
  const script = new URL("numpy-times.py", import.meta.url).pathname;
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
    description: (await answer()) as Rival["description"],
    async time(name, n, repeats) {
      child.stdin.write(`${JSON.stringify({ name, n, repeats })}\n`);
      return (await answer()) as number;
    },
    stop: () => child.stdin.end(),
  };
}

function operandsOf(n: number): Operands {
  const elements = new Float64Array(n * n).map(() => Math.random() + Math.random() + Math.random() - 1.5);
  const general = tensor(elements, { shape: [n, n] });
  const transpose = swapAxes(general, 0, 1);
  return {
    general,
    symmetric: add(general, transpose),
    definite: add(matmul(general, transpose), mul(n, eye(n))),
    vector: slice(general, 0),
  };
}

function clock(run: () => unknown, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) run();
  return (performance.now() - start) / repeats;
}

function median(times: readonly number[]): number {
  return times.toSorted((x, y) => x - y)[times.length >> 1]!;
}

async function row(rival: Rival, name: string, n: number): Promise<Row> {
  const a = operandsOf(n);
  const once = await rival.time(name, n, 3);
  const repeats = Math.max(1, Math.round(1 / once));
  const rounds = once > 50 ? 9 : once > 5 ? 31 : 101;
  const ours: number[] = [];
  const theirs: number[] = [];
  // Both compilers of V8 have to be done with what is timed.
  for (const start = performance.now(); performance.now() < start + 500;)
    clock(() => functions[name]!(a), repeats);
  for (let round = -4; round < rounds; round++) {
    const mine = clock(() => functions[name]!(a), repeats);
    const numpy = await rival.time(name, n, repeats);
    // The first rounds only warm NumPy up.
    if (round < 0) continue;
    ours.push(mine);
    theirs.push(numpy);
  }
  return {
    function: name,
    n,
    ms: Number(median(ours).toPrecision(3)),
    toNumpy: Number(median(ours.map((time, i) => time / theirs[i]!)).toFixed(2)),
    shortest: Number((Math.min(...ours) / Math.min(...theirs)).toFixed(2)),
  };
}

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const sizes = words.map(Number).filter((n) => n > 0);
const names = words.filter((word) => !(Number(word) > 0));
const rival = await startRival();
console.log(rival.description);
const rows: Row[] = [];
for (const name of names.length > 0 ? names : Object.keys(functions)) {
  for (const n of sizes.length > 0 ? sizes : [32, 128, 256, 512]) rows.push(await row(rival, name, n));
}
console.table(rows);
rival.stop();
if (process.argv.includes("--table")) {
  const file = new URL("table.json", import.meta.url);
  const earlier: Table = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { rows: [] };
  const all = new Map(
    [...earlier.rows, ...rows].map(({ function: name, n, ms, toNumpy }) => [
      `${name} ${n}`,
      { function: name, n, ms, toNumpy },
    ]),
  );
  const order = Object.keys(functions);
  const table = {
    machine: cpus()[0]!.model.trim(),
    node: process.version,
    numpy: rival.description.numpy,
    rows: [...all.values()].toSorted(
      (x, y) => order.indexOf(x.function) - order.indexOf(y.function) || x.n - y.n,
    ),
  };
  writeFileSync(file, `${JSON.stringify(table, null, 2)}\n`);
}
