import {
  add,
  alignBatches,
  asFloat,
  astype,
  bind,
  broadcastTo,
  checkOptions,
  dataIfKnown,
  DomainError,
  formatShape,
  mul,
  ShapeError,
  sizeOf,
  sum,
  Tensor,
} from "@adjoint/tensor";
import type { Primitive, Shape, Tangent, TensorLike } from "@adjoint/tensor";
import { blahutArimoto } from "./blahut-arimoto.ts";
import { numbersLike } from "./numbers-like.ts";
import { asProbabilities } from "./probabilities.ts";
import { inUnits } from "./units.ts";
import type { Base } from "./units.ts";

/** The options of `channelCapacity`. */
export interface ChannelCapacityOptions {
  /** The unit of the capacity and of its gap, `"nats"` unless given. */
  readonly base?: Base;
  /** What each input costs, of shape [..., inputs]; with a `budget`. */
  readonly costs?: TensorLike;
  /** What inputs may cost on average, of shape [...]. */
  readonly budget?: TensorLike;
  /** The gap asked for, in nats; 1e-10 unless given. */
  readonly tolerance?: number;
  /** Steps at most, 10 000 unless given; with costs for each price that is tried, and ten times as many in all. */
  readonly maxIterations?: number;
}

/** What `channelCapacity` found; with leading axes one verdict for each channel. */
export interface ChannelCapacity {
  /** The information that `input` sends: at most the capacity, and at least the capacity less the gap. */
  readonly capacity: Tensor;
  /** The probabilities of inputs that reach it, of shape [..., inputs]. */
  readonly input: Tensor;
  /** How far the capacity may be above: the difference of an upper bound, which holds for certain up to rounding. */
  readonly gap: Tensor;
  /** How many steps it took: int32. */
  readonly iterations: Tensor;
  /** Whether the gap is within the tolerance. */
  readonly converged: Tensor;
}

/**
 * The capacity max I(X; Y) of a memoryless channel, over the distributions of its input, by the algorithm of Blahut and
 * Arimoto, accelerated; with costs, over those whose mean cost is within the budget.
 *
 * For every input distribution maxₓ D(p(· | x) ‖ p(y)) bounds the capacity from above, which certifies the result: `gap` is
 * the difference. The derivative of the capacity is that of the information at the best input, which is held fixed
 * (envelope theorem): p(x) log(p(y | x)/p(y)) in p(y | x), 0 where that is 0, the multiplier in the budget. It is exact to
 * first order; second derivatives are refused. The other results are constants for derivatives.
 *
 * @param channel - p(y | x) of shape [..., inputs, outputs]; each row sums to 1.
 * @throws DomainError for rows that are no probabilities or a budget below the least cost, ShapeError if shapes do not fit.
 *
 * Source: R. E. Blahut, "Computation of channel capacity and rate-distortion functions", IEEE Trans. Inf. Theory 18
 * (1972); S. Arimoto, "An algorithm for computing the capacity of arbitrary discrete memoryless channels", ibid.
 *
 * @example
 * ```ts
 * import { channelCapacity } from "@adjoint/information";
 *
 * const zChannel = [[1, 0], [0.5, 0.5]];
 * const { capacity, input } = channelCapacity(zChannel, { base: "bits" });
 * capacity.item(); // => 0.32192809488736235
 * input.data[1]; // => 0.4
 * channelCapacity([[0.75, 0.25], [0.25, 0.75]], { base: "bits" }).capacity.item(); // => 0.18872187554086717
 * ```
 */
