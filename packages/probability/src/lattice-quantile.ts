import { normalQuantile } from "@adjoint/special";
import {
  alignBatches,
  astype,
  bind,
  broadcastShapes,
  broadcastTo,
  notDifferentiable,
  runWith,
  sizeOf,
  sqrt,
  Tensor,
} from "@adjoint/tensor";
import type { Interpreter, Primitive, Shape } from "@adjoint/tensor";

/** What the search for quantiles of a family on the integers from 0 has to know. */
export interface Steps<Params extends object> {
  readonly name: string;
  readonly cdf: (params: Params, k: Tensor) => Tensor;
  readonly survival: (params: Params, k: Tensor) => Tensor;
  readonly mean: (params: Params) => Tensor;
  readonly variance: (params: Params) => Tensor;
  /** E[((X − mean)/deviation)³] or an estimate, for the start. */
  readonly skewness: (params: Params) => Tensor;
  /** The last integer of the support, which may be ∞. */
  readonly high: (params: Params) => Tensor;
}

/** The quantile functions of a family. */
export interface Quantiles<Params extends object> {
  readonly quantile: (params: Params, p: Tensor) => Tensor;
  readonly upperQuantile: (params: Params, q: Tensor) => Tensor;
}

/**
 * The first integer at which the distribution function reaches a level, by bisection from the estimate of E. A. Cornish
 * and R. A. Fisher (1938).
 *
 * Levels above ½ are compared with the survival function instead, which is accurate there. A step that falls short of
 * the level by the rounding of either counts as reaching it.
 */
/* @__NO_SIDE_EFFECTS__ */
export function latticeQuantile<Params extends object>(steps: Steps<Params>): Quantiles<Params> {
  const primitive: QuantilePrimitive = notDifferentiable<readonly Tensor[], [Tensor], Which>({
    name: `${steps.name}Quantile`,
    shape: ([level]) => [{ shape: level!.shape, dtype: level!.dtype }],
    kernel: ([level, ...values], { names, isUpper }) => {
      const params = Object.fromEntries(names.map((name, i) => [name, values[i]!])) as Params;
      return [runWith(evaluation, () => search(steps, params, level!, isUpper))];
    },
    batch: (inputs, batched, size, params) => bind(primitive, alignBatches(inputs, batched, size), params),
  });
  const find = (params: Params, level: Tensor, isUpper: boolean): Tensor => {
    const names = Object.keys(params);
    const inputs = [level, ...(Object.values(params) as Tensor[])];
    const shape = inputs.reduce<Shape>((common, x) => broadcastShapes(steps.name, common, x.shape), []);
    const dtype = inputs.every((x) => x.dtype === "float32") ? "float32" : "float64";
    const operands = inputs.map((x) => broadcastTo(astype(x, dtype), shape));
    return bind(primitive, operands, { names, isUpper })[0];
  };
  return {
    quantile: (params, p) => find(params, p, false),
    upperQuantile: (params, q) => find(params, q, true),
  };
}

/** The names of the parameters, which follow the level, and the tail that the level counts. */
type Which = { readonly names: readonly string[]; readonly isUpper: boolean };
type QuantilePrimitive = Primitive<readonly Tensor[], [Tensor], Which>;

/** Kernels compute, whatever transformation is going on around them. */
const evaluation: Interpreter = {
  name: "evaluation",
  bind: (primitive, inputs, params) => primitive.kernel(inputs, params),
};

/** How far a probability may fall short of a level: some rounding of both. */
const slack = 2 ** -46;
/** More than any search takes. */
const longestSearch = 2200;

/** One element's search: `below` is not there yet, `reached` is. */
interface Bracket {
  below: number;
  reached: number;
  probe: number;
  step: number;
  isDone: boolean;
}

