import { AdjointError } from "@adjoint/tensor";
import type { LoopKernel, NodeId } from "../loops/loop-kernel.ts";
import type { FunctionWriter } from "./function-writer.ts";
import { KernelScope } from "./kernel-scope.ts";
import type { KernelSurroundings } from "./kernel-scope.ts";
import type { Stage } from "./kernel-stages.ts";
import { scratchBytes } from "./memory.ts";
import { StillNodes } from "./still-nodes.ts";
import { writeTiers } from "./tiers.ts";
import type { Count } from "./tiers.ts";
import { pushCount, writeCall } from "./write-call.ts";
import { writeInnerReductions } from "./write-inner-reductions.ts";
import { writeRowReductions } from "./write-row-reductions.ts";
import { movingIn, scratchIn, writeTurn } from "./write-turn.ts";
import type { ReductionHooks } from "./write-turn.ts";

/** Writes a kernel into a function whose only parameter is the region's address. */
export function writeKernel(kernel: LoopKernel, writer: FunctionWriter, around: KernelSurroundings): void {
  new KernelWriter(new KernelScope(kernel, writer, around)).write();
}

/** Writes the loops of a kernel, from the outermost to the strips and stages of the innermost. */
class KernelWriter {
  readonly #scope: KernelScope;
  readonly #still: StillNodes;
  #hooks: ReductionHooks | undefined;

  constructor(scope: KernelScope) {
    this.#scope = scope;
    this.#still = new StillNodes(scope);
  }

  write(): void {
    const scope = this.#scope;
    const { kernel, form, inner, firstReduced, rows, stages, rowPlaces } = scope.shape;
    if ((stages.places + rowPlaces) * scope.stripBytes > scratchBytes) {
      throw new AdjointError("compile: a loop calls more functions at a time than there is room for", {
        operation: "compile",
      });
    }
    const { stores, reductions, nodes } = kernel;
    for (const node of nodes) if (node.kind === "load") scope.cursorOf(node.access);
    for (const { access } of [...stores, ...reductions]) scope.cursorOf(access);
    this.#still.write(-1);
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
    const { firstReduced, inner, kernel } = this.#scope.shape;
    const all = kernel.reductions.map((_, i) => i);
    writeInnerReductions(this.#scope, all, (hooks, behindStrip) => {
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
    const { firstReduced, inner } = this.#scope.shape;
    this.#strips((count) =>
      writeRowReductions(this.#scope, count, (hooks, behindRow) => {
        this.#hooks = hooks;
        this.#loops(firstReduced, inner, () => {
          this.#turns(count);
          behindRow();
        });
      }),
    );
  }

  /** Opens the loops from `first` to `end`, with what varies in them alone. */
  #loops(first: number, end: number, body: () => void): void {
    if (first >= end) return body();
    const { context, cursors, shape } = this.#scope;
    const { writer } = context;
    const moving = cursors.all.filter(({ strides }) => strides[first] !== 0);
    cursors.within(moving, () => {
      const left = writer.local("i32");
      writer.i32(shape.kernel.lengths[first]!);
      writer.set(left);
      writer.repeat(left, () => {
        this.#still.within(first, () => this.#loops(first + 1, end, body));
        for (const { local, strides } of moving) writer.advance(local, strides[first]!);
      });
    });
  }

  /** Cuts the innermost loop into strips. */
  #strips(body: (count: Count) => void): void {
    const { strip, inner } = this.#scope.shape;
    this.#cut(inner, strip, body);
  }

  /** Cuts a loop into parts of so many turns, of which the last may be shorter. */
  #cut(loop: number, part: number, body: (count: Count) => void): void {
    const { context, cursors, shape } = this.#scope;
    const length = shape.kernel.lengths[loop]!;
    if (part >= length) return body(length);
    const { writer } = context;
    const turns = Math.ceil(length / part);
    const last = length - (turns - 1) * part;
    const moving = cursors.all.filter(({ strides }) => strides[loop] !== 0);
    cursors.within(moving, () => {
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
    for (const stage of this.#scope.shape.stages.stages) {
      this.#stage(stage, count);
      for (const call of stage.calls) writeCall(this.#scope, call, count);
    }
  }

  #stage(stage: Stage, count: Count): void {
    if (isEmpty(stage)) return;
    const scope = this.#scope;
    writeTiers(
      scope.tiering,
      count,
      movingIn(scope, stage),
      (mode) => writeTurn(scope, this.#still, stage, mode, this.#hooks),
      () => this.#hooks?.between?.(stage.reductions),
    );
  }

  /** All stages of many short rows at a time, whose strips lie one behind the other. */
  #tiles(): void {
    const { kernel, inner, rows, stages } = this.#scope.shape;
    const length = kernel.lengths[inner]!;
    this.#cut(inner - 1, rows, (count) => {
      const elements = this.#elementsOf(count, length);
      for (const stage of stages.stages) {
        if (!isEmpty(stage)) this.#stageRows(stage, count, length);
        for (const call of stage.calls) writeCall(this.#scope, call, elements);
      }
    });
  }

  #elementsOf(rows: Count, length: number): Count {
    if (typeof rows === "number") return rows * length;
    const { writer } = this.#scope.context;
    const local = writer.local("i32");
    writer.get(rows.local);
    writer.i32(length);
    writer.op("i32Mul");
    writer.set(local);
    return { local, full: rows.full * length, last: rows.last * length };
  }

  #stageRows(stage: Stage, rows: Count, length: number): void {
    const { context, cursors, shape } = this.#scope;
    const { writer } = context;
    const loop = shape.inner - 1;
    const strips = scratchIn(this.#scope, stage);
    const moving = cursors.all.filter(({ strides }) => strides[loop] !== 0);
    cursors.within([...moving, ...strips], () => {
      const left = writer.local("i32");
      pushCount(this.#scope, rows);
      writer.set(left);
      writer.repeat(left, () => {
        this.#still.within(loop, () => this.#stageRow(stage, length), this.#stillIn(stage));
        for (const { local, strides } of moving) writer.advance(local, strides[loop]!);
        for (const { local, strides } of strips) writer.advance(local, strides[0]! * length);
      });
    });
  }

  #stageRow(stage: Stage, length: number): void {
    if (stage.reductions.length === 0 || this.#scope.shape.form === "none") return this.#stage(stage, length);
    writeInnerReductions(this.#scope, stage.reductions, (hooks) => {
      this.#hooks = hooks;
      this.#stage(stage, length);
      this.#hooks = undefined;
    });
  }

  /** The nodes that a stage uses and that do not vary in the innermost loop. */
  #stillIn(stage: Stage): ReadonlySet<NodeId> {
    const { nodes, stores, reductions } = this.#scope.shape.kernel;
    const inputsOf = (id: NodeId): readonly NodeId[] => {
      const node = nodes[id]!;
      return node.kind === "apply" ? node.inputs : [];
    };
    const open = [
      ...stage.nodes.flatMap(inputsOf),
      ...stage.calls.flatMap(({ node }) => inputsOf(node)),
      ...stage.stores.map((i) => stores[i]!.node),
      ...stage.reductions.map((i) => reductions[i]!.node),
    ];
    const found = new Set<NodeId>();
    while (open.length > 0) {
      const id = open.pop()!;
      if (found.has(id)) continue;
      found.add(id);
      open.push(...inputsOf(id));
    }
    return found;
  }
}

function isEmpty({ nodes, fetched, calls, stores, reductions }: Stage): boolean {
  return nodes.length + fetched.length + calls.length + stores.length + reductions.length === 0;
}
