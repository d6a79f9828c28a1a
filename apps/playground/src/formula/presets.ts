/** Formulas to begin with, each with a point worth looking at. */
export const presets: readonly {
  readonly name: string;
  readonly formula: string;
  readonly x: number;
  readonly y: number;
  readonly range: number;
}[] = [
  { name: "Ring", formula: "(x^2 + y^2) * exp(-(x^2 + y^2))", x: 1, y: 2, range: 3 },
  { name: "Bowl", formula: "2 x^2 + x y + 1.5 y^2", x: 0, y: 0, range: 3 },
  { name: "Saddle", formula: "x^2 - y^2", x: 0, y: 0, range: 2 },
  { name: "Four critical points", formula: "x^3 + y^3 - 3x - 3y", x: 1, y: -1, range: 2 },
  { name: "Monkey saddle", formula: "x^3 - 3 x y^2", x: 0, y: 0, range: 1.5 },
  { name: "Waves", formula: "sin(2x) * cos(2y)", x: 0.8, y: 0, range: 3 },
  { name: "Rosenbrock", formula: "(1 - x)^2 + 10 (y - x^2)^2", x: 1, y: 1, range: 2 },
];
