import { abs, div, isInexact, mul, neg, pow, square, Tensor, zeros } from "@adjoint/tensor";
import type { Primitive } from "@adjoint/tensor";
import type { Atom, Equation, Recording } from "../../equation.ts";
import { numberIn } from "../../number-in.ts";
import { primitiveOf } from "../../primitive-of.ts";
import { rewriteProgram } from "../../rewrite-program.ts";

/**
 * The program with arithmetic that derivatives leave behind in a form that takes less time and gives the same bits:
 *
 * - x·(−1) is −x: both change the sign alone;
 * - c·(−x) is (−c)·x for a constant c: the sign does not take part in rounding;
 * - c·(2ᵏ·x) is (c·2ᵏ)·x for constants |c| ≥ 1 and k ≥ 0: the inner product rounds only where both are infinite;
 * - (−x)·(−y) is x·y, and (−x)² and |−x| are x² and |x|: the signs cancel before rounding;
 * - x/2ᵏ is x·2⁻ᵏ: both round the same number, if 2⁻ᵏ is a normal number;
 * - x² by `pow` is a square, which is how `pow` computes it.
 *
 * @returns the same program if there is nothing of the kind.
 */
export function simplifyArithmetic<Given extends Recording>(program: Given): Given {
  const rules = simplifications();
  return rewriteProgram(program, () => {
    const producers = new Map<Atom, Equation>();
    return (equation) => {
      const simpler = rules.get(equation.primitive)?.(equation, (atom) => producers.get(atom));
      for (const variable of equation.outputs) producers.set(variable, simpler ?? equation);
      return simpler ?? null;
    };
  });
}

type Rule = (equation: Equation, producerOf: (atom: Atom) => Equation | undefined) => Equation | undefined;

function simplifications(): ReadonlyMap<Primitive, Rule> {
  const x = zeros([]);
  const product = primitiveOf(() => mul(x, x));
  const quotient = primitiveOf(() => div(x, x));
  const negation = primitiveOf(() => neg(x));
  const squaring = primitiveOf(() => square(x));
  const power = primitiveOf(() => pow(x, x));
  const magnitude = primitiveOf(() => abs(x));
  const negated = (atom: Atom, producerOf: Parameters<Rule>[1]): Atom | undefined => {
    const producer = producerOf(atom);
    return producer?.primitive === negation ? producer.inputs[0] : undefined;
  };
  /** A constant times −x, or times another constant and x, as one constant and x. */
  const rescaled = (constant: Atom, inner: Equation | undefined): readonly [Atom, Atom] | undefined => {
    const factor = floatIn(constant);
    if (factor === undefined || inner === undefined) return undefined;
    const by = (value: number): Tensor => new Tensor(constant.shape, constant.dtype, value);
    if (inner.primitive === negation) return [by(-factor), inner.inputs[0]!];
    if (inner.primitive !== product) return undefined;
    const [p, q] = inner.inputs as readonly [Atom, Atom];
    const [left, right] = [floatIn(p), floatIn(q)];
    if (isScale(left) && keepsScale(factor, left)) return [by(factor * left), q];
    return isScale(right) && keepsScale(factor, right) ? [by(factor * right), p] : undefined;
  };
  const withoutSign: Rule = (equation, producerOf) => {
    const inner = negated(equation.inputs[0]!, producerOf);
    return inner && { ...equation, inputs: [inner] };
  };
  return new Map<Primitive, Rule>([
    [
      product,
      (equation, producerOf) => {
        const [a, b] = equation.inputs as readonly [Atom, Atom];
        if (floatIn(b) === -1) return { ...equation, primitive: negation, inputs: [a] };
        if (floatIn(a) === -1) return { ...equation, primitive: negation, inputs: [b] };
        const scaled = rescaled(a, producerOf(b)) ?? rescaled(b, producerOf(a));
        if (scaled) return { ...equation, inputs: scaled };
        const [p, q] = [negated(a, producerOf), negated(b, producerOf)];
        return p && q && { ...equation, inputs: [p, q] };
      },
    ],
    [
      quotient,
      (equation) => {
        const [a, b] = equation.inputs as readonly [Atom, Atom];
        const divisor = floatIn(b);
        if (divisor === undefined || !isPowerOfTwo(divisor)) return undefined;
        const reciprocal = new Tensor(b.shape, b.dtype, 1 / divisor);
        return { ...equation, primitive: product, inputs: [a, reciprocal] };
      },
    ],
    [
      power,
      (equation) => {
        const [a, b] = equation.inputs as readonly [Atom, Atom];
        return floatIn(b) === 2 ? { ...equation, primitive: squaring, inputs: [a] } : undefined;
      },
    ],
    [squaring, withoutSign],
    [magnitude, withoutSign],
  ]);
}

/** The floating-point number that all elements of a constant are. */
function floatIn(atom: Atom): number | undefined {
  return isInexact(atom.dtype) ? numberIn(atom) : undefined;
}

/** Whether the reciprocal is exact, and normal in float32 too. */
function isPowerOfTwo(value: number): boolean {
  const exponent = Math.log2(Math.abs(value));
  return Number.isInteger(exponent) && Math.abs(exponent) <= 126 && 2 ** exponent === Math.abs(value);
}

/** Whether a product with this factor is exact unless it is infinite. */
function isScale(value: number | undefined): value is number {
  return value !== undefined && isPowerOfTwo(value) && Math.abs(value) >= 1;
}

/** Whether c·(2ᵏ·x) is infinite wherever 2ᵏ·x is, and c·2ᵏ is exact, in float32 too. */
function keepsScale(constant: number, scale: number): boolean {
  return Math.abs(constant) >= 1 && Math.abs(constant * scale) <= 2 ** 126;
}
