import {
  checkSameStructure,
  DomainError,
  DTypeError,
  sameShape,
  ShapeError,
  unflatten,
} from "@adjoint/tensor";
import type { Structure } from "@adjoint/tensor";
import { checkFunction, flattenArguments, flattenFunction } from "../flat-function.ts";
import { formatSpec } from "../format-spec.ts";
import { traceFlat } from "../trace.ts";
import type { Accepts, Differentiable } from "../types.ts";
import { scheduledExecutable } from "./backend.ts";
import { lower } from "./loops/lower.ts";
import { optimise } from "./passes/optimise.ts";
import { scheduleFromData, scheduleToData } from "./loops/schedule-data.ts";
import type { ScheduleData } from "./loops/schedule-data.ts";

/** A compiled function as plain data. */
export interface PackedProgram extends ScheduleData {
  readonly inputs: Structure;
  readonly outputs: Structure;
}

/**
 * `f`, recorded for arguments like these, as plain data: `postMessage` sends it to a worker, which calls
 * `unpackProgram`, and `structuredClone` copies it.
 *
 * What `f` reads from outside goes with it. Everything that becomes loops and products can be packed; primitives that are computed
 * by their own kernels, such as factorizations, cannot.
 *
 * @throws DomainError if the program uses what cannot be sent, DTypeError if a tree has methods.
 * @example
 * ```ts
 * import { packProgram, unpackProgram } from "@adjoint/autodiff";
 * import { exp, mul, tensor } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const packed = packProgram((x: Tensor) => mul(x, exp(x)))(tensor([0, 1]));
 * const received = structuredClone(packed); // as postMessage does
 * unpackProgram(received)(tensor([0, 0])); // => [0. 0.]
 * ```
 */
export function packProgram<Args extends readonly unknown[], Result>(
  f: Differentiable<Args, Result>,
): (...args: Accepts<Args> & readonly unknown[]) => PackedProgram {
  checkFunction("packProgram", f);
  return (...args) => {
    const { leaves, structure } = flattenArguments("packProgram", args);
    const { flat, outputStructure } = flattenFunction("packProgram", f, structure);
    const program = traceFlat("packProgram", flat, leaves);
    const outputs = outputStructure();
    checkPlain(structure);
    checkPlain(outputs);
    return { ...scheduleToData(lower(optimise(program))), inputs: structure, outputs };
  };
}

/**
 * The compiled function of a packed program.
 *
 * @throws ShapeError if it is called with arguments of another form, shape or dtype, DomainError where the host forbids code
 * that is made at run time.
 * @example
 * ```ts
 * import { packProgram, unpackProgram } from "@adjoint/autodiff";
 * import { square } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * unpackProgram(packProgram((x: Tensor) => square(x))(1))(3); // => 9
 * ```
 */
export function unpackProgram(packed: PackedProgram): (...args: readonly unknown[]) => unknown {
  const schedule = scheduleFromData(packed);
  const executable = scheduledExecutable(schedule, "auto");
  if (executable === undefined) {
    throw new DomainError(
      "unpackProgram: the host forbids code that is made at run time; allow 'wasm-unsafe-eval' in its content security " +
        "policy, or call the function itself",
      { operation: "unpackProgram" },
    );
  }
  return (...args) => {
    const { leaves, structure } = flattenArguments("unpackProgram", args);
    checkSameStructure("unpackProgram", packed.inputs, structure);
    schedule.inputs.forEach(({ shape, dtype }, i) => {
      const leaf = leaves[i]!;
      if (leaf.dtype === dtype && sameShape(leaf.shape, shape)) return;
      throw new ShapeError(
        `unpackProgram: argument ${i} must be ${formatSpec({ shape, dtype })}, got ${formatSpec(leaf)}; ` +
          `a packed program holds for the shapes and dtypes that it was recorded with: pack the function again for others`,
        { operation: "unpackProgram", argument: i },
      );
    });
    return unflatten(packed.outputs, executable(leaves));
  };
}

function checkPlain(structure: Structure): void {
  if (structure.kind === "leaf") return;
  if (structure.kind === "node") {
    throw new DTypeError(
      "packProgram: a tree with methods, such as a distribution, cannot be sent; take and return its parameters",
      { operation: "packProgram" },
    );
  }
  structure.children.forEach(checkPlain);
}
