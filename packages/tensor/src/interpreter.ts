import { TracerError } from "./errors.ts";
import type { Primitive } from "./primitive.ts";
import { Tracer } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";

/**
 * What gives primitives their meaning: evaluation computes them, a transformation does something more and
 * hands them to the interpreter beneath it.
 *
 * The design is that of the second part of Autodidax ("Autodidax: JAX core from scratch", JAX authors):
 * one current interpreter, which nests; tracers carry their owner, so that two derivatives can never be confused.
 */
export interface Interpreter {
  readonly name: string;
  bind(primitive: Primitive, inputs: readonly Tensor[], params: unknown): readonly Tensor[];
}

/** Computes primitives on ordinary tensors. */
const evaluation: Interpreter = {
  name: "evaluation",
  bind(primitive, inputs, params) {
    for (const input of inputs) if (input instanceof Tracer) throw leaked(primitive, input);
    return primitive.kernel(inputs, params);
  },
};

let current: Interpreter = evaluation;

/**
 * The interpreter that `bind` uses now.
 *
 * @example
 * ```ts
 * import { currentInterpreter } from "@adjoint/tensor";
 *
 * currentInterpreter().name; // => "evaluation"
 * ```
 */
export function currentInterpreter(): Interpreter {
  return current;
}

/**
 * Runs `f` under an interpreter and restores the one before, also when `f` throws.
 *
 * @example
 * ```ts
 * import { currentInterpreter, exp, mul, runWith } from "@adjoint/tensor";
 * import type { Interpreter } from "@adjoint/tensor";
 *
 * const seen: string[] = [];
 * const beneath = currentInterpreter();
 * const listener: Interpreter = {
 *   name: "listener",
 *   bind(primitive, inputs, params) {
 *     seen.push(primitive.name);
 *     return beneath.bind(primitive, inputs, params);
 *   },
 * };
 * runWith(listener, () => mul(exp(0), 2)).item(); // => 2
 * seen; // => ["exp", "mul"]
 * ```
 */
export function runWith<Result>(interpreter: Interpreter, f: () => Result): Result {
  const previous = current;
  current = interpreter;
  try {
    return f();
  } finally {
    current = previous;
  }
}

/**
 * Applies a primitive under the current interpreter, and gives its outputs.
 *
 * Primitives are strict: the caller converts, promotes and broadcasts the inputs first.
 *
 * @throws TracerError if an input is a traced value whose transformation has ended.
 * @example
 * ```ts
 * import { asFloat, bind, div, mul, unary } from "@adjoint/tensor";
 *
 * const logTwo = unary({
 *   name: "log2",
 *   kernel: Math.log2,
 *   tangent: (t, x) => div(t, mul(x, Math.LN2)),
 * });
 * const [y] = bind(logTwo, [asFloat("log2", "x", 8)], null);
 * y.item(); // => 3
 * ```
 */
export function bind<Inputs extends readonly Tensor[], Outputs extends readonly Tensor[], Params>(
  primitive: Primitive<Inputs, Outputs, Params>,
  inputs: NoInfer<Inputs>,
  params: NoInfer<Params>,
): Outputs {
  // The one place where a primitive's types are forgotten: interpreters treat all primitives alike.
  return current.bind(primitive as unknown as Primitive, inputs, params) as unknown as Outputs;
}

function leaked(primitive: Primitive, tracer: Tracer): TracerError {
  return new TracerError(
    `${primitive.name}: got a traced value of ${tracer.owner.name} after that transformation had ended; ` +
      `return values from the differentiated function instead of storing them in outer variables, ` +
      `and keep the function synchronous`,
    { operation: primitive.name, transformation: tracer.owner.name },
  );
}
