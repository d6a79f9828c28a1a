import { compile, grad, hessian, hvp, vmap } from "@adjoint/autodiff";
import { accelerate } from "@adjoint/kernels";
import { flatten, tensor } from "@adjoint/tensor";
import type { DType, Tensor } from "@adjoint/tensor";
import { sampled } from "./contestant.ts";
import type { CompiledCase, CompiledContestant } from "./contestant.ts";
import { logistic, perceptron, ring, ringToSecondOrder, rosenbrock, wave } from "./functions.ts";
import { adam, adamScan, asLoop, lbfgs, lbfgsScan } from "./optimizers.ts";
import { coordinates, line, regression, valley } from "./problems.ts";

type Cases = Readonly<Record<string, CompiledCase>>;
type Function<Args extends readonly unknown[], Result> = (...args: Args) => Result;
/** `compile`, or what leaves a function as it is. */
type Translate = <Args extends readonly unknown[], Result>(
  f: Function<Args, Result>,
) => Function<Args, Result>;

/** Adjoint compiled, as it is (`"eager"`), or compiled with wide lanes (`"wide"`). */
export function load(variant: string): Promise<CompiledContestant> {
  return Promise.resolve(contestant(variant));
}

function contestant(variant: string): CompiledContestant {
  const { version } = process;
  const eager = variant === "eager";
  const translate: Translate = eager ? (f) => f : (f) => compile(f as never) as never;
  if (variant === "wide") {
    const { wideLanes, reason } = accelerate({ wideLanes: true });
    if (!wideLanes) console.error(`no wide lanes: ${reason}`);
    return { version, cases: wideLanes ? perceptrons(translate) : {} };
  }
  return {
    version,
    cases: {
      ...numbers(translate),
      ...arrays(translate),
      ...perceptrons(translate),
      ...hessians(translate),
      ...thousandSteps(eager),
      ...(eager ? {} : compilations()),
    },
  };
}

/** Gradients of two numbers, each at another point, as they are read. */
function numbers(translate: Translate): Cases {
  const gradient = translate(grad(ring, { argnums: [0, 1] }) as (x: number, y: number) => [Tensor, Tensor]);
  let total = 0;
  const run = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const [dx, dy] = gradient(0.3 + (i & 255) / 1024, -0.7);
      total += dx.item() + dy.item();
    }
    if (Number.isNaN(total)) throw new Error("a gradient is not a number");
  };
  const entry = { run, check: () => gradient(0.3, -0.7).map((each) => each.item()) };
  return { "gradient of two numbers": entry, "gradient of two numbers, last": entry };
}

/** What is called with tensors is called with two in turn: one that was just seen would not have to be copied. */
function arrays(translate: Translate): Cases {
  const axes = twice(() => tensor(coordinates()));
  const grid = translate(vmap(vmap(ringToSecondOrder, { inAxes: [null, 0] }), { inAxes: [0, null] }));
  const cases: Record<string, CompiledCase> = {
    "value, gradient and Hessian on a grid": repeated((turn) => grid(axes[turn], axes[turn])),
  };
  for (const dtype of ["float64", "float32"] as const) {
    for (const count of [1e3, 1e5, 1e6]) {
      const x = twice(() => tensor(line(count), { dtype }));
      const f = translate(wave);
      cases[`tanh(x² + 1)·exp(−x), ${dtype}, ${count}`] = repeated((turn) => f(x[turn]));
    }
  }
  return cases;
}

function perceptrons(translate: Translate): Cases {
  return {
    "perceptron step, float32": training(translate, "float32"),
    "perceptron step, float64": training(translate, "float64"),
  };
}

/** Steps that follow each other: the weights of one are those that the last has returned. */
function training(translate: Translate, dtype: DType): CompiledCase {
  const { step, args } = perceptron(dtype);
  const batches = twice(() => perceptron(dtype).args);
  const f = translate(step);
  let [weights] = args;
  const { check } = repeated(() => f(...args));
  const run = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const [, x, labels] = batches[i & 1]!;
      [, weights] = f(weights, x, labels);
    }
  };
  return { run, check };
}

function hessians(translate: Translate): Cases {
  const { x, v } = valley();
  const { weights, direction } = regression();
  const cases: Record<string, CompiledCase> = {};
  const problems = [
    ["Rosenbrock", rosenbrock, x, v],
    ["logistic regression", logistic(), weights, direction],
  ] as const;
  for (const [name, f, point, vector] of problems) {
    const at = twice(() => tensor(point));
    const along = twice(() => tensor(vector));
    const whole = translate((where: Tensor) => hessian(f)(where));
    const product = translate((where: Tensor, direct: Tensor) => hvp(f, where, direct));
    cases[`Hessian of ${name}`] = repeated((turn) => whole(at[turn]));
    cases[`Hessian-vector product of ${name}`] = repeated((turn) => product(at[turn], along[turn]));
  }
  return cases;
}

function thousandSteps(eager: boolean): Cases {
  const starts = [adam().start(), lbfgs().start()] as const;
  const ofAdam = eager ? asLoop(adam()) : compile(adamScan());
  const ofLbfgs = eager ? asLoop(lbfgs()) : compile(lbfgsScan());
  return {
    "1,000 steps of Adam": repeated(() => ofAdam(starts[0])),
    "1,000 steps of L-BFGS": repeated(() => ofLbfgs(starts[1])),
  };
}

/** From a function that was never seen to the first result. */
function compilations(): Cases {
  return {
    "compile the gradient of two numbers": repeated(firstGradient),
    "compile the perceptron step": repeated(firstStep()),
  };
}

/** A function of its own each time, and its first gradient. */
export function firstGradient(): unknown {
  const f = (x: Tensor, y: Tensor): Tensor => ring(x, y);
  return compile(grad(f, { argnums: [0, 1] }))(0.3, -0.7);
}

/** Makes the data; what it returns compiles the step and takes it. */
export function firstStep(): () => unknown {
  const { step, args } = perceptron("float32");
  return () => compile((...each: typeof args) => step(...each))(...args);
}

function repeated(f: (turn: 0 | 1) => unknown): CompiledCase {
  const run = (count: number): void => {
    for (let i = 0; i < count; i++) f((i & 1) as 0 | 1);
  };
  const check = (): number[] =>
    flatten("check", f(0)).leaves.flatMap((leaf) => sampled((leaf as Tensor).data as Iterable<number>));
  return { run, check };
}

function twice<T>(make: () => T): readonly [T, T] {
  return [make(), make()];
}
