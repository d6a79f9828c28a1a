import {
  bind,
  broadcastShapes,
  checkOptions,
  checkShape,
  DomainError,
  formatShape,
  notDifferentiable,
  reshape,
  sameShape,
  type Shape,
  ShapeError,
  sizeOf,
  Tensor,
  type UnaryPrimitive,
} from "@adjoint/tensor";
import { type AliasTable, aliasTable } from "./alias-table.ts";
import { blocks, checkKey, draws } from "./blocks.ts";
import type { Key } from "./key.ts";
import { logitsOf, type OutcomeOptions } from "./logits.ts";
import { unitFrom } from "./uniform.ts";

/**
 * Outcomes 0, …, n − 1 with given probabilities along the last axis, as int32. No derivative flows to them; that of
 * `gumbelSoftmax` does.
 *
 * Each vector of probabilities becomes a table of aliases, from which a draw takes two uniform numbers, however many
 * outcomes there are. Element i depends on the key, on i and on its own probabilities alone: a draw is the same in a
 * batch, under `vmap` and in a traced program.
 *
 * Source: A. J. Walker, "An efficient method for generating discrete random variables with general distributions", ACM
 * TOMS 3 (1977).
 *
 * @param shape - that of the result, into which the parameters without their last axis broadcast; theirs unless given.
 * @throws ShapeError for scalars and what does not broadcast, DomainError unless exactly one of `probs` and `logits` is
 * given, probabilities are at least 0, logits below ∞, and some outcome of each vector is possible.
 *
 * @example
 * ```ts
 * import { categorical, key } from "@adjoint/random";
 *
 * categorical(key(1), [3], { probs: [0, 1, 0] }).toArray(); // => [1, 1, 1]
 * ```
 */
export function categorical(key: Key, shape: Shape | undefined, options: OutcomeOptions): Tensor {
  const logits = logitsOf("categorical", checkOptions("categorical", options, ["probs", "logits"]));
  const batch = logits.shape.slice(0, -1);
  const drawn = checkShape("categorical", shape ?? batch);
  if (!sameShape(broadcastShapes("categorical", drawn, batch), drawn)) {
    throw new ShapeError(
      `categorical: parameters of batch shape ${formatShape(batch)} do not broadcast into the shape ` +
        `${formatShape(drawn)} of the whole result`,
      { operation: "categorical", shape: drawn, batch },
    );
  }
  const missing = Array.from({ length: drawn.length - batch.length }, () => 1);
  return bind(categoricalPrimitive, [reshape(logits, [...missing, ...logits.shape])], {
    key: checkKey("categorical", key),
    drawn,
  })[0];
}

interface CategoricalParams {
  readonly key: Key;
  /** The shape of one draw; axes of the logits before it are those of `vmap`, which repeat the counters. */
  readonly drawn: Shape;
}

const categoricalPrimitive: UnaryPrimitive<CategoricalParams> = notDifferentiable({
  name: "categorical",
  shape: ([{ shape }], { drawn }) => [
    { shape: [...shape.slice(0, shape.length - 1 - drawn.length), ...drawn], dtype: "int32" },
  ],
  kernel: ([logits], { key, drawn }) => {
    const mapped = logits.shape.slice(0, logits.shape.length - 1 - drawn.length);
    const batch = logits.shape.slice(mapped.length, -1);
    const [count, vectors] = [sizeOf(drawn), sizeOf(batch)];
    const outcomes = new Int32Array(sizeOf(mapped) * count);
    if (outcomes.length > 0) {
      const tables = tablesOf(logits);
      const vectorOf = broadcastPlaces(batch, drawn);
      drawEach(key, count, (i, u, v) => {
        for (let m = 0; m * count < outcomes.length; m++) {
          const { stays, alias } = tables[m * vectors + vectorOf(i)]!;
          const place = Math.floor(u * stays.length);
          outcomes[m * count + i] = v < stays[place]! ? place : alias[place]!;
        }
      });
    }
    return [new Tensor([...mapped, ...drawn], "int32", outcomes)];
  },
  batch: ([logits], _batched, _size, params) => bind(categoricalPrimitive, [logits], params),
});

function tablesOf(logits: Tensor): AliasTable[] {
  const n = logits.shape.at(-1)!;
  return Array.from({ length: sizeOf(logits.shape.slice(0, -1)) }, (_, row) => {
    const table = aliasTable(logits.data.subarray(row * n, (row + 1) * n));
    if (table !== undefined) return table;
    throw new DomainError(
      `categorical: no outcome of vector ${row} is possible: its probabilities must have a positive sum`,
      { operation: "categorical", vector: row },
    );
  });
}

/** The place in an array of the shape `from` that element i of the shape `to` is broadcast from. */
function broadcastPlaces(from: Shape, to: Shape): (i: number) => number {
  if (sameShape(from, to)) return (i) => i;
  if (sizeOf(from) === 1) return () => 0;
  return (i) => {
    let [place, stride, rest] = [0, 1, i];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      if (from[axis] !== 1) place += (rest % to[axis]!) * stride;
      stride *= from[axis]!;
      rest = Math.floor(rest / to[axis]!);
    }
    return place;
  };
}

/** Calls back with two uniform numbers for each element. */
function drawEach(key: Key, count: number, use: (index: number, u: number, v: number) => void): void {
  for (let start = 0; start < count; start += chunk) {
    const length = Math.min(chunk, count - start);
    const words = blocks("categorical", key, 2 * length, draws, 2 * start);
    for (let i = 0; i < length; i++) {
      const u = unitFrom(words[4 * i]!, words[4 * i + 1]!);
      use(start + i, u, unitFrom(words[4 * i + 2]!, words[4 * i + 3]!));
    }
  }
}

/** Elements that are made at a time: small enough for the first-level cache. */
const chunk = 1024;
