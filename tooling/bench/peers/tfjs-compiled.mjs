import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { sampled } from "../compile/contestant.ts";
import { line } from "../compile/problems.ts";
import { layers, network } from "../data.ts";

/** TensorFlow.js knows float32 alone, and compiles nothing. */
export async function load() {
  await tf.setBackend("wasm");
  await tf.ready();
  return { version: tf.version_core, cases: { ...waves(), "perceptron step, float32": training() } };
}

function waves() {
  const cases = {};
  for (const count of [1e3, 1e5, 1e6]) {
    const x = [tf.tensor(line(count)), tf.tensor(line(count))];
    const f = (turn) =>
      tf.tidy(() => tf.mul(tf.tanh(tf.add(tf.square(x[turn]), 1)), tf.exp(tf.neg(x[turn]))));
    const run = (times) => {
      for (let i = 0; i < times; i++) f(i & 1).dispose();
    };
    cases[`tanh(x² + 1)·exp(−x), float32, ${count}`] = { run, check: () => sampled(f(0).dataSync()) };
  }
  return cases;
}

/** Steps that follow each other. */
function training() {
  const { start, batches, step } = perceptron();
  let weights = start.map((each) => each.clone());
  const run = (count) => {
    for (let i = 0; i < count; i++) {
      const [loss, ...next] = tf.tidy(() => step(weights, batches[i & 1]));
      tf.dispose([loss, ...weights]);
      weights = next;
    }
  };
  const check = () => tf.tidy(() => step(start, batches[0]).flatMap((each) => sampled(each.dataSync())));
  return { run, check };
}

function perceptron() {
  const { batch, inputs, hidden, outputs } = layers;
  const data = network();
  const batches = [0, 1].map(() => [
    tf.tensor(data.x, [batch, inputs]),
    tf.tensor(data.labels, [batch, outputs]),
  ]);
  const start = [
    tf.tensor(data.w1, [inputs, hidden]),
    tf.tensor(data.b1, [hidden]),
    tf.tensor(data.w2, [hidden, outputs]),
    tf.tensor(data.b2, [outputs]),
  ];
  const step = (weights, [x, labels]) => {
    const loss = (w1, b1, w2, b2) => {
      const logits = tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1), b1)), w2), b2);
      return tf.mul(tf.sum(tf.mul(tf.logSoftmax(logits), labels)), -1 / batch);
    };
    const { value, grads } = tf.valueAndGrads(loss)(weights);
    return [value, ...weights.map((weight, i) => tf.sub(weight, tf.mul(grads[i], 0.1)))];
  };
  return { start, batches, step };
}
