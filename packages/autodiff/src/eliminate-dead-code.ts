import { Variable } from "./equation.ts";
import type { Atom, Recording } from "./equation.ts";
import { mapNested } from "./nested-programs.ts";
import { withEquations } from "./rewrite-program.ts";

/**
 * The program without the equations that no result depends on.
 *
 * Primitives are pure, so nothing is lost but errors that such an equation would throw.
 *
 * @returns the same program if every equation is needed.
 * @example
 * ```ts
 * import { eliminateDeadCode, trace } from "@adjoint/autodiff";
 * import { cos, sin } from "@adjoint/tensor";
 *
 * const program = trace((x) => [sin(x), cos(x)][0])(1);
 * program.equations.length; // => 2
 * eliminateDeadCode(program).equations.length; // => 1
 * ```
 */
export function eliminateDeadCode<Given extends Recording>(program: Given): Given {
  const needed = new Set<Atom>(program.outputs.filter((atom) => atom instanceof Variable));
  let changed = false;
  const equations = program.equations.toReversed().flatMap((given) => {
    if (!given.outputs.some((variable) => needed.has(variable))) {
      changed = true;
      return [];
    }
    for (const atom of given.inputs) needed.add(atom);
    const params = mapNested(given.params, eliminateDeadCode);
    if (params === given.params) return [given];
    changed = true;
    return [{ ...given, params }];
  });
  return changed ? withEquations(program, equations.reverse(), program.outputs) : program;
}
