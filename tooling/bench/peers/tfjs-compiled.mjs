import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { sampled } from "../compile/contestant.ts";
import { line } from "../compile/problems.ts";
import { layers, network } from "../data.ts";

/** TensorFlow.js knows float32 alone, and compiles nothing. */
export async function load() {
  await tf.setBackend("wasm");
  await tf.ready();
  return { version: tf.version_core, cases: read({ ...waves(), "perceptron step, float32": perceptron() }) };
}

function read(cases) {
  const entries = Object.entries(cases).map(([name, f]) => [
    name,
    {
      run(count) {
        for (let i = 0; i < count; i++) tf.dispose(tf.tidy(f));
      },
      check: () => tf.tidy(() => f().flatMap((tensor) => sampled(tensor.dataSync()))),
    },
  ]);
  return Object.fromEntries(entries);
}

function waves() {
  const cases = {};
  for (const count of [1e3, 1e5, 1e6]) {
    const x = tf.tensor(line(count));
    cases[`tanh(x² + 1)·exp(−x), float32, ${count}`] = () => [
      tf.mul(tf.tanh(tf.add(tf.square(x), 1)), tf.exp(tf.neg(x))),
    ];
  }
  return cases;
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
    return [value, ...weights.map((weight, i) => tf.sub(weight, tf.mul(grads[i], 0.1)))];
  };
}
