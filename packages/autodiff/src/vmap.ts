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
import { axesOfLeaves } from "./axes.ts";
import type { Axes } from "./axes.ts";
import { checkFunction, flattenFunction, flattenTensors } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import type { Accepts, Differentiable } from "./types.ts";

/** The options of `vmap`. */
export interface VmapOptions {
  /**
   * The axis of each argument to map over; one for all of them, or a list with one for each, where `null` means that
   * the argument is the same in every call. For an argument that is a tree, one axis holds for all its tensors, and a
   * tree of axes gives each part its own. 0 if not given.
   */
  readonly inAxes?: Axes;
  /**
   * The axis of the results that the calls are laid along; one for all of them or a tree of the form of the result.
   * `null` takes a result that does not depend on the mapped arguments as it is, instead of repeating it. 0 if not
   * given.
   */
  readonly outAxes?: Axes;
}

/**
 * `f` applied along an axis of its arguments, as one batched computation instead of a loop.
 *
 * @throws ShapeError if the mapped axes differ in length, DomainError if nothing is mapped.
 * @example
 * ```ts
 * import { grad, vmap } from "@adjoint/autodiff";
 * import { add, arange, dot, mul, sin, tensor } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * vmap(dot)(tensor([[1, 2], [3, 4]]), tensor([[1, 1], [1, 1]])).toArray(); // => [3, 7]
 * vmap(grad(sin))(arange(2)).toArray(); // => [1, 0.5403023058681398]
 *
 * const line = (p: { slope: Tensor; shift: Tensor }, x: Tensor) => add(mul(p.slope, x), p.shift);
 * const lines = vmap(line, { inAxes: [{ slope: 0, shift: null }, null] });
 * lines({ slope: tensor([1, 2, 3]), shift: 10 }, 2).toArray(); // => [12, 14, 16]
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
    const trees = args.map((arg, i) => flattenTensors(`vmap: argument ${i}`, arg));
    const structure = { kind: "array", children: trees.map((tree) => tree.structure) } as const;
    checkCount(inAxes, args.length);
    const axes = axesOfLeaves("vmap: inAxes", inAxes, structure);
    const places = trees.flatMap((tree, i) => tree.leaves.map(() => i));
    const { flat, outputStructure } = flattenFunction("vmap", f, structure);
    const moved = trees.flatMap((tree) => tree.leaves).map((leaf, i) => toFront(leaf, axes[i]!, places[i]!));
    const mapped = axes.map((axis) => axis !== null);
    const size = commonLength(moved, mapped);
    const outputs = mapFlat(flat, moved, mapped, size);
    const outAxesOfLeaves = axesOfLeaves("vmap: outAxes", outAxes, outputStructure());
    return unflatten(
      outputStructure(),
      outputs.map((output, i) => layOut(output, outAxesOfLeaves[i]!, size)),
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
  return mapFlat(f, inputs, mapped, size).map((output) => layOut(output, 0, size));
}

/** A result of a mapped function: its values in all calls along axis 0, or the one value that they share. */
interface Mapped {
  readonly values: Tensor;
  readonly shared: boolean;
}

function mapFlat(
  f: FlatFunction,
  inputs: readonly Tensor[],
  mapped: readonly boolean[],
  size: number,
): readonly Mapped[] {
  const interpreter = new BatchInterpreter(currentInterpreter(), size);
  const outputs = runWith(interpreter, () => f(inputs.map((x, i) => (mapped[i] ? interpreter.batch(x) : x))));
  return outputs.map((output) => interpreter.resultOf(output));
}

/** A result with its calls along an axis; one that all calls share is repeated, or kept where no axis is named. */
function layOut({ values, shared }: Mapped, axis: number | null, size: number): Tensor {
  if (axis !== null) {
    const repeated = shared ? stack(new Array<Tensor>(size).fill(values)) : values;
    return moveAxis(repeated, 0, normalizeAxis("vmap: outAxes", axis, repeated.shape.length));
  }
  if (shared) return values;
  throw new ShapeError(
    `vmap: outAxes is null for a result of shape ${formatShape(values.shape.slice(1))} that differs from call to ` +
      `call; name the axis to lay the calls along`,
    { operation: "vmap" },
  );
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

  override get beneath(): Tensor {
    return this.values;
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

  resultOf(x: Tensor): Mapped {
    return this.#owns(x) ? { values: x.values, shared: false } : { values: x, shared: true };
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

function checkCount(inAxes: Axes, count: number): void {
  if (!Array.isArray(inAxes) || inAxes.length === count) return;
  throw new ShapeError(
    `vmap: inAxes has ${inAxes.length} entries for ${count} arguments; give one axis or null for each`,
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
