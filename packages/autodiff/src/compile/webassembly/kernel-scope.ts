import type { DType } from "@adjoint/tensor";
import type { Access, BufferId, LoopKernel } from "../loops/loop-kernel.ts";
import { Cursors } from "./cursors.ts";
import type { Cursor } from "./cursors.ts";
import type { FunctionWriter, Local } from "./function-writer.ts";
import { shapeOf, slack } from "./kernel-shape.ts";
import type { KernelShape } from "./kernel-shape.ts";
import { firstRegion } from "./memory.ts";
import { bytesOf } from "./plan-memory.ts";
import type { ScalarCalls } from "./scalar-calls.ts";
import type { Mode, Tiering } from "./tiers.ts";
import type { VectorContext } from "./vector-context.ts";
import { writeLoad, writeSingleLoad, writeSingleStore, writeStore } from "./write-access.ts";
import type { Place } from "./write-access.ts";

/** What the writer of a kernel is given of the program around it. */
export interface KernelSurroundings {
  /** The bytes from the region's address to a buffer. */
  readonly offsetOf: (buffer: BufferId) => number;
  readonly dtypeOf: (buffer: BufferId) => DType;
  /** The bytes from the region's address to a number, which is there as often as 8 bytes hold it. */
  readonly numberAt: (value: number, dtype: DType) => number;
  readonly calls: ScalarCalls;
}

/** A kernel that is being written, and where its values are: in buffers, strips of scratch, and locals. */
export class KernelScope {
  readonly shape: KernelShape;
  readonly context: VectorContext;
  readonly cursors: Cursors;
  readonly calls: ScalarCalls;
  /** The bytes from one strip of scratch to the next. */
  readonly stripBytes: number;
  readonly #around: KernelSurroundings;
  readonly #constants = new Map<string, Local>();
  readonly #scratch = new Map<number, Cursor>();

  constructor(kernel: LoopKernel, writer: FunctionWriter, around: KernelSurroundings) {
    const isSame = (store: Access, load: Access): boolean =>
      around.offsetOf(store.buffer) === around.offsetOf(load.buffer);
    this.#around = around;
    this.shape = shapeOf(kernel, isSame);
    this.calls = around.calls;
    this.context = {
      writer,
      lanes: this.shape.lanes,
      constant: (value, dtype) => this.constant(value, dtype),
    };
    this.cursors = new Cursors(writer, 0);
    const { strip, rows } = this.shape;
    this.stripBytes = 8 * (Math.ceil((strip * rows) / 16) * 16 + slack);
  }

  get tiering(): Tiering {
    const { form, isSequential, lanes, vectors, kernel } = this.shape;
    return {
      writer: this.context.writer,
      cursors: this.cursors,
      lanes,
      vectors,
      // Sums that are as short as a block are those of evaluation to the last bit, which has no middle.
      hasMiddle: form !== "inner" || kernel.reductions.every(({ combine }) => combine !== "add"),
      isSequential,
    };
  }

  /** Where the elements of an access lie at the turn of the loops. */
  placeOf(access: Access): Place {
    const dtype = this.#around.dtypeOf(access.buffer);
    const cursor = this.cursorOf(access);
    return {
      cursor: cursor.local,
      offset: this.#around.offsetOf(access.buffer) + access.offset * bytesOf(dtype),
      stride: cursor.strides.at(-1)!,
      dtype,
      mayWrap: this.#lowest(cursor) < -firstRegion,
    };
  }

  /** How far a cursor goes below the address of the region, in bytes. */
  #lowest({ strides }: Cursor): number {
    const { lengths } = this.shape.kernel;
    return lengths.reduce((sum, length, loop) => sum + Math.min(0, strides[loop]! * (length - 1)), 0);
  }

  /** The cursor that an access moves with. */
  cursorOf({ buffer, strides }: Access): Cursor {
    const bytes = bytesOf(this.#around.dtypeOf(buffer));
    return this.cursors.of(this.shape.kernel.lengths.map((_, loop) => (strides[loop] ?? 0) * bytes));
  }

  /** An element of a strip of scratch; its cursor must be among those that move. */
  stripPlace(place: number, dtype: DType): Place {
    const bytes = bytesOf(dtype);
    const cursor = this.scratchCursor(bytes).local;
    return { cursor, offset: place * this.stripBytes, stride: bytes, dtype };
  }

  /** The cursor that walks along strips of elements of so many bytes. */
  scratchCursor(bytes: number): Cursor {
    const known = this.#scratch.get(bytes);
    if (known !== undefined) return known;
    // Scratch begins at the address 0, which is what locals begin with.
    const cursor = { strides: [bytes], local: this.context.writer.lasting("i32") };
    this.#scratch.set(bytes, cursor);
    return cursor;
  }

  /** A local with a number in each lane, which is set before everything else. */
  constant(value: number, dtype: DType): Local {
    const key = `${Object.is(value, -0) ? "-0" : value}:${dtype}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const { writer } = this.context;
    const local = writer.lasting("v128");
    const offset = this.#around.numberAt(value, dtype);
    writer.atStart(() => {
      writer.get(0);
      writer.memory("load64Splat", offset);
      writer.set(local);
    });
    this.#constants.set(key, local);
    return local;
  }

  /** Leaves vector number `vector` of a turn, or its single element, on the stack. */
  load(place: Place, vector: number, { single }: Mode, lanes: 2 | 4 = this.context.lanes): void {
    if (single) writeSingleLoad(this.context, place);
    else writeLoad({ ...this.context, lanes }, place, vector * lanes);
  }

  store(
    place: Place,
    value: Local,
    vector: number,
    { single }: Mode,
    lanes: 2 | 4 = this.context.lanes,
  ): void {
    if (single) writeSingleStore(this.context, place, value);
    else writeStore({ ...this.context, lanes }, place, value, vector * lanes);
  }
}
