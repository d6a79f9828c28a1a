import { bind, formatShape, sameShape, ShapeError, Tensor } from "@adjoint/tensor";
import type { Primitive, Shape, Spec } from "@adjoint/tensor";

/** A value in a program; two variables are the same if they are the same object. */
export class Variable implements Spec {
  readonly shape: Shape;
  readonly dtype: Spec["dtype"];

  constructor({ shape, dtype }: Spec) {
    this.shape = shape;
    this.dtype = dtype;
  }
}

/** An operand: a variable, or a constant that was known while tracing. */
export type Atom = Variable | Tensor;

/** One step of a program: `outputs = primitive(inputs; params)`. */
export interface Equation {
  readonly primitive: Primitive;
  readonly params: unknown;
  readonly inputs: readonly Atom[];
  readonly outputs: readonly Variable[];
}

/**
 * What a function did with its arguments: a list of equations, each variable assigned once, nothing hidden.
 *
 * `String(program)` prints it.
 */
export class Program {
  readonly inputs: readonly Variable[];
  readonly equations: readonly Equation[];
  readonly outputs: readonly Atom[];

  constructor(inputs: readonly Variable[], equations: readonly Equation[], outputs: readonly Atom[]) {
    this.inputs = inputs;
    this.equations = equations;
    this.outputs = outputs;
  }

  toString(): string {
    return formatProgram(this);
  }

  /** What Node's `console.log` shows. Defined here because a declaration file cannot name the symbol. */
  static {
    Object.defineProperty(Program.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: Program): string {
        return this.toString();
      },
    });
  }
}

/**
 * Runs a program on the current interpreter, so that programs can themselves be differentiated.
 *
 * @throws ShapeError if the arguments are not tensors of the shapes and dtypes that the program was recorded with:
 * primitives do not check them again.
 */
export function evaluateProgram(program: Program, args: readonly Tensor[]): Tensor[] {
  const { inputs, equations, outputs } = program;
  checkArguments(inputs, args);
  const values = new Map<Variable, Tensor>();
  inputs.forEach((variable, i) => values.set(variable, args[i]!));
  const read = (atom: Atom): Tensor => (atom instanceof Variable ? values.get(atom)! : atom);
  for (const equation of equations) {
    const results = bind(equation.primitive, equation.inputs.map(read), equation.params);
    equation.outputs.forEach((variable, i) => values.set(variable, results[i]!));
  }
  return outputs.map(read);
}

function checkArguments(inputs: readonly Variable[], args: readonly Tensor[]): void {
  if (args.length !== inputs.length) {
    throw new ShapeError(
      `evaluateProgram: the program takes ${inputs.length} argument${inputs.length === 1 ? "" : "s"}, got ${args.length}`,
      { operation: "evaluateProgram", expected: inputs.length, got: args.length },
    );
  }
  for (const [i, input] of inputs.entries()) {
    const arg: unknown = args[i];
    if (arg instanceof Tensor && arg.dtype === input.dtype && sameShape(arg.shape, input.shape)) continue;
    throw new ShapeError(
      `evaluateProgram: argument ${i} must be a tensor ${formatSpec(input)}, ` +
        `got ${arg instanceof Tensor ? formatSpec(arg) : `the ${typeof arg} ${String(arg)}`}; ` +
        `a program holds for the shapes and dtypes that it was recorded with: trace the function again for others`,
      { operation: "evaluateProgram", argument: i, expected: formatSpec(input) },
    );
  }
}

function formatProgram({ inputs, equations, outputs }: Program): string {
  const names = new Map<Variable, string>();
  const declare = (variable: Variable): string => {
    const name = letters(names.size);
    names.set(variable, name);
    return `${name}:${formatSpec(variable)}`;
  };
  const use = (atom: Atom): string => (atom instanceof Variable ? names.get(atom)! : formatConstant(atom));
  const header = inputs.map(declare).join(", ");
  const lines = equations.map(({ primitive, params, inputs: operands, outputs: results }) => {
    const left = results.map(declare).join(", ");
    return `  ${left} = ${[primitive.name + formatParams(params), ...operands.map(use)].join(" ")}`;
  });
  return [`program(${header}) {`, ...lines, `  return ${outputs.map(use).join(", ")}`, "}"].join("\n");
}

/** a, b, …, z, aa, ab, … */
function letters(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : letters(Math.floor(index / 26) - 1) + letter;
}

function formatSpec({ dtype, shape }: Spec): string {
  return `${dtype}${formatShape(shape)}`;
}

/** A small constant is printed as its value, a large one as its type. */
function formatConstant(constant: Tensor): string {
  return constant.shape.length === 0 ? String(constant.item()) : `<${formatSpec(constant)}>`;
}

function formatParams(params: unknown): string {
  if (params === null || params === undefined) return "";
  const entries = Object.entries(params).map(([key, value]) => `${key}=${formatParam(value)}`);
  return `{${entries.join(", ")}}`;
}

function formatParam(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(formatParam).join(", ")}]` : String(value);
}
