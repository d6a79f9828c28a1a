import { AdjointError, checkOptions, DomainError } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Atom, Equation, Recording } from "./equation.ts";
import { formatSpec } from "./format-spec.ts";
import { letters } from "./letters.ts";
import { pythonArrays } from "./python-arrays.ts";
import { pythonControl } from "./python-control.ts";
import { pythonElementwise } from "./python-elementwise.ts";
import { pythonLinalg } from "./python-linalg.ts";
import { pythonConstant, pythonScalar } from "./python-literal.ts";
import { pythonProducts } from "./python-products.ts";
import { pythonReductions } from "./python-reductions.ts";
import { pythonScans } from "./python-scans.ts";
import { pythonSpecial } from "./python-special.ts";
import { pythonDType, pythonTuple } from "./python-translation.ts";
import type { PythonCall, PythonLibrary, PythonTranslations } from "./python-translation.ts";

/** The options of `toPython`. */
export interface PythonOptions {
  /** The name of the function; `f` if not given. */
  readonly name?: string;
  /** How primitives are written that the library does not know, by name. */
  readonly translations?: PythonTranslations;
}

/**
 * A program as a Python module for PyTorch or JAX, to be run and compared: one line for an equation, in float64.
 *
 * The function takes the inputs one by one, and returns its result, or a tuple of several. Vectors of `eigh` and `svd`
 * may have other signs there. JAX's `x64` mode is switched on.
 *
 * @throws AdjointError naming a primitive that has no translation, DomainError if the name is none in Python.
 * @example
 * ```ts
 * import { toPython, trace } from "@adjoint/autodiff";
 * import { mul, sin, sum } from "@adjoint/tensor";
 *
 * const program = trace((x) => sum(mul(2, sin(x))))(new Float64Array([1, 2]));
 * toPython(program, "torch").split("\n").slice(3, 9);
 * // => ["def f(a):", "    # a: float64[2]", "    b = torch.sin(a)  # float64[2]", "    c = 2.0 * b  # float64[2]", "    d = torch.sum(c)  # float64[]", "    return d"]
 * ```
 */
export function toPython(program: Recording, library: PythonLibrary, options: PythonOptions = {}): string {
  const { name = "f", translations = {} } = checkOptions("toPython", options, ["name", "translations"]);
  if (library !== "torch" && library !== "jax") {
    throw new DomainError(`toPython: the library must be "torch" or "jax", got ${JSON.stringify(library)}`, {
      operation: "toPython",
      library,
    });
  }
  if (!/^[A-Za-z_]\w*$/.test(name) || reserved.includes(name)) {
    throw new DomainError(`toPython: ${JSON.stringify(name)} is no name for a function in Python`, {
      operation: "toPython",
      name,
    });
  }
  const definitions = writeDefinitions(name, program, library, { ...known(), ...translations });
  return `${[header[library], ...definitions, example(name, program, library)].join("\n\n\n")}\n`;
}

/** All tables, put together on demand: a bundler keeps what is spread at the import of a module. */
function known(): PythonTranslations {
  return {
    ...pythonElementwise,
    ...pythonReductions,
    ...pythonArrays,
    ...pythonScans,
    ...pythonProducts,
    ...pythonLinalg,
    ...pythonSpecial,
    ...pythonControl,
  };
}

const header: Readonly<Record<PythonLibrary, string>> = {
  torch: "import torch",
  jax: 'import jax\nimport jax.numpy as jnp\n\njax.config.update("jax_enable_x64", True)',
};

/** The function of a program, after the functions that it calls. */
function writeDefinitions(
  name: string,
  program: Recording,
  library: PythonLibrary,
  translations: PythonTranslations,
): readonly string[] {
  const helpers = new Set<string>();
  const functions: string[] = [];
  let count = 0;
  const write = (functionName: string, body: Recording): void => {
    functions.push(writeFunction(functionName, body, { library, translations, define, nested }));
  };
  const define = (source: string): void => void helpers.add(source);
  const nested = (body: Recording, hint: string): string => {
    const functionName = `${hint.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_${++count}`;
    write(functionName, body);
    return functionName;
  };
  write(name, program);
  return [...helpers, ...functions];
}

interface Context extends Pick<PythonCall, "define" | "nested"> {
  readonly library: PythonLibrary;
  readonly translations: PythonTranslations;
}

