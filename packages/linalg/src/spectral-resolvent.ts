import {
  add,
  addTangents,
  alignBatches,
  astype,
  bind,
  equal,
  expandDims,
  matmul,
  mul,
  neg,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor } from "@adjoint/tensor";
import { largest, reciprocalOrZero } from "./reciprocals.ts";

/**
 * What belongs to the eigenvalues λ of A, or of A and B, one for each column of R: S = Σ wᵢ wᵢᵀ/(λ − μᵢ) over the eigenvalues
 * μᵢ that differ from λ, up to rounding, and the projector Π = Σ wᵢ wᵢᵀ over those that do not.
 */
export interface ResolventParams {
  readonly part: "resolvent" | "projector";
  /** Whether B is given; where it is not, A stands in its place. */
  readonly isPair: boolean;
}

/** `values`, `left` and `right` are the μᵢ and wᵢ as the kernel wants them: working data, since the rules look at A and B alone. */
type Inputs = [a: Tensor, b: Tensor, own: Tensor, values: Tensor, left: Tensor, right: Tensor, r: Tensor];

type Resolvent = Primitive<Inputs, [y: Tensor], ResolventParams>;

/** How a primitive of this kind sees its matrix. */
export interface ResolventForm {
  readonly name: string;
  /** The product of the symmetric matrix with X. */
  readonly apply: (a: Tensor, x: Tensor) => Tensor;
  /** S R or Π R for ordinary tensors. */
  readonly evaluate: (
    part: ResolventParams["part"],
    own: Tensor,
    basis: readonly [values: Tensor, left: Tensor, right: Tensor],
    r: Tensor,
  ) => Tensor;
}

/**
 * The primitive of S R and Π R. With M = λ B − A their derivatives are, while the multiplicity of λ stays,
 *
 * dS = −S dM S + Π dM S B S + S B S dM Π − Π dB S − S dB Π and dΠ = −S dM Π − Π dM S − Π dB Π,
 *
 * which S and Π give themselves: no derivative of a vector of another eigenvalue occurs, so that derivatives of any order are
 * exact at a simple λ while others are equal. Both are symmetric.
 */
/* @__NO_SIDE_EFFECTS__ */
export function resolventPrimitive({ name, apply, evaluate }: ResolventForm): Resolvent {
  const primitive: Resolvent = {
    name,
    shape: ([, , , , , , { shape, dtype }]) => [{ shape, dtype }],
    kernel: ([, , own, values, left, right, r], { part }) => [evaluate(part, own, [values, left, right], r)],
    jvp: ([da, db, dOwn, , , , dr], inputs, [y], params): [Tangent] => {
      const { isPair } = params;
      const [, b, own, , , , r] = inputs;
      const along = (part: ResolventParams["part"], x: Tensor): Tensor =>
        bind(primitive, inputs.with(6, x) as Inputs, { part, isPair })[0];
      const s = (x: Tensor): Tensor => along("resolvent", x);
      const p = (x: Tensor): Tensor => along("projector", x);
      const metric = (x: Tensor): Tensor => (isPair ? matmul(b, x) : x);
      const dB = isPair ? db : null;
      const dM = (x: Tensor): Tangent => {
        const shifted = dOwn && mul(metric(x), expandDims(dOwn, -2));
        const stretched = dB && mul(matmul(dB, x), expandDims(own, -2));
        const moved = da && neg(apply(da, x));
        return plus(plus(shifted, stretched), moved);
      };
      const through = (f: (x: Tensor) => Tensor, x: Tangent): Tangent => x && f(x);
      const minus = (x: Tangent): Tangent => x && neg(x);
      const moved = dr && along(params.part, dr);
      if (params.part === "projector") {
        const crossed = plus(through(s, dM(y)), through(p, dM(s(r))));
        return [plus(moved, minus(plus(crossed, dB && p(matmul(dB, y)))))];
      }
      const beside = p(r);
      const turned = minus(through(s, dM(y)));
      const out = through(p, plus(dM(s(metric(y))), minus(dB && matmul(dB, y))));
      const back = plus(
        through((x) => s(metric(s(x))), dM(beside)),
        minus(dB && s(matmul(dB, beside))),
      );
      return [plus(plus(moved, turned), plus(out, back))];
    },
    transpose: ([cotangent], inputs, params) => {
      const known = (inputs as Inputs).with(6, cotangent!) as Inputs;
      return [null, null, null, null, null, null, bind(primitive, known, params)[0]];
    },
    batch: (inputs, batched, size, params) => bind(primitive, alignBatches(inputs, batched, size), params),
  };
  return primitive;
}

function plus(x: Tangent, y: Tangent): Tangent {
  return addTangents(x, y, add);
}

/** 1/x, and 0 where x is 0 up to rounding of the largest value; for the projector 1 there and 0 elsewhere. */
export function spectralWeights(part: ResolventParams["part"], x: Tensor, values: Tensor, n: number): Tensor {
  const reciprocals = reciprocalOrZero(x, expandDims(largest(values), -1), n);
  return part === "resolvent" ? reciprocals : astype(equal(reciprocals, 0), x.dtype);
}
