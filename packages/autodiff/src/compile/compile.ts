import { AdjointError, bind, checkOptions, DomainError, sameShape, unflatten } from "@adjoint/tensor";
import type { Structure, Tensor } from "@adjoint/tensor";
import { outsideOf, withLongStacks } from "../call-site.ts";
import { closeProgram } from "../close-program.ts";
import { checkFunction, flattenArguments, flattenFunction } from "../flat-function.ts";
import type { AcceptsEach } from "../tensors-of.ts";
import type { Differentiable } from "../types.ts";
import { backends } from "./backend.ts";
import type { Backend, Target } from "./backend.ts";
import { CompiledProgram, compiledPrimitive } from "./compiled-program.ts";
import type { Entry } from "./javascript/javascript-entry.ts";
import { isSameStructure } from "./same-structure.ts";

/** The options of `compile`. */
export interface CompileOptions {
  /** How programs run: `"auto"`, which is the default, or one of `"webassembly"`, `"javascript"` and `"interpreter"`. */
  readonly backend?: Backend;
  /**
   * How many threads large elementwise programs use, the calling one among them: 1, which is the default, to 16. Where there is
   * no shared memory, or a program cannot be cut into parts, one thread runs it, and the reason is said once on the console. Large
   * matrix products take the threads of `accelerate` of `@adjoint/kernels`.
   */
  readonly threads?: number;
}

/**
 * `f` as machine code: recorded once for arguments of a form, simplified, put together into few loops, and translated.
 *
 * The result has the type of `f`, and can be differentiated, mapped and compiled again: `compile(grad(f))`,
 * `grad(compile(f))` and `vmap(compile(f))` all run compiled. Arguments of other shapes or dtypes are recorded anew.
 * What `f` reads from outside is a constant of the program, as it was at the first call.
 *
 * Results are those of `f`, to the last bit where nothing is added in another order; sums have the error bound of `sum`,
 * and exp, tanh, log, sin and their like of float32, which WebAssembly computes in float32, are within 2 units in the last place.
 *
 * Small programs of numbers become JavaScript, others WebAssembly. Where a content security policy forbids code that
 * is made at run time, an interpreter runs the simplified program: slower, with the same results, and a warning once.
 *
 * @throws TracerError if `f` reads a value while it is recorded, DomainError for a backend that does not exist.
 * @example
 * ```ts
 * import { compile, grad } from "@adjoint/autodiff";
 * import { add, exp, mul, neg, square } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const f = (x: Tensor, y: Tensor) => {
 *   const r = add(square(x), square(y));
 *   return mul(r, exp(neg(r)));
 * };
 * const gradient = compile(grad(f, { argnums: [0, 1] }));
 * gradient(0.5, 0); // => [0.5841005873035536, 0]
 * ```
 */
export function compile<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
  options: CompileOptions = {},
): (...args: AcceptsEach<Args>) => Result {
  checkFunction("compile", f);
  const { backend = "auto", threads = 1 } = checkOptions("compile", options, ["backend", "threads"]);
  if (!backends.includes(backend)) {
    throw new DomainError(
      `compile: no backend ${JSON.stringify(backend)}; there are ${backends.join(", ")}`,
      {
        operation: "compile",
        backend,
      },
    );
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > 16) {
    throw new DomainError(`compile: threads must be a whole number from 1 to 16, got ${String(threads)}`, {
      operation: "compile",
      threads,
    });
  }
  const target = { backend, threads };
  const signatures: Signature[] = [];
  const general = (...args: readonly unknown[]): unknown => {
    const { leaves, structure } = flattenArguments("compile", args);
    let signature = signatures.find((each) => isOf(each, structure, leaves));
    let inputs: readonly Tensor[] = leaves;
    if (signature === undefined) {
      const recorded = record(f, structure, leaves, target);
      signature = recorded.signature;
      // What was captured belongs to a transformation around this call.
      if (recorded.captured.length === 0) {
        const isFirst = signatures.length === 0;
        remember(signatures, signature);
        if (isFirst) {
          entry = entryOf(signature, general);
          if (entry !== general) return entry(...args);
        }
      } else inputs = [...recorded.captured, ...leaves];
    }
    try {
      return call(signature, inputs);
    } catch (error) {
      throw located(error, f, structure, leaves);
    }
  };
  // Numbers need no more than the first program, if it is one of numbers.
  let entry: Entry = general;
  return (...args) => entry(...args) as Result;
}

/**
 * The error with the line of the function that it comes from: the function itself is run, which makes the same error
 * where it belongs.
 */
function located(
  error: unknown,
  f: (...args: never[]) => unknown,
  structure: Structure,
  leaves: readonly Tensor[],
): unknown {
  if (!(error instanceof AdjointError)) return error;
  // What only the compiler refuses is no error of the function, which may have far to run.
  if (error.details["operation"] === "compile") return error;
  try {
    withLongStacks(() => flattenFunction("compile", f, structure).flat(leaves));
  } catch (eager) {
    if (!(eager instanceof AdjointError)) return error;
    const place = outsideOf(eager.stack);
    if (place !== undefined) eager.message += ` (in a compiled function, ${place})`;
    return eager;
  }
  return error;
}

/** A function that was recorded for arguments of one form. */
interface Signature {
  readonly structure: Structure;
  readonly compiled: CompiledProgram;
  readonly outputs: Structure;
}

function entryOf({ structure, compiled, outputs }: Signature, slow: Entry): Entry {
  return compiled.entry({ inputs: structure, outputs }, slow);
}

/** So many signatures are kept; functions of ever other shapes would fill the memory. */
const mostSignatures = 64;

function remember(signatures: Signature[], signature: Signature): void {
  signatures.unshift(signature);
  if (signatures.length > mostSignatures) signatures.pop();
}

function isOf({ structure, compiled }: Signature, given: Structure, leaves: readonly Tensor[]): boolean {
  const { inputs } = compiled.program;
  return (
    inputs.length === leaves.length &&
    inputs.every(({ shape, dtype }, i) => leaves[i]!.dtype === dtype && sameShape(leaves[i]!.shape, shape)) &&
    isSameStructure(structure, given)
  );
}

function record(
  f: (...args: never[]) => unknown,
  structure: Structure,
  leaves: readonly Tensor[],
  target: Target,
): { readonly signature: Signature; readonly captured: readonly Tensor[] } {
  const { flat, outputStructure } = flattenFunction("compile", f, structure);
  const { program, captured } = closeProgram("compile", flat, leaves);
  const compiled = new CompiledProgram(program, target);
  return { signature: { structure, compiled, outputs: outputStructure() }, captured };
}

function call({ compiled, outputs }: Signature, inputs: readonly Tensor[]): unknown {
  return unflatten(outputs, bind(compiledPrimitive, inputs, { compiled }));
}
