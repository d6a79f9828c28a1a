import {
  alignBatches,
  astype,
  bind,
  broadcastShapes,
  broadcastTo,
  dataIfKnown,
  moveAxis,
  notDifferentiable,
  sizeOf,
  Tensor,
} from "@adjoint/tensor";
import type { Primitive, Shape } from "@adjoint/tensor";
import { blockRules, latticeBlocks, placesIn } from "./lattice-blocks.ts";
import type { Block, LatticeRange } from "./lattice-blocks.ts";

/** Ranges of integers as tensors, which broadcast. */
export type Lattice = { readonly [Name in keyof LatticeRange]: Tensor };

/** Places along a new axis 0, which need not be integers, and weights: Σₖ f(k) = Σ w f(node). */
export interface LatticeRule {
  readonly nodes: Tensor;
  readonly weights: Tensor;
}

/**
 * A rule that sums smooth terms over very many integers by few; see `latticeBlocks`.
 *
 * It may be traced: then there are as many places as any sum could need. No derivative flows through it.
 */
export function latticeRule({ from, to, low, high, centre, scale }: Lattice): LatticeRule {
  const given = [from, to, low, high, centre, scale];
  const shape = given.reduce<Shape>((common, x) => broadcastShapes("latticeRule", common, x.shape), []);
  const inputs = given.map((x) => broadcastTo(astype(x, "float64"), shape)) as Ranges;
  const [nodes, weights] = bind(latticePrimitive, inputs, { capacity: capacityFor(inputs) });
  return { nodes, weights };
}

type Ranges = [from: Tensor, to: Tensor, low: Tensor, high: Tensor, centre: Tensor, scale: Tensor];

const largestCapacity = 3072;

type Rules = [nodes: Tensor, weights: Tensor];
type Capacity = { readonly capacity: number };

const latticePrimitive: Primitive<Ranges, Rules, Capacity> = /* @__PURE__ */ notDifferentiable<
  Ranges,
  Rules,
  Capacity
>({
  name: "latticeRule",
  shape: ([{ shape }], { capacity }) => [
    { shape: [capacity, ...shape], dtype: "float64" },
    { shape: [capacity, ...shape], dtype: "float64" },
  ],
  kernel: (inputs, { capacity }) => filled(inputs, capacity),
  batch(inputs, batched, size, params) {
    const [nodes, weights] = bind(latticePrimitive, alignBatches(inputs, batched, size), params);
    return [moveAxis(nodes, 1, 0), moveAxis(weights, 1, 0)];
  },
});

function capacityFor(inputs: Ranges): number {
  const data = inputs.map((input) => dataIfKnown(input));
  if (data.includes(undefined)) return largestCapacity;
  let capacity = 1;
  for (let i = 0; i < sizeOf(inputs[0].shape); i++) {
    const needed = latticeBlocks(rangeAt(data as ArrayLike<number>[], i)).reduce(
      (sum, { count }) => sum + placesIn(count),
      0,
    );
    capacity = Math.max(capacity, Math.min(needed, largestCapacity));
  }
  return capacity;
}

function rangeAt(data: readonly ArrayLike<number>[], i: number): LatticeRange {
  const [from, to, low, high, centre, scale] = data.map((values) => values[i]!) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { from, to, low, high, centre, scale };
}

function filled(inputs: Ranges, capacity: number): [nodes: Tensor, weights: Tensor] {
  const { shape } = inputs[0];
  const size = sizeOf(shape);
  const data = inputs.map((input) => input.data);
  const nodes = new Float64Array(capacity * size);
  const weights = new Float64Array(capacity * size);
  const rules = blockRules();
  for (let i = 0; i < size; i++) {
    const range = rangeAt(data, i);
    const places = latticeBlocks(range).flatMap((block) => placesOf(block, rules));
    for (let place = 0; place < capacity; place++) {
      // Beyond the places needed, one where the terms are finite, with the weight 0.
      const [node, weight] = places[place] ?? [places[0]?.[0] ?? range.from, 0];
      nodes[place * size + i] = node;
      weights[place * size + i] = weight;
    }
  }
  const full = [capacity, ...shape];
  return [new Tensor(full, "float64", nodes), new Tensor(full, "float64", weights)];
}

function placesOf(
  { start, count }: Block,
  rules: ReturnType<typeof blockRules>,
): (readonly [node: number, weight: number])[] {
  if (placesIn(count) === count) return Array.from({ length: count }, (_, j) => [start + j, 1] as const);
  const { nodes, weights } = rules(count);
  return nodes.map((node, j) => [start + node, weights[j]!] as const);
}
