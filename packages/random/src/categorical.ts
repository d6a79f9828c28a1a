import {
  add,
  argmax,
  astype,
  broadcastShapes,
  checkOptions,
  checkShape,
  formatShape,
  sameShape,
  type Shape,
  ShapeError,
  sizeOf,
  Tensor,
  Tracer,
} from "@adjoint/tensor";
import { aliasTable, drawAlias } from "./alias-table.ts";
import { gumbel } from "./gumbel.ts";
import type { Key } from "./key.ts";
import { logitsOf, type OutcomeOptions } from "./logits.ts";

/**
 * Outcomes 0, …, n − 1 with given probabilities along the last axis, as int32. No derivative flows to them.
 *
 * Many draws from one vector come from a table of aliases, at a cost that does not depend on n; batches from the largest
 * of logits plus Gumbel noise.
 *
 * Source: A. J. Walker, "An efficient method for generating discrete random variables with general distributions", ACM
 * TOMS 3 (1977); M. D. Vose, IEEE Trans. Software Eng. 17 (1991).
 *
 * @param shape - that of the result, into which the parameters without their last axis broadcast; theirs unless given.
 * @throws ShapeError for scalars and what does not broadcast, DomainError unless exactly one of `probs` and `logits` is
 * given, probabilities at least 0 and logits below ∞.
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
  if (batch.length === 0 && !(logits instanceof Tracer) && sizeOf(drawn) >= fewDraws) {
    const table = aliasTable(logits.data);
    if (table !== undefined)
      return new Tensor(drawn, "int32", drawAlias("categorical", key, sizeOf(drawn), table));
  }
  const noise = gumbel(key, [...drawn, logits.shape[batch.length]!]);
  return astype(argmax(add(logits, noise), { axis: -1 }), "int32");
}

/** From so many draws on a table pays. */
const fewDraws = 32;
