// Each in a function of its own, since V8 optimizes between calls only; exported, lest the compiler put them into their callers.

import { Keep, Lanes, Read, Rows } from "./marks";
import { tiles } from "./tiles";

export function anywhereNarrow64(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: bool,
  edge: usize,
): void {
  tiles<f64, Rows, Read>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, 0);
}

export function packedNarrow64(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: bool,
  edge: usize,
): void {
  tiles<f64, Lanes, Read>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, 0);
}

export function keepingNarrow64(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: bool,
  edge: usize,
  kept: usize,
): void {
  tiles<f64, Rows, Keep>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, kept);
}

export function anywhereNarrow32(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: bool,
  edge: usize,
): void {
  tiles<f32, Rows, Read>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, 0);
}

export function packedNarrow32(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: bool,
  edge: usize,
): void {
  tiles<f32, Lanes, Read>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, 0);
}

export function keepingNarrow32(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: bool,
  edge: usize,
  kept: usize,
): void {
  tiles<f32, Rows, Keep>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, kept);
}
