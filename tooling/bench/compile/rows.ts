/** A bar of a row: so many times faster than another contestant, or at most so many milliseconds. */
export type Bar =
  | { readonly contestant: Key; readonly timesFaster: number; readonly ours?: Key }
  | { readonly milliseconds: number };

/** A row of the table. */
export interface Row {
  /** The name of the case, which all contestants use. */
  readonly name: string;
  readonly bars: readonly Bar[];
  /** Relative to the largest number of a result; peers that know float32 alone agree to six digits. */
  readonly tolerance?: number;
}

/** The contestants, by the modules or scripts that they are. */
export const contestants = {
  compiled: { title: "Adjoint", module: "./adjoint.ts", variant: "compiled" },
  eager: { title: "Adjoint, eager", module: "./adjoint.ts", variant: "eager" },
  wide: { title: "Adjoint, wide lanes", module: "./adjoint.ts", variant: "wide" },
  hand: { title: "by hand", module: "../peers/by-hand.mjs", variant: "" },
  numpy: { title: "NumPy", script: "../peers/numpy_compiled.py" },
  torch: { title: "PyTorch", script: "../peers/torch_compiled.py" },
  jax: { title: "jax-js", module: "../peers/jax-js-compiled.mjs", variant: "" },
  tfjs: { title: "TensorFlow.js", module: "../peers/tfjs-compiled.mjs", variant: "" },
} as const satisfies Record<string, Executed>;

type Executed =
  | { readonly title: string; readonly module: string; readonly variant: string }
  | { readonly title: string; readonly script: string };

/** The short name of a contestant. */
export type Key = keyof typeof contestants;

const faster = (contestant: Key, timesFaster: number) => ({
  contestant,
  timesFaster,
});
const atMost = (milliseconds: number): Bar => ({ milliseconds });

const single = 1e-5;

/** The rows in their order. */
export const rows: readonly Row[] = [
  { name: "gradient of two numbers", bars: [atMost(50e-6), faster("torch", 800), faster("jax", 400)] },
  { name: "value, gradient and Hessian on a grid", bars: [atMost(8)] },
  ...[1e3, 1e5, 1e6].map((count) => ({
    name: `tanh(x² + 1)·exp(−x), float64, ${count}`,
    bars: count === 1e5 ? [faster("numpy", 1 / 1.2), faster("torch", 2), faster("jax", 4)] : [],
  })),
  ...[1e3, 1e5, 1e6].map((count) => ({
    name: `tanh(x² + 1)·exp(−x), float32, ${count}`,
    bars: count === 1e5 ? [faster("torch", 2), faster("jax", 5)] : [],
    tolerance: single,
  })),
  {
    name: "perceptron step, float32",
    bars: [faster("torch", 1 / 1.25), { ...faster("torch", 1 / 0.8), ours: "wide" }, faster("jax", 2)],
    tolerance: single,
  },
  {
    name: "perceptron step, float64",
    bars: [faster("torch", 1 / 1.25), { ...faster("torch", 1 / 0.8), ours: "wide" }, faster("jax", 15)],
  },
  { name: "Hessian of Rosenbrock", bars: [faster("torch", 20), faster("jax", 8)] },
  { name: "Hessian of logistic regression", bars: [faster("torch", 1)] },
  { name: "Hessian-vector product of Rosenbrock", bars: [faster("torch", 50)] },
  { name: "Hessian-vector product of logistic regression", bars: [faster("torch", 3)] },
  { name: "compile the gradient of two numbers", bars: [atMost(2)] },
  { name: "compile the perceptron step", bars: [atMost(50)], tolerance: single },
  { name: "1,000 steps of Adam", bars: [faster("eager", 5)] },
  { name: "1,000 steps of L-BFGS", bars: [faster("eager", 5)] },
  { name: "gradient of two numbers, last", bars: [atMost(50e-6)] },
];
