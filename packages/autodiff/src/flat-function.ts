import {
  astype,
  asTensor,
  DTypeError,
  flatten,
  formatShape,
  isFloat,
  isInexact,
  NotDifferentiableError,
  ShapeError,
  Tensor,
  unflatten,
  unflattenAsData,
} from "@adjoint/tensor";
import type { DType, Structure, TensorLike } from "@adjoint/tensor";

/** A function of trees seen as one from a list of tensors to a list of tensors. */
export interface FlatFunction {
  (leaves: readonly Tensor[]): readonly Tensor[];
}

/** The leaves of a tree as tensors, and its form. */
export interface FlatTree {
  readonly leaves: readonly Tensor[];
  readonly structure: Structure;
}

const leafStructure: Structure = { kind: "leaf" };

/** Takes a tree apart; numbers and typed arrays become tensors. */
export function flattenTensors(operation: string, tree: unknown): FlatTree {
  if (isPlainLeaf(tree)) {
    return { leaves: [asTensor(operation, "argument", tree)], structure: leafStructure };
  }
  const { leaves, structure } = flatten(operation, tree);
  return { leaves: leaves.map((leaf) => asTensor(operation, "argument", leaf as TensorLike)), structure };
}

/** Takes a list of arguments apart, each named in messages by its place. */
export function flattenArguments(
  operation: string,
  args: readonly unknown[],
  places?: readonly number[],
): FlatTree {
  const leaves: Tensor[] = [];
  const children: Structure[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (isPlainLeaf(arg)) {
      leaves.push(asTensor(operation, "argument", arg));
      children.push(leafStructure);
      continue;
    }
    const tree = flattenTensors(`${operation}: argument ${places?.[i] ?? i}`, arg);
    for (const leaf of tree.leaves) leaves.push(leaf);
    children.push(tree.structure);
  }
  return { leaves, structure: { kind: "array", children } };
}

/** Most arguments and results are these, and need no walk through a tree. */
function isPlainLeaf(value: unknown): value is Tensor | number {
  return typeof value === "number" || value instanceof Tensor;
}

/**
 * The arguments of a derivative, of which every leaf must be a tensor of floating-point numbers, real or complex.
 *
 * @throws DTypeError if one is not.
 */
export function flattenDifferentiable(
  operation: string,
  args: readonly unknown[],
  places?: readonly number[],
): FlatTree {
  const flat = flattenArguments(operation, args, places);
  for (const leaf of flat.leaves) checkInexact(operation, leaf);
  return flat;
}

/**
 * The arguments of a derivative that is defined for real numbers alone.
 *
 * @throws DTypeError if a leaf is not a tensor of real floating-point numbers.
 */
export function flattenReal(
  operation: string,
  args: readonly unknown[],
  places?: readonly number[],
): FlatTree {
  const flat = flattenDifferentiable(operation, args, places);
  for (const { dtype, shape } of flat.leaves) {
    if (dtype !== "complex128") continue;
    throw new DTypeError(
      `${operation}: takes no derivatives with respect to complex tensors (shape ${formatShape(shape)}), which grad, ` +
        `vjp, jvp and linearize do; give it the real and the imaginary part as two arguments`,
      { operation, dtype, shape },
    );
  }
  return flat;
}

/**
 * Checks that primals or tangents are a list.
 *
 * @throws DTypeError if they are not.
 */
export function checkList(operation: string, args: unknown): readonly unknown[] {
  if (Array.isArray(args)) return args;
  throw new DTypeError(
    `${operation}: the arguments, and the tangents if it takes any, are lists with an entry for each argument of the ` +
      `function: ${operation}(f, [x], …)`,
    { operation },
  );
}

/** A tree of the form of a result, of which every leaf must be a floating-point tensor, real or complex. */
export function flattenCotangent(operation: string, tree: unknown): FlatTree {
  const flat = flattenTensors(`${operation}: cotangent`, tree);
  for (const leaf of flat.leaves) checkInexact(operation, leaf);
  return flat;
}

/**
 * A tangent or cotangent with the dtype of the value it belongs to: primitives do not mix any.
 *
 * @throws DTypeError for a complex one of a real value.
 */
export function withDType(operation: string, kind: "tangent" | "cotangent", x: Tensor, dtype: DType): Tensor {
  if (x.dtype !== "complex128" || dtype === "complex128") return astype(x, dtype);
  throw new DTypeError(
    `${operation}: a complex ${kind} was given for a ${dtype} value; give it real(${kind}), or make the value complex`,
    { operation, dtype },
  );
}

