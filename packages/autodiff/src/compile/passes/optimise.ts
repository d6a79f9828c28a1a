import { eliminateCommonSubexpressions } from "../../eliminate-common-subexpressions.ts";
import { eliminateDeadCode } from "../../eliminate-dead-code.ts";
import { eliminateIdentities } from "../../eliminate-identities.ts";
import type { Recording } from "../../equation.ts";
import { foldConstants } from "../../fold-constants.ts";
import { joinOperations } from "../../join-operations.ts";
import { dropUnusedResults } from "./drop-unused-results.ts";
import { hoistInvariants } from "./hoist-invariants.ts";
import { identityProducts } from "./identity-products.ts";
import { inlineCalls } from "./inline-calls.ts";
import { pullSigns } from "./pull-signs.ts";
import { settleCarries } from "./settle-carries.ts";
import { simplifyArithmetic } from "./simplify-arithmetic.ts";

/** From a program to one that gives the same bits in less time; the same program if it finds nothing. */
export interface Pass {
  readonly name: string;
  readonly run: <Given extends Recording>(program: Given) => Given;
}

/** In the order in which they run, again and again until none finds anything. */
export const passes: readonly Pass[] = [
  { name: "calls", run: inlineCalls },
  { name: "dead code", run: eliminateDeadCode },
  { name: "unused results", run: dropUnusedResults },
  { name: "steady carries", run: settleCarries },
  { name: "constants", run: foldConstants },
  { name: "identities", run: eliminateIdentities },
  { name: "identity products", run: identityProducts },
  { name: "arithmetic", run: simplifyArithmetic },
  { name: "signs", run: pullSigns },
  { name: "pairs", run: joinOperations },
  { name: "common subexpressions", run: eliminateCommonSubexpressions },
  { name: "invariants", run: hoistInvariants },
];

/** A program after a pass. */
export interface OptimisationStage<Given extends Recording = Recording> {
  readonly name: string;
  readonly program: Given;
}

/** The program after all passes. */
export function optimise<Given extends Recording>(program: Given): Given {
  return optimisationStages(program).at(-1)?.program ?? program;
}

/** The programs after each pass that changes one. */
export function optimisationStages<Given extends Recording>(
  program: Given,
): readonly OptimisationStage<Given>[] {
  const stages: OptimisationStage<Given>[] = [];
  let current = program;
  // Passes in a row that found nothing: once it is all of them, another round would find nothing either.
  let idle = 0;
  for (let at = 0; idle < passes.length; at = (at + 1) % passes.length) {
    const { name, run } = passes[at]!;
    const next = run(current);
    idle = next === current ? idle + 1 : 0;
    if (next === current) continue;
    current = next;
    stages.push({ name, program: next });
  }
  return stages;
}
