import {
  bind,
  checkOptions,
  checkSameStructure,
  DomainError,
  DTypeError,
  ShapeError,
  unflatten,
  unstack,
} from "@adjoint/tensor";
import type { Spec, Structure, Tensor } from "@adjoint/tensor";
import { closeProgram } from "./close-program.ts";
import { checkFunction, flattenFunction, flattenTensors } from "./flat-function.ts";
import type { FlatFunction, FlatTree } from "./flat-function.ts";
import { haveValues } from "./has-value.ts";
import { checkSameResults } from "./same-results.ts";
import { scanPrimitive, stackRows } from "./scan-primitive.ts";
import type { TensorsOf } from "./tensors-of.ts";
import type { Accepts } from "./types.ts";

/** The options of `scan`. */
export interface ScanOptions {
  /** The number of steps; needed where there are no slices to count. */
  readonly length?: number;
  /** Whether to go from the last slice to the first; the results stand in the places of their slices all the same. */
  readonly reverse?: boolean;
}

/**
 * A loop over the slices of `xs` along axis 0, which carries values from step to step and gathers a result from each:
 * (cₖ₊₁, yₖ) = f(cₖ, xₖ).
 *
 * While values are known this is a plain loop. In a recorded program it is one equation, whatever its length, and has
 * derivatives of every order in both modes: reverse mode keeps what the derivative of each step needs and goes
 * through the steps backwards. The carry keeps its form, shapes and dtypes. `f` may use values from outside, which are
 * differentiated too.
 *
 * @param f - from the carry and a slice to `{ carry, y }`; `y` may be left out.
 * @param init - the carry at the start, a tree.
 * @param xs - a tree of tensors with axes 0 of one length, or `null` with `{ length }`.
 * @returns the carry at the end, and the results `ys`, stacked along axis 0.
 * @throws ShapeError if the axes differ in length or the carry changes its form, DomainError if the length is missing.
 * @example
 * ```ts
 * import { grad, scan } from "@adjoint/autodiff";
 * import { add, mul, tensor } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * // A polynomial by Horner's rule, from the highest coefficient down: 2x² + 3x + 4.
 * const horner = (x: Tensor) =>
 *   scan((sum, coefficient) => ({ carry: add(mul(sum, x), coefficient) }), 0, tensor([2, 3, 4])).carry;
 * horner(tensor(10)).item(); // => 234
 * grad(horner)(10).item(); // => 43
 *
 * const { ys } = scan((total, x) => ({ carry: add(total, x), y: add(total, x) }), 0, tensor([1, 2, 3]));
 * ys.toArray(); // => [1, 3, 6]
 * ```
 */
export function scan<Init, Xs, Y = undefined>(
  f: (
    carry: TensorsOf<Init>,
    x: TensorsOf<Xs>,
  ) => { readonly carry: Accepts<TensorsOf<NoInfer<Init>>>; readonly y?: Y },
  init: Init,
  xs: Xs,
  options: ScanOptions = {},
): { readonly carry: TensorsOf<Init>; readonly ys: TensorsOf<Y> } {
  checkFunction("scan", f);
  const { length: asked, reverse = false } = checkOptions("scan", options, ["length", "reverse"]);
  const start = flattenTensors("scan: init", init);
  const sliced = xs === null ? noSlices : flattenTensors("scan: xs", xs);
  const length = lengthOf(sliced.leaves, asked);
  const { step, resultStructure } = stepOf(f as AnyStep, start, sliced.structure, xs === null);
  const results =
    stepThrough(step, start.leaves, sliced.leaves, length, reverse) ??
    asProgram(step, start.leaves, sliced.leaves, length, reverse);
  const structure = resultStructure();
  return {
    carry: unflatten(start.structure, results) as TensorsOf<Init>,
    ys: (structure && unflatten(structure, results.slice(start.leaves.length))) as TensorsOf<Y>,
  };
}

type AnyStep = (carry: unknown, x: unknown) => unknown;

const noSlices: FlatTree = { leaves: [], structure: { kind: "array", children: [] } };

