import { AdjointError } from "@adjoint/tensor";
import type { DType } from "@adjoint/tensor";
import type { Access, BufferId, LoopKernel, NodeId } from "../loops/loop-kernel.ts";
import { Cursors } from "./cursors.ts";
import type { Cursor } from "./cursors.ts";
import type { FunctionWriter, Local } from "./function-writer.ts";
import { shapeOf, slack } from "./kernel-shape.ts";
import type { KernelShape } from "./kernel-shape.ts";
import { isCall } from "./kernel-stages.ts";
import type { Apply, Stage } from "./kernel-stages.ts";
import { scratchBytes } from "./memory.ts";
import { bytesOf } from "./plan-memory.ts";
import { writeInnerReductions, writeRowReductions } from "./write-reductions.ts";
import type { ScalarCalls } from "./scalar-calls.ts";
import { writeTiers } from "./tiers.ts";
import type { Count, Mode, Tiering } from "./tiers.ts";
import type { VectorContext } from "./vector-context.ts";
import { writeLoad, writeSingleLoad, writeSingleStore, writeSplatLoad, writeStore } from "./write-access.ts";
import type { Place } from "./write-access.ts";
import { writeOperation } from "./write-operation.ts";
import { widened, writeNarrowed } from "./write-strip.ts";

/** What the writer of a kernel is given of the program around it. */
export interface KernelSurroundings {
  /** The bytes from the region's address to a buffer. */
  readonly offsetOf: (buffer: BufferId) => number;
  readonly dtypeOf: (buffer: BufferId) => DType;
  /** The bytes from the region's address to a number, which is there as often as 8 bytes hold it. */
  readonly numberAt: (value: number, dtype: DType) => number;
  readonly calls: ScalarCalls;
}

/** What is called for the reductions of a kernel while its loops are written. */
export interface ReductionHooks {
  /** What a vector of elements, or one element, is combined with. */
  readonly accumulate: (reduction: number, value: (vector: number) => Local, mode: Mode) => void;
  /** Runs before single elements of a stage with some reductions. */
  readonly between?: (reductions: readonly number[]) => void;
}

/** Writes one kernel into a function whose only parameter is the region's address. */
export class KernelWriter {
  readonly shape: KernelShape;
  readonly context: VectorContext;
  readonly cursors: Cursors;
  readonly #around: KernelSurroundings;
  readonly #constants = new Map<string, Local>();
  /** Nodes that do not vary in the innermost loop, in all lanes. */
  readonly #still = new Map<NodeId, Local>();
  readonly #scratch = new Map<number, Cursor>();
  #hooks: ReductionHooks | undefined;

  constructor(kernel: LoopKernel, writer: FunctionWriter, around: KernelSurroundings) {
    this.#around = around;
    this.shape = shapeOf(
      kernel,
      (store, load) => around.offsetOf(store.buffer) === around.offsetOf(load.buffer),
    );
    this.context = {
      writer,
      lanes: this.shape.lanes,
      constant: (value, dtype) => this.#constant(value, dtype),
    };
    this.cursors = new Cursors(writer, 0);
  }

