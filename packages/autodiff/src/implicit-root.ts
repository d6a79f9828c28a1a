import {
  bind,
  checkOptions,
  currentInterpreter,
  DTypeError,
  isFloat,
  neg,
  runWith,
  Tensor,
  Tracer,
  TracerError,
  unflatten,
} from "@adjoint/tensor";
import type { Interpreter, Primitive, Structure } from "@adjoint/tensor";
import { apply, resultSpecs } from "./callable.ts";
import type { Callable } from "./callable.ts";
import { closeProgram } from "./close-program.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { checkFunction, flattenArguments, flattenFunction } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { formatSpec } from "./format-spec.ts";
import { hasValue, valuesOf } from "./has-value.ts";
import { jacobianSolvePrimitive } from "./jacobian-solve.ts";
import type { LinearSolve } from "./jacobian-solve.ts";
import { jvpFlat } from "./jvp.ts";
import { mapCallByCall } from "./map-call-by-call.ts";
import { isRecording } from "./nested-programs.ts";
import { Program } from "./program.ts";
import { checkSameResults } from "./same-results.ts";
import { nonZero, withZeros } from "./sparse-list.ts";
import type { AcceptsEach, TensorsOf } from "./tensors-of.ts";

/** The options of `implicitRoot`. */
export interface ImplicitRootOptions {
  /**
   * Solves A·y = b for vectors, given v ↦ A·v; the same is asked for the transpose of A in reverse mode. Without it,
   * A is computed and eliminated, which takes n² numbers and n³/3 steps for a root of n numbers.
   */
  readonly linearSolve?: LinearSolve;
}

/**
 * The root x(θ) of F(x, θ) = 0 that `solve` finds, with the derivative of the root instead of that of the steps
 * towards it: dx = −(∂F/∂x)⁻¹ (∂F/∂θ) dθ, by the implicit function theorem.
 *
 * `solve` is called with plain tensors, so it may read them, stop when it likes and call other libraries; only in a
 * recorded program must it be made of operations and `whileLoop`. It need not be differentiable. The derivative is
 * exact if the root is: an error ε of the root gives it one of the same order. Derivatives of every order in both modes
 * differentiate the residual, which may use values from outside. A mapped function is solved call by call.
 *
 * Source: S. G. Krantz and H. R. Parks, "The Implicit Function Theorem", 2002; M. Blondel et al., "Efficient and
 * Modular Implicit Differentiation", 2022, arXiv:2105.15183.
 *
 * @param residual - F, from the root and the arguments to a tree of the form of the root.
 * @param solve - from the arguments to the root, a tree of floating-point tensors.
 * @throws NotDifferentiableError if ∂F/∂x is singular at the root, ShapeError if the residual has another form than it.
 * @example
 * ```ts
 * import { grad, implicitRoot } from "@adjoint/autodiff";
 * import { mul, sub, tensor } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const cubeRoot = implicitRoot(
 *   (x: Tensor, a: Tensor) => sub(mul(x, mul(x, x)), a),
 *   (a: Tensor) => tensor(Math.cbrt(a.item())),
 * );
 * cubeRoot(8).item(); // => 2
 * grad(cubeRoot)(8).item(); // => 0.08333333333333333
 * ```
 */
export function implicitRoot<Args extends readonly unknown[], Root>(
  residual: (x: TensorsOf<NoInfer<Root>>, ...args: Args) => unknown,
  solve: (...args: Args) => Root,
  options: ImplicitRootOptions = {},
): (...args: AcceptsEach<Args>) => TensorsOf<Root> {
  checkFunction("implicitRoot: residual", residual);
  checkFunction("implicitRoot: solve", solve);
  const { linearSolve } = checkOptions("implicitRoot", options, ["linearSolve"]);
  return (...args) => {
    const { leaves, structure } = flattenArguments("implicitRoot", args);
    const { flat, outputStructure } = flattenFunction("implicitRoot: solve", solve, structure);
    const root = runSolver(flat, leaves);
    root.forEach(checkFloat);
    const flatResidual = residualOf(residual as unknown as AnyResidual, outputStructure(), root, structure);
    const { callable, captured } = recordedIfPossible(flatResidual, root, leaves);
    const results = bind(implicitRootPrimitive, [...root, ...captured, ...leaves], {
      residual: callable,
      count: root.length,
      linearSolve,
    });
    return unflatten(outputStructure(), results) as TensorsOf<Root>;
  };
}

type AnyResidual = (x: unknown, ...args: unknown[]) => unknown;

interface ImplicitRoot {
  /** From the root and what it depends on to as many equations. */
  readonly residual: Callable;
  /** How many tensors the root consists of. */
  readonly count: number;
  readonly linearSolve: LinearSolve | undefined;
}

