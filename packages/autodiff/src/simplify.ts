import { eliminateCommonSubexpressions } from "./eliminate-common-subexpressions.ts";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import { eliminateIdentities } from "./eliminate-identities.ts";
import type { Recording } from "./equation.ts";
import { foldConstants } from "./fold-constants.ts";
import { joinOperations } from "./join-operations.ts";

/**
 * The program after all passes, again and again until none finds anything: `eliminateDeadCode`, `foldConstants`,
 * `eliminateIdentities`, `joinOperations`, `eliminateCommonSubexpressions`.
 *
 * It computes the same values, bit for bit, and has the same derivatives.
 *
 * @returns the same program if it is as simple as these passes make one.
 * @example
 * ```ts
 * import { grad, simplify, trace } from "@adjoint/autodiff";
 * import { exp, mul } from "@adjoint/tensor";
 *
 * const program = trace(grad((x) => mul(exp(x), exp(x))))(0);
 * program.equations.length; // => 8
 * simplify(program).equations.map(({ primitive }) => primitive.name); // => ["exp", "mul", "add"]
 * ```
 */
export function simplify<Given extends Recording>(program: Given): Given {
  const passes = [
    eliminateDeadCode,
    foldConstants,
    eliminateIdentities,
    joinOperations,
    eliminateCommonSubexpressions,
  ];
  let simplified = program;
  for (;;) {
    const next = passes.reduce((current, pass) => pass(current), simplified);
    if (next === simplified) return simplified;
    simplified = next;
  }
}
