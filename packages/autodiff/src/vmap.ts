import {
  bind,
  checkOptions,
  currentInterpreter,
  DomainError,
  DTypeError,
  formatShape,
  moveAxis,
  normalizeAxis,
  runWith,
  ShapeError,
  stack,
  Tracer,
  TracerError,
  unflatten,
} from "@adjoint/tensor";
import type { Interpreter, Primitive, Tensor, TypedArray } from "@adjoint/tensor";
import { checkFunction, flattenFunction, flattenTensors } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import type { Accepts, Differentiable } from "./types.ts";

/** The options of `vmap`. */
export interface VmapOptions {
  /**
   * The axis of each argument to map over; one for all of them, or a list with one for each, where `null` means that
   * the argument is the same in every call. All tensors of a tree share their argument's axis. 0 if not given.
   */
  readonly inAxes?: number | readonly (number | null)[];
  /** The axis of the results that the calls are laid along; 0 if not given. */
  readonly outAxes?: number;
}

/**
 * `f` applied along an axis of its arguments, as one batched computation instead of a loop.
 *
 * @throws ShapeError if the mapped axes differ in length, DomainError if nothing is mapped.
 * @example
 * ```ts
 * import { grad, vmap } from "@adjoint/autodiff";
 * import { arange, dot, sin, tensor } from "@adjoint/tensor";
 *
 * vmap(dot)(tensor([[1, 2], [3, 4]]), tensor([[1, 1], [1, 1]])).toArray(); // => [3, 7]
 * vmap(grad(sin))(arange(2)).toArray(); // => [1, 0.5403023058681398]
 * ```
 */
export function vmap<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
  options: VmapOptions = {},
): (...args: Accepts<Args> & readonly unknown[]) => Result {
  checkFunction("vmap", f);
  checkOptions("vmap", options, ["inAxes", "outAxes"]);
  const { inAxes = 0, outAxes = 0 } = options;
  checkInAxes(inAxes);
  return (...args) => {
    const axes = typeof inAxes === "number" ? args.map(() => inAxes) : inAxes;
    if (axes.length !== args.length) {
      throw new ShapeError(
        `vmap: inAxes has ${axes.length} entries for ${args.length} arguments; give one axis or null for each`,
        { operation: "vmap", inAxes },
      );
    }
    const trees = args.map((arg, i) => flattenTensors(`vmap: argument ${i}`, arg));
    const leafAxes = trees.flatMap((tree, i) => tree.leaves.map(() => axes[i]!));
    const structure = { kind: "array", children: trees.map((tree) => tree.structure) } as const;
    const { flat, outputStructure } = flattenFunction("vmap", f, structure);
    const moved = trees.flatMap((tree, i) => tree.leaves.map((leaf) => toFront(leaf, axes[i]!, i)));
    const mapped = leafAxes.map((axis) => axis !== null);
    const results = vmapFlat(flat, moved, mapped, commonLength(moved, mapped));
    return unflatten(
      outputStructure(),
      results.map((result) =>
        moveAxis(result, 0, normalizeAxis("vmap: outAxes", outAxes, result.shape.length)),
      ),
    ) as Result;
  };
}

/** `vmap` of a function of lists, along axis 0 of the inputs that are mapped and of all outputs. */
export function vmapFlat(
  f: FlatFunction,
  inputs: readonly Tensor[],
  mapped: readonly boolean[],
  size: number,
): readonly Tensor[] {
  const interpreter = new BatchInterpreter(currentInterpreter(), size);
  const outputs = runWith(interpreter, () => f(inputs.map((x, i) => (mapped[i] ? interpreter.batch(x) : x))));
  return outputs.map((output) => interpreter.valueOf(output));
}

/** One of many values computed at once; axis 0 of `values`, which it does not see, counts them. */
class Batched extends Tracer {
  readonly owner: Interpreter;
  readonly values: Tensor;

  constructor(owner: Interpreter, values: Tensor) {
    super(values.shape.slice(1), values.dtype);
    this.owner = owner;
    this.values = values;
  }

  override get data(): TypedArray {
    throw new TracerError(
      `vmap: ${this.toString()} has no single value; use where instead of if, ` +
        `and keep item() and toArray() outside of the mapped function`,
      { shape: this.shape, dtype: this.dtype },
    );
  }

  override toString(): string {
    return `a mapped ${this.dtype}${formatShape(this.shape)}`;
  }
}

/** Computes many calls at once, by the batch rule of each primitive. */
class BatchInterpreter implements Interpreter {
  readonly name = "vmap";
  readonly #below: Interpreter;
  readonly #size: number;

  constructor(below: Interpreter, size: number) {
    this.#below = below;
    this.#size = size;
  }

  batch(values: Tensor): Tensor {
    return new Batched(this, values);
  }

  /** The values of a result in all calls; one that did not depend on the mapped arguments is repeated. */
  valueOf(x: Tensor): Tensor {
    return this.#owns(x) ? x.values : stack(new Array<Tensor>(this.#size).fill(x));
  }

  bind(primitive: Primitive, inputs: readonly Tensor[], params: unknown): readonly Tensor[] {
    const batched = inputs.map((input) => this.#owns(input));
    const values = inputs.map((input) => (this.#owns(input) ? input.values : input));
    return runWith(this.#below, () => {
      if (!batched.includes(true)) return bind(primitive, inputs, params);
      if (typeof primitive.batch === "string") {
        throw new TracerError(`vmap: ${primitive.name} cannot be mapped: ${primitive.batch}`, {
          operation: primitive.name,
        });
      }
      return primitive.batch(values, batched, this.#size, params).map((output) => this.batch(output));
    });
  }

  #owns(x: Tensor): x is Batched {
    return x instanceof Batched && x.owner === this;
  }
}

function checkInAxes(inAxes: unknown): void {
  if (typeof inAxes === "number" || Array.isArray(inAxes)) return;
  throw new DTypeError(
    `vmap: inAxes must be one axis, or a list with an axis or null for each argument, got ${String(inAxes)}`,
    { operation: "vmap", inAxes },
  );
}

function toFront(leaf: Tensor, axis: number | null, argument: number): Tensor {
  if (axis === null) return leaf;
  if (leaf.shape.length === 0) {
    throw new ShapeError(
      `vmap: argument ${argument} holds a scalar, which has no axis to map over; set inAxes[${argument}] to null ` +
        `if it is the same in every call, and note that plain arrays are trees: write tensor([1, 2]), not [1, 2]`,
      { operation: "vmap", argument },
    );
  }
  return moveAxis(leaf, normalizeAxis(`vmap: argument ${argument}`, axis, leaf.shape.length), 0);
}

function commonLength(leaves: readonly Tensor[], mapped: readonly boolean[]): number {
  const lengths = leaves.filter((_, i) => mapped[i]).map((leaf) => leaf.shape[0]!);
  const [first] = lengths;
  if (first === undefined) {
    throw new DomainError(
      "vmap: no argument is mapped; at least one entry of inAxes must be an axis, not null",
      {
        operation: "vmap",
      },
    );
  }
  if (lengths.some((length) => length !== first)) {
    throw new ShapeError(
      `vmap: the mapped axes have the lengths ${lengths.join(", ")}; they must be equal: ` +
        `set inAxes to null for arguments that are the same in every call`,
      { operation: "vmap", lengths },
    );
  }
  if (first === 0) {
    throw new ShapeError(
      "vmap: the mapped axes are empty; at least one call is needed to know the result's form",
      {
        operation: "vmap",
      },
    );
  }
  return first;
}
