import { add, currentInterpreter, ones, runWith, zerosLike } from "@adjoint/tensor";
import type { Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { Explanation } from "./explanation.ts";
import type { ExplainedArgument, ExplainedInput, ExplainedStep, ExplainedTerm } from "./explanation.ts";
import { checkList, flattenFunction, flattenReal, scalarOf } from "./flat-function.ts";
import { formatFormula } from "./format-formula.ts";
import { isClosed, product, withUnitAdjoint, withValues } from "./formula.ts";
import type { Formula } from "./formula.ts";
import { argumentPaths } from "./leaf-paths.ts";
import { parameterNames } from "./parameter-names.ts";
import { pulledFormula, pulledValue } from "./pull-step.ts";
import { StepRecorder } from "./step-recorder.ts";
import type { Step } from "./step-recorder.ts";
import type { Accepts, Differentiable } from "./types.ts";

/**
 * How the derivative of `f` comes about, step by step and with its numbers: every value in between, its local
 * derivatives, and its adjoint v̄ = ∂f/∂v, by the chain rule from the result back to the arguments.
 *
 * `String(explanation)` tells it as text, `toLatex()` as aligned equations and `toGraph()` as a graph to draw; the
 * numbers themselves stand in `arguments` and `steps`. The steps are those that the function takes, and the formulas
 * are read off the rules that compute every derivative here, so they say what is done and not what should be.
 *
 * @throws ShapeError if the result is not a scalar, DTypeError if an argument is not floating point.
 * @example
 * ```ts
 * import { explain } from "@adjoint/autodiff";
 * import { mul, sin } from "@adjoint/tensor";
 *
 * const explanation = explain((x, y) => mul(sin(x), y), 0, 3);
 * explanation.steps.map((step) => `${step.name} = ${step.term.formula} = ${step.term.value}`); // => ["v1 = sin(x) = 0.0", "v2 = v1 · y = 0.0"]
 * explanation.arguments.map(({ name, adjoint }) => `∂f/∂${name} = ${adjoint}`); // => ["∂f/∂x = 3.0", "∂f/∂y = 0.0"]
 * ```
 */
export function explain<Args extends readonly unknown[] = Tensor[]>(
  f: Differentiable<Args, TensorLike>,
  ...args: Accepts<Args> & readonly unknown[]
): Explanation {
  const { leaves, structure } = flattenReal("explain", checkList("explain", args));
  const { flat, outputStructure } = flattenFunction("explain", f, structure);
  const parameters = parameterNames(f, args.length);
  const names = argumentPaths(parameters, structure);
  const letter = names.some((name) => /^v\d*$/.test(name)) ? "w" : "v";
  const recorder = new StepRecorder(currentInterpreter(), letter);
  const outputs = runWith(recorder, () => flat(leaves.map((leaf, i) => recorder.named(leaf, names[i]!))));
  const result = scalarOf("explain", outputs, outputStructure());
  const value = recorder.valueOf(result);
  const adjoints = new Map<string, Tensor>();
  const resultName = recorder.nameOf(result);
  if (resultName !== null) adjoints.set(resultName, ones([], { dtype: value.dtype }));
  const values = new Map(
    recorder.steps.flatMap(({ outputs: each }) => each.map((v) => [v.name, v.value] as const)),
  );
  leaves.forEach((leaf, i) => values.set(names[i]!, leaf));
  const write = termWriter(values, adjoints);
  const steps = recorder.steps
    .toReversed()
    .flatMap((step) => explainStep(step, adjoints, write).toReversed())
    .toReversed();
  const explained = leaves.map((leaf, i): ExplainedArgument => {
    return { name: names[i]!, value: leaf, adjoint: adjoints.get(names[i]!) ?? zerosLike(leaf) };
  });
  const name = f.name === "" ? "f" : f.name;
  return new Explanation({ name, arguments: explained, steps, result: resultName, value });
}

type TermWriter = (formula: Formula, value: Tensor) => ExplainedTerm;

/** Writes formulas out, with numbers where all of their names are scalars. */
function termWriter(values: ReadonlyMap<string, Tensor>, adjoints: ReadonlyMap<string, Tensor>): TermWriter {
  return (formula, value) => {
    const numbers = withValues(formula, (name, adjoint) => {
      const known = (adjoint ? adjoints : values).get(name);
      return known?.size === 1 ? known : undefined;
    });
    const complete = isClosed(numbers);
    return {
      formula: formatFormula(formula, "text"),
      latex: formatFormula(formula, "latex"),
      numbers: complete ? formatFormula(numbers, "text") : null,
      numbersLatex: complete ? formatFormula(numbers, "latex") : null,
      value,
    };
  };
}

/** One step, whose outputs have their adjoints; what it passes back is added to those of its inputs. */
function explainStep(step: Step, adjoints: Map<string, Tensor>, write: TermWriter): ExplainedStep[] {
  const cotangents = step.outputs.map(({ name }) => adjoints.get(name) ?? null);
  const operands = step.inputs.map(({ name, value }): Formula =>
    name === null ? { kind: "constant", value } : { kind: "name", name, adjoint: false },
  );
  const inputs = step.inputs.flatMap(({ name }, place): ExplainedInput[] => {
    return name === null ? [] : [{ name, ...explainInput(step, place, cotangents, write) }];
  });
  inputs.forEach(({ name, contribution }) => {
    const before = adjoints.get(name);
    if (contribution === null) return;
    adjoints.set(name, before === undefined ? contribution.value : add(before, contribution.value));
  });
  return step.outputs.map(({ name, value }, output): ExplainedStep => {
    const { name: operation } = step.primitive;
    const formula: Formula = { kind: "call", operation, params: step.params, operands, output };
    const term = write(formula, value);
    return { name, operation, term, adjoint: cotangents[output]!, inputs: output === 0 ? inputs : [] };
  });
}

function explainInput(
  step: Step,
  place: number,
  cotangents: readonly Tangent[],
  write: TermWriter,
): Omit<ExplainedInput, "name"> {
  const reached = cotangents.some((cotangent) => cotangent !== null);
  const value = reached ? pulledValue(step, place, cotangents) : null;
  if (value === null) return { derivative: null, contribution: null };
  const formula = pulledFormula(
    step,
    place,
    cotangents.map((cotangent) => cotangent !== null),
  );
  const slope = localDerivative(step, place);
  if (slope === null) return { derivative: null, contribution: write(formula, value) };
  const derivative = withUnitAdjoint(formula);
  // The chain rule as one writes it: the adjoint times the local derivative.
  const [{ name }] = step.outputs as [Step["outputs"][number]];
  const chained =
    step.primitive.form === "elementwise"
      ? product({ kind: "name", name, adjoint: true }, derivative)
      : formula;
  return { derivative: write(derivative, slope), contribution: write(chained, value) };
}

/** ∂v/∂u where that is one number, or one for each element, and not a matrix. */
function localDerivative(step: Step, place: number): Tangent {
  const [output, ...others] = step.outputs;
  if (output === undefined || others.length > 0) return null;
  const { value } = output;
  const isNumber = value.size === 1 && step.inputs[place]!.value.size === 1;
  if (step.primitive.form !== "elementwise" && !isNumber) return null;
  return pulledValue(step, place, [ones(value.shape, { dtype: value.dtype })]);
}
