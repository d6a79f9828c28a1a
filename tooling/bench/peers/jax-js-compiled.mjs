import * as jax from "@jax-js/jax";
import { sampled } from "../compile/contestant.ts";
import { coordinates, line, regression, valley } from "../compile/problems.ts";
import { layers, network } from "../data.ts";
import pinned from "../package.json" with { type: "json" };

const { grad, hessian, jit, jvp, nn, numpy: np, valueAndGrad, vmap } = jax;
const float64 = { dtype: np.float64 };

/** jax-js computes lazily, so every result is read; `.ref` keeps an array that a call would give away. */
export async function load() {
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  return {
    version: pinned.dependencies["@jax-js/jax"],
    cases: read({ ...rings(), ...waves(), ...perceptrons(), ...hessians(), ...compilations() }),
  };
}

function read(cases) {
  const entries = Object.entries(cases).map(([name, f]) => {
    if (typeof f !== "function") return [name, f];
    const values = (turn) => f(turn).map((array) => array.dataSync());
    const run = (count) => {
      for (let i = 0; i < count; i++) values(i & 1);
    };
    return [name, { run, check: () => values(0).flatMap((data) => sampled(data)) }];
  });
  return Object.fromEntries(entries);
}

function twice(make) {
  return [make(), make()];
}

function ring(a, b) {
  const r = np.square(a).add(np.square(b));
  return r.ref.mul(np.exp(r.neg()));
}

function rings() {
  const x = np.array(0.3, float64);
  const y = np.array(-0.7, float64);
  const gradient = jit(grad(ring, { argnums: [0, 1] }));
  const axes = twice(() => np.array(coordinates(), float64));
  const slopes = grad(ring, { argnums: [0, 1] });
  const second = (i) => grad((a, b) => slopes(a, b)[i], { argnums: [0, 1] });
  const all = (a, b) => [
    ring(a.ref, b.ref),
    ...slopes(a.ref, b.ref),
    ...second(0)(a.ref, b.ref),
    ...second(1)(a, b),
  ];
  const grid = jit(vmap(vmap(all, [null, 0]), [0, null]));
  const gradients = () => gradient(x.ref, y.ref);
  return {
    "gradient of two numbers": gradients,
    "gradient of two numbers, last": gradients,
    "value, gradient and Hessian on a grid": (turn) => grid(axes[turn].ref, axes[turn].ref),
  };
}

function waves() {
  const wave = jit((x) => np.tanh(np.square(x.ref).add(1)).mul(np.exp(x.neg())));
  const cases = {};
  for (const dtype of ["float64", "float32"]) {
    for (const count of [1e3, 1e5, 1e6]) {
      const x = twice(() => np.array(line(count), { dtype: np[dtype] }));
      cases[`tanh(x² + 1)·exp(−x), ${dtype}, ${count}`] = (turn) => [wave(x[turn].ref)];
    }
  }
  return cases;
}

function perceptrons() {
  const cases = {};
  for (const dtype of ["float32", "float64"])
    cases[`perceptron step, ${dtype}`] = training({ dtype: np[dtype] });
  return cases;
}

/** Steps that follow each other; the loss is read. */
function training(options) {
  const { step, args } = perceptron(options);
  const batches = twice(() => perceptron(options).args.slice(4));
  const compiled = jit(step);
  const from = (weights, batch) => compiled(...weights, ...batch.map((each) => each.ref));
  let weights = args.slice(0, 4).map((each) => each.ref);
  const run = (count) => {
    for (let i = 0; i < count; i++) {
      const [loss, ...next] = from(weights, batches[i & 1]);
      loss.dataSync();
      weights = next;
    }
  };
  const check = () => {
    const start = args.slice(0, 4).map((each) => each.ref);
    return from(start, args.slice(4)).flatMap((array) => sampled(array.dataSync()));
  };
  return { run, check };
}

function perceptron(options) {
  const { batch, inputs, hidden, outputs } = layers;
  const data = network();
  const array = (values, shape) => np.array(values, options).reshape(shape);
  const loss = (w1, b1, w2, b2, x, labels) => {
    const logits = np.matmul(np.tanh(np.matmul(x, w1).add(b1)), w2).add(b2);
    return nn
      .logSoftmax(logits)
      .mul(labels)
      .sum()
      .mul(-1 / batch);
  };
  const evaluate = valueAndGrad(loss, { argnums: [0, 1, 2, 3] });
  const step = (...args) => {
    const [value, slopes] = evaluate(...args.map((each) => each.ref));
    const next = slopes.map((slope, i) => args[i].sub(slope.mul(0.1)));
    args.slice(4).forEach((each) => each.dispose?.());
    return [value, ...next];
  };
  const args = [
    array(data.w1, [inputs, hidden]),
    array(data.b1, [hidden]),
    array(data.w2, [hidden, outputs]),
    array(data.b2, [outputs]),
    array(data.x, [batch, inputs]),
    array(data.labels, [batch, outputs]),
  ];
  return { step, args };
}

function rosenbrock(x) {
  const n = x.shape[0];
  const left = x.ref.slice([0, n - 1]);
  const bend = x.slice([1, n]).sub(np.square(left.ref));
  return np
    .square(bend)
    .mul(100)
    .add(np.square(left.neg().add(1)))
    .sum();
}

function hessians() {
  const { x, v } = valley();
  const data = regression();
  const features = np.array(data.features, float64).reshape([1000, 100]);
  const labels = np.array(data.labels, float64);
  const logistic = (weights) => {
    const z = np.matmul(features.ref, weights);
    return nn.softplus(z.ref).sub(labels.ref.mul(z)).mean();
  };
  return {
    ...secondDerivatives("Rosenbrock", rosenbrock, x, v, jit),
    // Compiled by jit of 0.1.25, second derivatives of this matmul have other values than without.
    ...secondDerivatives("logistic regression", logistic, data.weights, data.direction, (f) => f),
  };
}

/** @param {string} name */
function secondDerivatives(name, f, at, along, translate) {
  const points = twice(() => np.array(at, float64));
  const directions = twice(() => np.array(along, float64));
  const whole = translate(hessian(f));
  const product = translate((a, b) => jvp(jit(grad(f)), [a], [b])[1]);
  return {
    [`Hessian of ${name}`]: (turn) => [whole(points[turn].ref)],
    [`Hessian-vector product of ${name}`]: (turn) => [product(points[turn].ref, directions[turn].ref)],
  };
}

/** From a function that was never seen to the first result. */
function compilations() {
  const x = np.array(0.3, float64);
  const y = np.array(-0.7, float64);
  const { step, args } = perceptron({ dtype: np.float32 });
  return {
    "compile the gradient of two numbers": () =>
      jit(grad((a, b) => ring(a, b), { argnums: [0, 1] }))(x.ref, y.ref),
    "compile the perceptron step": () => jit((...each) => step(...each))(...args.map((each) => each.ref)),
  };
}
