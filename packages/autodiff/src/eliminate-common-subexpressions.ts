import { add, mul, Tensor, Tracer, zeros } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Atom, Equation, Recording } from "./equation.ts";
import { isRecording } from "./nested-programs.ts";
import { primitiveOf } from "./primitive-of.ts";
import { rewriteProgram } from "./rewrite-program.ts";

/**
 * The program in which nothing is computed twice: of equations with the same primitive, equal parameters and the same
 * inputs, in any order for sums and products, only the first is kept.
 *
 * Parameters and constants are compared by their contents, bit for bit: 0 and −0 differ, NaN equals NaN.
 *
 * @returns the same program if all equations differ.
 * @example
 * ```ts
 * import { eliminateCommonSubexpressions, trace } from "@adjoint/autodiff";
 * import { exp, mul } from "@adjoint/tensor";
 *
 * const program = trace((x) => mul(exp(x), exp(x)))(1);
 * program.equations.length; // => 3
 * eliminateCommonSubexpressions(program).equations.length; // => 2
 * ```
 */
export function eliminateCommonSubexpressions<Given extends Recording>(program: Given): Given {
  const keyOf = keys();
  const x = zeros([]);
  const commutative = [primitiveOf(() => add(x, x)), primitiveOf(() => mul(x, x))];
  return rewriteProgram(program, () => {
    const first = new Map<string, readonly Variable[]>();
    return ({ primitive, params, inputs, outputs }) => {
      const operands = inputs.map(keyOf);
      const key = keyOf([primitive, params, commutative.includes(primitive) ? operands.sort() : operands]);
      const known = first.get(key);
      if (known !== undefined) return known;
      first.set(key, outputs);
      return null;
    };
  });
}

/** A function that gives equal texts for equal contents, and different ones for different. */
function keys(): (value: unknown) => string {
  const identities = new Map<unknown, number>();
  const constants = new Map<string, Tensor[]>();
  const identify = (value: unknown): string => {
    if (!identities.has(value)) identities.set(value, identities.size);
    return `#${identities.get(value)}`;
  };
  const keyOf = (value: unknown): string => {
    if (value instanceof Variable || value instanceof Tracer) return identify(value);
    if (value instanceof Tensor) return identify(representative(value, constants));
    if (isRecording(value)) return keyOfProgram(value);
    if (Array.isArray(value)) return `[${value.map(keyOf).join(",")}]`;
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
      if ("kernel" in value) return identify(value);
      const entries = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}:${keyOf(part)}`);
      return `{${entries.toSorted().join(",")}}`;
    }
    return value === null || typeof value === "boolean" || value === undefined
      ? String(value)
      : identify(value);
  };
  /** Variables of a nested program are known by their place, so that two recordings of one function are equal. */
  const keyOfProgram = ({ inputs, equations, outputs }: Recording): string => {
    const places = new Map<Atom, string>();
    const declare = (variable: Variable): string => {
      places.set(variable, `$${places.size}`);
      return keyOf([variable.dtype, variable.shape]);
    };
    const use = (atom: Atom): string => places.get(atom) ?? keyOf(atom);
    const header = inputs.map(declare);
    const lines = equations.map(
      ({ primitive, params, inputs: operands, outputs: results }: Equation) =>
        `${keyOf([primitive, params])}(${operands.map(use).join(",")})=${results.map(declare).join(",")}`,
    );
    return `program(${header.join(",")}){${lines.join(";")}|${outputs.map(use).join(",")}}`;
  };
  return keyOf;
}

/** The first constant that was seen with these contents. */
function representative(constant: Tensor, constants: Map<string, Tensor[]>): Tensor {
  const type = `${constant.dtype}${constant.shape.join(",")}`;
  const seen = constants.get(type) ?? [];
  constants.set(type, seen);
  const known = seen.find((other) => sameElements(other, constant));
  if (known === undefined) seen.push(constant);
  return known ?? constant;
}

function sameElements(a: Tensor, b: Tensor): boolean {
  if (a === b) return true;
  if (a.uniform !== undefined && b.uniform !== undefined) return Object.is(a.uniform, b.uniform);
  const [left, right] = [a.data, b.data];
  if (left === right) return true;
  for (let i = 0; i < left.length; i++) if (!Object.is(left[i], right[i])) return false;
  return true;
}