/** A step as a function of lists, which checks the carry; the form of its result is known once it has been called. */
function stepOf(
  f: AnyStep,
  start: FlatTree,
  slices: Structure,
  withoutSlices: boolean,
): { readonly step: FlatFunction; readonly resultStructure: () => Structure | undefined } {
  const checked = (carry: unknown, x: unknown): unknown => {
    const result = f(carry, withoutSlices ? null : x);
    if (typeof result !== "object" || result === null || !("carry" in result || "then" in result)) {
      throw new DTypeError(
        `scan: the function must return an object with the next carry and a result, { carry, y }, ` +
          `got ${typeof result === "object" && result !== null ? `the keys ${Object.keys(result).join(", ")}` : typeof result}`,
        { operation: "scan" },
      );
    }
    if ("then" in result) return result;
    return "y" in result && result.y !== undefined
      ? { carry: result.carry, y: result.y }
      : { carry: result.carry };
  };
  const structure: Structure = { kind: "array", children: [start.structure, slices] };
  const { flat, outputStructure } = flattenFunction("scan", checked, structure);
  const parts = (): readonly Structure[] => {
    const output = outputStructure();
    return output.kind === "leaf" ? [] : output.children;
  };
  let first: Structure | undefined;
  const step: FlatFunction = (leaves) => {
    const results = flat(leaves);
    const what = "init and the carry that the function returned";
    checkSameResults("scan", what, start.structure, start.leaves, parts()[0]!, results);
    first ??= outputStructure();
    checkSameStructure("scan: the results of two steps", first, outputStructure());
    return results;
  };
  return { step, resultStructure: () => parts()[1] };
}

/** The number of steps. */
function lengthOf(xs: readonly Tensor[], asked: number | undefined): number {
  if (asked !== undefined && !(Number.isInteger(asked) && asked >= 0)) {
    throw new DomainError(`scan: length must be a whole number of steps, at least 0, got ${String(asked)}`, {
      operation: "scan",
      length: asked,
    });
  }
  const lengths = xs.map(({ shape }, i) => {
    if (shape.length > 0) return shape[0]!;
    throw new ShapeError(
      `scan: tensor ${i} of xs is a scalar, which has no axis to step along; plain arrays are trees: ` +
        `write tensor([1, 2]), not [1, 2]`,
      { operation: "scan", place: i },
    );
  });
  const length = asked ?? lengths[0];
  if (length === undefined) {
    throw new DomainError("scan: without xs the number of steps must be given: { length: 10 }", {
      operation: "scan",
    });
  }
  const other = lengths.find((each) => each !== length);
  if (other === undefined) return length;
  throw new ShapeError(
    `scan: tensors of xs have ${[...new Set(lengths)].join(" and ")} slices along axis 0` +
      `${asked === undefined ? "" : `, and length is ${asked}`}; the numbers must be equal`,
    { operation: "scan", lengths, length: asked },
  );
}

/** The plain loop, as long as values can be read; `null` where they cannot, or where there is no step to look at. */
function stepThrough(
  step: FlatFunction,
  init: readonly Tensor[],
  xs: readonly Tensor[],
  length: number,
  reverse: boolean,
): readonly Tensor[] | null {
  if (length === 0 || !haveValues([...init, ...xs])) return null;
  const slices = xs.map((x) => unstack(x));
  const rows = new Array<readonly Tensor[]>(length);
  let carry = init;
  for (let k = 0; k < length; k++) {
    const at = reverse ? length - 1 - k : k;
    const results = step([...carry, ...slices.map((parts) => parts[at]!)]);
    if (k === 0 && !haveValues(results)) return null;
    carry = results.slice(0, init.length);
    rows[at] = results.slice(init.length);
  }
  return [...carry, ...stackRows(rows, rows[0]!)];
}

function asProgram(
  step: FlatFunction,
  init: readonly Tensor[],
  xs: readonly Tensor[],
  length: number,
  reverse: boolean,
): readonly Tensor[] {
  const slices = xs.map(({ shape, dtype }): Spec => ({ shape: shape.slice(1), dtype }));
  const { program, captured } = closeProgram("scan", step, [...init, ...slices]);
  return bind(scanPrimitive, [...captured, ...init, ...xs], {
    body: program,
    constants: captured.length,
    carry: init.length,
    length,
    reverse,
  });
}
