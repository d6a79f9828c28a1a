import type { BufferId, LoopKernel } from "../loops/loop-kernel.ts";
import type { Schedule } from "../loops/schedule.ts";
import type { Copy, Use, Uses } from "./buffer-uses.ts";

/**
 * For each buffer the one whose place it shares, so that copies between the two are not made: a value that is only there to be
 * copied is computed in the place that it is copied to, if nothing needs what is there meanwhile.
 */
export function sharedPlaces(schedule: Schedule, uses: Uses): readonly BufferId[] {
  const { buffers, inputs, outputs } = schedule;
  const place = buffers.map((_, buffer) => buffer);
  const usesAt = buffers.map((): Use[] => []);
  for (const use of uses.uses) usesAt[use.buffer]!.push(use);
  const fixed = new Set([...inputs, ...outputs].map(({ buffer }) => buffer));
  const given = new Set(inputs.map(({ buffer }) => buffer));
  const isConstant = (buffer: BufferId): boolean => buffers[buffer]!.constant !== undefined;

  for (const copy of uses.copies) {
    const [from, to] = [place[copy.from]!, place[copy.to]!];
    const [source, target] = [buffers[from]!, buffers[to]!];
    if (from === to || source.size !== target.size || source.dtype !== target.dtype) continue;
    const members = place.flatMap((other, buffer) => (other === from ? [buffer] : []));
    if (members.some((buffer) => fixed.has(buffer) || isConstant(buffer))) continue;
    if (given.has(to) || isConstant(to)) continue;
    if (!isFree(copy, usesAt[from]!, usesAt[to]!, uses.kernels, schedule)) continue;
    for (const buffer of members) place[buffer] = to;
    usesAt[to]!.push(...usesAt[from]!);
  }
  return place;
}

/** Whether what is copied from is first written, and used, between the beginning of its steps and the copy alone, and the place to copy to is not used meanwhile. */
function isFree(
  { time, begin }: Copy,
  from: readonly Use[],
  to: readonly Use[],
  kernels: ReadonlyMap<number, LoopKernel>,
  schedule: Schedule,
): boolean {
  const first = from.reduce((least, use) => Math.min(least, use.time), Infinity);
  const writer = from.find((use) => use.time === first && use.isWrite);
  const isReadFirst = from.some((use) => use.time === first && !use.isWrite);
  if (writer === undefined || isReadFirst || first < begin || from.some((use) => use.time > time))
    return false;
  return to.every((use) => {
    // What is written at the time of the copy is the copy itself; what is read then is another carry's next value.
    if (use.time < first || use.time > time || (use.time === time && use.isWrite)) return true;
    const kernel = kernels.get(first);
    const isReplaced = use.time === first && !use.isWrite && kernel !== undefined;
    return isReplaced && replaces(kernel, writer.buffer, use.buffer, schedule);
  });
}

/** Whether a kernel writes one buffer exactly where it has just read another, so that the two may be one. */
export function replaces(
  { nodes, stores, reductions }: LoopKernel,
  written: BufferId,
  read: BufferId,
  { buffers }: Schedule,
): boolean {
  if (buffers[written]!.dtype !== buffers[read]!.dtype) return false;
  if (reductions.some(({ access }) => access.buffer === written)) return false;
  const own = stores.filter(({ access }) => access.buffer === written);
  if (own.length !== 1) return false;
  const { offset, strides } = own[0]!.access;
  return nodes.every(
    (node) =>
      node.kind !== "load" ||
      node.access.buffer !== read ||
      (node.access.offset === offset && node.access.strides.every((stride, i) => stride === strides[i])),
  );
}
