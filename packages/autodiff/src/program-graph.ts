import type { DType, Shape, Tensor } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Atom, Recording } from "./equation.ts";
import { formatConstant } from "./format-program.ts";
import { nestedPrograms } from "./nested-programs.ts";

/** A value or an operation of a program, as plain data. */
export interface ProgramNode {
  readonly id: string;
  readonly kind: "input" | "constant" | "operation" | "result";
  /** The name of the primitive, the value of a constant. */
  readonly label: string;
  /** Of the value; of the first, if an operation has several. */
  readonly shape: Shape;
  readonly dtype: DType;
  /** The graphs of the programs among the operation's parameters. */
  readonly programs: readonly ProgramGraph[];
}

/** A value that flows from one node into another. */
export interface ProgramEdge {
  readonly from: string;
  readonly to: string;
  /** Which of the outputs of `from`, and which of the inputs of `to`. */
  readonly output: number;
  readonly input: number;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A program as a graph to draw. */
export interface ProgramGraph {
  readonly nodes: readonly ProgramNode[];
  readonly edges: readonly ProgramEdge[];
}

/**
 * The program as a graph of plain data: a node for each input, constant, equation and result, an edge for each operand.
 *
 * Nodes are in an order in which every edge points forward.
 *
 * @example
 * ```ts
 * import { programGraph, trace } from "@adjoint/autodiff";
 * import { mul, sin } from "@adjoint/tensor";
 *
 * const { nodes, edges } = programGraph(trace((x) => mul(2, sin(x)))(1));
 * nodes.map((node) => node.label); // => ["input 0", "sin", "2", "mul", "result 0"]
 * edges.map(({ from, to }) => `${from} → ${to}`); // => ["input0 → sin0", "constant0 → mul1", "sin0 → mul1", "mul1 → result0"]
 * ```
 */
export function programGraph({ inputs, equations, outputs }: Recording): ProgramGraph {
  const nodes: ProgramNode[] = [];
  const edges: ProgramEdge[] = [];
  const sources = new Map<Atom, { readonly from: string; readonly output: number }>();
  const add = (
    kind: ProgramNode["kind"],
    id: string,
    label: string,
    { shape, dtype }: Atom,
    programs: readonly ProgramGraph[] = [],
  ): void => {
    nodes.push({ id, kind, label, shape, dtype, programs });
  };
  let constants = 0;
  const addConstant = (constant: Tensor): void => {
    const from = `constant${constants++}`;
    add("constant", from, formatConstant(constant), constant);
    sources.set(constant, { from, output: 0 });
  };
  const connect = (atom: Atom, to: string, input: number): void => {
    edges.push({ ...sources.get(atom)!, to, input, shape: atom.shape, dtype: atom.dtype });
  };
  const addNew = (atoms: readonly Atom[]): void => {
    for (const atom of atoms) if (!(atom instanceof Variable) && !sources.has(atom)) addConstant(atom);
  };

  inputs.forEach((variable, i) => {
    add("input", `input${i}`, `input ${i}`, variable);
    sources.set(variable, { from: `input${i}`, output: 0 });
  });
  for (const [at, equation] of equations.entries()) {
    const id = `${equation.primitive.name}${at}`;
    addNew(equation.inputs);
    const programs = nestedPrograms(equation.params).map(programGraph);
    add("operation", id, equation.primitive.name, equation.outputs[0]!, programs);
    equation.inputs.forEach((atom, i) => connect(atom, id, i));
    equation.outputs.forEach((variable, output) => sources.set(variable, { from: id, output }));
  }
  addNew(outputs);
  outputs.forEach((atom, i) => {
    add("result", `result${i}`, `result ${i}`, atom);
    connect(atom, `result${i}`, 0);
  });
  return { nodes, edges };
}
