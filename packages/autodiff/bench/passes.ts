/**
 * Times the passes over programs: `node packages/autodiff/bench/passes.ts`.
 *
 * Each row is a program: its equations as recorded and after the passes, what all passes take at the first call and
 * later, and the three passes that take the longest, in milliseconds. The least of many times is reported, which is
 * what a busy machine disturbs least; the first call includes what the engine needs to compile the passes themselves.
 */
import { grad, hessian, trace } from "@adjoint/autodiff";
import type { Program } from "@adjoint/autodiff";
import {
  add,
  exp,
  logSumExp,
  matmul,
  mean,
  mul,
  neg,
  slice,
  softplus,
  square,
  sub,
  sum,
  tanh,
  tensor,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { optimise, passes } from "../src/compile/passes/optimise.ts";

function ring(x: Tensor, y: Tensor): Tensor {
  const r = add(square(x), square(y));
  return mul(r, exp(neg(r)));
}

function rosenbrock(x: Tensor): Tensor {
  const left = slice(x, [0, -1]);
  const bend = sub(slice(x, [1, null]), square(left));
  return sum(add(mul(100, square(bend)), square(sub(1, left))));
}

interface Weights {
  readonly w1: Tensor;
  readonly b1: Tensor;
  readonly w2: Tensor;
  readonly b2: Tensor;
}

function loss({ w1, b1, w2, b2 }: Weights, x: Tensor, labels: Tensor): Tensor {
  const logits = add(matmul(tanh(add(matmul(x, w1), b1)), w2), b2);
  return mean(sub(logSumExp(logits, { axis: 1 }), sum(mul(logits, labels), { axis: 1 })));
}

function descend(weights: Weights, x: Tensor, labels: Tensor): Weights {
  const slope = grad(loss)(weights, x, labels);
  const next = (name: keyof Weights): Tensor => sub(weights[name], mul(0.1, slope[name]));
  return { w1: next("w1"), b1: next("b1"), w2: next("w2"), b2: next("b2") };
}

function logistic(weights: Tensor): Tensor {
  const z = matmul(features, weights);
  return mean(sub(softplus(z), mul(labels, z)));
}

/** Numbers without a pattern that a pass could use. */
function filled(...shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => Math.sin(i * i)),
    { shape },
  );
}

const features = filled(1000, 100);
const labels = filled(1000);
const weights: Weights = { w1: filled(784, 128), b1: filled(128), w2: filled(128, 10), b2: filled(10) };

const programs: Readonly<Record<string, Program>> = {
  "gradient of two numbers": trace(grad(ring, { argnums: [0, 1] }))(0.5, 0.2),
  "training step": trace(descend)(weights, filled(64, 784), filled(64, 10)),
  "Hessian of Rosenbrock, 100": trace(hessian(rosenbrock))(filled(100)),
  "Hessian of logistic regression": trace(hessian(logistic))(filled(100)),
};

/** Milliseconds of the first call and of the fastest of the later ones. */
function times(run: () => unknown, count = 100): readonly [first: number, fastest: number] {
  const all = Array.from({ length: count }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return [all[0]!, Math.min(...all.slice(1))];
}

for (const [name, program] of Object.entries(programs)) {
  const [first, fastest] = times(() => optimise(program));
  const parts = passes.map(({ name: pass, run }) => ({ pass, time: times(() => run(program))[1] }));
  const slowest = parts.toSorted((a, b) => b.time - a.time).slice(0, 3);
  const sizes = `${program.equations.length} → ${optimise(program).equations.length} equations`;
  const detail = slowest.map(({ pass, time }) => `${pass} ${time.toFixed(3)}`).join(", ");
  console.log(
    `${name.padEnd(32)} ${sizes.padEnd(20)} first ${first.toFixed(2)} later ${fastest.toFixed(3)}  (${detail})`,
  );
}
