/** How an operation is written: what its operands become, and how tightly the whole binds. */
export interface Notation {
  /** 0 comparison, 1 sum, 2 product, 3 power, 4 what needs no brackets anywhere. */
  readonly level: number;
  /** How tightly each operand must bind not to be put in brackets; the last holds for all that follow. */
  readonly operands: readonly number[];
  readonly text: (operands: readonly string[], params: Params) => string;
  readonly latex: (operands: readonly string[], params: Params) => string;
}

/** The parameters of a primitive, as far as a notation reads them. */
export type Params = Readonly<Record<string, unknown>>;

/** How the operations with a notation of their own are written; the others are written as functions. */
export function notationOf(operation: string): Notation {
  return Object.hasOwn(notations, operation) ? notations[operation]! : call(operation);
}

function call(operation: string): Notation {
  return {
    level: 4,
    operands: [0],
    text: (operands) => `${operation}(${operands.join(", ")})`,
    latex: (operands) => `\\operatorname{${operation}}(${operands.join(", ")})`,
  };
}

function infix(level: number, text: string, latex = text): Notation {
  return {
    level,
    operands: [level, level + 1],
    text: ([a, b]) => `${a} ${text} ${b}`,
    latex: ([a, b]) => `${a} ${latex} ${b}`,
  };
}

/** A function with a command of its own in LaTeX. */
function named(operation: string, latex = `\\${operation}`): Notation {
  return { ...call(operation), latex: (operands) => `${latex}\\left(${operands.join(", ")}\\right)` };
}

/** The matrix as it is, or its transpose where a flag says so. */
function flipped(flag: string, text: (x: string) => string): (x: string, params: Params) => string {
  return (x, params) => (params[flag] === true ? text(x) : x);
}

const raised = (x: string): string => `${x}ᵀ`;
const raisedLatex = (x: string): string => `${x}^{\\top}`;

// In a function, so that bundlers drop the table where nothing is explained: they keep what is spread.
const notations: Readonly<Record<string, Notation>> = /* @__PURE__ */ (() => ({
  add: { ...infix(1, "+"), operands: [1, 1] },
  sub: infix(1, "−", "-"),
  mul: { ...infix(2, "·", "\\cdot"), operands: [2, 2] },
  div: { ...infix(2, "/"), latex: ([a, b]) => `\\frac{${a}}{${b}}` },
  neg: { level: 1, operands: [2], text: ([a]) => `−${a}`, latex: ([a]) => `-${a}` },
  pow: { level: 3, operands: [4, 4], text: ([a, b]) => `${a}^${b}`, latex: ([a, b]) => `${a}^{${b}}` },
  square: { level: 3, operands: [4], text: ([a]) => `${a}²`, latex: ([a]) => `${a}^{2}` },
  sqrt: { level: 4, operands: [0], text: ([a]) => `sqrt(${a})`, latex: ([a]) => `\\sqrt{${a}}` },
  abs: { level: 4, operands: [0], text: ([a]) => `|${a}|`, latex: ([a]) => `\\left|${a}\\right|` },
  exp: named("exp"),
  log: named("log"),
  sin: named("sin"),
  cos: named("cos"),
  tan: named("tan"),
  sinh: named("sinh"),
  cosh: named("cosh"),
  tanh: named("tanh"),
  sigmoid: named("sigmoid", "\\sigma"),
  max: named("max"),
  min: named("min"),
  maximum: named("maximum", "\\max"),
  minimum: named("minimum", "\\min"),
  equal: infix(0, "="),
  notEqual: infix(0, "≠", "\\ne"),
  less: infix(0, "<"),
  lessEqual: infix(0, "≤", "\\le"),
  greater: infix(0, ">"),
  greaterEqual: infix(0, "≥", "\\ge"),
  matmul: {
    level: 2,
    operands: [3, 3],
    text: ([a, b], params) =>
      `${flipped("transposeA", raised)(a!, params)} @ ${flipped("transposeB", raised)(b!, params)}`,
    latex: ([a, b], params) =>
      `${flipped("transposeA", raisedLatex)(a!, params)} \\, ${flipped("transposeB", raisedLatex)(b!, params)}`,
  },
  transpose: {
    level: 4,
    operands: [4],
    text: ([a], { order }) => (isPlainTranspose(order) ? raised(a!) : `transpose(${a}, ${list(order)})`),
    latex: ([a], { order }) =>
      isPlainTranspose(order) ? raisedLatex(a!) : `\\operatorname{transpose}(${a}, ${list(order)})`,
  },
  sum: {
    level: 4,
    operands: [0],
    text: ([a], { axes }) => `sum(${a}${alongAxes(axes)})`,
    latex: ([a], { axes }) => `\\textstyle\\sum${under(axes)}\\left(${a}\\right)`,
  },
  broadcastTo: {
    level: 4,
    operands: [0],
    text: ([a], { shape }) => `broadcast(${a}, ${list(shape)})`,
    latex: ([a], { shape }) => `\\operatorname{broadcast}(${a}, ${list(shape)})`,
  },
  reshape: {
    level: 4,
    operands: [0],
    text: ([a], { shape }) => `reshape(${a}, ${list(shape)})`,
    latex: ([a], { shape }) => `\\operatorname{reshape}(${a}, ${list(shape)})`,
  },
}))();

function isPlainTranspose(order: unknown): boolean {
  return Array.isArray(order) && order.length === 2 && order[0] === 1;
}

function list(values: unknown): string {
  return Array.isArray(values) ? `[${values.join(", ")}]` : String(values);
}

function alongAxes(axes: unknown): string {
  return Array.isArray(axes) && axes.length > 0 ? `, axis ${axes.join(", ")}` : "";
}

function under(axes: unknown): string {
  return Array.isArray(axes) && axes.length > 0 ? `_{${axes.join(", ")}}` : "";
}
