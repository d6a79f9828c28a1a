import type { NodeId } from "../loops/loop-kernel.ts";
import type { Local } from "./function-writer.ts";
import type { KernelScope } from "./kernel-scope.ts";
import { isCall } from "./kernel-stages.ts";
import type { Apply, CallNode } from "./kernel-stages.ts";
import { writeSplatLoad } from "./write-access.ts";
import { writeOperation } from "./write-operation.ts";
import { widened, writeNarrowed } from "./write-strip.ts";

/** The nodes of a kernel that do not vary in the innermost loop: they are computed in front of it, in all lanes. */
export class StillNodes {
  readonly #scope: KernelScope;
  #known = new Map<NodeId, Local>();

  constructor(scope: KernelScope) {
    this.#scope = scope;
  }

  get(id: NodeId): Local | undefined {
    return this.#known.get(id);
  }

  /** Runs `body` where those are known which vary with a loop, but with none inside it. */
  within(loop: number, body: () => void, needed?: ReadonlySet<NodeId>): void {
    const before = this.#known;
    this.#known = new Map(before);
    this.write(loop, needed);
    body();
    this.#known = before;
  }

  write(loop: number, needed?: ReadonlySet<NodeId>): void {
    const { context, shape } = this.#scope;
    const { kernel, levels, inner } = shape;
    if (loop >= inner) return;
    kernel.nodes.forEach((node, id) => {
      if (levels[id] !== loop || needed?.has(id) === false) return;
      if (node.kind === "constant") {
        this.#known.set(id, this.#scope.constant(node.value, node.dtype));
        return;
      }
      if (node.kind === "load") writeSplatLoad(context, this.#scope.placeOf(node.access));
      else if (isCall(node)) this.#call(node);
      else writeApply(this.#scope, node, (input) => this.#known.get(input)!);
      const local = context.writer.local("v128");
      context.writer.set(local);
      this.#known.set(id, local);
    });
  }

  /** Leaves a function of numbers on the stack, in all lanes. */
  #call({ function: f, inputs, dtype }: CallNode): void {
    const { context, shape, calls } = this.#scope;
    const { writer } = context;
    for (const input of inputs) {
      const [wide] = widened(context, this.#known.get(input)!, shape.kernel.nodes[input]!.dtype, true);
      writer.get(wide!);
      writer.lane("f64x2Extract", 0);
    }
    writer.call(calls.scalar(f, dtype, inputs.length));
    writer.op("f64x2Splat");
    const wide = writer.local("v128");
    writer.set(wide);
    writeNarrowed(context, [wide, wide], dtype);
  }
}

/** Leaves the result of a node that is an operation of vectors on the stack. */
export function writeApply(
  { context, shape }: KernelScope,
  { function: f, inputs, dtype }: Apply,
  valueOf: (input: NodeId) => Local,
): void {
  if (typeof f !== "string") throw new Error("compile: a function is no operation of vectors");
  const dtypes = inputs.map((input) => shape.kernel.nodes[input]!.dtype);
  writeOperation(context, f, inputs.map(valueOf), dtypes, dtype);
}
