import { formatSpec } from "../../format-spec.ts";
import { bufferNames } from "../loops/buffer-names.ts";
import type { Schedule } from "../loops/schedule.ts";
import { bytesOf, planMemory } from "./plan-memory.ts";

/** Where the values of a schedule lie, a line each: `c: float64[3] at byte 128`; values whose times do not meet share bytes. */
export function formatMemory(schedule: Schedule): string {
  const { nameOf, shapeOf, buffers } = bufferNames(schedule);
  const { offsets, bytes } = planMemory(schedule, 0);
  const placed = buffers.filter((buffer) => offsets[buffer]! >= 0);
  const lines = placed
    .toSorted((a, b) => offsets[a]! - offsets[b]!)
    .map((buffer) => {
      const { dtype, size } = schedule.buffers[buffer]!;
      const spec = formatSpec({ dtype, shape: shapeOf(buffer) ?? [size] });
      return `${nameOf(buffer)}: ${spec} at byte ${offsets[buffer]!}`;
    });
  const apart = placed.reduce((sum, buffer) => {
    const { dtype, size } = schedule.buffers[buffer]!;
    return sum + size * bytesOf(dtype);
  }, 0);
  return [...lines, `together ${bytes} bytes, for values of ${apart}`].join("\n");
}
