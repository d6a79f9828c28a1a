import { hessian, valueAndGrad } from "@adjoint/autodiff";
import {
  add,
  exp,
  logSoftmax,
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
import type { DType, Tensor } from "@adjoint/tensor";
import { layers, network } from "../data.ts";
import { regression } from "./problems.ts";

/** The tutorial's worked example, (x² + y²)·exp(−(x² + y²)). */
export function ring(x: Tensor, y: Tensor): Tensor {
  const r = add(square(x), square(y));
  return mul(r, exp(neg(r)));
}

/** Its value, gradient and Hessian at a point. */
export function ringToSecondOrder(x: Tensor, y: Tensor): readonly Tensor[] {
  const { value, grad: gradient } = valueAndGrad(ring, { argnums: [0, 1] })(x, y);
  const rows = hessian(ring, { argnums: [0, 1] })(x, y);
  return [value, ...gradient, ...rows.flat()];
}

/** tanh(x² + 1)·exp(−x). */
export function wave(x: Tensor): Tensor {
  return mul(tanh(add(square(x), 1)), exp(neg(x)));
}

/** Rosenbrock's function of n variables, Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)². */
export function rosenbrock(x: Tensor): Tensor {
  const [n] = x.shape;
  const left = slice(x, [0, n! - 1]);
  const bend = sub(slice(x, [1, n!]), square(left));
  return sum(add(mul(100, square(bend)), square(sub(1, left))));
}

/** The mean negative log-likelihood of logistic regression, with its data. */
export function logistic(): (weights: Tensor) => Tensor {
  const data = regression();
  const features = tensor(data.features, { shape: [1000, 100] });
  const labels = tensor(data.labels);
  return (weights) => {
    const z = matmul(features, weights);
    return mean(sub(softplus(z), mul(labels, z)));
  };
}

/** The weights of the perceptron. */
export type Weights = Readonly<Record<"w1" | "b1" | "w2" | "b2", Tensor>>;

/** One step of gradient descent on the cross-entropy of the perceptron, with what it is called with. */
export function perceptron(dtype: DType): {
  readonly step: (weights: Weights, x: Tensor, labels: Tensor) => readonly [Tensor, Weights];
  readonly args: readonly [Weights, Tensor, Tensor];
} {
  const { batch, inputs, hidden, outputs } = layers;
  const data = network();
  const x = tensor(data.x, { dtype, shape: [batch, inputs] });
  const labels = tensor(data.labels, { dtype, shape: [batch, outputs] });
  const weights = {
    w1: tensor(data.w1, { dtype, shape: [inputs, hidden] }),
    b1: tensor(data.b1, { dtype }),
    w2: tensor(data.w2, { dtype, shape: [hidden, outputs] }),
    b2: tensor(data.b2, { dtype }),
  };
  const evaluate = valueAndGrad(({ w1, b1, w2, b2 }: Weights, images: Tensor, classes: Tensor) => {
    const logits = add(matmul(tanh(add(matmul(images, w1), b1)), w2), b2);
    return mul(sum(mul(logSoftmax(logits, { axis: 1 }), classes)), -1 / batch);
  });
  const descend = (weight: Tensor, slope: Tensor): Tensor => sub(weight, mul(0.1, slope));
  const step = (now: Weights, images: Tensor, classes: Tensor): readonly [Tensor, Weights] => {
    const { value, grad: slope } = evaluate(now, images, classes);
    const next = {
      w1: descend(now.w1, slope.w1),
      b1: descend(now.b1, slope.b1),
      w2: descend(now.w2, slope.w2),
      b2: descend(now.b2, slope.b2),
    };
    return [value, next];
  };
  return { step, args: [weights, x, labels] };
}
