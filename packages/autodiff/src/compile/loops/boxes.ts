import type { Shape } from "@adjoint/tensor";
import { Cut, MustStore } from "./kernel-builder.ts";
import { boxMap } from "./index-map.ts";
import type { IndexMap } from "./index-map.ts";

/** The places that a loop nest walks through. */
export interface Box {
  readonly lengths: Shape;
  /** For each axis of the values whose elements are computed the place at a turn. */
  readonly map: IndexMap;
}

/** More parts than this are not worth their loops. */
const mostParts = 32;

/** The box of all places of a shape. */
export function wholeBox(shape: Shape): Box {
  return { lengths: shape, map: boxMap(shape.map(() => 0)) };
}

/**
 * What `build` makes of a box, or of its parts where it has to be cut.
 *
 * @throws MustStore for an embedded or joined value that would need too many cuts, or one along an axis that must stay whole.
 */
export function buildInParts<T>(
  whole: Box,
  build: (box: Box) => T,
  staysWhole: (axis: number) => boolean = () => false,
): readonly T[] {
  const built: T[] = [];
  const open = [whole];
  while (open.length > 0) {
    const box = open.pop()!;
    try {
      built.push(build(box));
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      if (staysWhole(error.axis) || built.length + open.length >= mostParts)
        throw new MustStore(error.variable);
      open.push(...parts(box, error));
    }
  }
  return built;
}

function parts({ lengths, map }: Box, { axis, place }: Cut): readonly Box[] {
  return [
    { lengths: lengths.with(axis, place), map },
    {
      lengths: lengths.with(axis, lengths[axis]! - place),
      map: map.map(({ offset, coefficients }) => ({
        offset: offset + place * coefficients[axis]!,
        coefficients,
      })),
    },
  ];
}