function writeFunction(name: string, { inputs, equations, outputs }: Recording, context: Context): string {
  const variables = new Map<Variable, string>();
  const constants = new Map<Tensor, string>();
  const declarations: string[] = [];
  const declare = (variable: Variable): string => {
    const fresh = usable(letters(variables.size));
    variables.set(variable, fresh);
    return fresh;
  };
  const nameOf = (atom: Atom): string => {
    if (atom instanceof Variable) return variables.get(atom)!;
    const declared = constants.get(atom);
    if (declared !== undefined) return declared;
    const fresh = letters(constants.size).toUpperCase();
    constants.set(atom, fresh);
    declarations.push(`    ${fresh} = ${pythonConstant(atom, context.library)}`);
    return fresh;
  };
  const parameters = inputs.map(declare);
  const types = inputs.map((variable, i) => `${parameters[i]}: ${formatSpec(variable)}`);
  const lines = equations.map((equation) => {
    const right = writeCall(equation, nameOf, context);
    const results = equation.outputs.map(declare);
    return `    ${results.join(", ")} = ${right}  # ${equation.outputs.map(formatSpec).join(", ")}`;
  });
  const returned = `    return ${outputs.length === 1 ? nameOf(outputs[0]!) : pythonTuple(outputs.map(nameOf))}`;
  const comment = types.length === 0 ? [] : [`    # ${types.join(", ")}`];
  return [`def ${name}(${parameters.join(", ")}):`, ...comment, ...declarations, ...lines, returned].join(
    "\n",
  );
}

function writeCall(equation: Equation, nameOf: (atom: Atom) => string, context: Context): string {
  const { primitive, params, inputs, outputs } = equation;
  const { library, translations, define, nested } = context;
  const template = translations[primitive.name]?.[library];
  if (template === undefined || typeof template === "string") {
    throw new AdjointError(
      `toPython: no translation of the primitive ${primitive.name} to ${library}` +
        `${template === undefined ? "" : `: ${template}`}; ` +
        `pass one: toPython(program, "${library}", { translations: { ${primitive.name}: { torch: …, jax: … } } })`,
      { operation: "toPython", primitive: primitive.name, library },
    );
  }
  const operands = (): readonly string[] => inputs.map(nameOf);
  const scalars = (): readonly string[] => {
    const numbers = inputs.map((atom) => (atom instanceof Variable ? null : pythonScalar(atom)));
    // With no tensor among the operands there would be none in the result.
    if (!numbers.includes(null)) return operands();
    return inputs.map((atom, i) => numbers[i] ?? nameOf(atom));
  };
  const call = {
    inputs,
    outputs,
    params: (params ?? {}) as PythonCall["params"],
    operands,
    scalars,
    define,
    nested,
  };
  return template(call);
}

/** A call with numbers of no meaning, to see that the program runs; matrices are the identity, whose rank is full. */
function example(name: string, { inputs }: Recording, library: PythonLibrary): string {
  const module = library === "torch" ? "torch" : "jnp";
  const args = inputs.map(({ dtype, shape }) => {
    const type = `dtype=${pythonDType(library, dtype)}`;
    const [rows, columns] = shape.slice(-2);
    if (rows !== undefined && columns !== undefined && (rows === columns || dtype.startsWith("float"))) {
      const matrix = `${module}.eye(${rows === columns ? rows : `${rows}, ${columns}`}, ${type})`;
      return shape.length === 2 ? matrix : `${module}.broadcast_to(${matrix}, ${pythonTuple(shape)})`;
    }
    const value = dtype === "bool" ? "True" : dtype === "int32" ? "0" : "0.5";
    return `${module}.full(${pythonTuple(shape)}, ${value}, ${type})`;
  });
  return `if __name__ == "__main__":\n    print(${name}(${args.join(", ")}))`;
}

/** Words that mean something else in Python or in a printed module. */
const reserved: readonly string[] = [
  "and",
  "as",
  "class",
  "def",
  "del",
  "for",
  "from",
  "if",
  "import",
  "in",
  "is",
  "lambda",
  "not",
  "or",
  "return",
  "try",
  "while",
  "with",
  "yield",
  "jax",
  "jnp",
  "put",
  "torch",
];

function usable(name: string): string {
  return reserved.includes(name) ? `${name}_` : name;
}
