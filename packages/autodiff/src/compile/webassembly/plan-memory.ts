import type { BufferId } from "../loops/loop-kernel.ts";
import type { Schedule, Step } from "../loops/schedule.ts";
import type { DType } from "@adjoint/tensor";
import { replaces, sharedPlaces } from "./share-places.ts";
import { productScratch } from "./run-product.ts";
import { usesOf } from "./buffer-uses.ts";
import type { Uses } from "./buffer-uses.ts";

/** Where the buffers of a schedule lie in its region. */
export interface MemoryPlan {
  /** For each buffer its first byte; -1 if it has no place, because only primitives' kernels use it. */
  readonly offsets: readonly number[];
  /** Room for the values that a loop carries, while they change places. */
  readonly aside: number;
  /** Room for what products pack. */
  readonly products: number;
  /** The bytes of the whole region. */
  readonly bytes: number;
}

/** A buffer that needs a place, from the first to the last time that it is used. */
interface Lifetime {
  readonly buffer: BufferId;
  readonly bytes: number;
  first: number;
  last: number;
}

/** A stretch of bytes that nothing uses at the time. */
interface Hole {
  offset: number;
  bytes: number;
}

/** The bytes of an element. */
export function bytesOf(dtype: DType): number {
  return { complex128: 16, float64: 8, float32: 4, int32: 4, bool: 1 }[dtype];
}

/**
 * Places for the buffers of a schedule: two buffers share bytes only if one is not used any more when the other is first
 * written. Constants, inputs and outputs have places of their own, but for a result that takes the place of an argument
 * in the loop that reads it last: weights are updated where they lie.
 *
 * By linear scan, each buffer in the smallest hole that it fits into.
 */
export function planMemory(schedule: Schedule, start: number): MemoryPlan {
  const { buffers } = schedule;
  const uses = usesOf(schedule);
  const offsets = new Array<number>(buffers.length).fill(-1);
  const places = sharedPlaces(schedule, uses);
  const lifetimes = lifetimesOf(schedule, uses, places);
  const given = new Set(schedule.inputs.map(({ buffer }) => buffer));
  const own = new Set<BufferId>([
    ...given,
    ...schedule.outputs.map(({ buffer }) => places[buffer]!),
    ...buffers.flatMap(({ constant }, i) => (constant === undefined ? [] : [i])),
  ]);
  const isAlone = (buffer: BufferId): boolean =>
    places.every((place, other) => other === buffer || place !== buffer);
  /** Takes one of those that a loop nest reads last where it writes this one first, and gives it its place. */
  const takePlace = ({ buffer, bytes, first }: Lifetime, candidates: Lifetime[]): boolean => {
    const kernel = uses.kernels.get(first);
    if (kernel === undefined || !isAlone(buffer)) return false;
    const found = candidates.findIndex(
      (other) =>
        other.last === first &&
        other.bytes === bytes &&
        isAlone(other.buffer) &&
        replaces(kernel, buffer, other.buffer, schedule),
    );
    if (found < 0) return false;
    offsets[buffer] = offsets[candidates[found]!.buffer]!;
    candidates.splice(found, 1);
    return true;
  };
  // In the order of the arguments: the first is more often what a call returns anew.
  const replaceable = [...given].flatMap((input) => lifetimes.filter(({ buffer }) => buffer === input));
  let top = start;
  for (const lifetime of new Set([...replaceable, ...lifetimes])) {
    const { buffer, bytes } = lifetime;
    if (!own.has(buffer) || (!given.has(buffer) && takePlace(lifetime, replaceable))) continue;
    offsets[buffer] = top;
    top += bytes;
  }
  const arena = new Arena(top);
  const active: Lifetime[] = [];
  for (const lifetime of lifetimes
    .filter(({ buffer }) => !own.has(buffer))
    .sort((a, b) => a.first - b.first)) {
    for (let i = active.length - 1; i >= 0; i--) {
      const { last, buffer, bytes } = active[i]!;
      if (last >= lifetime.first) continue;
      arena.release(offsets[buffer]!, bytes);
      active.splice(i, 1);
    }
    if (!takePlace(lifetime, active)) offsets[lifetime.buffer] = arena.take(lifetime.bytes);
    active.push(lifetime);
  }
  places.forEach((place, buffer) => (offsets[buffer] = offsets[place]!));
  const aside = arena.top;
  const products = aside + carriedBytes(schedule, schedule.steps);
  return { offsets, aside, products, bytes: products + packedBytes(schedule.steps) };
}

