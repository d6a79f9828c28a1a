import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { layers, network, vector } from "../data.ts";

/** TensorFlow.js knows float32 alone; its gradients of gradients are not those of the function here. */
export async function load() {
  const contestants = [];
  for (const backend of ["cpu", "wasm"]) {
    const prepare = async () => void (await tf.setBackend(backend));
    await prepare();
    await tf.ready();
    contestants.push({ name: `tfjs ${backend}`, prepare, cases: read(casesOf()) });
  }
  return contestants;
}

function casesOf() {
  const v = tf.tensor(vector);
  const x = tf.scalar(0.3);
  const y = tf.scalar(-0.7);
  const ring = (a, b) => {
    const r = tf.add(tf.square(a), tf.square(b));
    return tf.mul(r, tf.exp(tf.neg(r)));
  };
  const wave = (a) => tf.sum(tf.mul(tf.sin(a), a));
  const waveGradient = tf.grad(wave);
  const ringGradient = tf.grads(ring);
  return {
    "add of scalars": () => [tf.add(x, y)],
    add: () => [tf.add(v, v)],
    "mul by a number": () => [tf.mul(v, 2)],
    exp: () => [tf.exp(v)],
    sum: () => [tf.sum(v)],
    reshape: () => [tf.reshape(v, [2, 5])],
    slice: () => [tf.slice(v, 2, 6)],
    "grad of Σ x sin x": () => [waveGradient(v)],
    "grad of the ring": () => ringGradient([x, y]),
    "grad of the ring, numbers": () => ringGradient([tf.scalar(0.3), tf.scalar(-0.7)]),
    "perceptron, float32": perceptron(),
  };
}

function read(cases) {
  const entries = Object.entries(cases).map(([name, f]) => [
    name,
    {
      run: () => tf.dispose(tf.tidy(f)),
      check: () => tf.tidy(() => f().flatMap((tensor) => [...tensor.dataSync()])),
    },
  ]);
  return Object.fromEntries(entries);
}

function perceptron() {
  const { batch, inputs, hidden, outputs } = layers;
  const data = network();
  const x = tf.tensor(data.x, [batch, inputs]);
  const labels = tf.tensor(data.labels, [batch, outputs]);
  const weights = [
    tf.tensor(data.w1, [inputs, hidden]),
    tf.tensor(data.b1, [hidden]),
    tf.tensor(data.w2, [hidden, outputs]),
    tf.tensor(data.b2, [outputs]),
  ];
  const loss = (w1, b1, w2, b2) => {
    const logits = tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1), b1)), w2), b2);
    return tf.mul(tf.sum(tf.mul(tf.logSoftmax(logits), labels)), -1 / batch);
  };
  const evaluate = tf.valueAndGrads(loss);
  return () => {
    const { value, grads } = evaluate(weights);
    return [value, ...grads];
  };
}