/** The root itself; what it depends on is there for derivatives. */
const implicitRootPrimitive: Primitive<readonly Tensor[], readonly Tensor[], ImplicitRoot> = {
  name: "implicitRoot",
  shape: (inputs, { count }) => inputs.slice(0, count).map(({ shape, dtype }) => ({ shape, dtype })),
  kernel: (inputs, { count }) => inputs.slice(0, count),
  jvp(tangents, inputs, outputs, { residual, count, linearSolve }) {
    const rest = inputs.slice(count);
    const equations: FlatFunction = (xs) => apply(residual, [...outputs, ...xs]);
    const change = jvpFlat(equations, rest, tangents.slice(count)).tangents;
    if (nonZero(change).length === 0) return change;
    const side = withZeros(change, outputs).map((tangent) => neg(tangent));
    const params = { residual, count, transposed: false, linearSolve };
    return bind(jacobianSolvePrimitive, [...side, ...outputs, ...rest], params);
  },
  transpose: (cotangents, inputs, { count }) =>
    inputs.map((input, i) => (i < count && !(input instanceof Tensor) ? cotangents[i]! : null)),
  batch: (inputs, batched, size, params) =>
    mapCallByCall((xs) => bind(implicitRootPrimitive, xs, params), inputs, batched, size),
};

/** Finds the root; nothing is differentiated on the way. */
const solverPrimitive: Primitive<readonly Tensor[], readonly Tensor[], { readonly solve: Callable }> = {
  name: "rootOf",
  form: "constant",
  shape: (inputs, { solve }) => resultSpecs("implicitRoot", solve, inputs),
  kernel(inputs, { solve }) {
    if (isRecording(solve)) return evaluateProgram(solve, inputs);
    return runWith(detached(currentInterpreter()), () => solve(inputs)).map(valueOf);
  },
  jvp: (_tangents, _inputs, outputs) => outputs.map(() => null),
  transpose: "not linear",
  batch: (inputs, batched, size, params) =>
    mapCallByCall((xs) => bind(solverPrimitive, xs, params), inputs, batched, size),
};

/** Calls `solve` with values if they are known; those from outside may still make a program of it necessary. */
function runSolver(solve: FlatFunction, args: readonly Tensor[]): readonly Tensor[] {
  if (args.every((arg) => valuesOf(arg) !== null)) {
    try {
      return bind(solverPrimitive, args, { solve });
    } catch (error) {
      if (!(error instanceof TracerError)) throw error;
    }
  }
  const { program, captured } = closeProgram("implicitRoot: solve", solve, args);
  return bind(solverPrimitive, [...captured, ...args], { solve: program });
}

/** Evaluation in which values from outside are taken as they are: the derivative comes from the residual alone. */
function detached(outside: Interpreter): Interpreter {
  return {
    name: "implicitRoot",
    bind: (primitive, inputs, params) => outside.bind(primitive, inputs.map(valueOf), params),
  };
}

function valueOf(x: Tensor): Tensor {
  if (!(x instanceof Tracer)) return x;
  if (hasValue(x)) return new Tensor(x.shape, x.dtype, x.data);
  throw new TracerError(
    `implicitRoot: solve uses ${x.toString()} that is not among its arguments; give it as an argument`,
    { operation: "implicitRoot", transformation: x.owner.name },
  );
}

/** The residual as a function of lists, checked against the root. */
function residualOf(
  residual: AnyResidual,
  rootStructure: Structure,
  root: readonly Tensor[],
  argsStructure: Structure,
): FlatFunction {
  const args = argsStructure.kind === "leaf" ? [] : argsStructure.children;
  const structure: Structure = { kind: "array", children: [rootStructure, ...args] };
  const { flat, outputStructure } = flattenFunction("implicitRoot: residual", residual, structure);
  return (leaves) => {
    const results = flat(leaves);
    checkSameResults(
      "implicitRoot",
      "the root and the residual",
      rootStructure,
      root,
      outputStructure(),
      results,
    );
    return results;
  };
}

/**
 * The residual as a program of the root, what it uses from outside, and the arguments; as the function itself if it
 * reads values, and then nothing from outside is differentiated.
 */
function recordedIfPossible(
  residual: FlatFunction,
  root: readonly Tensor[],
  args: readonly Tensor[],
): { readonly callable: Callable; readonly captured: readonly Tensor[] } {
  try {
    const { program, captured } = closeProgram("implicitRoot: residual", residual, [...root, ...args]);
    const { inputs, equations, outputs } = program;
    const own = inputs.slice(captured.length);
    const ordered = [
      ...own.slice(0, root.length),
      ...inputs.slice(0, captured.length),
      ...own.slice(root.length),
    ];
    return { callable: new Program({ inputs: ordered, equations, outputs }), captured };
  } catch (error) {
    if (!(error instanceof TracerError)) throw error;
    return { callable: residual, captured: [] };
  }
}

function checkFloat(x: Tensor, place: number): void {
  if (isFloat(x.dtype)) return;
  throw new DTypeError(
    `implicitRoot: tensor ${place} of the root is ${formatSpec(x)}; a root is made of real floating-point numbers`,
    { operation: "implicitRoot", place, dtype: x.dtype },
  );
}
