// What `accelerate` needs beyond the ordinary kernel, in a binary of its own, so that a product alone does not carry it.

import { multiplyWide } from "./matmul/wide-tile";

export * from "./matmul";

export function multiplyWide64(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowPanels: i32,
  columnPanels: i32,
  depth: i32,
  accumulate: bool,
): void {
  multiplyWide<f64>(a, b, c, stride, rowPanels, columnPanels, depth, accumulate);
}

export function multiplyWide32(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowPanels: i32,
  columnPanels: i32,
  depth: i32,
  accumulate: bool,
): void {
  multiplyWide<f32>(a, b, c, stride, rowPanels, columnPanels, depth, accumulate);
}
