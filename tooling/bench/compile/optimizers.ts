import { grad, scan } from "@adjoint/autodiff";
import { add, div, dot, greater, mul, pow, sqrt, square, sub, tensor, where, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { rosenbrock } from "./functions.ts";
import { valley } from "./problems.ts";

const steps = 1000;
const memory = 5;

/** An optimizer: where it starts, a step, and what is read in the end. */
interface Optimizer<State> {
  readonly start: () => State;
  readonly step: (state: State) => State;
  readonly result: (state: State) => Tensor;
}

/** A thousand steps as a loop of operations: from the start to the end. */
export function asLoop<State>({ step, result }: Optimizer<State>): (start: State) => Tensor {
  return (start) => {
    let state = start;
    for (let i = 0; i < steps; i++) state = step(state);
    return result(state);
  };
}

/** The same as a `scan`, to be compiled. */
export function adamScan(): (start: AdamState) => Tensor {
  const { step, result } = adam();
  return (start) =>
    result(scan((state: AdamState) => ({ carry: step(state) }), start, null, { length: steps }).carry);
}

/** The same as a `scan`, to be compiled. */
export function lbfgsScan(): (start: LbfgsState) => Tensor {
  const { step, result } = lbfgs();
  return (start) =>
    result(scan((state: LbfgsState) => ({ carry: step(state) }), start, null, { length: steps }).carry);
}

interface AdamState {
  readonly x: Tensor;
  readonly mean: Tensor;
  readonly square: Tensor;
  readonly count: Tensor;
}

/** Adam with its usual constants on Rosenbrock's function of 100 variables (Kingma and Ba 2015, arXiv:1412.6980). */
export function adam(): Optimizer<AdamState> {
  const slope = grad(rosenbrock);
  return {
    start: () => ({ x: tensor(valley().x), mean: zeros([100]), square: zeros([100]), count: tensor(0) }),
    step({ x, mean, square: spread, count }) {
      const g = slope(x);
      const next = {
        mean: add(mul(0.9, mean), mul(0.1, g)),
        square: add(mul(0.999, spread), mul(0.001, square(g))),
        count: add(count, 1),
      };
      const m = div(next.mean, sub(1, pow(0.9, next.count)));
      const v = div(next.square, sub(1, pow(0.999, next.count)));
      return { x: sub(x, div(mul(0.01, m), add(sqrt(v), 1e-8))), ...next };
    },
    result: ({ x }) => x,
  };
}

/** Differences of points and of slopes, and the reciprocals of their products. */
interface Pair {
  readonly s: Tensor;
  readonly y: Tensor;
  readonly rho: Tensor;
}

interface LbfgsState {
  readonly x: Tensor;
  readonly g: Tensor;
  readonly pairs: readonly Pair[];
}

/**
 * L-BFGS without a line search, with a memory of five and short steps, on the same function: the two-loop recursion
 * (Nocedal and Wright 2006, algorithm 7.4). A pair without curvature counts as none. It starts where the function is
 * convex and does not arrive, so that rounding stays small and every step matters to the result.
 */
export function lbfgs(): Optimizer<LbfgsState> {
  const slope = grad(rosenbrock);
  return {
    start() {
      const x = add(1, mul(0.1, tensor(valley().x)));
      const none = { s: zeros([100]), y: zeros([100]), rho: tensor(0) };
      return { x, g: slope(x), pairs: Array.from({ length: memory }, () => none) };
    },
    step({ x, g, pairs }) {
      const moved = sub(x, mul(0.005, direction(g, pairs)));
      const turned = slope(moved);
      const s = sub(moved, x);
      const y = sub(turned, g);
      const curvature = dot(s, y);
      const rho = where(greater(curvature, 1e-30), div(1, curvature), 0);
      return { x: moved, g: turned, pairs: [...pairs.slice(1), { s, y, rho }] };
    },
    result: ({ x }) => x,
  };
}

/** The inverse of the approximated Hessian times g. */
function direction(g: Tensor, pairs: readonly Pair[]): Tensor {
  const { y: last, rho: latest } = pairs.at(-1)!;
  let q = g;
  const shares = pairs.toReversed().map(({ s, y, rho }) => {
    const share = mul(rho, dot(s, q));
    q = sub(q, mul(share, y));
    return share;
  });
  shares.reverse();
  const known = greater(latest, 0);
  const scale = where(known, div(1, mul(latest, where(known, dot(last, last), 1))), 1e-3);
  let r = mul(scale, q);
  for (const [i, { s, y, rho }] of pairs.entries()) {
    r = add(r, mul(s, sub(shares[i]!, mul(rho, dot(y, r)))));
  }
  return r;
}