export function channelCapacity(channel: TensorLike, options: ChannelCapacityOptions = {}): ChannelCapacity {
  const {
    base = "nats",
    costs,
    budget,
    tolerance = 1e-10,
    maxIterations = 10_000,
  } = checkOptions("channelCapacity", options, ["base", "costs", "budget", "tolerance", "maxIterations"]);
  const { p } = asProbabilities("channelCapacity", "channel", channel, -1);
  checkLimits("channelCapacity", tolerance, maxIterations);
  if (p.shape.length < 2 || p.shape.at(-1) === 0 || p.shape.at(-2) === 0) {
    throw new ShapeError(
      `channelCapacity: channel must have an axis of inputs and one of outputs, got the shape ${formatShape(p.shape)}`,
      { operation: "channelCapacity", shape: p.shape },
    );
  }
  const [prices, limit] = constraintOf(p, costs, budget);
  const [capacity, input, , gap, iterations, converged] = bind(capacityPrimitive, [p, prices, limit], {
    tolerance,
    maxIterations,
  });
  return {
    capacity: inUnits("channelCapacity", capacity, base),
    input,
    gap: inUnits("channelCapacity", gap, base),
    iterations,
    converged,
  };
}

/** @throws DomainError for limits that end nothing. */
export function checkLimits(operation: string, tolerance: number, maxIterations: number): void {
  if (tolerance > 0 && Number.isInteger(maxIterations) && maxIterations > 0) return;
  throw new DomainError(
    `${operation}: tolerance and maxIterations must be positive, got ${String(tolerance)} and ${String(maxIterations)}`,
    { operation, tolerance, maxIterations },
  );
}

/** Costs and budget of the shapes that go with the channel; nothing costs anything unless given. */
function constraintOf(
  channel: Tensor,
  costs: TensorLike | undefined,
  budget: TensorLike | undefined,
): [costs: Tensor, budget: Tensor] {
  if ((costs === undefined) !== (budget === undefined)) {
    throw new DomainError(
      `channelCapacity: costs and budget go together, got ${costs === undefined ? "budget" : "costs"} alone`,
      { operation: "channelCapacity" },
    );
  }
  const fit = (name: string, value: TensorLike, shape: Shape): Tensor =>
    astype(broadcastTo(asFloat("channelCapacity", name, value), shape), channel.dtype);
  const prices = fit("costs", costs ?? 0, channel.shape.slice(0, -1));
  const limit = fit("budget", budget ?? Infinity, channel.shape.slice(0, -2));
  const [known, allowed] = [dataIfKnown(prices), dataIfKnown(limit)];
  if (known === undefined || allowed === undefined) return [prices, limit];
  const count = channel.shape.at(-2)!;
  allowed.forEach((most, i) => {
    let least = Infinity;
    for (let x = i * count; x < (i + 1) * count; x++) least = Math.min(least, known[x]!);
    if (most >= least && least > -Infinity) return;
    throw new DomainError(
      `channelCapacity: no input costs at most the budget ${most}; the least of the costs is ${least}`,
      { operation: "channelCapacity", budget: most, least },
    );
  });
  return [prices, limit];
}

interface Limits {
  readonly tolerance: number;
  readonly maxIterations: number;
}

type Inputs = [channel: Tensor, costs: Tensor, budget: Tensor];
type Outputs = [
  capacity: Tensor,
  input: Tensor,
  price: Tensor,
  gap: Tensor,
  iterations: Tensor,
  converged: Tensor,
];

const capacityPrimitive: Primitive<Inputs, Outputs, Limits> = {
  name: "channelCapacity",
  shape([{ shape, dtype }]) {
    const batch = shape.slice(0, -2);
    const one = { shape: batch, dtype };
    const input = { shape: shape.slice(0, -1), dtype };
    return [one, input, one, one, { shape: batch, dtype: "int32" }, { shape: batch, dtype: "bool" }];
  },
  kernel: ([channel, costs, budget], limits) => capacities(channel, costs, budget, limits),
  jvp([inChannel, inCosts, inBudget], [channel, costs, budget], [, input, price]) {
    const [ofChannel, ofCosts, ofBudget] = bind(
      slopesPrimitive,
      [channel, costs, budget, input, price],
      null,
    );
    const tangents = [
      inChannel && sum(mul(inChannel, ofChannel), { axis: [-2, -1] }),
      inCosts && sum(mul(inCosts, ofCosts), { axis: -1 }),
      inBudget && mul(inBudget, ofBudget),
    ].filter((tangent) => tangent !== null);
    const constant: Tangent = null;
    return [tangents.reduce(add), constant, constant, constant, constant, constant];
  },
  transpose: "not linear",
  batch: (inputs, batched, size, limits) =>
    bind(capacityPrimitive, alignBatches(inputs, batched, size), limits),
};

