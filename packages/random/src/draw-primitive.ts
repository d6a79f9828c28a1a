import {
  alignBatches,
  bind,
  type BinaryPrimitive,
  mapElements,
  notDifferentiable,
  type Tensor,
  type UnaryPrimitive,
  zipElements,
} from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { type Uniforms, uniformsOf } from "./uniforms.ts";

/** Which draw is meant. */
export interface DrawParams {
  readonly key: Key;
  /** Elements of one draw; a batch of draws, as `vmap` makes it, repeats their counters. */
  readonly count: number;
}

/** How an element is drawn. */
export interface DrawDefinition<Parameters extends readonly number[]> {
  readonly name: string;
  /** Uniform numbers that an attempt takes. */
  readonly each: number;
  readonly draw: (...rest: [...Parameters, uniforms: Uniforms, index: number]) => number;
}

/** A primitive that draws counts by one parameter: no derivative flows to it. */
/* @__NO_SIDE_EFFECTS__ */
export function countDraw(definition: DrawDefinition<[parameter: number]>): UnaryPrimitive<DrawParams> {
  const primitive: UnaryPrimitive<DrawParams> = notDifferentiable({
    name: definition.name,
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: ([x], params) => [drawEach(x, definition, params)],
    batch: ([x], _batched, _size, params) => bind(primitive, [x], params),
  });
  return primitive;
}

/** A primitive that draws counts by two parameters. */
/* @__NO_SIDE_EFFECTS__ */
export function countPairDraw(
  definition: DrawDefinition<[first: number, second: number]>,
): BinaryPrimitive<DrawParams> {
  const { name, each, draw } = definition;
  const primitive: BinaryPrimitive<DrawParams> = notDifferentiable({
    name,
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: ([x, y], { key, count }) => {
      const uniforms = uniformsOf(name, key, each);
      let index = 0;
      return [zipElements(x, y, x.dtype, (a, b) => draw(a, b, uniforms, index++ % count))];
    },
    batch: (inputs, batched, size, params) => bind(primitive, alignBatches(inputs, batched, size), params),
  });
  return primitive;
}

/** The draws of all elements. */
export function drawEach(
  x: Tensor,
  { name, each, draw }: DrawDefinition<[parameter: number]>,
  { key, count }: DrawParams,
): Tensor {
  const uniforms = uniformsOf(name, key, each);
  let index = 0;
  return mapElements(x, x.dtype, (parameter) => draw(parameter, uniforms, index++ % count));
}