/** From the first use to the last; what a loop does not write anew before it reads it lives as long as the loop. */
function lifetimesOf(
  { buffers, inputs, outputs }: Schedule,
  { uses, loops }: Uses,
  places: readonly BufferId[],
): Lifetime[] {
  const resident = new Set(uses.flatMap(({ buffer, byCall }) => (byCall ? [] : [places[buffer]!])));
  const found = new Map<BufferId, Lifetime & { readonly isWrittenFirst: boolean }>();
  for (const { buffer: used, time, isWrite } of uses) {
    const buffer = places[used]!;
    if (!resident.has(buffer)) continue;
    const known = found.get(buffer);
    if (known !== undefined) known.last = time;
    else {
      const { dtype, size } = buffers[buffer]!;
      found.set(buffer, {
        buffer,
        bytes: roomFor(size * bytesOf(dtype)),
        first: time,
        last: time,
        isWrittenFirst: isWrite,
      });
    }
  }
  for (const { begin, end } of loops) {
    for (const lifetime of found.values()) {
      const { first, last } = lifetime;
      const isInside = first >= begin && last <= end;
      if (last < begin || first > end || (isInside && lifetime.isWrittenFirst)) continue;
      lifetime.first = Math.min(first, begin);
      lifetime.last = Math.max(last, end);
    }
  }
  for (const { buffer } of inputs) if (found.has(buffer)) found.get(buffer)!.first = 0;
  for (const { buffer } of outputs) {
    if (found.has(places[buffer]!)) found.get(places[buffer]!)!.last = Infinity;
  }
  return [...found.values()];
}

/** The most bytes that one loop carries. */
function carriedBytes({ buffers }: Schedule, steps: readonly Step[]): number {
  const of = (inner: readonly Step[]): number => carriedBytes({ buffers } as Schedule, inner);
  return steps.reduce((most, step) => {
    if (step.kind === "cond") return Math.max(most, of(step.whenTrue), of(step.whenFalse));
    if (step.kind !== "scan" && step.kind !== "whileLoop") return most;
    const own = step.carry.reduce((sum, { carry }) => {
      const { dtype, size } = buffers[carry]!;
      return sum + roomFor(size * bytesOf(dtype));
    }, 0);
    const inner = step.kind === "whileLoop" ? Math.max(of(step.condition), of(step.body)) : of(step.body);
    return Math.max(most, own, inner);
  }, 0);
}

/** The most bytes that one product packs. */
function packedBytes(steps: readonly Step[]): number {
  return steps.reduce((most, step) => {
    if (step.kind === "product") return Math.max(most, roomFor(productScratch(step.product)));
    if (step.kind === "cond") return Math.max(most, packedBytes([...step.whenTrue, ...step.whenFalse]));
    if (step.kind === "scan") return Math.max(most, packedBytes(step.body));
    if (step.kind === "whileLoop") return Math.max(most, packedBytes([...step.condition, ...step.body]));
    return most;
  }, 0);
}

/** Whole lines of the cache; large buffers do not begin at equal places of pages, which caches would take for equal. */
function roomFor(bytes: number): number {
  return 64 * Math.max(1, Math.ceil(bytes / 64)) + (bytes >= 4096 ? 192 : 0);
}

/** Bytes that are given out and taken back. */
class Arena {
  top: number;
  #holes: Hole[] = [];

  constructor(start: number) {
    this.top = start;
  }

  take(bytes: number): number {
    let best: Hole | undefined;
    for (const hole of this.#holes) {
      if (hole.bytes >= bytes && (best === undefined || hole.bytes < best.bytes)) best = hole;
    }
    if (best === undefined) return this.#extend(bytes);
    const { offset } = best;
    best.offset += bytes;
    best.bytes -= bytes;
    if (best.bytes === 0) this.#holes = this.#holes.filter((hole) => hole !== best);
    return offset;
  }

  release(offset: number, bytes: number): void {
    const before = this.#holes.find((hole) => hole.offset + hole.bytes === offset);
    const after = this.#holes.find((hole) => hole.offset === offset + bytes);
    if (before !== undefined) {
      before.bytes += bytes + (after?.bytes ?? 0);
      if (after !== undefined) this.#holes = this.#holes.filter((hole) => hole !== after);
    } else if (after !== undefined) {
      after.offset = offset;
      after.bytes += bytes;
    } else this.#holes.push({ offset, bytes });
  }

  /** The hole at the end, if there is one, grows with it. */
  #extend(bytes: number): number {
    const last = this.#holes.find((hole) => hole.offset + hole.bytes === this.top);
    const offset = last?.offset ?? this.top;
    if (last !== undefined) this.#holes = this.#holes.filter((hole) => hole !== last);
    this.top = offset + bytes;
    return offset;
  }
}
