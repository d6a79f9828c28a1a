import type { DType } from "@adjoint/tensor";
import type { NodeId } from "../loops/loop-kernel.ts";
import type { Cursor } from "./cursors.ts";
import type { Local } from "./function-writer.ts";
import type { KernelScope } from "./kernel-scope.ts";
import { isFloating } from "./kernel-shape.ts";
import { isCall } from "./kernel-stages.ts";
import type { Apply, Stage } from "./kernel-stages.ts";
import { bytesOf } from "./plan-memory.ts";
import { stripDType } from "./scalar-calls.ts";
import { writeApply } from "./still-nodes.ts";
import type { StillNodes } from "./still-nodes.ts";
import type { Mode } from "./tiers.ts";
import type { Place } from "./write-access.ts";
import { widened, writeNarrowed } from "./write-strip.ts";

/** What is called for the reductions of a kernel while its loops are written. */
export interface ReductionHooks {
  /** What a vector of elements, or one element, is combined with. */
  readonly accumulate: (reduction: number, value: (vector: number) => Local, mode: Mode) => void;
  /** Runs before single elements of a stage with some reductions. */
  readonly between?: (reductions: readonly number[]) => void;
}

/** One turn of a stage's loop: everything is read before anything is written. */
export function writeTurn(
  scope: KernelScope,
  still: StillNodes,
  stage: Stage,
  mode: Mode,
  hooks: ReductionHooks | undefined,
): void {
  const { writer } = scope.context;
  const { nodes, stores, reductions } = scope.shape.kernel;
  const values = new Map<NodeId, readonly Local[]>();
  const vectors = Array.from({ length: mode.vectors }, (_, vector) => vector);
  const valueOf = (id: NodeId, vector: number): Local => still.get(id) ?? values.get(id)![vector]!;
  const fetched = new Set(stage.fetched);
  for (const id of [...stage.nodes, ...stage.fetched].sort((a, b) => a - b)) {
    const node = nodes[id]!;
    const locals = vectors.map(() => writer.local("v128"));
    values.set(id, locals);
    for (const vector of vectors) {
      if (fetched.has(id)) fetch(scope, id, vector, mode);
      else if (node.kind === "load") scope.load(scope.placeOf(node.access), vector, mode);
      else writeApply(scope, node as Apply, (input) => valueOf(input, vector));
      writer.set(locals[vector]!);
    }
  }
  for (const vector of vectors) keep(scope, stage, (id) => valueOf(id, vector), vector, mode);
  for (const i of stage.reductions) {
    hooks?.accumulate(i, (vector) => valueOf(reductions[i]!.node, vector), mode);
  }
  for (const vector of vectors) {
    for (const i of stage.stores) {
      const { node, access } = stores[i]!;
      scope.store(scope.placeOf(access), valueOf(node, vector), vector, mode);
    }
    if (hooks !== undefined) continue;
    // Without loops to reduce over, a reduction is its only element.
    for (const i of stage.reductions) {
      const { node, access, combine } = reductions[i]!;
      const value = valueOf(node, vector);
      const total = combine === "add" ? plusZero(scope, value, nodes[node]!.dtype) : value;
      scope.store(scope.placeOf(access), total, vector, mode);
    }
  }
}

/** The cursors that move while a stage walks along the innermost loop. */
export function movingIn(scope: KernelScope, stage: Stage): readonly Cursor[] {
  const { kernel, inner, form } = scope.shape;
  const loads = stage.nodes.flatMap((id) => {
    const node = kernel.nodes[id]!;
    return node.kind === "load" ? [node.access] : [];
  });
  const stores = stage.stores.map((i) => kernel.stores[i]!.access);
  const results = form === "none" ? stage.reductions.map((i) => kernel.reductions[i]!.access) : [];
  const found = new Set([...loads, ...stores, ...results].map((access) => scope.cursorOf(access)));
  return [...[...found].filter(({ strides }) => strides[inner] !== 0), ...scratchIn(scope, stage)];
}

/** The cursors of the strips that a stage uses. */
export function scratchIn(scope: KernelScope, stage: Stage): readonly Cursor[] {
  const { kernel, rowPlaces } = scope.shape;
  const used = new Set<number>();
  for (const id of [...stage.fetched, ...stage.kept]) {
    const node = kernel.nodes[id]!;
    used.add(bytesOf(isCall(node) ? stripDType(node.function, node.dtype) : node.dtype));
  }
  for (const { node } of stage.calls) {
    const { function: f, dtype } = kernel.nodes[node] as Apply;
    used.add(bytesOf(stripDType(f, dtype)));
  }
  if (rowPlaces > 0) {
    for (const i of stage.reductions) {
      used.add(8);
      used.add(bytesOf(kernel.nodes[kernel.reductions[i]!.node]!.dtype));
    }
  }
  return [...used].map((bytes) => scope.scratchCursor(bytes));
}

/** Sums begin with 0, so that one of −0 is 0. */
function plusZero(scope: KernelScope, value: Local, dtype: DType): Local {
  if (!isFloating(dtype)) return value;
  const { writer } = scope.context;
  const result = writer.local("v128");
  writer.get(value);
  writer.get(scope.constant(0, dtype));
  writer.op(dtype === "float64" ? "f64x2Add" : "f32x4Add");
  writer.set(result);
  return result;
}

/** Writes what later stages and functions need to strips. */
function keep(
  scope: KernelScope,
  stage: Stage,
  valueOf: (id: NodeId) => Local,
  vector: number,
  mode: Mode,
): void {
  const { kernel, stages } = scope.shape;
  for (const id of stage.kept) {
    const place = scope.stripPlace(stages.strips.get(id)!, kernel.nodes[id]!.dtype);
    scope.store(place, valueOf(id), vector, mode);
  }
  for (const { node, places, copy } of stage.calls) {
    const { inputs, function: f, dtype } = kernel.nodes[node] as Apply;
    const held = stripDType(f, dtype);
    inputs.forEach((input, i) => {
      const value = valueOf(input);
      const isWide = held === "float64";
      const parts = isWide ? widened(scope.context, value, kernel.nodes[input]!.dtype, mode.single) : [value];
      for (const place of i === 0 && copy !== undefined ? [places[i]!, copy] : [places[i]!]) {
        parts.forEach((part, half) => {
          const lanes = isWide ? 2 : scope.context.lanes;
          scope.store(scope.stripPlace(place, held), part, vector * parts.length + half, mode, lanes);
        });
      }
    });
  }
}

/** Leaves what a strip holds of a node on the stack; most functions leave their results in float64. */
function fetch(scope: KernelScope, id: NodeId, vector: number, mode: Mode): void {
  const node = scope.shape.kernel.nodes[id]!;
  const strip = scope.shape.stages.strips.get(id)!;
  const isNarrow = !isCall(node) || stripDType(node.function, node.dtype) === "float32";
  if (isNarrow) return scope.load(scope.stripPlace(strip, node.dtype), vector, mode);
  writeNarrowed(scope.context, loadWide(scope, scope.stripPlace(strip, "float64"), vector, mode), node.dtype);
}

/** The float64 of a strip that belong to a vector of elements. */
function loadWide(scope: KernelScope, place: Place, vector: number, mode: Mode): readonly Local[] {
  const { writer, lanes } = scope.context;
  const width = mode.single ? 1 : lanes / 2;
  return Array.from({ length: width }, (_, half) => {
    const local = writer.local("v128");
    scope.load(place, vector * width + half, mode, 2);
    writer.set(local);
    return local;
  });
}
