import {
  abs,
  acos,
  acosh,
  add,
  arange,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  concat,
  convolve,
  cos,
  cosh,
  cumprod,
  cumsum,
  div,
  dot,
  einsum,
  exp,
  expandDims,
  expm1,
  eye,
  flip,
  hypot,
  less,
  linalg,
  log,
  log10,
  log1p,
  log2,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  neg,
  outer,
  pad,
  pow,
  prod,
  relu,
  sigmoid,
  sin,
  sinh,
  slice,
  softmax,
  softplus,
  sort,
  special,
  sqrt,
  square,
  std,
  sub,
  sum,
  take,
  tan,
  tanh,
  transpose,
  variance,
  where,
  zeros,
} from "../src/index.ts";
import type { Tensor } from "../src/index.ts";

/** A function of up to five inputs; the fixture gives as many as it takes. */
type Composite = (a: Tensor, b: Tensor, c: Tensor, d: Tensor, e: Tensor) => Tensor;

const sumLast = { axis: -1 } as const;
const total = (x: Tensor): Tensor => sum(x);
const symmetric = (a: Tensor): Tensor => div(add(a, transpose(a)), 2);
const diagonal = (a: Tensor): Tensor => sum(mul(a, eye(a.shape[0]!)), { axis: 1 });

/** Functions put together from many operations, each as a user would write it; PyTorch computes the same. */
export const composites: Readonly<Record<string, Composite>> = {
  ring,
  "ring at the origin": ring,
  rosenbrock: (x) => {
    const [head, tail] = [slice(x, [0, -1]), slice(x, [1, x.shape[0]!])];
    return total(add(mul(100, square(sub(tail, square(head)))), square(sub(1, head))));
  },
  "quadratic form": (x, a) => mul(0.5, dot(x, matmul(a, x))),
  "rayleigh quotient": (x, a) => div(dot(x, matmul(a, x)), dot(x, x)),
  "squared distance": (x, y) => {
    const squares = square(sub(expandDims(x, 1), expandDims(y, 0)));
    return neg(total(exp(sum(squares, sumLast))));
  },
  "gaussian kernel": (x) => {
    const squares = square(sub(expandDims(x, 1), expandDims(x, 0)));
    return total(exp(div(sum(squares, sumLast), -2)));
  },
  "linear regression": (w, x, y) => mean(square(sub(matmul(x, w), y))),
  "ridge regression": (w, x) => add(total(square(sub(matmul(x, w), 1))), mul(0.1, total(square(w)))),
  "logistic regression": (w, x) => total(softplus(neg(matmul(x, w)))),
  "softmax cross-entropy": (z) => {
    const chosen = [
      [0, 0, 1, 0],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ];
    return neg(mean(sum(mul(logSoftmax(z), chosen), sumLast)));
  },
  "two layers": (w1, b1, w2, b2, x) => mean(softplus(add(matmul(tanh(add(matmul(x, w1), b1)), w2), b2))),
  "relu network": (w, v, x) => total(matmul(relu(matmul(x, w)), v)),
  attention: (q, k, v) => {
    const weights = softmax(div(matmul(q, transpose(k)), Math.sqrt(q.shape[1]!)));
    return total(square(matmul(weights, v)));
  },
  "layer norm": (x, scale, shift) => {
    const centred = sub(x, mean(x, { axis: -1, keepDims: true }));
    const spread = sqrt(add(mean(square(centred), { axis: -1, keepDims: true }), 1e-5));
    return total(sin(add(mul(div(centred, spread), scale), shift)));
  },
  "batch norm": (x) => total(pow(div(sub(x, mean(x, { axis: 0 })), add(std(x, { axis: 0 }), 0.1)), 3)),
  "recurrent network": (w, u, x) => {
    let h = zeros([w.shape[0]!]);
    for (let t = 0; t < x.shape[0]!; t++) h = tanh(add(matmul(w, h), matmul(u, slice(x, t))));
    return total(square(h));
  },
  "newton iteration unrolled": (a) => {
    let x = a;
    for (let i = 0; i < 8; i++) x = sub(x, div(sub(pow(x, 3), a), mul(3, square(x))));
    return total(mul(x, a));
  },
  "gaussian loss": (m, logScale, x) => {
    const z = div(sub(x, m), exp(logScale));
    return total(add(mul(0.5, square(z)), add(logScale, 0.5 * Math.log(2 * Math.PI))));
  },
  "kl of gaussians": (m, s, n, t) => {
    const ratio = div(add(square(s), square(sub(m, n))), mul(2, square(t)));
    return total(sub(add(log(div(t, s)), ratio), 0.5));
  },
  "kl of categoricals": (a, b) => {
    const [p, q] = [logSoftmax(a), logSoftmax(b)];
    return total(mul(exp(p), sub(p, q)));
  },
  "entropy of a softmax": (z) => neg(total(mul(softmax(z), logSoftmax(z)))),
  "jensen-shannon": (a, b) => {
    const [p, q] = [softmax(a), softmax(b)];
    const against = (r: Tensor): Tensor => mul(r, log(div(mul(2, r), add(p, q))));
    return mul(0.5, total(add(against(p), against(q))));
  },
  "log-sum-exp over an axis": (x) => total(square(logSumExp(x, { axis: 0 }))),
  "mixture log-likelihood": (w, m, x) => {
    const logs = mul(-0.5, square(sub(expandDims(x, 1), m)));
    return total(logSumExp(add(logSoftmax(w), logs), sumLast));
  },
  "normal cdf": (x) => total(special.logNormalCdf(x)),
  "error function": (x) => total(mul(special.erf(x), special.erfc(square(x)))),
  "log-gamma ratio": (a, b) =>
    total(sub(add(special.lgamma(a), special.lgamma(b)), special.lgamma(add(a, b)))),
  digamma: (x) => total(mul(special.digamma(x), x)),
  "multivariate normal": (m, x) => {
    const factor = linalg.cholesky(add(matmul(m, transpose(m)), mul(3, eye(3))));
    const z = linalg.solveTriangular(factor, x, { lower: true });
    return sub(mul(-0.5, dot(z, z)), total(log(diagonal(factor))));
  },
  solve: (a, b) => total(square(linalg.solve(a, b))),
  inverse: (a) => total(sin(linalg.inv(a))),
  "log-determinant by cholesky": (a) => total(log(diagonal(linalg.cholesky(symmetric(a))))),
  eigenvalues: (a) => total(sin(linalg.eigvalsh(symmetric(a)))),
  "spectral function": (a) => total(exp(linalg.eigvalsh(div(symmetric(a), 5)))),
  "nuclear norm": (a) => linalg.norm(a, { ord: "nuc" }),
  "log singular values": (a) => total(square(log(linalg.svdvals(a)))),
  "frobenius norm": (a) => linalg.norm(a),
  "trace of a product": (a, b) => linalg.trace(matmul(matmul(a, b), a)),
  "tanh exp": (x) => total(mul(tanh(add(square(x), 1)), exp(neg(x)))),
  trigonometric: (x, y) => total(add(mul(sin(x), cos(y)), tan(div(mul(x, y), 4)))),
  "inverse trigonometric": (x, y) => total(add(asin(tanh(x)), mul(acos(tanh(y)), atan(mul(x, y))))),
  angle: (x, y) => total(mul(atan2(x, y), hypot(x, y))),
  hyperbolic: (x) => total(div(sinh(x), cosh(add(x, 1)))),
  "inverse hyperbolic": (x) =>
    total(add(add(asinh(x), acosh(add(1.5, square(x)))), atanh(mul(0.5, tanh(x))))),
  powers: (x, p) => total(pow(x, p)),
  "cube of a negative base": (x) => total(sub(pow(x, 3), mul(2, pow(x, 2)))),
  logarithms: (x) => total(sub(mul(log(x), log1p(x)), div(log2(x), log10(add(x, 2))))),
  "expm1 and square root": (x) => total(div(expm1(x), sqrt(add(1, square(x))))),
  "sigmoid product": (x, y) => total(mul(mul(sigmoid(x), sigmoid(neg(y))), softplus(sub(x, y)))),
  swish: (x) => total(square(mul(x, sigmoid(mul(1.5, x))))),
  gelu: (x) => total(mul(x, special.normalCdf(x))),
  huber: (x) => total(where(less(abs(x), 1), mul(0.5, square(x)), sub(abs(x), 0.5))),
  hinge: (w, x) => total(square(relu(sub(1, matmul(x, w))))),
  "maximum of two": (x, y) => total(mul(maximum(x, y), minimum(x, square(y)))),
  "largest of a row": (x) => total(mul(max(x, sumLast), min(x, sumLast))),
  "product of a row": (x) => total(square(prod(x, sumLast))),
  variance: (x) => mul(variance(x, { correction: 1 }), std(x)),
  "coefficient of variation": (x) => total(div(std(x, { axis: 0 }), mean(x, { axis: 0 }))),
  "cumulative sums": (x) =>
    total(square(div(cumsum(x, { axis: 0 }), expandDims(arange(1, x.shape[0]! + 1), 1)))),
  "cumulative products": (x) => total(cumprod(x)),
  sorted: (x) => total(square(mul(sort(x), arange(1, 7)))),
  "gathered rows": (x) => total(pow(take(x, [2, 0, 2, 1], { axis: 0 }), 3)),
  concatenated: (x, y) => total(square(concat([x, mul(y, 2), square(x)]))),
  "sliced and padded": (x) => {
    const part = pad(slice(x, [1, -1], [0, 6, 2]), [
      [0, 0],
      [1, 1],
    ]);
    return total(mul(part, slice(x, [2, 4], [0, 5])));
  },
  "flipped and rolled": (x) => {
    const rolled = concat([slice(x, [-1, 5]), slice(x, [0, -1])]);
    return total(mul(mul(flip(x), rolled), x));
  },
  "outer product": (x, y) => total(sin(outer(x, y))),
  "batched products": (a, b) => total(tanh(matmul(a, b))),
  "broadcast products": (a, b) => total(tanh(matmul(a, b))),
  "einsum of three": (a, b, c) => total(square(einsum("ij,jk,kl->il", a, b, c))),
  "bilinear form": (x, a, y) => total(square(einsum("bi,ij,bj->b", x, a, y))),
  convolution: (x, k) => total(square(convolve(x, k))),
  "unrolled optimiser": (rate, x) => {
    const step = (z: Tensor): Tensor => sub(z, mul(rate, sub(mul(4, pow(z, 3)), mul(2, z))));
    return total(square(step(step(step(x)))));
  },
  polynomial: (c, x) => {
    const terms = [0, 1, 2, 3].map((k) => mul(slice(c, k), pow(x, k)));
    return total(square(terms.reduce((sum, term) => add(sum, term))));
  },
  "continued fraction": (x) => total(div(1, add(1, div(x, add(2, div(x, add(3, x))))))),
  "cosine similarity": (x, y) => div(dot(x, y), mul(linalg.norm(x), linalg.norm(y))),
  "triplet loss": (a, p, n) => {
    const distance = (b: Tensor): Tensor => sum(square(sub(a, b)), sumLast);
    return total(softplus(sub(distance(p), distance(n))));
  },
  elbo: (m, s, e) => {
    const divergence = sub(sub(add(square(m), exp(mul(2, s))), mul(2, s)), 1);
    return add(mul(0.5, total(divergence)), total(sin(add(m, mul(exp(s), e)))));
  },
};

function ring(x: Tensor, y: Tensor): Tensor {
  const r = add(square(x), square(y));
  return mul(r, exp(neg(r)));
}
