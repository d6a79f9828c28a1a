import { broadcastTo, expandDims } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { Program } from "./program.ts";
import { dependents, partOf } from "./program-parts.ts";
import { traceFlat } from "./trace.ts";
import { vmapFlat } from "./vmap.ts";

/**
 * A program mapped along axis 0 of some inputs, whose outputs stay single where they depend on none of these, unless
 * they are `wanted`. `present` tells which are mapped.
 */
export function partlyBatchedProgram(
  program: Recording,
  mapped: readonly boolean[],
  size: number,
  wanted: readonly boolean[],
): { readonly program: Program; readonly present: readonly boolean[] } {
  const present = dependents(program, mapped, false).map((here, i) => here || wanted[i] === true);
  const single = mapped.map((here) => !here);
  const constant = partOf(
    program,
    single,
    present.map((here) => !here),
  );
  const changing = partOf(
    program,
    mapped.map(() => true),
    present,
  );
  const specs = program.inputs.map(({ shape, dtype }, i) => ({
    shape: mapped[i] ? [size, ...shape] : shape,
    dtype,
  }));
  const recording = traceFlat(
    "vmap",
    (args) => {
      const ones = evaluateProgram(
        constant,
        args.filter((_, i) => single[i]),
      ).values();
      const many = vmapFlat((xs) => evaluateProgram(changing, xs), args, mapped, size).values();
      return present.map((here) => (here ? many : ones).next().value!);
    },
    specs,
  );
  return { program: new Program(recording), present };
}

/** A value that all calls share, once for each. */
export function repeated(x: Tensor, size: number): Tensor {
  return broadcastTo(expandDims(x, 0), [size, ...x.shape]);
}
