import type { Cursor, Cursors } from "./cursors.ts";
import type { FunctionWriter, Local } from "./function-writer.ts";

/** How many elements there are: a number that is known, or `full` but for the last strip, where a local says so. */
export type Count = number | { readonly local: Local; readonly full: number; readonly last: number };

/** How many elements a turn takes: some vectors, or one element in the first lane. */
export interface Mode {
  readonly vectors: number;
  readonly single: boolean;
}

/** What `tiers` needs to know. */
export interface Tiering {
  readonly writer: FunctionWriter;
  readonly cursors: Cursors;
  readonly lanes: number;
  readonly vectors: number;
  /** Whether single vectors are taken between groups of them and single elements. */
  readonly hasMiddle: boolean;
  /** Whether all elements are taken one by one. */
  readonly isSequential: boolean;
}

/**
 * Runs `body` over a strip: first several vectors at a time, then one, then the elements that are left.
 *
 * @param moving - the cursors that move along, by their last stride for each element.
 * @param between - runs once, before single elements.
 */
export function writeTiers(
  tiering: Tiering,
  count: Count,
  moving: readonly Cursor[],
  body: (mode: Mode) => void,
  between?: () => void,
): void {
  const { lanes, vectors, hasMiddle, isSequential, cursors } = tiering;
  const group = lanes * vectors;
  cursors.within(moving, () => {
    let done = 1;
    if (!isSequential) {
      writeTier(tiering, count, moving, Infinity, group, () => body({ vectors, single: false }));
      done = group;
      if (hasMiddle && vectors > 1) {
        writeTier(tiering, count, moving, group, lanes, () => body({ vectors: 1, single: false }));
        done = lanes;
      }
    }
    between?.();
    writeTier(tiering, count, moving, isSequential ? Infinity : done, 1, () =>
      body({ vectors: 1, single: true }),
    );
  });
}

/** The turns of `step` elements that are left by larger ones of `before` elements. */
function writeTier(
  { writer }: Tiering,
  count: Count,
  moving: readonly Cursor[],
  before: number,
  step: number,
  body: () => void,
): void {
  const turnsOf = (elements: number): number =>
    Math.floor((before === Infinity ? elements : elements % before) / step);
  const turn = (): void => {
    writer.scoped(body);
    for (const { local, strides } of moving) writer.advance(local, strides.at(-1)! * step);
  };
  if (typeof count === "number") {
    const turns = turnsOf(count);
    if (turns === 0) return;
    if (turns === 1) return turn();
    const left = writer.local("i32");
    writer.i32(turns);
    writer.set(left);
    return writer.repeat(left, turn);
  }
  const [full, last] = [turnsOf(count.full), turnsOf(count.last)];
  if (full === 0 && last === 0) return;
  const left = writer.local("i32");
  writer.get(count.local);
  if (before !== Infinity) {
    writer.i32(before - 1);
    writer.op("i32And");
  }
  writer.i32(Math.log2(step));
  writer.op("i32ShiftRight");
  writer.set(left);
  const loop = (): void => writer.repeat(left, turn);
  if (full > 0 && last > 0) return loop();
  writer.get(left);
  writer.either(loop);
}
