import * as linalg from "@adjoint/linalg";
import * as special from "@adjoint/special";
import {
  abs,
  add,
  arange,
  exp,
  matmul,
  mul,
  neg,
  real,
  reshape,
  square,
  sub,
  sum,
  tensor,
  transpose,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { PythonCase } from "@adjoint/testing";

const x = tensor([0.25, 1.5, 2.75]);
const unit = tensor([0.25, -0.5, 0.75]);
const a = tensor([
  [2, 1, -0.25],
  [1, 3, 0.5],
  [0.25, -1, 1.5],
]);
const b = tensor([
  [1, 2],
  [-1, 0.5],
  [0.75, 3],
]);
/** Symmetric and positive definite. */
const s = tensor([
  [3, 1, 0.5],
  [1, 2, -0.25],
  [0.5, -0.25, 1],
]);
const tall = tensor([
  [1, 2],
  [-1, 0.5],
  [0.75, 3],
  [2, 0.25],
]);

function row(name: string, f: (...args: Tensor[]) => Tensor, ...inputs: readonly Tensor[]): PythonCase {
  return { name, f, inputs };
}

/** A scalar that sees every element with a weight of its own. */
function weighed(y: Tensor): Tensor {
  return sum(mul(y, reshape(sub(mul(0.125, arange(y.size)), 0.5), y.shape)));
}

/** Functions of linear algebra and special functions, to be written in Python and run there. */
export const pythonCases: readonly PythonCase[] = [
  row("solve", (m, r) => weighed(linalg.solve(m, r)), a, b),
  row("inverse", (m) => weighed(linalg.inv(m)), a),
  row("solve-batches", (m, r) => weighed(linalg.solve(m, r)), tensor([a, s]), b),
  row("solve-lower", (m, r) => weighed(linalg.solveTriangular(m, r, { lower: true })), a, b),
  row(
    "solve-upper-transposed",
    (m, r) => weighed(linalg.solveTriangular(m, r, { transposed: true, unitDiagonal: true })),
    a,
    b,
  ),
  row("cholesky", (m) => weighed(linalg.cholesky(m)), s),
  row("eigenvalues", (m) => weighed(linalg.eigvalsh(m)), s),
  row("eigenvectors", (m) => weighed(square(linalg.eigh(m).vectors)), s),
  row("singular-values", (m) => weighed(linalg.svdvals(m)), tall),
  row("singular-vectors", (m) => weighed(square(linalg.svd(m).u)), tall),
  row("nuclear-norm", (m) => linalg.norm(m, { ord: "nuc" }), tall),
  row("determinant", (m) => linalg.det(m), a),
  row("determinant-batch", (m) => weighed(linalg.det(m)), tensor([a, s])),
  row("log-determinant", (m) => linalg.slogdet(m).logAbsDet, a),
  row(
    "lu-factors",
    (m) => {
      const { l, u } = linalg.lu(m);
      return weighed(matmul(square(l), u));
    },
    a,
  ),
  row("lu-tall", (m) => weighed(square(linalg.lu(m).l)), tall),
  row("qr-factors", (m) => weighed(square(linalg.qr(m).r)), tall),
  row("qr-basis", (m) => weighed(square(linalg.qr(m).q)), a),
  row("pseudo-inverse", (m) => weighed(linalg.pinv(m)), tall),
  row("least-squares", (m, r) => weighed(linalg.lstsq(m, r).x), tall, tensor([1, -2, 0.5, 3])),
  row("eigenvalues-of-any-matrix", (m) => weighed(real(square(linalg.eigvals(m)))), s),
  row("eigenvectors-of-any-matrix", (m) => weighed(square(abs(linalg.eig(m).vectors))), s),
  row(
    "eigenvalues-of-a-pair",
    (m, n) => {
      const { values, vectors } = linalg.eigh(m, n);
      return add(weighed(square(vectors)), weighed(exp(values)));
    },
    tensor([
      [2, 1, -0.25],
      [1, 3, 0.5],
      [-0.25, 0.5, -1.5],
    ]),
    s,
  ),
  row("polar-factor", (m) => weighed(linalg.polar(m).u), a),
  row("polar-tall", (m) => weighed(linalg.polar(m).u), tall),
  row("sylvester", (m, n, r) => weighed(linalg.sylvester(m, n, r)), a, s, tensor([a, s])),
  row("exponential", (m) => weighed(linalg.expm(m)), a),
  row("exponential-batch", (m) => weighed(linalg.expm(m)), tensor([a, s])),
  row("action-of-exponential", (m, r, t) => weighed(linalg.expmMultiply(m, r, { t })), a, b, tensor(0.75)),
  row(
    "range",
    (m) => {
      const basis = linalg.orth(m, { rank: 2 });
      return weighed(matmul(basis, transpose(basis)));
    },
    tall,
  ),
  row(
    "householder",
    (v) => {
      const { v: normal, tau, beta } = linalg.householder(v);
      return add(weighed(square(normal)), mul(tau, beta));
    },
    x,
  ),
  row("norms", (v) => mul(linalg.norm(v, { ord: 3 }), linalg.norm(v)), x),
  row("error-functions", (v) => weighed(mul(special.erf(v), special.erfc(neg(v)))), x),
  row("inverse-error-function", (v) => weighed(special.erfinv(v)), unit),
  row("normal-distribution", (v) => weighed(mul(special.normalCdf(v), special.logNormalCdf(v))), unit),
  row("normal-quantiles", (v) => weighed(special.normalQuantile(square(v))), unit),
  row("log-gamma", (v) => weighed(special.lgamma(v)), x),
  row("x-log-y", (v, w) => weighed(special.xlogy(v, w)), unit, x),
  row("log-one-minus-exp", (v) => weighed(special.log1mexp(neg(v))), x),
];
