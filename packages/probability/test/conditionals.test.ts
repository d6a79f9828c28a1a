import { solve } from "@adjoint/linalg";
import { add, log, matmul, mul, sub, swapAxes } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { test } from "vitest";
import { dirichlet, multivariateNormal, multivariateStudentT } from "../src/index.ts";

const covariance = [
  [4, 1, 0.5],
  [1, 3, -1],
  [0.5, -1, 2],
];
const first = [[4]];
const rest = [
  [3, -1],
  [-1, 2],
];
const across = [[1], [0.5]];
const x = [1.5, -2, 0.25];

test("a normal density is that of a part times that of the others given it", () => {
  const joint = multivariateNormal({ covariance }).logProb(x);
  const share = swapAxes(solve(first, swapAxes(across, 0, 1)), 0, 1);
  const mean = matmul(share, x.slice(0, 1));
  const given = multivariateNormal({ mean, covariance: sub(rest, matmul(share, swapAxes(across, 0, 1))) });
  const parts = add(
    multivariateNormal({ covariance: first }).logProb(x.slice(0, 1)),
    given.logProb(x.slice(1)),
  );
  expectClose(joint, parts, { relative: 1e-13 });
});

test("a Student t density is that of a part times that of the others given it", () => {
  const df = 3.5;
  const joint = multivariateStudentT({ df, scale: covariance }).logProb(x);
  const share = mul(0.25, across);
  const mean = matmul(share, x.slice(0, 1));
  const widening = (df + x[0]! ** 2 / 4) / (df + 1);
  const scale = mul(widening, sub(rest, matmul(share, swapAxes(across, 0, 1))));
  const given = multivariateStudentT({ df: df + 1, mean, scale });
  const parts = add(
    multivariateStudentT({ df, scale: first }).logProb(x.slice(0, 1)),
    given.logProb(x.slice(1)),
  );
  expectClose(joint, parts, { relative: 1e-13 });
});

test("a Dirichlet density is that of one share times that of how the others divide the rest", () => {
  const shares = [0.2, 0.5, 0.3];
  const joint = dirichlet({ concentration: [1.5, 2, 0.7] }).logProb(shares);
  const one = dirichlet({ concentration: [1.5, 2.7] }).logProb([0.2, 0.8]);
  const given = dirichlet({ concentration: [2, 0.7] }).logProb([0.625, 0.375]);
  expectClose(joint, sub(add(one, given), log(0.8)), { relative: 1e-13 });
});
