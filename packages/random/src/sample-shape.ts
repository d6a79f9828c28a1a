import {
  asFloat,
  broadcastShapes,
  DomainError,
  formatShape,
  sameShape,
  type Shape,
  ShapeError,
  type Tensor,
  type TensorLike,
  Tracer,
} from "@adjoint/tensor";

/** A sampler's parameters as tensors, and the shape of its result. */
export interface Sampled<Names extends string> {
  readonly shape: Shape;
  readonly params: { readonly [Name in Names]: Tensor };
}

/**
 * Parameters as tensors and the shape that is drawn: the given one, into which all parameters must broadcast, or
 * else that of the parameters broadcast together.
 */
export function sampleShape<Names extends string>(
  operation: string,
  shape: Shape | undefined,
  params: { readonly [Name in Names]: TensorLike },
): Sampled<Names> {
  const tensors = Object.fromEntries(
    Object.entries<TensorLike>(params).map(([name, value]) => [name, asFloat(operation, name, value)]),
  ) as { [Name in Names]: Tensor };
  let common: Shape = [];
  for (const { shape } of Object.values<Tensor>(tensors)) common = broadcastShapes(operation, common, shape);
  if (shape === undefined) return { shape: common, params: tensors };
  if (!sameShape(broadcastShapes(operation, shape, common), shape)) {
    throw new ShapeError(
      `${operation}: parameters of shape ${formatShape(common)} do not broadcast into the shape ${formatShape(shape)}; ` +
        `the shape is that of the whole result`,
      { operation, shape, parameters: common },
    );
  }
  return { shape, params: tensors };
}

/** Refuses a parameter outside its domain; a traced one has no values to look at. */
export function checkParameter(
  operation: string,
  name: string,
  value: Tensor,
  accepts: (element: number) => boolean,
  requirement: string,
): void {
  if (value instanceof Tracer) return;
  const wrong = value.data.find((element) => !accepts(element));
  if (wrong !== undefined) {
    throw new DomainError(`${operation}: ${name} must be ${requirement}, got ${wrong}`, {
      operation,
      [name]: wrong,
    });
  }
}
