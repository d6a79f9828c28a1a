import {
  asTensor,
  checkReal,
  currentInterpreter,
  formatShape,
  NotDifferentiableError,
  ones,
  runWith,
  sameShape,
  ShapeError,
  tensor,
  Tracer,
  TracerError,
  zerosLike,
} from "@adjoint/tensor";
import type { Interpreter, Primitive, Tangent, Tensor, TensorLike, TypedArray } from "@adjoint/tensor";
import type { DerivativeValues } from "./divided-differences.ts";

/** A function of one number, applied to every element of a tensor. */
export type ElementwiseFunction = (x: Tensor) => TensorLike;

/**
 * The values of f and of its derivatives at plain numbers.
 *
 * The derivative of f is needed as a function here, and this package knows no transformations: so it carries tangents
 * along by the rules of the primitives, as a forward derivative does.
 *
 * @throws NotDifferentiableError if f uses a traced value or has no derivative, ShapeError if it does not keep the shape.
 */
export function derivativesOf(operation: string, f: ElementwiseFunction): DerivativeValues {
  return (order, x) => {
    let g = (y: Tensor): Tensor => asTensor(operation, "f(x)", f(y));
    for (let i = 0; i < order; i++) g = derivativeOf(g);
    return Float64Array.from(valueOf(operation, g, tensor(x)).data);
  };
}

function valueOf(operation: string, g: (x: Tensor) => Tensor, x: Tensor): Tensor {
  const y = untraced(operation, () => g(x));
  checkReal(operation, "f(x)", y);
  if (!sameShape(y.shape, x.shape)) {
    throw new ShapeError(
      `${operation}: f must act on every element by itself, but f(x) has shape ${formatShape(y.shape)} for x of shape ` +
        formatShape(x.shape),
      { operation, argument: "f", shape: y.shape },
    );
  }
  return y;
}

/** A derivative with respect to what the function uses would be missing in silence. */
function untraced(operation: string, f: () => Tensor): Tensor {
  let reason: unknown;
  try {
    const y = f();
    if (!(y instanceof Tracer)) return y;
  } catch (error) {
    if (!(error instanceof TracerError)) throw error;
    reason = error;
  }
  throw new NotDifferentiableError(
    `${operation}: f uses a traced value, with respect to which ${operation} has no derivative; ` +
      `multiply the matrix or the result by it instead, or wrap that value in stopGradient`,
    { operation, argument: "f", reason },
  );
}

function derivativeOf(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  return (x) => {
    const interpreter = new TangentInterpreter(currentInterpreter());
    const y = runWith(interpreter, () => f(new Dual(interpreter, x, ones(x.shape, { dtype: x.dtype }))));
    return interpreter.tangentOf(y) ?? zerosLike(y);
  };
}

class Dual extends Tracer {
  readonly owner: Interpreter;
  readonly primal: Tensor;
  readonly tangent: Tensor;

  constructor(owner: Interpreter, primal: Tensor, tangent: Tensor) {
    super(primal.shape, primal.dtype);
    this.owner = owner;
    this.primal = primal;
    this.tangent = tangent;
  }

  override get data(): TypedArray {
    return this.primal.data;
  }

  override get beneath(): Tensor {
    return this.primal;
  }
}

class TangentInterpreter implements Interpreter {
  readonly name = "a derivative";
  readonly #below: Interpreter;

  constructor(below: Interpreter) {
    this.#below = below;
  }

  tangentOf(x: Tensor): Tangent {
    return x instanceof Dual && x.owner === this ? x.tangent : null;
  }

  bind(primitive: Primitive, inputs: readonly Tensor[], params: unknown): readonly Tensor[] {
    const tangents = inputs.map((input) => this.tangentOf(input));
    const primals = inputs.map((input, i) => (tangents[i] ? (input as Dual).primal : input));
    const outputs = this.#below.bind(primitive, primals, params);
    if (tangents.every((tangent) => tangent === null)) return outputs;
    const { jvp } = primitive;
    if (typeof jvp === "string") {
      throw new NotDifferentiableError(`${primitive.name}: no derivative: ${jvp}`, {
        operation: primitive.name,
        reason: jvp,
      });
    }
    const moved = runWith(this.#below, () => jvp(tangents, primals, outputs, params));
    return outputs.map((output, i) => {
      const tangent = moved[i] ?? null;
      return tangent ? new Dual(this, output, tangent) : output;
    });
  }
}
