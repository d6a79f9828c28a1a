import { currentInterpreter, runWith, Tracer, TracerError } from "@adjoint/tensor";
import type { Interpreter, Spec, Tensor } from "@adjoint/tensor";
import { closeProgram } from "./close-program.ts";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import type { FlatFunction } from "./flat-function.ts";
import { haveValues, valuesOf } from "./has-value.ts";
import { isRecording } from "./nested-programs.ts";
import { specsOf } from "./sparse-list.ts";
import { traceFlat } from "./trace.ts";

/**
 * What a primitive calls: a plain function while values are known, so that it may read them, use JavaScript's `if` and
 * call other libraries; a program where they are not.
 */
export type Callable = FlatFunction | Recording;

/**
 * Binds a primitive that calls a function, by what `bindWith` makes of the function and of what it takes from outside.
 *
 * The function is called itself where its arguments are known, and recorded where they are not, or where it uses a traced
 * value from outside. One that reads its arguments in a mapped function is called call by call.
 */
export function bindCallable(
  operation: string,
  f: FlatFunction,
  args: readonly Tensor[],
  bindWith: (callable: Callable, captured: readonly Tensor[]) => readonly Tensor[],
): readonly Tensor[] {
  const itself = (): readonly Tensor[] => bindWith(f, []);
  const recorded = (): readonly Tensor[] => {
    const { program, captured } = closeProgram(operation, f, args);
    return bindWith(program, captured);
  };
  if (haveValues(args)) return firstPossible(itself, recorded);
  return args.every((arg) => valuesOf(arg) !== null) ? firstPossible(recorded, itself) : recorded();
}

/** What the second gives if the first meets a traced value that it cannot use; the error of the first if both do. */
function firstPossible<Result>(first: () => Result, second: () => Result): Result {
  try {
    return first();
  } catch (error) {
    if (!(error instanceof TracerError)) throw error;
    try {
      return second();
    } catch (other) {
      throw other instanceof TracerError ? error : other;
    }
  }
}

/** Calls it on tensors as they are: what a primitive's kernel does. */
export function call(operation: string, callable: Callable, inputs: readonly Tensor[]): readonly Tensor[] {
  if (isRecording(callable)) return evaluateProgram(callable, inputs);
  const outputs = runWith(enclosed(operation, currentInterpreter()), () => callable(inputs));
  for (const output of outputs) if (output instanceof Tracer) throw foreign(operation, output);
  return outputs;
}

/** Calls it on whatever the current interpreter handles. */
export function apply(callable: Callable, inputs: readonly Tensor[]): readonly Tensor[] {
  return isRecording(callable) ? evaluateProgram(callable, inputs) : callable(inputs);
}

/** The shapes and dtypes of its results. */
export function resultSpecs(operation: string, callable: Callable, inputs: readonly Spec[]): readonly Spec[] {
  return specsOf((isRecording(callable) ? callable : traceFlat(operation, callable, inputs)).outputs);
}

/** Evaluation in which only arguments are seen: a traced value from outside would lose its derivative. */
export function enclosed(operation: string, outside: Interpreter): Interpreter {
  return {
    name: operation,
    bind(primitive, inputs, params) {
      for (const input of inputs) if (input instanceof Tracer) throw foreign(operation, input);
      return outside.bind(primitive, inputs, params);
    },
  };
}

function foreign(operation: string, { owner }: Tracer): TracerError {
  return new TracerError(
    `${operation}: the function uses a traced value of ${owner.name} that is not among its arguments; ` +
      `give it as an argument, since the rule says nothing about the derivative with respect to other values`,
    { operation, transformation: owner.name },
  );
}
