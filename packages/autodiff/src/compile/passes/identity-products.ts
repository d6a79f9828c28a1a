import { add, all, isFinite, isFloat, matmul, reshape, Tensor, transpose, zeros } from "@adjoint/tensor";
import type { Shape } from "@adjoint/tensor";
import { condPrimitive } from "../../cond-primitive.ts";
import type { Branches } from "../../cond-primitive.ts";
import { Variable } from "../../equation.ts";
import type { Atom, Equation, Recording } from "../../equation.ts";
import { primitiveOf } from "../../primitive-of.ts";
import { traceFlat } from "../../trace.ts";
import { expandEquations, instantiate } from "./expand-equations.ts";
import type { Expansion } from "./expand-equations.ts";

/**
 * The program in which a product with the columns of an identity matrix is the other matrix: what derivatives along all
 * basis vectors leave behind.
 *
 * It holds for finite numbers, since 0·∞ is NaN: a program looks whether they are, and multiplies otherwise. The sum of
 * zeros of whatever signs is taken for +0.
 *
 * @returns the same program if there is no such product, or none that takes longer than looking.
 */
export function identityProducts<Given extends Recording>(program: Given): Given {
  const square = zeros([1, 1]);
  const product = primitiveOf(() => matmul(square, square));
  return expandEquations(program, (equation) => {
    if (equation.primitive !== product || !isFloat(equation.outputs[0]!.dtype)) return null;
    const [a, b] = equation.inputs as readonly [Atom, Atom];
    const { transposeA, transposeB } = equation.params as Readonly<
      Record<"transposeA" | "transposeB", boolean>
    >;
    // The transpose of an identity matrix is one, but that of a stack of columns is none.
    if (transposeB && b.shape.length > 2) return null;
    if (!(a instanceof Variable) || !(b instanceof Tensor) || !isWorth(a.shape, b) || !holdsIdentity(b)) {
      return null;
    }
    return ifFinite(equation, a, b, transposeA);
  });
}

/** The view where the matrix is finite, the product elsewhere. */
function ifFinite(equation: Equation, a: Variable, b: Tensor, transposed: boolean): Expansion {
  const { shape } = equation.outputs[0]!;
  const test = instantiate(
    traceFlat("compile", ([x]) => [all(isFinite(x!))], [a]),
    [a],
  );
  const view = (x: Tensor): Tensor => {
    const matrix = reshape(x, a.shape.slice(-2));
    // The columns of a stack of products lie behind each other, as the rows of the transpose.
    return reshape(transposed === b.shape.length > 2 ? matrix : transpose(matrix), shape);
  };
  // The basis is an operand of the branches, so that the product is not found again in one of them.
  const [x, basis, result] = [new Variable(a), new Variable(b), new Variable(equation.outputs[0]!)];
  const params: Branches = {
    whenTrue: traceFlat("compile", ([y]) => [add(view(y!), 0)], [a, b]),
    whenFalse: {
      inputs: [x, basis],
      equations: [{ ...equation, inputs: [x, basis], outputs: [result] }],
      outputs: [result],
    },
  };
  const choice = { ...equation, primitive: condPrimitive as unknown as Equation["primitive"], params };
  return {
    equations: [...test.equations, { ...choice, inputs: [...test.outputs, a, b] }],
    outputs: equation.outputs,
  };
}

/** Fewer multiplications than this take no longer than looking at the numbers. */
const fewest = 4096;

/** Whether the shapes are [m, n]·[n, n], or those of one matrix with a stack of columns, and large. */
function isWorth(shape: Shape, { shape: basis }: Tensor): boolean {
  const [n, ...others] = basis;
  const stacked = basis.length === 3 && basis[2] === 1 && shape.length === 3 && shape[0] === 1;
  if (!stacked && !(basis.length === 2 && shape.length === 2)) return false;
  return others[0] === n && shape.reduce((size, length) => size * length, n!) >= fewest;
}

function holdsIdentity(basis: Tensor): boolean {
  if (basis.uniform !== undefined) return false;
  const {
    shape: [n = 0],
    data,
  } = basis;
  for (let i = 0; i < data.length; i++) if (data[i] !== (i % (n + 1) === 0 ? 1 : 0)) return false;
  return true;
}
