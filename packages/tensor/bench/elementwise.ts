/**
 * Times elementwise chains, sums and transpositions against NumPy and PyTorch on one thread:
 * `node packages/tensor/bench/elementwise.ts [part of a case's name]`; PYTHON names the interpreter that has them.
 *
 * The three take turns, and each row reports medians, of the times and of the ratios of neighbouring times: a busy
 * machine slows all alike. A ratio below 1 means that ours is faster. All memory that an operation needs is included.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import {
  add,
  cos,
  exp,
  expm1,
  log,
  log1p,
  maximum,
  mul,
  neg,
  sigmoid,
  sin,
  softmax,
  sum,
  tanh,
  tensor,
  transpose,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/** The cases that both sides know; the Python side builds the same from the same name: function, dtype, size. */
const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  exp,
  tanh,
  log,
  sin,
  cos,
  expm1,
  log1p,
  sigmoid,
  "x + x": (x) => add(x, x),
  "2 x": (x) => mul(x, 2),
  "max(x, 1)": (x) => maximum(x, 1),
  "tanh(x x + 1) exp(-x)": (x) => mul(tanh(add(mul(x, x), 1)), exp(neg(x))),
  "exp(-x x / 2)": (x) => exp(mul(mul(x, x), -0.5)),
  sum: (x) => sum(x),
};
const matrices: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  "sum axis 0": (x) => sum(x, { axis: 0 }),
  "sum axis 1": (x) => sum(x, { axis: 1 }),
  transpose: (x: TensorLike) => transpose(x),
  softmax: (x) => softmax(x),
};

const sizes = [1000, 100_000, 1_000_000];
const cases: [name: string, call: () => Tensor][] = [];
for (const dtype of ["float64", "float32"] as const) {
  for (const size of sizes) {
    const x = tensor(positive(size), { dtype });
    for (const [name, f] of Object.entries(functions)) cases.push([`${name}, ${dtype}, ${size}`, () => f(x)]);
  }
}
for (const size of [100, 1000, 1024]) {
  const x = tensor(positive(size * size), { shape: [size, size] });
  for (const [name, f] of Object.entries(matrices)) cases.push([`${name}, float64, ${size}`, () => f(x)]);
}

function positive(size: number): Float64Array {
  return Float64Array.from({ length: size }, () => 3 * Math.random() + 0.01);
}

const script = new URL("numpy-elementwise.py", import.meta.url).pathname;
const rivals = spawn(process.env["PYTHON"] ?? "/usr/bin/python3", [script], {
  env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
});
rivals.stderr.pipe(process.stderr);
const answers = createInterface({ input: rivals.stdout })[Symbol.asyncIterator]();

async function rivalTimes(name: string): Promise<readonly [numpy: number, torch: number]> {
  rivals.stdin.write(`${name}\n`);
  const [numpy, torch] = String((await answers.next()).value).split(" ");
  return [Number(numpy), Number(torch)];
}

/** Microseconds a call. */
function ownTime(call: () => Tensor): number {
  const start = performance.now();
  let repeats = 0;
  do {
    call();
    repeats++;
  } while (performance.now() - start < 15);
  return ((performance.now() - start) * 1000) / repeats;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const column = (value: number): string => value.toPrecision(3).padStart(10);

console.log("case                                       ours µs   NumPy µs   torch µs    / NumPy   / torch");
const only = process.argv[2] ?? "";
// Every loop meets every type before anything is measured, as in a program that uses them all.
for (const [, call] of cases) call();
for (const [name, call] of cases) {
  if (!name.includes(only)) continue;
  ownTime(call);
  const rows: (readonly [ours: number, numpy: number, torch: number])[] = [];
  for (let round = 0; round < 9; round++) rows.push([ownTime(call), ...(await rivalTimes(name))]);
  const of = (value: (row: (typeof rows)[number]) => number): string => column(median(rows.map(value)));
  console.log(
    name.padEnd(38),
    of(([ours]) => ours),
    of(([, numpy]) => numpy),
    of(([, , torch]) => torch),
    of(([ours, numpy]) => ours / numpy),
    of(([ours, , torch]) => ours / torch),
  );
}
rivals.stdin.end();
