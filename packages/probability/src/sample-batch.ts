import type { Key } from "@adjoint/random";
import { moveAxis, squeeze } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import type { Distribution } from "./distribution.ts";

/**
 * Independent draws of the shape [...shape, ...eventShape], where the end of the shape is the batch shape with axes of
 * length 1 as long as they should be, and with further ones before.
 */
export function sampleBatch(d: Distribution, key: Key, shape: Shape): Tensor {
  const own = d.batchShape;
  const lead = shape.slice(0, shape.length - own.length);
  const wide = own.flatMap((length, i) => (length === shape[lead.length + i] ? [] : [i]));
  const widths = wide.map((i) => shape[lead.length + i]!);
  const drawn = d.sample(key, [...lead, ...widths]);
  if (wide.length === 0) return drawn;
  const thin = squeeze(
    drawn,
    wide.map((i) => lead.length + widths.length + i),
  );
  return moveAxis(
    thin,
    wide.map((_, j) => lead.length + j),
    wide.map((i) => lead.length + i),
  );
}
