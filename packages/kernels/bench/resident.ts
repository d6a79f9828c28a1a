/**
 * Times products in a memory against the ordinary ones, which copy, and against NumPy with one thread:
 * `node bench/resident.ts` in this package; `PYTHON` names an interpreter that has NumPy, without which its column is empty.
 *
 * The shapes are those of a layer of 784 by 128 with batches of 64 and of its gradients, and of a logistic regression.
 * Contestants take turns, and each row reports medians, so a busy machine slows all of them alike.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import {
  accelerate,
  type FloatArray,
  matmul,
  type ResidentProduct,
  residentProducts,
  residentScratchBytes,
} from "../src/index.ts";

interface Case {
  readonly name: string;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

const cases: readonly Case[] = [
  { name: "X·W: 64×784 · 784×128", m: 64, n: 128, k: 784 },
  { name: "Xᵀ·D: 784×64 · 64×128", m: 784, n: 128, k: 64, transposeA: true },
  { name: "H·V: 64×128 · 128×10", m: 64, n: 10, k: 128 },
  { name: "Hᵀ·E: 128×64 · 64×10", m: 128, n: 10, k: 64, transposeA: true },
  { name: "E·Vᵀ: 64×10 · 10×128", m: 64, n: 128, k: 10, transposeB: true },
  { name: "Xᵀ·Y: 100×1000 · 1000×100", m: 100, n: 100, k: 1000, transposeA: true },
  { name: "square: 512×512", m: 512, n: 512, k: 512 },
  { name: "square: 16×16", m: 16, n: 16, k: 16 },
  { name: "X·v: 1000×100 · 100", m: 1000, n: 1, k: 100 },
  { name: "Xᵀ·v: 100×1000 · 1000", m: 100, n: 1, k: 1000, transposeA: true },
  { name: "v·w: 10000", m: 1, n: 1, k: 10_000 },
];

const server = `
import sys, json, time
import numpy
for line in sys.stdin:
    case = json.loads(line)
    m, n, k, dtype = case["m"], case["n"], case["k"], case["dtype"]
    a = numpy.random.rand(k, m).astype(dtype).T if case.get("transposeA") else numpy.random.rand(m, k).astype(dtype)
    b = numpy.random.rand(n, k).astype(dtype).T if case.get("transposeB") else numpy.random.rand(k, n).astype(dtype)
    c = numpy.empty((m, n), dtype)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        for _ in range(case["repeats"]):
            numpy.matmul(a, b, out=c)
        times.append((time.perf_counter() - start) / case["repeats"] * 1e6)
    print(min(times), flush=True)
`;

/** Asks NumPy for the microseconds of a product. */
class NumPy {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor() {
    const one = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
    const stdio = ["pipe", "pipe", "ignore"] as const;
    this.#process = spawn(process.env["PYTHON"] ?? "python3", ["-c", server], {
      env: { ...process.env, ...one },
      stdio: [...stdio],
    });
    this.#process.on("error", () => {});
    this.#process.stdin?.on("error", () => {});
    this.#lines = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  async time(question: object): Promise<number> {
    this.#process.stdin?.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#lines.next();
    return done === true ? NaN : Number(value);
  }

  end(): void {
    this.#process.stdin?.end();
  }
}

function median(times: readonly number[]): number {
  return times.toSorted((x, y) => x - y)[times.length >> 1]!;
}

const memory = new WebAssembly.Memory({ initial: 512 });
const numpy = new NumPy();

async function row(dtype: ResidentProduct["dtype"], each: Case): Promise<object> {
  const { name, m, n, k, transposeA = false, transposeB = false } = each;
  const size = dtype === "float64" ? 8 : 4;
  const kind = dtype === "float64" ? Float64Array : Float32Array;
  const line = (bytes: number): number => 64 * Math.ceil(bytes / 64);
  const b = line(m * k * size);
  const c = b + line(k * n * size);
  const scratch = c + line(m * n * size);
  const end = scratch + residentScratchBytes({ dtype, m, n, k });
  if (end > memory.buffer.byteLength) throw new Error(`${name} needs ${end} bytes`);
  const data: FloatArray = new kind(memory.buffer);
  for (let i = 0; i < c / size; i++) data[i] = Math.random() - 0.5;
  const left: FloatArray = data.slice(0, m * k);
  const right: FloatArray = data.slice(b / size, b / size + k * n);
  const result: FloatArray = new kind(m * n);
  const strides = {
    aRow: transposeA ? 1 : k,
    aColumn: transposeA ? m : 1,
    bRow: transposeB ? 1 : n,
    bColumn: transposeB ? k : 1,
  };
  const resident = residentProducts(memory)!.prepare({
    dtype,
    m,
    n,
    k,
    a: 0,
    b,
    c,
    cRow: n,
    ...strides,
    scratch,
  });
  const ordinary = (): void => matmul(left, right, result, { m, n, k, transposeA, transposeB });
  resident();
  ordinary();
  const isSame = result.every((x, i) => Object.is(x, data[c / size + i]));
  if (!isSame) throw new Error(`${name} has other bits than matmul`);
  const repeats = Math.max(1, Math.round(2e6 / (m * n * k)));
  const question = { ...each, dtype, repeats: Math.max(1, repeats >> 2) };
  const plain = await race({ resident, matmul: ordinary }, question, repeats);
  const { wideLanes, release } = accelerate({ wideLanes: true });
  const wide = wideLanes ? await race({ resident }, question, repeats) : undefined;
  release();
  const ours = plain["resident"]!;
  const rate = (2 * m * n * k) / 1000;
  const over = (x: number | undefined, y: number | undefined): string =>
    x === undefined || y === undefined || Number.isNaN(x / y) ? "" : (x / y).toFixed(2);
  return {
    type: dtype,
    product: name,
    µs: ours.toFixed(2),
    "GFLOP/s": (rate / ours).toFixed(1),
    "GB/s": (((m * k + k * n + m * n) * size) / ours / 1000).toFixed(1),
    "wide GFLOP/s": over(rate, wide?.["resident"]),
    "matmul / ours": over(plain["matmul"], ours),
    "ours / NumPy": over(ours, plain["numpy"]),
    "wide / NumPy": over(wide?.["resident"], wide?.["numpy"]),
  };
}

/** Median microseconds of contestants and of NumPy, by turns; the first rounds only warm the code up. */
async function race(
  contestants: Readonly<Record<string, () => void>>,
  question: object,
  repeats: number,
): Promise<Readonly<Record<string, number>>> {
  const times: Record<string, number[]> = {};
  for (let round = -5; round < 15; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = performance.now();
      for (let i = 0; i < repeats; i++) run();
      const time = ((performance.now() - start) / repeats) * 1000;
      if (round >= 0) (times[name] ??= []).push(time);
    }
    if (round >= 0) (times["numpy"] ??= []).push(await numpy.time(question));
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)]));
}

console.log(`Products in a memory, Node ${process.version}`);
const rows: object[] = [];
for (const dtype of ["float64", "float32"] as const) {
  for (const each of cases) rows.push(await row(dtype, each));
}
numpy.end();
console.table(rows);