  write(): void {
    const { kernel, form, inner, firstReduced, rows, stages, rowPlaces } = this.shape;
    if ((stages.places + rowPlaces) * this.#stripBytes() > scratchBytes) {
      throw new AdjointError("compile: a loop calls more functions at a time than there is room for", {
        operation: "compile",
      });
    }
    const { stores, reductions, nodes } = kernel;
    for (const node of nodes) if (node.kind === "load") this.cursorOf(node.access);
    for (const { access } of [...stores, ...reductions]) this.cursorOf(access);
    this.#writeStill(-1);
    if (rows > 1) return this.#loops(0, inner - 1, () => this.#tiles());
    const outside = form === "none" ? inner : firstReduced;
    this.#loops(0, Math.min(outside, inner), () => {
      if (form === "none") this.#strips((count) => this.#turns(count));
      else if (form === "inner") this.#alongInner();
      else this.#alongRows();
    });
  }

  /** Reductions along the innermost loop. */
  #alongInner(): void {
    const { firstReduced, inner, kernel } = this.shape;
    const all = kernel.reductions.map((_, i) => i);
    writeInnerReductions(this, all, (hooks, behindStrip) => {
      this.#hooks = hooks;
      this.#loops(firstReduced, inner, () =>
        this.#strips((count) => {
          this.#turns(count);
          behindStrip();
        }),
      );
    });
  }

  /** Reductions of rows, for each strip of columns. */
  #alongRows(): void {
    const { firstReduced, inner } = this.shape;
    this.#strips((count) =>
      writeRowReductions(this, count, (hooks, behindRow) => {
        this.#hooks = hooks;
        this.#loops(firstReduced, inner, () => {
          this.#turns(count);
          behindRow();
        });
      }),
    );
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

  /** Where a node's elements lie at the turn of the loops. */
  placeOf(access: Access): Place {
    const dtype = this.#around.dtypeOf(access.buffer);
    const cursor = this.cursorOf(access);
    return {
      cursor: cursor.local,
      offset: this.#around.offsetOf(access.buffer) + access.offset * bytesOf(dtype),
      stride: cursor.strides.at(-1)!,
      dtype,
    };
  }

  /** An element of a strip of scratch; its cursor must be among those that move. */
  stripPlace(place: number, dtype: DType): Place {
    const bytes = bytesOf(dtype);
    return {
      cursor: this.scratchCursor(bytes).local,
      offset: place * this.#stripBytes(),
      stride: bytes,
      dtype,
    };
  }

  /** The cursor that walks along strips of elements of so many bytes. */
  scratchCursor(bytes: number): Cursor {
    let cursor = this.#scratch.get(bytes);
    if (cursor === undefined) {
      const { writer } = this.context;
      const start = writer.local("i32");
      cursor = { strides: [bytes], local: start };
      this.#scratch.set(bytes, cursor);
    }
    return cursor;
  }

  #stripBytes(): number {
    const { strip, rows } = this.shape;
    return 8 * (Math.ceil((strip * rows) / 16) * 16 + slack);
  }

  /** The cursor that an access moves with. */
  cursorOf({ buffer, strides }: Access): Cursor {
    const bytes = bytesOf(this.#around.dtypeOf(buffer));
    const { kernel } = this.shape;
    return this.cursors.of(kernel.lengths.map((_, loop) => (strides[loop] ?? 0) * bytes));
  }

  #constant(value: number, dtype: DType): Local {
    const key = `${Object.is(value, -0) ? "-0" : value}:${dtype}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const { writer } = this.context;
    const local = writer.local("v128");
    const offset = this.#around.numberAt(value, dtype);
    writer.atStart(() => {
      writer.get(0);
      writer.memory("load64Splat", offset);
      writer.set(local);
    });
    this.#constants.set(key, local);
    return local;
  }

  /** Opens the loops from `first` to `end`, with what varies in them alone. */
  #loops(first: number, end: number, body: () => void): void {
    if (first >= end) return body();
    const { writer } = this.context;
    const moving = this.cursors.all.filter(({ strides }) => strides[first] !== 0);
    this.cursors.within(moving, () => {
      const left = writer.local("i32");
      writer.i32(this.shape.kernel.lengths[first]!);
      writer.set(left);
      writer.repeat(left, () => {
        const known = new Map(this.#still);
        this.#writeStill(first);
        this.#loops(first + 1, end, body);
        this.#still.clear();
        for (const [id, local] of known) this.#still.set(id, local);
        for (const { local, strides } of moving) writer.advance(local, strides[first]!);
      });
    });
  }

  /** Cuts the innermost loop into strips. */
  #strips(body: (count: Count) => void): void {
    const { strip, inner } = this.shape;
    this.#cut(inner, strip, body);
  }

  /** Cuts a loop into parts of so many turns, of which the last may be shorter. */
  #cut(loop: number, part: number, body: (count: Count) => void): void {
    const length = this.shape.kernel.lengths[loop]!;
    if (part >= length) return body(length);
    const { writer } = this.context;
    const turns = Math.ceil(length / part);
    const last = length - (turns - 1) * part;
    const moving = this.cursors.all.filter(({ strides }) => strides[loop] !== 0);
    this.cursors.within(moving, () => {
      const left = writer.local("i32");
      const count = writer.local("i32");
      writer.i32(turns);
      writer.set(left);
      writer.repeat(left, () => {
        writer.i32(last);
        writer.i32(part);
        writer.get(left);
        writer.i32(1);
        writer.op("i32Eq");
        writer.op("select");
        writer.set(count);
        body({ local: count, full: part, last });
        for (const { local, strides } of moving) writer.advance(local, strides[loop]! * part);
      });
    });
  }

  /** All stages of a strip. */
  #turns(count: Count): void {
    for (const stage of this.shape.stages.stages) {
      this.#stageTiers(stage, count);
      for (const call of stage.calls) this.#call(call, count);
    }
  }

  #stageTiers(stage: Stage, count: Count): void {
    if (isEmpty(stage)) return;
    writeTiers(
      this.tiering,
      count,
      this.#movingIn(stage),
      (mode) => this.#turn(stage, mode),
      () => this.#hooks?.between?.(stage.reductions),
    );
  }

  /** All stages of many short rows at a time, whose strips lie one behind the other. */
  #tiles(): void {
    const { kernel, inner, rows, stages } = this.shape;
    const length = kernel.lengths[inner]!;
    this.#cut(inner - 1, rows, (count) => {
      const elements = this.#elementsOf(count, length);
      for (const stage of stages.stages) {
        if (!isEmpty(stage)) this.#stageRows(stage, count, length);
        for (const call of stage.calls) this.#call(call, elements);
      }
    });
  }

  #elementsOf(rows: Count, length: number): Count {
    if (typeof rows === "number") return rows * length;
    const { writer } = this.context;
    const local = writer.local("i32");
    writer.get(rows.local);
    writer.i32(length);
    writer.op("i32Mul");
    writer.set(local);
    return { local, full: rows.full * length, last: rows.last * length };
  }

  #stageRows(stage: Stage, rows: Count, length: number): void {
    const { writer } = this.context;
    const loop = this.shape.inner - 1;
    const strips = this.#scratchIn(stage);
    const moving = this.cursors.all.filter(({ strides }) => strides[loop] !== 0);
    this.cursors.within([...moving, ...strips], () => {
      const left = writer.local("i32");
      this.#pushCount(rows);
      writer.set(left);
      writer.repeat(left, () => {
        const known = new Map(this.#still);
        this.#writeStill(loop, this.#stillIn(stage));
        if (stage.reductions.length === 0 || this.shape.form === "none") this.#stageTiers(stage, length);
        else {
          writeInnerReductions(this, stage.reductions, (hooks) => {
            this.#hooks = hooks;
            this.#stageTiers(stage, length);
          });
          this.#hooks = undefined;
        }
        this.#still.clear();
        for (const [id, local] of known) this.#still.set(id, local);
        for (const { local, strides } of moving) writer.advance(local, strides[loop]!);
        for (const { local, strides } of strips) writer.advance(local, strides[0]! * length);
      });
    });
  }

  /** The nodes that a stage uses and that do not vary in the innermost loop. */
  #stillIn(stage: Stage): ReadonlySet<NodeId> {
    const { nodes, stores, reductions } = this.shape.kernel;
    const found = new Set<NodeId>();
    const visit = (id: NodeId): void => {
      if (found.has(id)) return;
      found.add(id);
      const node = nodes[id]!;
      if (node.kind === "apply") node.inputs.forEach(visit);
    };
    for (const id of [...stage.nodes, ...stage.calls.map(({ node }) => node)]) {
      const node = nodes[id]!;
      if (node.kind === "apply") node.inputs.forEach(visit);
    }
    for (const i of stage.stores) visit(stores[i]!.node);
    for (const i of stage.reductions) visit(reductions[i]!.node);
    return found;
  }

  #movingIn(stage: Stage): readonly Cursor[] {
    const { kernel, inner, form } = this.shape;
    const accesses = [
      ...stage.nodes.flatMap((id) => {
        const node = kernel.nodes[id]!;
        return node.kind === "load" ? [node.access] : [];
      }),
      ...stage.stores.map((i) => kernel.stores[i]!.access),
      ...(form === "none" ? stage.reductions.map((i) => kernel.reductions[i]!.access) : []),
    ];
    const found = new Set(accesses.map((access) => this.cursorOf(access)));
    return [...[...found].filter(({ strides }) => strides[inner] !== 0), ...this.#scratchIn(stage)];
  }

  /** The cursors of the strips that a stage uses. */
  #scratchIn(stage: Stage): readonly Cursor[] {
    const { kernel, rowPlaces } = this.shape;
    const used = new Set<number>();
    for (const id of [...stage.fetched, ...stage.kept]) {
      used.add(isCall(kernel.nodes[id]!) ? 8 : bytesOf(kernel.nodes[id]!.dtype));
    }
    if (stage.calls.length > 0) used.add(8);
    if (rowPlaces > 0) {
      for (const i of stage.reductions) {
        used.add(8);
        used.add(bytesOf(kernel.nodes[kernel.reductions[i]!.node]!.dtype));
      }
    }
    return [...used].map((bytes) => this.scratchCursor(bytes));
  }

  /** One turn of a stage's loop: everything is read before anything is written. */
  #turn(stage: Stage, mode: Mode): void {
    const { writer } = this.context;
    const { kernel, stages } = this.shape;
    const values = new Map<NodeId, readonly Local[]>();
    const vectors = Array.from({ length: mode.vectors }, (_, vector) => vector);
    const valueOf = (id: NodeId, vector: number): Local => this.#still.get(id) ?? values.get(id)![vector]!;
    const fetched = new Set(stage.fetched);
    for (const id of [...stage.nodes, ...stage.fetched].sort((a, b) => a - b)) {
      const node = kernel.nodes[id]!;
      const locals = vectors.map(() => writer.local("v128"));
      values.set(id, locals);
      for (const vector of vectors) {
        if (fetched.has(id)) this.#fetch(id, vector, mode);
        else if (node.kind === "load") this.load(this.placeOf(node.access), vector, mode);
        else this.#apply(node as Apply, (input) => valueOf(input, vector));
        writer.set(locals[vector]!);
      }
    }
    for (const vector of vectors) {
      for (const id of stage.kept) {
        this.store(
          this.stripPlace(stages.strips.get(id)!, kernel.nodes[id]!.dtype),
          valueOf(id, vector),
          vector,
          mode,
        );
      }
      for (const { node, places, copy } of stage.calls) {
        const { inputs } = kernel.nodes[node] as Apply;
        inputs.forEach((input, i) => {
          const targets = i === 0 && copy !== undefined ? [places[i]!, copy] : [places[i]!];
          this.#storeWide(targets, valueOf(input, vector), kernel.nodes[input]!.dtype, vector, mode);
        });
      }
    }
    for (const i of stage.reductions) {
      const { node } = kernel.reductions[i]!;
      if (this.#hooks === undefined) continue;
      this.#hooks.accumulate(i, (vector) => valueOf(node, vector), mode);
    }
    for (const vector of vectors) {
      for (const i of stage.stores) {
        const { node, access } = kernel.stores[i]!;
        this.store(this.placeOf(access), valueOf(node, vector), vector, mode);
      }
      if (this.#hooks !== undefined) continue;
      // Without loops to reduce over, a reduction is its only element; sums begin with 0.
      for (const i of stage.reductions) {
        const { node, access, combine } = kernel.reductions[i]!;
        const value = this.#withZero(valueOf(node, vector), combine, kernel.nodes[node]!.dtype);
        this.store(this.placeOf(access), value, vector, mode);
      }
    }
  }

  #withZero(value: Local, combine: string, dtype: DType): Local {
    if (combine !== "add" || (dtype !== "float64" && dtype !== "float32")) return value;
    const { writer } = this.context;
    const result = writer.local("v128");
    writer.get(value);
    writer.get(this.#constant(0, dtype));
    writer.op(dtype === "float64" ? "f64x2Add" : "f32x4Add");
    writer.set(result);
    return result;
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

  #apply({ function: f, inputs, dtype }: Apply, valueOf: (input: NodeId) => Local): void {
    if (typeof f !== "string") throw new AdjointError("compile: a function is no operation of vectors");
    const { nodes } = this.shape.kernel;
    writeOperation(
      this.context,
      f,
      inputs.map(valueOf),
      inputs.map((input) => nodes[input]!.dtype),
      dtype,
    );
  }

  /** Leaves what a strip holds of a node on the stack; functions leave their results in float64. */
  #fetch(id: NodeId, vector: number, mode: Mode): void {
    const node = this.shape.kernel.nodes[id]!;
    const place = this.shape.stages.strips.get(id)!;
    if (!isCall(node)) return this.load(this.stripPlace(place, node.dtype), vector, mode);
    writeNarrowed(this.context, this.#loadWide(this.stripPlace(place, "float64"), vector, mode), node.dtype);
  }

  /** The float64 of a strip that belong to a vector of elements. */
  #loadWide(place: Place, vector: number, mode: Mode): readonly Local[] {
    const { writer, lanes } = this.context;
    const width = mode.single ? 1 : lanes / 2;
    return Array.from({ length: width }, (_, half) => {
      const local = writer.local("v128");
      this.load(place, vector * width + half, mode, 2);
      writer.set(local);
      return local;
    });
  }

  #storeWide(places: readonly number[], value: Local, dtype: DType, vector: number, mode: Mode): void {
    const wide = widened(this.context, value, dtype, mode.single);
    for (const place of places) {
      wide.forEach((part, half) => {
        this.store(this.stripPlace(place, "float64"), part, vector * wide.length + half, mode, 2);
      });
    }
  }

  /** Calls a function with a strip of each argument. */
  #call({ node, places, copy }: Stage["calls"][number], count: Count): void {
    const { writer } = this.context;
    const { function: f, dtype, inputs } = this.shape.kernel.nodes[node] as Apply;
    const strip = this.#around.calls.strip(f, dtype, inputs.length);
    const at = (place: number): void => writer.i32(place * this.#stripBytes());
    if (strip.kind === "strip") {
      places.forEach(at);
      this.#pushCount(count);
      return writer.call(strip.index);
    }
    const { index, constants, group, repair } = strip;
    this.#fillGroup(places[0]!, count, group);
    writer.i32(constants);
    at(places[0]!);
    this.#pushGroups(count, group);
    writer.call(index);
    writer.either(() => {
      at(places[0]!);
      at(copy!);
      this.#pushCount(count);
      writer.call(repair);
    });
  }

  /** Fills what a strip lacks to whole groups with numbers of which no function gives NaN. */
  #fillGroup(place: number, count: Count, group: number): void {
    const { writer } = this.context;
    if ((typeof count === "number" ? count : count.last) % group === 0) return;
    const harmless = this.#constant(0.5, "float64");
    const end = writer.local("i32");
    this.#pushCount(count);
    writer.i32(3);
    writer.op("i32Shl");
    writer.set(end);
    for (let i = 0; i < group; i += 2) {
      writer.get(end);
      writer.get(harmless);
      writer.memory("store", place * this.#stripBytes() + 8 * i);
    }
  }

  #pushGroups(count: Count, group: number): void {
    const { writer } = this.context;
    if (typeof count === "number") return writer.i32(Math.ceil(count / group));
    writer.get(count.local);
    writer.i32(group - 1);
    writer.op("i32Add");
    writer.i32(Math.log2(group));
    writer.op("i32ShiftRight");
  }

  #pushCount(count: Count): void {
    if (typeof count === "number") this.context.writer.i32(count);
    else this.context.writer.get(count.local);
  }

  /** Computes what varies with a loop, but with none inside it, in all lanes. */
  #writeStill(level: number, needed?: ReadonlySet<NodeId>): void {
    const { kernel, levels, inner } = this.shape;
    if (level >= inner) return;
    const { writer } = this.context;
    kernel.nodes.forEach((node, id) => {
      if (levels[id] !== level || needed?.has(id) === false) return;
      if (node.kind === "constant") {
        this.#still.set(id, this.#constant(node.value, node.dtype));
        return;
      }
      if (node.kind === "load") writeSplatLoad(this.context, this.placeOf(node.access));
      else if (isCall(node)) this.#callStill(node);
      else this.#apply(node, (input) => this.#still.get(input)!);
      const local = writer.local("v128");
      writer.set(local);
      this.#still.set(id, local);
    });
  }

  /** Leaves a function of numbers on the stack, in all lanes. */
  #callStill({ function: f, inputs, dtype }: Apply): void {
    const { writer } = this.context;
    const { nodes } = this.shape.kernel;
    for (const input of inputs) {
      const [wide] = widened(this.context, this.#still.get(input)!, nodes[input]!.dtype, true);
      writer.get(wide!);
      writer.lane("f64x2Extract", 0);
    }
    writer.call(this.#around.calls.scalar(f, dtype, inputs.length));
    writer.op("f64x2Splat");
    const wide = writer.local("v128");
    writer.set(wide);
    writeNarrowed(this.context, [wide, wide], dtype);
  }
}

function isEmpty({ nodes, fetched, calls, stores, reductions }: Stage): boolean {
  return nodes.length + fetched.length + calls.length + stores.length + reductions.length === 0;
}
