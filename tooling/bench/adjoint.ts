import { grad, hessian, hvp, valueAndGrad } from "@adjoint/autodiff";
import { add, exp, logSoftmax, matmul, mul, reshape, sin, slice, sum, tanh, tensor } from "@adjoint/tensor";
import type { DType, Tensor } from "@adjoint/tensor";
import { ring } from "./compile/functions.ts";
import type { Case, Contestant } from "./contestant.ts";
import { layers, network, vector } from "./data.ts";

/** Adjoint itself; the order of its cases is that of the table. */
export function adjoint(): Contestant {
  const v = tensor(vector);
  const x = tensor(0.3);
  const y = tensor(-0.7);
  const waveGradient = grad(wave);
  const ringGradient = grad(ring, { argnums: [0, 1] });
  const waveHessian = hessian(wave);
  const cases: Record<string, () => readonly Tensor[]> = {
    "add of scalars": () => [add(x, y)],
    add: () => [add(v, v)],
    "mul by a number": () => [mul(v, 2)],
    exp: () => [exp(v)],
    sum: () => [sum(v)],
    reshape: () => [reshape(v, [2, 5])],
    slice: () => [slice(v, [2, 8])],
    "grad of Σ x sin x": () => [waveGradient(v)],
    "grad of the ring": () => ringGradient(x, y),
    "grad of the ring, numbers": () => ringGradient(0.3, -0.7),
    "hvp of Σ x sin x": () => [hvp(wave, v, v)],
    "hessian of Σ x sin x": () => [waveHessian(v)],
    "perceptron, float32": perceptron("float32"),
    "perceptron, float64": perceptron("float64"),
  };
  return {
    name: "adjoint",
    cases: Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, read(run)])),
  };
}

function read(run: () => readonly Tensor[]): Case {
  return { run, check: () => run().flatMap(({ data }) => Array.from(data)) };
}

/** Three operations on a vector. */
function wave(x: Tensor): Tensor {
  return sum(mul(sin(x), x));
}

function perceptron(dtype: DType): () => readonly Tensor[] {
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
  const evaluate = valueAndGrad(({ w1, b1, w2, b2 }: typeof weights) => {
    const logits = add(matmul(tanh(add(matmul(x, w1), b1)), w2), b2);
    return mul(sum(mul(logSoftmax(logits, { axis: 1 }), labels)), -1 / batch);
  });
  return () => {
    const { value, grad: gradient } = evaluate(weights);
    return [value, gradient.w1, gradient.b1, gradient.w2, gradient.b2];
  };
}
