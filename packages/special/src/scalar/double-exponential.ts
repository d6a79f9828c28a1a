/** Nodes and weights on [0, 1]. */
export interface QuadratureRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** π − Math.PI. */
export const piRest = 1.2246467991473532e-16;

/** Nodes and weights on [0, 1] of the double exponential rule (H. Takahasi, M. Mori 1974). */
export function doubleExponentialRule(): QuadratureRule {
  const step = 0.0625;
  const half = 50;
  const nodes = new Float64Array(2 * half + 1);
  const weights = new Float64Array(2 * half + 1);
  for (let i = -half; i <= half; i++) {
    const s = Math.PI * Math.sinh(step * i);
    nodes[i + half] = 1 / (1 + Math.exp(-s));
    weights[i + half] = (step * Math.PI * Math.cosh(step * i)) / (2 + 2 * Math.cosh(s));
  }
  return { nodes, weights };
}
