import {
  checkpoint,
  cond,
  customJvp,
  customVjp,
  implicitRoot,
  scan,
  vmap,
  whileLoop,
} from "@adjoint/autodiff";
import * as t from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import type { PythonCase } from "../src/index.ts";

const x = t.tensor([0.3, -1.2, 2.1]);
const y = t.tensor([1.5, 0.7, 0.2]);
const unit = t.tensor([0.3, -0.5, 0.9]);
const positive = t.tensor([0.4, 1.7, 2.9]);
const m = t.tensor([
  [0.3, -1.2, 2.1],
  [1.4, 0.8, -0.4],
]);
const square = t.tensor([
  [2, 1, -0.3],
  [1, 3, 0.5],
  [0.2, -1, 1.5],
]);
/** Eighths, which every machine computes alike. */
const eighths = (shape: readonly number[], factor: number): Tensor => {
  const size = shape.reduce((product, length) => product * length, 1);
  return t.tensor(
    Float64Array.from({ length: size }, (_, i) => (((i + 1) * factor) % 23) / 8 - 1),
    { shape },
  );
};
const cube = eighths([2, 3, 4], 7);
const integers = (values: TensorLike): Tensor => t.tensor(values, { dtype: "int32" });
/** A scalar that sees every element with a weight of its own. */
const weighed = (a: Tensor): Tensor => t.sum(t.mul(a, eighths(a.shape, 5)));

/** 3x², with rules of its own. */
const byForwardRule = customJvp(
  (a: Tensor) => t.mul(3, t.square(a)),
  ([a], [v]) => t.mul(6, t.mul(a, v)),
);
const byReverseRule = customVjp((a: Tensor) => t.mul(3, t.square(a)), {
  forward: (a) => ({ value: t.mul(3, t.square(a)), residuals: a }),
  backward: (a, cotangent) => [t.mul(6, t.mul(a, cotangent))],
});

/** √(a·b). */
const rootOf = implicitRoot(
  (x: Tensor, a: Tensor, b: Tensor) => t.sub(t.square(x), t.mul(a, b)),
  (a: Tensor, b: Tensor) => t.sqrt(t.mul(a, b)),
);

function row(name: string, f: (...args: Tensor[]) => Tensor, ...inputs: readonly Tensor[]): PythonCase {
  return { name, f, inputs };
}

