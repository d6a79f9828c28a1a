/**
 * Times `sort`, which gives places too, and `topK` against sorting a typed array, which gives values alone:
 * `node packages/tensor/bench/sort.ts [n…]`.
 *
 * The contestants take turns, and each row reports medians of the times and of the ratios of neighbouring times: a busy
 * machine slows all alike. Below 1500 numbers `sort` compares, from there on it distributes by digits.
 */
import { sort, tensor, topK } from "@adjoint/tensor";

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function time(f: () => unknown, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) f();
  return ((performance.now() - start) * 1e6) / repeats;
}

function row(n: number): object {
  const data = Float64Array.from({ length: n }, () => Math.random() - 0.5);
  const x = tensor(data);
  const k = Math.min(10, n);
  const contestants = [() => data.slice().sort(), () => sort(x), () => topK(x, k)];
  const repeats = Math.max(1, Math.round(2e5 / n));
  const rounds = Array.from({ length: 14 }, () => contestants.map((f) => time(f, repeats))).slice(3);
  const each = (i: number): number => Number((median(rounds.map((round) => round[i]!)) / n).toPrecision(3));
  const ratio = (i: number): number =>
    Number(median(rounds.map((round) => round[i]! / round[0]!)).toPrecision(3));
  return {
    n,
    "typed array, ns a number": each(0),
    "sort, ns a number": each(1),
    "topK of 10, ns a number": each(2),
    "sort : typed array": ratio(1),
    "topK : typed array": ratio(2),
  };
}

const sizes = process.argv.slice(2).map(Number);
console.table((sizes.length > 0 ? sizes : [10, 100, 1000, 1499, 1500, 10_000, 100_000, 1_000_000]).map(row));