function checkInexact(operation: string, { dtype, shape }: Tensor): void {
  if (isInexact(dtype)) return;
  throw new DTypeError(
    `${operation}: cannot differentiate with respect to a tensor of dtype ${dtype} (shape ${formatShape(shape)}); ` +
      `convert it with astype(x, "float64"), or leave it out through argnums`,
    { operation, dtype, shape },
  );
}

/**
 * Checks that what is to be transformed is a function.
 *
 * @throws DTypeError if it is not.
 */
export function checkFunction(operation: string, f: unknown): void {
  if (typeof f === "function") return;
  throw new DTypeError(`${operation}: f must be a function, got ${String(f)}`, { operation, f });
}

/**
 * `f` as a function of the leaves of its arguments; `outputStructure` is known once it has been called.
 *
 * @throws NotDifferentiableError if `f` is asynchronous.
 */
export function flattenFunction(
  operation: string,
  f: (...args: never[]) => unknown,
  structure: Structure,
): { readonly flat: FlatFunction; readonly outputStructure: () => Structure } {
  checkFunction(operation, f);
  let output: Structure | undefined;
  const flat: FlatFunction = (leaves) => {
    const result = f(...(argumentsOf(structure, leaves) as never[]));
    if (!(result instanceof Tensor) && isThenable(result)) {
      // The rejection belongs to a computation that is abandoned here.
      result.then(undefined, () => undefined);
      throw new NotDifferentiableError(
        `${operation}: the function returned a Promise; only synchronous functions can be traced: ` +
          `await the data first and pass them as arguments`,
        { operation },
      );
    }
    const flatResult = flattenTensors(`${operation}: result of the function`, result);
    output = flatResult.structure;
    return flatResult.leaves;
  };
  return { flat, outputStructure: () => output! };
}

/**
 * Refuses complex results, for a derivative that is defined for real ones alone.
 *
 * @throws DTypeError if there is one.
 */
export function checkRealResults(operation: string, values: readonly Tensor[]): void {
  const complex = values.find(({ dtype }) => dtype === "complex128");
  if (complex === undefined) return;
  throw new DTypeError(
    `${operation}: the function must return real tensors, it returned complex128 (shape ` +
      `${formatShape(complex.shape)}); return its real and imaginary parts as two results, or use jvp or vjp`,
    { operation, dtype: complex.dtype, shape: complex.shape },
  );
}

/** The single scalar that `grad` needs as a result. */
export function scalarOf(operation: string, values: readonly Tensor[], structure: Structure): Tensor {
  const [value] = values;
  if (structure.kind !== "leaf" || value === undefined) {
    throw new ShapeError(
      `${operation}: the function must return one scalar, it returned a tree of ${values.length} tensors; ` +
        `return a single number to differentiate`,
      { operation },
    );
  }
  if (value.shape.length !== 0) {
    throw new ShapeError(
      `${operation}: the function must return a scalar, it returned a tensor of shape ${formatShape(value.shape)}; ` +
        `reduce it with sum or mean, or use jacobian or vjp`,
      { operation, shape: value.shape },
    );
  }
  if (value.dtype === "complex128") {
    throw new DTypeError(
      `${operation}: the function must return a real scalar, it returned a complex one, which has no direction of ` +
        `ascent; return its real, imag or abs, or use vjp`,
      { operation, dtype: value.dtype },
    );
  }
  if (!isFloat(value.dtype)) {
    throw new DTypeError(
      `${operation}: the function must return a floating-point scalar, it returned ${value.dtype}, ` +
        `which has no derivative`,
      { operation, dtype: value.dtype },
    );
  }
  return value;
}

/** Tensors put back into the form of the argument they belong to, as plain data. */
export function asGradient(structure: Structure, leaves: readonly Tensor[]): unknown {
  return isList(structure) ? leaves : unflattenAsData(structure, leaves);
}

/** Leaves put back into a list of arguments, which most often is the list of the leaves. */
function argumentsOf(structure: Structure, leaves: readonly Tensor[]): readonly unknown[] {
  return isList(structure) ? leaves : (unflatten(structure, leaves) as readonly unknown[]);
}

function isList(structure: Structure): boolean {
  return structure.kind === "array" && structure.children.every(({ kind }) => kind === "leaf");
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
