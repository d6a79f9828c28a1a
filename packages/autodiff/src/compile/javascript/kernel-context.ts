import type { Access, LoopKernel, NodeId } from "../loops/loop-kernel.ts";
import type { Source } from "./source.ts";

/** What the reductions of a kernel ask of who writes its loops. */
export interface KernelContext {
  readonly kernel: LoopKernel;
  readonly source: Source;
  /** The value of a node at this turn. */
  value(node: NodeId): string;
  index(access: Access): string;
  loop(loop: number, body: () => void): void;
  store(access: Access, value: string): void;
}
