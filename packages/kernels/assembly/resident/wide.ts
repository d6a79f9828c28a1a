// Each in a function of its own, since V8 optimizes between calls only; exported, lest the compiler put them into their callers.

import { Keep, Lanes, Read, Rows } from "./marks";
import { wideTiles } from "./wide-tiles";

export function anywhereWide64(
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
  wideTiles<f64, Rows, Read>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, 0);
}

export function packedWide64(
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
  wideTiles<f64, Lanes, Read>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, 0);
}

export function keepingWide64(
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
  wideTiles<f64, Rows, Keep>(
    a,
    aRow,
    aStep,
    b,
    bStep,
    c,
    stride,
    rows,
    columns,
    depth,
    accumulate,
    edge,
    kept,
  );
}

export function anywhereWide32(
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
  wideTiles<f32, Rows, Read>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, 0);
}

export function packedWide32(
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
  wideTiles<f32, Lanes, Read>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, 0);
}

export function keepingWide32(
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
  wideTiles<f32, Rows, Keep>(
    a,
    aRow,
    aStep,
    b,
    bStep,
    c,
    stride,
    rows,
    columns,
    depth,
    accumulate,
    edge,
    kept,
  );
}
