//#region values
/** What flows through a program: a number, or a box that someone put around one. */
export type Value = number | Box;

/** A box remembers its owner, so that two derivatives under way never mix. */
export class Box {
  readonly owner: Interpreter;
  constructor(owner: Interpreter) {
    this.owner = owner;
  }
}

/** Says what to do when an operation meets its arguments. */
export type Interpreter = (op: Primitive, args: readonly Value[]) => Value;

/** All that is known about one operation. */
export interface Primitive {
  readonly name: string;
  readonly compute: (...x: number[]) => number;
  /** The derivative along `dx`, in operations: it can be differentiated again. */
  readonly jvp: (x: readonly Value[], dx: readonly Value[]) => Value;
  /** If linear: what argument number `i` receives when the result receives `c`. */
  readonly transpose?: (c: Value, x: readonly Value[], i: number) => Value;
}
//#endregion

//#region bind
const evaluate: Interpreter = (op, args) => op.compute(...(args as readonly number[]));

let current: Interpreter = evaluate;

function within<T>(interpreter: Interpreter, run: () => T): T {
  const before = current;
  current = interpreter;
  try {
    return run();
  } finally {
    current = before;
  }
}

function operation(op: Primitive): (...args: Value[]) => Value {
  return (...args) => current(op, args);
}
//#endregion

//#region primitives
export const add: (...args: Value[]) => Value = operation({
  name: "add",
  compute: (a, b) => a + b,
  jvp: (_x, [da, db]) => add(da!, db!),
  transpose: (c) => c,
});

export const mul: (...args: Value[]) => Value = operation({
  name: "mul",
  compute: (a, b) => a * b,
  jvp: ([a, b], [da, db]) => add(mul(da!, b!), mul(a!, db!)),
  transpose: (c, [a, b], i) => (i === 0 ? mul(c, b!) : mul(a!, c)),
});

export const neg: (...args: Value[]) => Value = operation({
  name: "neg",
  compute: (a) => -a,
  jvp: (_x, [da]) => neg(da!),
  transpose: (c) => neg(c),
});

export const exp: (...args: Value[]) => Value = operation({
  name: "exp",
  compute: Math.exp,
  jvp: ([a], [da]) => mul(exp(a!), da!),
});

export const sin: (...args: Value[]) => Value = operation({
  name: "sin",
  compute: Math.sin,
  jvp: ([a], [da]) => mul(cos(a!), da!),
});

export const cos: (...args: Value[]) => Value = operation({
  name: "cos",
  compute: Math.cos,
  jvp: ([a], [da]) => neg(mul(sin(a!), da!)),
});
//#endregion

//#region jvp
class Dual extends Box {
  readonly value: Value;
  readonly tangent: Value;
  constructor(owner: Interpreter, value: Value, tangent: Value) {
    super(owner);
    this.value = value;
    this.tangent = tangent;
  }
}

/** The value of `f` at `x`, and its derivative along `dx`, in one pass forward. */
export function jvp(
  f: (...x: Value[]) => Value,
  x: readonly Value[],
  dx: readonly Value[],
): { value: Value; tangent: Value } {
  const outer = current;
  const forward: Interpreter = (op, args) =>
    within(outer, () => {
      const values = args.map((arg) => open(arg).value);
      const tangents = args.map((arg) => open(arg).tangent);
      return new Dual(forward, current(op, values), op.jvp(values, tangents));
    });
  const open = (arg: Value): { value: Value; tangent: Value } =>
    arg instanceof Dual && arg.owner === forward ? arg : { value: arg, tangent: 0 };
  const inputs = x.map((value, i) => new Dual(forward, value, dx[i]!));
  return open(within(forward, () => f(...inputs)));
}
//#endregion

//#region linearize
class Variable extends Box {}

/** One line of a linear program: `out = op(args)`. */
export interface Line {
  readonly op: Primitive;
  readonly args: readonly Value[];
  readonly out: Variable;
}

/** The derivative of a function at one point: a program that is linear in its inputs. */
export interface LinearProgram {
  readonly inputs: readonly Variable[];
  readonly lines: readonly Line[];
  readonly output: Value;
}

/** Runs `f` forward once and writes down what happens to the tangents. */
export function linearize(
  f: (...x: Value[]) => Value,
  ...x: Value[]
): { value: Value; program: LinearProgram } {
  const outer = current;
  const lines: Line[] = [];
  const record: Interpreter = (op, args) => {
    if (!args.some((arg) => isMine(arg))) return within(outer, () => current(op, args));
    const out = new Variable(record);
    lines.push({ op, args, out });
    return out;
  };
  const isMine = (arg: Value): boolean => arg instanceof Variable && arg.owner === record;
  const inputs = x.map(() => new Variable(record));
  const { value, tangent } = within(record, () => jvp(f, x, inputs));
  return { value, program: { inputs, lines, output: tangent } };
}
//#endregion

//#region transpose
/** Runs a linear program backwards: from a number at its output to numbers at its inputs. */
export function transpose(program: LinearProgram, c: Value): Value[] {
  const received = new Map<Value, Value>([[program.output, c]]);
  for (const { op, args, out } of [...program.lines].reverse()) {
    const here = received.get(out);
    if (here === undefined) continue;
    args.forEach((arg, i) => {
      // only this program's variables receive; a constant factor has nowhere to pass it on
      if (!(arg instanceof Variable && arg.owner === out.owner)) return;
      const share = op.transpose!(here, args, i);
      const before = received.get(arg);
      received.set(arg, before === undefined ? share : add(before, share));
    });
  }
  return program.inputs.map((input) => received.get(input) ?? 0);
}

/** All partial derivatives of `f`, in one pass forward and one back. */
export function grad(f: (...x: Value[]) => Value): (...x: Value[]) => Value[] {
  return (...x) => transpose(linearize(f, ...x).program, 1);
}
//#endregion

//#region use
const f = (x: Value, y: Value): Value => {
  const r2 = add(mul(x, x), mul(y, y));
  return mul(r2, exp(neg(r2)));
};

export const value: Value = f(1, 2);
export const gradient: Value[] = grad(f)(1, 2);

// the derivative of a derivative needs nothing new
const dx = (x: Value, y: Value): Value => grad(f)(x, y)[0]!;
export const hessianRow: Value[] = grad(dx)(1, 2);
//#endregion
