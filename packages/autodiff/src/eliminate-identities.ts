import { add, div, mul, neg, reshape, sameShape, sub, transpose, where, zeros } from "@adjoint/tensor";
import type { Primitive } from "@adjoint/tensor";
import type { Variable } from "./equation.ts";
import type { Atom, Equation, Recording } from "./equation.ts";
import { numberIn } from "./number-in.ts";
import { primitiveOf } from "./primitive-of.ts";
import { rewriteProgram } from "./rewrite-program.ts";

/**
 * The program without equations that hand on an input as it is: x·1, x/1, x − 0, x + (−0), −(−x), `where` with
 * a constant condition that is the same everywhere, and shapes or orders of axes that are changed and changed back.
 *
 * Only what holds bit for bit is used: x + 0 is kept for floating-point x, because −0 + 0 is 0.
 *
 * @returns the same program if there is no such equation.
 * @example
 * ```ts
 * import { eliminateIdentities, grad, trace } from "@adjoint/autodiff";
 * import { exp } from "@adjoint/tensor";
 *
 * const program = trace(grad(exp))(0);
 * program.equations.map(({ primitive }) => primitive.name); // => ["exp", "mul"]
 * eliminateIdentities(program).equations.map(({ primitive }) => primitive.name); // => ["exp"]
 * ```
 */
export function eliminateIdentities<Given extends Recording>(program: Given): Given {
  const rules = identities();
  return rewriteProgram(program, () => {
    const producers = new Map<Atom, Equation>();
    return (equation) => {
      const same = rules.get(equation.primitive)?.(equation, (atom) => producers.get(atom));
      if (same) return [same];
      for (const variable of equation.outputs) producers.set(variable, equation);
      return null;
    };
  });
}

/** The input that the only output of an equation equals, if it is known to. */
type Identity = (equation: Equation, producerOf: (atom: Atom) => Equation | undefined) => Atom | undefined;

function identities(): ReadonlyMap<Primitive, Identity> {
  const [x, row, square, no] = [zeros([]), zeros([1]), zeros([1, 1]), zeros([], { dtype: "bool" })];
  return new Map<Primitive, Identity>([
    [primitiveOf(() => mul(x, x)), neutral(1, 1)],
    [primitiveOf(() => div(x, x)), neutral(null, 1)],
    [primitiveOf(() => add(x, x)), neutral(-0, -0)],
    [primitiveOf(() => sub(x, x)), neutral(null, 0)],
    [primitiveOf(() => where(no, x, x)), chosen],
    [primitiveOf(() => neg(x)), undone(() => true)],
    [primitiveOf(() => reshape(row, [])), undone(() => true)],
    [primitiveOf(() => transpose(square)), undone(undoesOrder)],
  ]);
}

/** An elementwise operation with the neutral element `left` of its first operand, `right` of its second. */
function neutral(left: number | null, right: number | null): Identity {
  return ({ inputs: [a, b] }) =>
    right !== null && consistsOf(b!, right) ? a : left !== null && consistsOf(a!, left) ? b : undefined;
}

/** The branch of `where` for a condition that is the same everywhere. */
function chosen({ inputs: [condition, a, b] }: Equation): Atom | undefined {
  if (a === b) return a;
  const everywhere = numberIn(condition!);
  return everywhere === undefined ? undefined : everywhere === 0 ? b : a;
}

function consistsOf(atom: Atom, value: number): boolean {
  const everywhere = numberIn(atom);
  if (atom.dtype === "int32") return everywhere === value;
  return (atom.dtype === "float64" || atom.dtype === "float32") && Object.is(everywhere, value);
}

/** An operation that undoes itself where it has been applied before. */
function undone(undoes: (equation: Equation, before: Equation) => boolean): Identity {
  return (equation, producerOf) => {
    const before = producerOf(equation.inputs[0]!);
    if (before?.primitive !== equation.primitive) return undefined;
    const source = before.inputs[0]!;
    const result: Variable = equation.outputs[0]!;
    return sameShape(source.shape, result.shape) && undoes(equation, before) ? source : undefined;
  };
}

function undoesOrder(equation: Equation, before: Equation): boolean {
  const [outer, inner] = [equation, before].map(
    ({ params }) => (params as { order: readonly number[] }).order,
  );
  return outer!.every((axis, i) => inner![axis] === i);
}
