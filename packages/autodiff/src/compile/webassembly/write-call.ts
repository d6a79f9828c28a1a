import type { DType } from "@adjoint/tensor";
import type { KernelScope } from "./kernel-scope.ts";
import type { Apply, Call } from "./kernel-stages.ts";
import { bytesOf } from "./plan-memory.ts";
import { stripDType } from "./scalar-calls.ts";
import type { Count } from "./tiers.ts";

/** Calls a function with a strip of each argument. */
export function writeCall(scope: KernelScope, { node, places, copy }: Call, count: Count): void {
  const { writer } = scope.context;
  const { function: f, dtype, inputs } = scope.shape.kernel.nodes[node] as Apply;
  const strip = scope.calls.strip(f, dtype, inputs.length);
  const at = (place: number): void => writer.i32(place * scope.stripBytes);
  if (strip.kind === "strip") {
    places.forEach(at);
    pushCount(scope, count);
    return writer.call(strip.index);
  }
  const { index, constants, group, repair } = strip;
  for (const place of places) fillGroup(scope, { place, dtype: stripDType(f, dtype), group }, count);
  writer.i32(constants);
  places.forEach(at);
  pushGroups(scope, count, group);
  writer.call(index);
  if (repair === undefined) return writer.op("drop");
  writer.either(() => {
    places.forEach(at);
    at(copy!);
    pushCount(scope, count);
    writer.call(repair);
  });
}

/** Leaves how many elements there are on the stack. */
export function pushCount({ context: { writer } }: KernelScope, count: Count): void {
  if (typeof count === "number") writer.i32(count);
  else writer.get(count.local);
}

/** Fills what a strip lacks to whole groups with numbers of which no function gives NaN. */
function fillGroup(
  scope: KernelScope,
  { place, dtype, group }: { readonly place: number; readonly dtype: DType; readonly group: number },
  count: Count,
): void {
  const { writer } = scope.context;
  const counts = typeof count === "number" ? [count] : [count.full, count.last];
  if (counts.every((each) => each % group === 0)) return;
  const harmless = scope.constant(0.75, dtype);
  const end = writer.local("i32");
  pushCount(scope, count);
  writer.i32(Math.log2(bytesOf(dtype)));
  writer.op("i32Shl");
  writer.set(end);
  for (let at = 0; at < group * bytesOf(dtype); at += 16) {
    writer.get(end);
    writer.get(harmless);
    writer.memory("store", place * scope.stripBytes + at);
  }
}

function pushGroups(scope: KernelScope, count: Count, group: number): void {
  const { writer } = scope.context;
  if (typeof count === "number") return writer.i32(Math.ceil(count / group));
  writer.get(count.local);
  writer.i32(group - 1);
  writer.op("i32Add");
  writer.i32(Math.log2(group));
  writer.op("i32ShiftRight");
}
