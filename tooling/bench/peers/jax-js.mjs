import * as jax from "@jax-js/jax";
import { layers, network, vector } from "../data.ts";

const { grad, hessian, jit, jvp, nn, numpy: np, valueAndGrad } = jax;

/** jax-js computes lazily, so every result is read; `.ref` keeps an array that a call would give away. */
export async function load() {
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  const float64 = { dtype: np.float64 };
  const v = np.array(vector, float64);
  const x = np.array(0.3, float64);
  const y = np.array(-0.7, float64);
  const ring = (a, b) => {
    const r = np.square(a).add(np.square(b));
    return r.ref.mul(np.exp(r.neg()));
  };
  const wave = (a) => np.sin(a.ref).mul(a).sum();
  const waveGradient = grad(wave);
  const ringGradient = grad(ring, { argnums: [0, 1] });
  const compiledWave = jit(waveGradient);
  const compiledRing = jit(ringGradient);
  const waveHessian = hessian(wave);
  const cases = {
    "add of scalars": () => [np.add(x.ref, y.ref)],
    add: () => [np.add(v.ref, v.ref)],
    "mul by a number": () => [v.ref.mul(2)],
    exp: () => [np.exp(v.ref)],
    sum: () => [v.ref.sum()],
    reshape: () => [v.ref.reshape([2, 5])],
    slice: () => [v.ref.slice([2, 8])],
    "grad of Σ x sin x": () => [waveGradient(v.ref)],
    "grad of the ring": () => ringGradient(x.ref, y.ref),
    "grad of the ring, numbers": () => ringGradient(np.array(0.3, float64), np.array(-0.7, float64)),
    "hvp of Σ x sin x": () => [jvp(waveGradient, [v.ref], [v.ref])[1]],
    "hessian of Σ x sin x": () => [waveHessian(v.ref)],
    "perceptron, float32": perceptron({ dtype: np.float32 }),
    "perceptron, float64": perceptron(float64),
  };
  const compiled = {
    "grad of Σ x sin x": () => [compiledWave(v.ref)],
    "grad of the ring": () => compiledRing(x.ref, y.ref),
  };
  return [
    { name: "jax-js", cases: read(cases) },
    { name: "jax-js jit", cases: read(compiled) },
  ];
}

function read(cases) {
  const entries = Object.entries(cases).map(([name, f]) => {
    const run = () => f().map((array) => array.dataSync());
    return [name, { run, check: () => run().flatMap((data) => [...data]) }];
  });
  return Object.fromEntries(entries);
}

function perceptron(options) {
  const { batch, inputs, hidden, outputs } = layers;
  const data = network();
  const array = (values, shape) => np.array(values, options).reshape(shape);
  const x = array(data.x, [batch, inputs]);
  const labels = array(data.labels, [batch, outputs]);
  const weights = {
    w1: array(data.w1, [inputs, hidden]),
    b1: array(data.b1, [hidden]),
    w2: array(data.w2, [hidden, outputs]),
    b2: array(data.b2, [outputs]),
  };
  const loss = ({ w1, b1, w2, b2 }) => {
    const logits = np.matmul(np.tanh(np.matmul(x.ref, w1).add(b1)), w2).add(b2);
    return nn
      .logSoftmax(logits)
      .mul(labels.ref)
      .sum()
      .mul(-1 / batch);
  };
  const evaluate = valueAndGrad(loss);
  return () => {
    const { w1, b1, w2, b2 } = weights;
    const [value, gradient] = evaluate({ w1: w1.ref, b1: b1.ref, w2: w2.ref, b2: b2.ref });
    return [value, gradient.w1, gradient.b1, gradient.w2, gradient.b2];
  };
}
