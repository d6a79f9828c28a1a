/** What keeps a formula from a stranger cheap: it is parsed and evaluated, never run as a program. */
export const formulaLimits = {
  /** Longest formula, in UTF-16 units. */
  length: 300,
  /** Most operations, names and numbers in it. */
  nodes: 200,
  /** Largest coordinate of the point and of the range. */
  reach: 1e6,
} as const;
