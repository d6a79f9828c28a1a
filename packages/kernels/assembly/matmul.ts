// Blocked matrix multiplication after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008.
// One source, two builds: with the fused multiply-add of relaxed SIMD and without.

import { pack } from "./matmul/pack";
import { multiplySmall, Once, Twice } from "./matmul/small";
import { multiply } from "./matmul/tile";

export function multiplyTiny64(
  a: usize,
  rowStride: usize,
  depthStride: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowTiles: i32,
  columnTiles: i32,
  depth: i32,
): void {
  multiplySmall<f64, Twice>(a, rowStride, depthStride, b, c, stride, rowTiles, columnTiles, depth);
}

export function multiplyTiny32(
  a: usize,
  rowStride: usize,
  depthStride: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowTiles: i32,
  columnTiles: i32,
  depth: i32,
): void {
  multiplySmall<f32, Twice>(a, rowStride, depthStride, b, c, stride, rowTiles, columnTiles, depth);
}

export function multiplySmall64(
  a: usize,
  rowStride: usize,
  depthStride: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowTiles: i32,
  columnTiles: i32,
  depth: i32,
): void {
  multiplySmall<f64, Once>(a, rowStride, depthStride, b, c, stride, rowTiles, columnTiles, depth);
}

export function multiplySmall32(
  a: usize,
  rowStride: usize,
  depthStride: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowTiles: i32,
  columnTiles: i32,
  depth: i32,
): void {
  multiplySmall<f32, Once>(a, rowStride, depthStride, b, c, stride, rowTiles, columnTiles, depth);
}

export function pack64(
  source: usize,
  laneStride: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
  panelDepth: i32,
): void {
  pack<f64>(source, laneStride, depthStride, lanes, depth, width, target, panelDepth);
}

export function pack32(
  source: usize,
  laneStride: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
  panelDepth: i32,
): void {
  pack<f32>(source, laneStride, depthStride, lanes, depth, width, target, panelDepth);
}

export function multiply64(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowPanels: i32,
  columnPanels: i32,
  depth: i32,
  accumulate: bool,
): void {
  multiply<f64>(a, b, c, stride, rowPanels, columnPanels, depth, accumulate);
}

export function multiply32(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowPanels: i32,
  columnPanels: i32,
  depth: i32,
  accumulate: bool,
): void {
  multiply<f32>(a, b, c, stride, rowPanels, columnPanels, depth, accumulate);
}

/** Moves rows of `stride` bytes together so that `bytes` of each remain, in place; `bytes` is at most `stride`. */
export function compact(block: usize, stride: usize, bytes: usize, count: i32): void {
  for (let i = 1; i < count; i++) {
    memory.copy(block + <usize>i * bytes, block + <usize>i * stride, bytes);
  }
}
