import { expect, test } from "vitest";
import { complex, information, linalg, special, Tensor, tensor } from "../src/index.ts";

const scalar = complex(0.5, 0.25);
const vector = complex([0.2, 0.3, 0.5], [0.1, -0.2, 0.1]);
const matrix = complex(
  [
    [2, 0.5],
    [0.5, 1],
  ],
  [
    [0, 0.3],
    [-0.3, 0],
  ],
);
const weights = tensor([0.2, 0.3, 0.5]);
const right = tensor([1, 2]);

/** With a complex argument in the first place, and with one in the second, where there is one. */
const attempts: readonly (readonly unknown[])[] = [
  [scalar],
  [vector],
  [matrix],
  [1, scalar],
  [scalar, 0.5],
  [vector, weights],
  [weights, vector],
  [matrix, right],
  [matrix, 1],
  [{ v: right, tau: 1 }, matrix],
  [
    tensor([
      [2, 0.5],
      [0.5, 1],
    ]),
    complex([1, 2], 1),
  ],
  [{ logits: vector, labels: tensor(1, { dtype: "int32" }) }],
  [{ logits: vector, labels: weights }],
  [{ logits: vector, targets: weights }],
  [{ logits: weights, targets: vector }],
  [[vector, weights]],
  [vector, weights, 2],
  [vector, weights, "kl"],
  [vector, [[0, 1, 1]], { target: 1 }],
  [weights, matrix, { target: 1 }],
  [matrix, { beta: 2 }],
  [vector, weights, matrix, { epsilon: 1 }],
  [weights, weights, complex([[1, 2, 3]], 1), { epsilon: 1 }],
  [{ studentLogits: vector, teacherLogits: weights }],
  [{ mean: vector, target: weights, scale: 1 }],
  [{ logLikelihood: 0, mean: vector, logVariance: weights }],
];

function hasComplex(args: readonly unknown[]): boolean {
  return args.some(
    (arg) =>
      typeof arg === "object" &&
      arg !== null &&
      [arg, ...Object.values(arg)].some((part) => part instanceof Tensor && part.dtype === "complex128"),
  );
}

const namespaces = { information, linalg, special };

/** What computes with complex numbers; tests of its own package prove it. */
const complexToo = [
  "cholesky",
  "cond",
  "det",
  "effectiveRank",
  "eig",
  "eigh",
  "eigvals",
  "eigvalsh",
  "expm",
  "hessenberg",
  "inv",
  "kron",
  "logm",
  "lowRank",
  "lstsq",
  "lu",
  "matrixPower",
  "matrixRank",
  "norm",
  "nullSpace",
  "orth",
  "pinv",
  "polar",
  "qr",
  "rcond",
  "schur",
  "slogdet",
  "solve",
  "solveTriangular",
  "spectralNorm",
  "sqrtm",
  "svd",
  "svdvals",
  "sylvester",
  "trace",
];

/** What takes distributions, whose makers refuse complex parameters. */
const ofDistributions = ["estimateEntropy", "estimateKlDivergence", "fisherInformation", "naturalGradient"];

const functions = Object.entries(namespaces).flatMap(([space, all]) =>
  Object.entries(all as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === "function" &&
    !/^[A-Z]/.test(name) &&
    !complexToo.includes(name) &&
    !ofDistributions.includes(name)
      ? [[space, name, value as (...args: unknown[]) => Tensor] as const]
      : [],
  ),
);

test.each(functions)(
  "%s.%s refuses complex numbers by name instead of computing with half of them",
  (_space, name, f) => {
    // A function of one argument ignores a second.
    const messages = attempts
      .map((all) => all.slice(0, f.length))
      .filter(hasComplex)
      .map((args) => {
        try {
          f(...args);
          return `a result for ${args.map(String).join(", ")}`;
        } catch (error) {
          return String(error);
        }
      });
    expect(messages.filter((message) => message.startsWith("a result"))).toEqual([]);
    expect(
      messages.some((message) => message.startsWith("DTypeError: ") && message.includes("complex128")),
    ).toBe(true);
    expect(messages.some((message) => message.includes(name))).toBe(true);
  },
);