/** The derivatives of the capacity at the best input. */
const slopesPrimitive: Primitive<[...Inputs, input: Tensor, price: Tensor], Inputs, null> = {
  name: "channelCapacitySlopes",
  shape: ([{ shape, dtype }]) => [
    { shape, dtype },
    { shape: shape.slice(0, -1), dtype },
    { shape: shape.slice(0, -2), dtype },
  ],
  kernel: ([channel, costs, budget, input, price]) => {
    const [inputs, outputs] = channel.shape.slice(-2) as [number, number];
    const slopes = new Float64Array(channel.size);
    const output = new Float64Array(outputs);
    for (let c = 0; c < price.size; c++) {
      output.fill(0);
      const at = (x: number, y: number): number => (c * inputs + x) * outputs + y;
      const each = (visit: (x: number, y: number) => void): void => {
        for (let x = 0; x < inputs; x++) for (let y = 0; y < outputs; y++) visit(x, y);
      };
      each((x, y) => (output[y]! += input.data[c * inputs + x]! * channel.data[at(x, y)]!));
      each((x, y) => {
        const w = channel.data[at(x, y)]!;
        const weight = input.data[c * inputs + x]!;
        if (w > 0 && weight > 0) slopes[at(x, y)] = weight * Math.log(w / output[y]!);
      });
    }
    const ofCosts = new Float64Array(costs.size);
    for (let i = 0; i < ofCosts.length; i++) {
      ofCosts[i] = -price.data[Math.floor(i / inputs)]! * input.data[i]!;
    }
    return [
      numbersLike(channel, channel.shape, slopes),
      numbersLike(channel, costs.shape, ofCosts),
      numbersLike(channel, budget.shape, price.data),
    ];
  },
  jvp:
    "its first derivative holds the best input fixed, which is exact by the envelope theorem; " +
    "the second would need how that input moves",
  transpose: "not linear",
  batch: (inputs, batched, size) => bind(slopesPrimitive, alignBatches(inputs, batched, size), null),
};

function capacities(channel: Tensor, costs: Tensor, budget: Tensor, limits: Limits): Outputs {
  const [inputs, outputs] = channel.shape.slice(-2) as [number, number];
  const batch = channel.shape.slice(0, -2);
  const count = sizeOf(batch);
  const best = new Float64Array(count * inputs);
  const [capacity, price, gap, steps, verdict] = Array.from({ length: 5 }, () => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let c = 0; c < count; c++) {
    const rows = Array.from({ length: inputs }, (_, x) => {
      const start = (c * inputs + x) * outputs;
      return Float64Array.from(channel.data.slice(start, start + outputs));
    });
    const found = blahutArimoto(
      {
        rows,
        costs: Float64Array.from(costs.data.slice(c * inputs, (c + 1) * inputs)),
        budget: budget.data[c]!,
      },
      limits,
    );
    capacity[c] = found.capacity;
    best.set(found.input, c * inputs);
    price[c] = found.price;
    gap[c] = found.gap;
    steps[c] = found.iterations;
    verdict[c] = found.gap <= limits.tolerance ? 1 : 0;
  }
  return [
    numbersLike(channel, batch, capacity),
    numbersLike(channel, costs.shape, best),
    numbersLike(channel, batch, price),
    numbersLike(channel, batch, gap),
    new Tensor(batch, "int32", Int32Array.from(steps)),
    new Tensor(batch, "bool", Uint8Array.from(verdict)),
  ];
}
