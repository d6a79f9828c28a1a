import { sizeOf } from "@adjoint/tensor";
import type { Spec, Tensor } from "@adjoint/tensor";
import type { BufferId } from "./loop-kernel.ts";
import type { Buffer, Whole } from "./schedule.ts";

/** The buffers of a schedule, while they are being assigned. */
export class Room {
  readonly buffers: Buffer[] = [];
  readonly #constants = new Map<Tensor, BufferId>();

  allocate({ dtype, shape }: Spec): BufferId {
    return this.buffers.push({ dtype, size: sizeOf(shape) }) - 1;
  }

  constant(tensor: Tensor): BufferId {
    const known = this.#constants.get(tensor);
    if (known !== undefined) return known;
    const { dtype, size } = tensor;
    const buffer = this.buffers.push({ dtype, size, constant: tensor }) - 1;
    this.#constants.set(tensor, buffer);
    return buffer;
  }

  /** How many buffers there are, to which `rewind` goes back. */
  mark(): number {
    return this.buffers.length;
  }

  rewind(count: number): void {
    this.buffers.length = count;
    for (const [tensor, buffer] of this.#constants) if (buffer >= count) this.#constants.delete(tensor);
  }

  whole(buffer: BufferId, { shape, dtype }: Spec): Whole {
    return { buffer, shape, dtype };
  }
}
