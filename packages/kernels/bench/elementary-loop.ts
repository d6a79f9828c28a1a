/** Imported once for each function: V8 puts a call that is always the same into the loop. */
export function loop(at: (x: number) => number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) y[i] = at(x[i]!);
}
