/**
 * Times square products against plain TypeScript loops and ml-matrix: `pnpm --filter @adjoint/kernels run bench`.
 *
 * Contestants take turns within one process and each row reports medians, so a busy machine slows all of them alike.
 * `plain` is the fastest of the loops in plain-loops.ts and of our own TypeScript twin.
 */
import { Matrix } from "ml-matrix";
import { createMatmul, type FloatArray, implementation, matmul } from "../src/index.ts";
import type * as PlainLoops from "./plain-loops.ts";

type Kind = Float64ArrayConstructor | Float32ArrayConstructor;

const ours: PlainLoops.Loop = (a, b, c, n) => matmul(a, b, c, { m: n, n, k: n });

/** A copy of the loops for one element type: V8 compiles better code for a loop that has seen only one. */
async function plainLoops(kind: Kind): Promise<Readonly<Record<string, PlainLoops.Loop>>> {
  const specifier = `./plain-loops.ts?${kind.name}`;
  const { rowLoop, bandedLoop, dotLoop } = (await import(specifier)) as typeof PlainLoops;
  const twin = createMatmul("typescript")!;
  return { rowLoop, bandedLoop, dotLoop, twin: (a, b, c, n) => twin(a, b, c, { m: n, n, k: n }) };
}

function median(times: readonly number[]): number {
  return times.toSorted((x, y) => x - y)[times.length >> 1]!;
}

function race(contestants: Readonly<Record<string, () => void>>, work: number): Map<string, number> {
  const repeats = Math.max(1, Math.round(2e6 / work));
  const rounds = Math.max(5, Math.min(25, Math.round(2e9 / work)));
  const times = new Map<string, number[]>();
  for (let round = -2; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = performance.now();
      for (let i = 0; i < repeats; i++) run();
      const time = (performance.now() - start) / repeats;
      // The first two rounds only warm the code up.
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), time]);
    }
  }
  return new Map([...times].map(([name, each]) => [name, median(each)]));
}

function check(name: string, expected: ArrayLike<number>, got: ArrayLike<number>, n: number): void {
  const tolerance = n * (expected instanceof Float64Array ? 2 ** -52 : 2 ** -23);
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(got[i]! - expected[i]!) <= tolerance)) throw new Error(`${name} is wrong at ${i}`);
  }
}

async function row(kind: Kind, n: number): Promise<object> {
  const plain = await plainLoops(kind);
  const random = (): FloatArray => new kind(n * n).map(() => Math.random() - 0.5);
  const a = random();
  const b = random();
  const expected = new kind(n * n);
  plain["rowLoop"]!(a, b, expected, n);
  const loops = Object.entries({ ours, ...plain }).map(([name, loop]) => {
    const c = new kind(n * n);
    loop(a, b, c, n);
    check(name, expected, c, n);
    return [name, () => loop(a, b, c, n)] as const;
  });
  const contestants: Record<string, () => void> = Object.fromEntries(loops);
  if (kind === Float64Array) {
    const left = Matrix.from1DArray(n, n, Array.from(a));
    const right = Matrix.from1DArray(n, n, Array.from(b));
    check("ml-matrix", expected, left.mmul(right).to1DArray(), n);
    contestants["ml-matrix"] = () => void left.mmul(right);
  }
  const times = race(contestants, n ** 3);
  const mine = times.get("ours")!;
  const [name, fastest] = Object.keys(plain)
    .map((each) => [each, times.get(each)!] as const)
    .toSorted(([, x], [, y]) => x - y)[0]!;
  const rival = times.get("ml-matrix");
  const ratio = (time: number): string => (time / mine).toFixed(1);
  return {
    type: kind === Float64Array ? "float64" : "float32",
    n,
    "ours ms": Number(mine.toPrecision(3)),
    "GFLOP/s": Number(((2 * n ** 3) / mine / 1e6).toFixed(1)),
    "plain ms": Number(fastest.toPrecision(3)),
    "fastest plain": name,
    "plain / ours": ratio(fastest),
    "ml-matrix ms": rival === undefined ? "" : Number(rival.toPrecision(3)),
    "ml-matrix / ours": rival === undefined ? "" : ratio(rival),
  };
}

console.log(`matmul of two n×n matrices, ${implementation()}, Node ${process.version}`);
const rows: object[] = [];
for (const n of [16, 64, 128, 256, 512]) rows.push(await row(Float64Array, n));
for (const n of [16, 128, 512]) rows.push(await row(Float32Array, n));
console.table(rows);
