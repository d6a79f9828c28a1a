import { sizeOf } from "@adjoint/tensor";
import type { Shape } from "@adjoint/tensor";
import type { Access } from "./loop-kernel.ts";

/** What an access is written with. */
export interface AccessScope {
  /** The loops around it. */
  readonly lengths: readonly number[];
  readonly loops: readonly string[];
  /** Of the buffer. */
  readonly size: number;
  readonly shape: Shape | undefined;
}

/**
 * The place that an access reads or writes, by the axes of its buffer: `[i, 2 j + 1]`; nothing if there is one element.
 *
 * Axes that no shape gives are read off the strides; where they are those of no row-major array, places are counted in
 * elements: `[129 i]`.
 */
export function formatAccess(
  { offset, strides }: Access,
  { lengths, loops, size, shape }: AccessScope,
): string {
  if (size === 1) return "";
  const known =
    shape === undefined || sizeOf(shape) !== size ? undefined : alongAxes(offset, strides, shape, lengths);
  const isPlain = known?.every(({ terms }) => terms.length < 2);
  const read = isPlain ? undefined : shapeFromStrides(strides, size);
  const places = (isPlain ? known : undefined) ??
    (read && alongAxes(offset, strides, read, lengths)) ??
    known ?? [{ offset, terms: strides.flatMap((step, loop) => (step === 0 ? [] : [{ loop, step }])) }];
  return `[${places.map((place) => formatPlace(place, loops)).join(", ")}]`;
}

/** A place on an axis: offset + Σ step·(turn of the loop). */
interface Place {
  offset: number;
  readonly terms: { readonly loop: number; readonly step: number }[];
}

/** The places on the axes of a shape, if every loop stays on one axis. */
function alongAxes(
  offset: number,
  strides: readonly number[],
  shape: Shape,
  lengths: readonly number[],
): readonly Place[] | undefined {
  let rest = offset;
  const axes = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const places = axes.map((stride): Place => {
    const at = Math.floor(rest / stride);
    rest -= at * stride;
    return { offset: at, terms: [] };
  });
  for (const [loop, step] of strides.entries()) {
    if (step === 0) continue;
    const axis = axes.findIndex((stride, a) => step % stride === 0 && shape[a]! > 1);
    if (axis < 0) return undefined;
    places[axis]!.terms.push({ loop, step: step / axes[axis]! });
  }
  const isInside = ({ offset: start, terms }: Place, axis: number): boolean => {
    const reach = terms.map(({ loop, step }) => step * (lengths[loop]! - 1));
    const least = reach.reduce((sum, each) => sum + Math.min(0, each), start);
    const most = reach.reduce((sum, each) => sum + Math.max(0, each), start);
    return least >= 0 && most < shape[axis]!;
  };
  return places.every(isInside) ? places : undefined;
}

function shapeFromStrides(strides: readonly number[], size: number): Shape | undefined {
  const chain = [...new Set([...strides.map(Math.abs), 1])]
    .filter((stride) => stride > 0)
    .sort((a, b) => b - a);
  const whole = [size, ...chain];
  const shape = chain.map((stride, i) => whole[i]! / stride);
  return shape.every(Number.isInteger) ? shape : undefined;
}

function formatPlace({ offset, terms }: Place, loops: readonly string[]): string {
  const parts = terms.map(({ loop, step }) => ({
    step,
    text: `${Math.abs(step) === 1 ? "" : `${Math.abs(step)} `}${loops[loop]!}`,
  }));
  // A positive part comes first, so that no place begins with a minus that it does not need.
  const ordered = [...parts.filter(({ step }) => step > 0), ...parts.filter(({ step }) => step < 0)];
  const isFirst = ordered.length === 0 || (offset > 0 && ordered[0]!.step < 0);
  let text = isFirst ? String(offset) : "";
  for (const { step, text: part } of ordered) {
    if (text === "") text = step < 0 ? `−${part}` : part;
    else text += step < 0 ? ` − ${part}` : ` + ${part}`;
  }
  if (isFirst || offset === 0) return text;
  return offset < 0 ? `${text} − ${-offset}` : `${text} + ${offset}`;
}