function search<Params extends object>(
  steps: Steps<Params>,
  params: Params,
  level: Tensor,
  isUpper: boolean,
): Tensor {
  const { shape, dtype } = level;
  const wide = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, astype(value as Tensor, "float64")]),
  ) as Params;
  const spread = (x: Tensor): ArrayLike<number> => broadcastTo(astype(x, "float64"), shape).data;
  const high = spread(steps.high(wide));
  const levels = Array.from(level.data, (p) => levelOf(p, isUpper));
  const starts = startsOf(steps, wide, level, isUpper).map(spread);
  const brackets = levels.map((given, i) =>
    bracketOf(
      given,
      starts.map((values) => values[i]!),
      high[i]!,
    ),
  );
  const sides = new Set(levels.map(({ side }) => side));
  for (let count = 0; count < longestSearch && brackets.some(({ isDone }) => !isDone); count++) {
    const at = new Tensor(
      shape,
      "float64",
      Float64Array.from(brackets, ({ probe }) => probe),
    );
    const lower = sides.has("lower") ? spread(steps.cdf(wide, at)) : undefined;
    const upper = sides.has("upper") ? spread(steps.survival(wide, at)) : undefined;
    for (let i = 0; i < sizeOf(shape); i++) {
      const { side, p } = levels[i]!;
      const isReached = side === "lower" ? lower![i]! >= p * (1 - slack) : upper![i]! <= p * (1 + slack);
      advance(brackets[i]!, isReached, high[i]!);
    }
  }
  return astype(
    new Tensor(
      shape,
      "float64",
      Float64Array.from(brackets, ({ reached }) => reached),
    ),
    dtype,
  );
}

/** The level in the nearer tail. */
function levelOf(p: number, isUpper: boolean): { readonly side: "lower" | "upper"; readonly p: number } {
  const [side, other] = isUpper ? (["upper", "lower"] as const) : (["lower", "upper"] as const);
  return p > 0.5 ? { side: other, p: 1 - p } : { side, p };
}

function startsOf<Params extends object>(
  steps: Steps<Params>,
  params: Params,
  level: Tensor,
  isUpper: boolean,
): [z: Tensor, mean: Tensor, deviation: Tensor, skewness: Tensor] {
  const z = normalQuantile(astype(level, "float64"));
  const turned = isUpper
    ? new Tensor(
        z.shape,
        "float64",
        Float64Array.from(z.data, (value) => -value),
      )
    : z;
  return [turned, steps.mean(params), sqrt(steps.variance(params)), steps.skewness(params)];
}

function bracketOf(
  { side, p }: { readonly side: "lower" | "upper"; readonly p: number },
  [z = 0, mean = 0, deviation = 0, skewness = 0]: readonly number[],
  high: number,
): Bracket {
  const edge = side === "lower" ? 0 : high;
  const expected = mean + deviation * (z + (skewness * (z * z - 1)) / 6);
  const start = Math.floor(Number.isFinite(expected) ? expected : mean);
  const probe = Math.min(Math.max(start, 0), high);
  return {
    below: -1,
    reached: p > 0 ? Infinity : p === 0 ? edge : NaN,
    probe: p > 0 ? probe : 0,
    step: Math.max(1, probe * 2 ** -50),
    isDone: !(p > 0),
  };
}

/** Takes the next probe: first ever farther from the start, then halfway. */
function advance(bracket: Bracket, isReached: boolean, high: number): void {
  if (bracket.isDone) return;
  if (isReached || bracket.probe >= high) bracket.reached = bracket.probe;
  else bracket.below = bracket.probe;
  const { below, reached, probe, step } = bracket;
  if (reached === Infinity) bracket.probe = Math.min(probe + step, high);
  else if (below === -1 && probe > 0 && probe === reached) bracket.probe = Math.max(probe - step, 0);
  else bracket.probe = Math.floor(below + (reached - below) / 2);
  bracket.step = 2 * step;
  bracket.isDone = bracket.probe <= below || bracket.probe >= reached;
}
