export type { Axes } from "./axes.ts";
export type { Argnums, GradientOf, GradOptions } from "./argnums.ts";
export type { ChunkOptions } from "./basis.ts";
export { checkpoint } from "./checkpoint.ts";
export { compile } from "./compile/compile.ts";
export type { CompileOptions } from "./compile/compile.ts";
export type { Backend } from "./compile/backend.ts";
export { cond } from "./cond.ts";
export { checkFinite } from "./check-finite.ts";
export type { CheckFiniteOptions } from "./check-finite.ts";
export { checkGradients } from "./check-gradients.ts";
export type { CheckGradientsOptions, GradientComparison, GradientVerdict } from "./check-gradients.ts";
export { customJvp } from "./custom-jvp.ts";
export { customVjp } from "./custom-vjp.ts";
export type { ReverseRule } from "./custom-vjp.ts";
export { explain } from "./explain.ts";
export { Explanation } from "./explanation.ts";
export type { ExplainedArgument, ExplainedInput, ExplainedStep, ExplainedTerm } from "./explanation.ts";
export type { ExplanationEdge, ExplanationGraph, ExplanationNode } from "./explanation-graph.ts";
export { fixedPoint } from "./fixed-point.ts";
export type { FixedPointOptions } from "./fixed-point.ts";
export { gaussNewtonProduct } from "./gauss-newton-product.ts";
export { grad, valueAndGrad } from "./grad.ts";
export type { AuxOptions } from "./grad.ts";
export { hessian, hvp } from "./hessian.ts";
export type { HessianOf, HessianOptions } from "./hessian.ts";
export { implicitRoot } from "./implicit-root.ts";
export type { ImplicitRootOptions } from "./implicit-root.ts";
export { jacobian } from "./jacobian.ts";
export type { JacobianOf, JacobianOptions } from "./jacobian.ts";
export type { LinearSolve } from "./jacobian-solve.ts";
export { jet } from "./jet.ts";
export type { JetOptions } from "./jet.ts";
export { jvp } from "./jvp.ts";
export { laplacian } from "./laplacian.ts";
export type { LaplacianOptions } from "./laplacian.ts";
export { linearize } from "./linearize.ts";
export { Variable } from "./equation.ts";
export type { Atom, Equation, Recording } from "./equation.ts";
export { evaluateProgram } from "./evaluate-program.ts";
export { checkProgram } from "./check-program.ts";
export { eliminateCommonSubexpressions } from "./eliminate-common-subexpressions.ts";
export { eliminateDeadCode } from "./eliminate-dead-code.ts";
export { eliminateIdentities } from "./eliminate-identities.ts";
export { foldConstants } from "./fold-constants.ts";
export { joinOperations } from "./join-operations.ts";
export { programGraph } from "./program-graph.ts";
export type { ProgramEdge, ProgramGraph, ProgramNode } from "./program-graph.ts";
export type {
  PythonCall,
  PythonLibrary,
  PythonTemplate,
  PythonTranslation,
  PythonTranslations,
} from "./python-translation.ts";
export { scan } from "./scan.ts";
export type { ScanOptions } from "./scan.ts";
export { simplify } from "./simplify.ts";
export { toPython } from "./to-python.ts";
export type { PythonOptions } from "./to-python.ts";
export { Program } from "./program.ts";
export type { ProgramStructures } from "./program.ts";
export { trace } from "./trace.ts";
export type { Accepts, Differentiable, Gradient, JacobianTree } from "./types.ts";
export { vjp } from "./vjp.ts";
export { vmap } from "./vmap.ts";
export type { VmapOptions } from "./vmap.ts";
export { whileLoop } from "./while-loop.ts";
export type { WhileLoopOptions } from "./while-loop.ts";
