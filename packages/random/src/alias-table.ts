/** For each of n outcomes, equally likely at first, the share that stays, and the outcome that the rest goes to. */
export interface AliasTable {
  readonly stays: Float64Array;
  readonly alias: Int32Array;
}

/**
 * The table of outcomes with given logits, or nothing if none of them is possible.
 *
 * Source: M. D. Vose, IEEE Trans. Software Eng. 17 (1991).
 */
export function aliasTable(logits: ArrayLike<number>): AliasTable | undefined {
  const n = logits.length;
  const top = Array.from(logits).reduce((most, logit) => Math.max(most, logit), -Infinity);
  const stays = Float64Array.from({ length: n }, (_, i) => Math.exp(logits[i]! - top));
  const total = stays.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return undefined;
  const alias = Int32Array.from({ length: n }, (_, i) => i);
  const [small, large]: [number[], number[]] = [[], []];
  for (let i = 0; i < n; i++) {
    stays[i] = (stays[i]! * n) / total;
    (stays[i]! < 1 ? small : large).push(i);
  }
  while (small.length > 0 && large.length > 0) {
    const [less, more] = [small.pop()!, large.pop()!];
    alias[less] = more;
    stays[more] = stays[more]! - (1 - stays[less]!);
    (stays[more] < 1 ? small : large).push(more);
  }
  // What rounding has left over is a whole share; an impossible outcome goes to the likeliest instead.
  const likeliest = Array.from(logits).indexOf(top);
  for (const i of [...small, ...large]) {
    stays[i] = logits[i] === -Infinity ? 0 : 1;
    if (stays[i] === 0) alias[i] = likeliest;
  }
  return { stays, alias };
}