export const pythonCases: readonly PythonCase[] = [
  row("ring", (a) => t.mul(t.sum(t.square(a)), t.exp(t.neg(t.sum(t.square(a))))), x),
  row("quadratic-form", (a) => t.mul(0.5, t.dot(a, t.matmul(square, a))), x),
  row("arithmetic", (a, b) => t.sum(t.sub(t.div(t.mul(a, b), t.add(1, t.square(b))), t.neg(a))), x, y),
  row("broadcasting", (a, b) => weighed(t.mul(t.add(a, b), t.sub(2, a))), m, x),
  row("powers", (a, b) => t.add(t.sum(t.pow(a, b)), t.sum(t.pow(a, 3))), positive, y),
  row("roots", (a, b) => t.sum(t.hypot(t.sqrt(a), b)), positive, x),
  row("exponentials", (a) => t.sum(t.mul(t.exp(a), t.expm1(t.neg(a)))), x),
  row(
    "logarithms",
    (a) => weighed(t.mul(t.log(a), t.mul(t.log1p(a), t.add(t.log2(a), t.log10(a))))),
    positive,
  ),
  row("sines", (a) => t.sum(t.mul(t.sin(a), t.add(t.cos(a), t.tan(a)))), x),
  row("arcs", (a) => weighed(t.add(t.asin(a), t.mul(t.acos(a), t.atan(a)))), unit),
  row("angle", (a, b) => weighed(t.atan2(a, b)), x, t.tensor([-1, -0.4, 0.6])),
  row("hyperbolic", (a) => t.sum(t.mul(t.sinh(a), t.div(t.tanh(a), t.cosh(a)))), x),
  row("areas", (a, b) => weighed(t.add(t.asinh(a), t.mul(t.acosh(t.add(1, b)), t.atanh(a)))), unit, positive),
  row("logistic", (a) => weighed(t.mul(t.sigmoid(a), t.softplus(t.mul(30, a)))), x),
  row("extrema", (a, b) => weighed(t.add(t.maximum(a, b), t.mul(t.minimum(a, b), t.clip(a, -1, 1)))), x, y),
  row("kinks", (a) => weighed(t.mul(t.abs(a), t.add(t.relu(a), t.sign(a)))), x),
  row(
    "rounding",
    (a) => weighed(t.mul(a, t.add(t.floor(a), t.add(t.ceil(a), t.add(t.round(a), t.trunc(a)))))),
    t.tensor([0.3, -1.2, 2.5]),
  ),
  row("remainders", (a, b) => weighed(t.mod(a, b)), x, t.tensor([0.25, -0.5, 0.8])),
  row("integer-remainders", (a, i) => t.sum(t.take(a, t.mod(i, 3))), x, integers([-1, 4, 7])),
  row(
    "choices",
    (a, b) => {
      const test = t.logicalOr(
        t.logicalAnd(t.less(a, b), t.greaterEqual(a, 0)),
        t.logicalNot(t.lessEqual(b, 1)),
      );
      return t.sum(t.where(test, t.mul(a, b), t.square(a)));
    },
    x,
    y,
  ),
  row(
    "comparisons",
    (a, b) => {
      const test = t.logicalAnd(t.notEqual(a, b), t.logicalNot(t.equal(a, t.greater(b, 1))));
      return t.sum(t.where(t.logicalOr(t.isNaN(a), t.logicalNot(t.isFinite(a))), 0, t.where(test, a, b)));
    },
    x,
    y,
  ),
  row(
    "truth",
    (a) =>
      t.sum(
        t.where(
          t.logicalOr(t.any(t.less(a, 0), { axis: 0 }), t.all(t.less(a, 0), { axis: [0, 1] })),
          a,
          t.square(a),
        ),
      ),
    m,
  ),
  row("sums", (a) => t.sum(t.square(t.sum(a, { axis: [0, 2] }))), cube),
  row("means", (a) => weighed(t.mul(t.mean(a, { axis: 1, keepDims: true }), t.variance(a, { axis: 0 }))), m),
  row("deviation", (a) => t.std(a, { correction: 1 }), m),
  row("products", (a) => t.add(t.prod(a), weighed(t.prod(a, { axis: [0, 2] }))), cube),
  row("maxima", (a) => t.add(weighed(t.max(a, { axis: [0, 2] })), t.min(a)), cube),
  row("counts", (a) => t.mul(t.sum(a), t.sum(t.less(a, 0))), m),
  row(
    "places-of-extrema",
    (a) => t.add(t.take(a, t.argmax(a)), t.sum(t.take(a, t.argmin(a, { axis: 1 })))),
    m,
  ),
  row("log-sum-exp", (a) => weighed(t.logSumExp(a, { axis: 1 })), m),
  row("softmax", (a) => t.neg(t.slice(t.logSoftmax(a), 0, 1)), m),
  row("attention", (q, k) => weighed(t.matmul(t.softmax(t.matmul(q, t.transpose(k))), k)), m, t.neg(m)),
  row("layer", (w, b, v) => weighed(t.tanh(t.add(t.matmul(w, v), b))), m, t.tensor([1, 2]), x),
  row(
    "batches-of-matrices",
    (a, b) => weighed(t.matmul(a, t.swapAxes(b, 1, 2))),
    cube,
    eighths([2, 3, 4], 11),
  ),
  row("axes", (a) => weighed(t.reshape(t.moveAxis(a, 0, -1), [4, -1])), cube),
  row("stacks", (a, b) => t.sum(t.square(t.stack([a, t.mul(a, b), b], { axis: 1 }))), x, y),
  row("joins", (a, b) => weighed(t.square(t.concat([a, t.reshape(b, [1, 3]), t.flip(a)]))), m, x),
  row(
    "splitting",
    (a) => weighed(t.mul(t.split(a, [1], { axis: 1 })[0]!, t.split(a, [1, 2], { axis: 1 })[2]!)),
    m,
  ),
  row(
    "slices",
    (a) => weighed(t.mul(t.slice(a, 0, [null, null, -1], [0, 4, 2]), t.slice(a, 1, "...", [3, 0, -2]))),
    cube,
  ),
  row(
    "padding",
    (a) =>
      weighed(
        t.square(
          t.pad(a, [
            [1, 0],
            [0, 2],
          ]),
        ),
      ),
    m,
  ),
  row(
    "taking",
    (a, i) => weighed(t.square(t.take(a, i, { axis: 1 }))),
    cube,
    integers([
      [2, 0],
      [-1, 2],
    ]),
  ),
  row(
    "scattering",
    (a, u, i) => weighed(t.square(t.scatterAdd(a, i, u, { axis: 1 }))),
    m,
    t.tensor([
      [1, 2],
      [3, 4],
    ]),
    integers([2, -1]),
  ),
  row(
    "scattering-call-by-call",
    (a, i) => {
      const taken = vmap((b: Tensor, j: Tensor) => t.take(b, j, { axis: 1 }))(a, i);
      const added = vmap((b: Tensor, j: Tensor, u: Tensor) => t.scatterAdd(b, j, u, { axis: 1 }))(
        a,
        i,
        taken,
      );
      return weighed(t.square(added));
    },
    cube,
    integers([
      [1, -1, 1],
      [0, 2, 3],
    ]),
  ),
  row("largest", (a) => weighed(t.square(t.topK(a, 2, { axis: 1 }).values)), cube),
  row(
    "gathering",
    (a, i) => weighed(t.square(t.gather(a, i, { axis: 1 }))),
    m,
    integers([
      [2, 0, 2, -1],
      [1, 1, 0, 0],
    ]),
  ),
  row("writing", (a, u) => weighed(t.square(t.at(a, 0, [0, 2]).set(u))), m, t.tensor([5, 6])),
  row(
    "convolution",
    (a, k) => weighed(t.square(t.convolve(a, k, { mode: "same" }))),
    m,
    t.tensor([
      [1, 0.5],
      [0.2, -1],
    ]),
  ),
  row(
    "convolution-of-vectors",
    (a, k) => weighed(t.square(t.convolve(a, k, { mode: "valid" }))),
    t.concat([x, y]),
    x,
  ),
  row(
    "complex-numbers",
    (a, b) => {
      const z = t.mul(t.exp(t.complex(a, b)), t.conj(t.complex(b, [1, 2, 3])));
      return t.add(weighed(t.abs(z)), weighed(t.mul(t.real(t.sqrt(z)), t.imag(t.log(z)))));
    },
    x,
    y,
  ),
  row(
    "interpolation",
    (a, b) => weighed(t.interp(a, b, t.square(b))),
    t.tensor([0.5, 1, 2, 0.3]),
    t.tensor([0.4, 1.1, 2.5]),
  ),
  row("sorting", (a) => weighed(t.mul(t.sort(a, { axis: 1 }), t.sort(a, { axis: 0, descending: true }))), m),
  row(
    "running-sums",
    (a) => weighed(t.mul(t.cumsum(a, { axis: 1 }), t.cumsum(a, { axis: 0, reverse: true }))),
    m,
  ),
  row(
    "running-products",
    (a) => weighed(t.mul(t.cumprod(a, { axis: 1 }), t.cumprod(a, { reverse: true, axis: 1 }))),
    m,
  ),
  row("constants", (a) => t.sum(t.mul(t.stopGradient(t.exp(a)), a)), x),
  row(
    "dtypes",
    (a, i) => t.sum(t.mul(t.astype(t.astype(a, "float32"), "float64"), t.astype(i, "float64"))),
    t.tensor([0.5, 1.25, 2]),
    integers([1, 2, 3]),
  ),
  row("einsum", (a, b) => t.einsum("ij,kj,ik->", a, b, t.matmul(a, t.transpose(b))), m, t.square(m)),
  row(
    "branches",
    (a, b) =>
      cond(
        t.greater(t.sum(a), 0),
        (u, v) => t.sum(t.mul(t.sin(u), v)),
        (u, v) => t.sum(t.sub(u, t.exp(v))),
        a,
        b,
      ),
    x,
    y,
  ),
  row(
    "loop",
    (h, w, a) => {
      const { carry, ys } = scan(
        (c, row) => ({ carry: t.tanh(t.add(t.mul(w, c), row)), y: t.sum(t.mul(c, row)) }),
        h,
        a,
      );
      return t.add(weighed(carry), weighed(ys));
    },
    x,
    y,
    m,
  ),
  row(
    "backward-loop",
    (a) => scan((c, row) => ({ carry: t.add(t.mul(0.5, c), t.square(row)) }), 1, a, { reverse: true }).carry,
    x,
  ),
  {
    ...row(
      "loop-of-unknown-length",
      (a) =>
        t.sum(
          whileLoop(
            (b) => t.less(t.sum(b), 100),
            (b) => t.add(t.square(b), a),
            a,
          ),
        ),
      positive,
    ),
    forward: true,
  },
  row(
    "checkpoint",
    (a, b) => weighed(checkpoint((u: Tensor, v: Tensor) => t.sin(t.mul(u, t.exp(v))))(a, b)),
    x,
    y,
  ),
  row("implicit-root", (a, b) => weighed(rootOf(a, b)), positive, positive),
  row("custom-forward-rule", (a) => weighed(byForwardRule(a)), x),
  row("custom-reverse-rule", (a) => weighed(byReverseRule(a)), x),
];

/** Primitives of the table of operations that are translated but wait for someone who has PyTorch to add a case. */
export const notRun: readonly string[] = [];
