import { add, broadcastTo, neg, reshape, sameShape, sub, transpose, zeros } from "@adjoint/tensor";
import type { Primitive, Shape } from "@adjoint/tensor";
import type { Atom, Equation, Recording } from "./equation.ts";
import { primitiveOf } from "./primitive-of.ts";
import { rewriteProgram } from "./rewrite-program.ts";

/**
 * The program with pairs of operations joined into one that gives the same bits: a + (−b) into a − b, a − (−b) into
 * a + b, and changes of shape or of the order of axes that follow each other.
 *
 * The first of a pair stays for `eliminateDeadCode` to remove, since it may be used elsewhere.
 *
 * @returns the same program if there is no such pair.
 * @example
 * ```ts
 * import { eliminateDeadCode, joinOperations, trace } from "@adjoint/autodiff";
 * import { add, neg, sin } from "@adjoint/tensor";
 *
 * const program = trace((x) => add(x, neg(sin(x))))(1);
 * const joined = eliminateDeadCode(joinOperations(program));
 * joined.equations.map(({ primitive }) => primitive.name); // => ["sin", "sub"]
 * ```
 */
export function joinOperations<Given extends Recording>(program: Given): Given {
  const rules = joins();
  return rewriteProgram(program, () => {
    const producers = new Map<Atom, Equation>();
    const join = (equation: Equation): Equation => {
      const joined = rules.get(equation.primitive)?.(equation, (atom) => producers.get(atom));
      return joined === undefined ? equation : join(joined);
    };
    return (given) => {
      const equation = join(given);
      for (const variable of equation.outputs) producers.set(variable, equation);
      return equation === given ? null : equation;
    };
  });
}

/** The equation that does what this one does after the one before it. */
type Join = (equation: Equation, producerOf: (atom: Atom) => Equation | undefined) => Equation | undefined;

function joins(): ReadonlyMap<Primitive, Join> {
  const [x, row, square] = [zeros([]), zeros([1]), zeros([1, 1])];
  const sum = primitiveOf(() => add(x, x));
  const difference = primitiveOf(() => sub(x, x));
  const negation = primitiveOf(() => neg(x));
  const shaping = primitiveOf(() => reshape(row, []));
  const spreading = primitiveOf(() => broadcastTo(row, [2]));
  const ordering = primitiveOf(() => transpose(square));

  /** The x of −x. */
  const negated = (before: Equation | undefined): Atom | undefined =>
    before?.primitive === negation ? before.inputs[0] : undefined;
  return new Map<Primitive, Join>([
    [
      sum,
      (equation, producerOf) => {
        const [a, b] = equation.inputs as [Atom, Atom];
        const [left, right] = [negated(producerOf(a)), negated(producerOf(b))];
        if (right) return { ...equation, primitive: difference, inputs: [a, right] };
        return left && { ...equation, primitive: difference, inputs: [b, left] };
      },
    ],
    [
      difference,
      (equation, producerOf) => {
        const [a, b] = equation.inputs as [Atom, Atom];
        const right = negated(producerOf(b));
        return right && { ...equation, primitive: sum, inputs: [a, right] };
      },
    ],
    [shaping, afterwards((before) => before.primitive === shaping)],
    [
      spreading,
      afterwards(
        (before) => before.primitive === spreading || (before.primitive === shaping && addsOnes(before)),
      ),
    ],
    [ordering, (equation, producerOf) => reordered(equation, producerOf(equation.inputs[0]!))],
  ]);
}

/** An operation that needs no other before it, if it gives the shape by itself. What gives back the shape is an identity. */
function afterwards(isNeedless: (before: Equation) => boolean): Join {
  return (equation, producerOf) => {
    const before = producerOf(equation.inputs[0]!);
    if (!before || !isNeedless(before)) return undefined;
    const source = before.inputs[0]!;
    const result = equation.outputs[0]!;
    const fits = source.shape.length <= result.shape.length || before.primitive === equation.primitive;
    return fits && !sameShape(source.shape, result.shape) ? { ...equation, inputs: [source] } : undefined;
  };
}

/** Whether a reshape adds or removes leading axes of length 1 only, which broadcasting adds by itself. */
function addsOnes({ inputs, outputs }: Equation): boolean {
  return sameShape(withoutOnes(inputs[0]!.shape), withoutOnes(outputs[0]!.shape));
}

function withoutOnes(shape: Shape): Shape {
  const first = shape.findIndex((length) => length !== 1);
  return first < 0 ? [] : shape.slice(first);
}

function reordered(equation: Equation, before: Equation | undefined): Equation | undefined {
  if (before?.primitive !== equation.primitive) return undefined;
  const [outer, inner] = [equation, before].map(
    ({ params }) => (params as { order: readonly number[] }).order,
  );
  const order = outer!.map((axis) => inner![axis]!);
  if (order.every((axis, i) => axis === i)) return undefined;
  return { ...equation, params: { order }, inputs: before.inputs };
}
