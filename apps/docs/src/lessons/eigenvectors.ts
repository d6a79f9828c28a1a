import { eigh, eigvals, inv, matrixPower, norm } from "@adjoint/linalg";
import { matmul, mul, sub, transpose } from "@adjoint/tensor";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { eig } from "@adjoint/linalg";
import { imag, real, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { arrow, colors, defineFigure, dot, formatNumber, handle, line, plot, text } from "@adjoint/viz";
import type { PlaneBind } from "@adjoint/viz";

type Point = readonly [x: number, y: number];
type Matrix = readonly [Point, Point];

// on the left the plane of x and Ax, on the right the complex plane, both reaching to 3.2
const [scale, reach] = [0.75, 3.2];
const plane = (points: readonly Point[]): Point[] => points.map(([x, y]) => [scale * x - 2.6, scale * y]);
const complexPlane = (points: readonly Point[]): Point[] =>
  points.map(([x, y]) => [scale * x + 2.6, scale * y]);
const circle = Array.from({ length: 73 }, (_, i): Point => {
  const angle = (i * Math.PI) / 36;
  return [Math.cos(angle), Math.sin(angle)];
});

const apply = ([[a, b], [c, d]]: Matrix, [x, y]: Point): Point => [a * x + b * y, c * x + d * y];
const matrix = (parts: Tensor): Matrix => parts.toArray() as [Point, Point];

/** Eigenvalues with unit vectors, one a row, as real and imaginary parts. */
function eigenpairs(A: Matrix) {
  const { values, vectors } = eig(A);
  const [re, im] = [real(values).toArray(), imag(values).toArray()] as [Point, Point];
  const [p, q] = [matrix(real(vectors)), matrix(imag(vectors))];
  return ([0, 1] as const).map((k) => {
    const [u, w]: [Point, Point] = [
      [p[0][k], p[1][k]],
      [q[0][k], q[1][k]],
    ];
    const [Au, Aw] = [apply(A, u), apply(A, w)];
    // A v − λ v, of which v = u + iw
    const residual = Math.hypot(
      ...([0, 1] as const).flatMap((i) => [
        Au[i] - re[k] * u[i] + im[k] * w[i],
        Aw[i] - re[k] * w[i] - im[k] * u[i],
      ]),
    );
    return { value: [re[k], im[k]] as Point, vector: u, residual };
  }) as [Pair, Pair];
}

interface Pair {
  readonly value: Point;
  readonly vector: Point;
  readonly residual: number;
}

/** How the entries of A follow an eigenvalue that is dragged while its eigenvectors stay. */
function follow([[a, b], [c, d]]: Matrix, [mine, other]: readonly [Pair, Pair]): PlaneBind[] {
  const [[re, im], [mu]] = [mine.value, other.value];
  const apart = Math.hypot(re - mu, im - other.value[1]) > 0.02;
  // what A gains per unit to the right: all of I, or what belongs to one eigenvalue of a real pair
  const right = apart && im === 0 ? [a - mu, b, c, d - mu].map((entry) => entry / (re - mu)) : [1, 0, 0, 1];
  // and per unit up: A = re I + im K
  const up = apart && im !== 0 ? [a - re, b, c, d - re].map((entry) => entry / im) : [0, 0, 0, 0];
  const [[h, v]] = complexPlane([mine.value]) as [Point];
  return ["a", "b", "c", "d"].map((param, k) => {
    const [x, y] = [right[k]! / scale, up[k]! / scale];
    return { param, offset: [a, b, c, d][k]! - x * h - y * v, x, y };
  });
}

export const figure = defineFigure({
  params: {
    x: { value: -1.2, min: -1.5, max: 1.5, step: 0.01, label: "x₁" },
    y: { value: 0.9, min: -1.5, max: 1.5, step: 0.01, label: "x₂" },
    a: { value: 1.1, min: -1.5, max: 1.5, step: 0.01, label: "a₁₁" },
    c: { value: 0.3, min: -1.5, max: 1.5, step: 0.01, label: "a₂₁" },
    b: { value: 0.4, min: -1.5, max: 1.5, step: 0.01, label: "a₁₂" },
    d: { value: 0.7, min: -1.5, max: 1.5, step: 0.01, label: "a₂₂" },
  },
  compute: ({ x, y, a, b, c, d }) => {
    const A: Matrix = [
      [a, b],
      [c, d],
    ];
    const orbit: Point[] = [[x, y]];
    for (let k = 0; k < 30; k++) orbit.push(apply(A, orbit[k]!));
    const pairs = eigenpairs(A);
    const [[p, q], [r, s]] = [pairs[0].vector, pairs[1].vector];
    const isReal = pairs[0].value[1] === 0;
    const degrees = (Math.asin(Math.min(1, Math.abs(p * s - q * r))) * 180) / Math.PI;
    return {
      A,
      pairs,
      isReal,
      // points outside of the picture leave gaps
      orbit: orbit.map((at): Point => (Math.hypot(...at) < reach ? at : [NaN, NaN])),
      image: orbit[1]!,
      degrees,
      x,
      y,
    };
  },
  view: ({ A, pairs, isReal, orbit, image, x, y }) => {
    const [[a, b], [c, d]] = A;
    const columns: Point[] = [
      [a, c],
      [b, d],
    ];
    const tips = plane(columns);
    const values = complexPlane(pairs.map(({ value }) => value));
    // an image that is too long for the picture is drawn as far as it goes
    const shown = Math.min(1, reach / Math.hypot(...image));
    const ends = plane([[x, y], [image[0] * shown, image[1] * shown], ...columns]);
    const follows = { x: { offset: -2.6, factor: 1 / scale }, y: { factor: 1 / scale } };
    return plot({
      title: "A vector and its image; the eigenvalues in the complex plane",
      equal: true,
      width: 640,
      margin: { left: 4, right: 4, top: 4, bottom: 4 },
      marks: [
        ...[-2.6, 2.6].map((at) =>
          line(
            { x: [at - 2.4, at + 2.4, NaN, at, at], y: [0, 0, NaN, -2.4, 2.4] },
            { stroke: colors.gray, strokeWidth: 0.7, opacity: 0.7 },
          ),
        ),
        line(complexPlane(circle), { stroke: colors.gray, strokeWidth: 0.9, dash: [4, 3] }),
        ...(isReal ? pairs : []).map(({ vector: [p, q] }) =>
          line(
            plane([
              [-reach * p, -reach * q],
              [reach * p, reach * q],
            ]),
            { stroke: colors.green, strokeWidth: 1.3, dash: [6, 4] },
          ),
        ),
        line(plane(orbit), { stroke: colors.blue, strokeWidth: 0.8, opacity: 0.5 }),
        dot(plane(orbit.slice(2)), { r: 2.2, fill: colors.blue }),
        ...[colors.orange, colors.blue, colors.gray, colors.gray]
          .map((stroke, k) => arrow({ x1: -2.6, y1: 0, x2: ends[k]![0], y2: ends[k]![1] }, { stroke }))
          .toReversed(),
        text(
          { x: ends.map(([u]) => u), y: ends.map(([, v]) => v), text: ["x", "Ax", "a₁", "a₂"] },
          { italic: true, dy: -14 },
        ),
        text({ x: [4.85, 2.85], y: [-0.2, 2.25], text: ["Re", "Im"] }, { size: 11 }),
        dot(values, { r: 4, fill: colors.green }),
        text(
          { x: values.map(([u]) => u), y: values.map(([, v]) => v), text: ["λ₁", "λ₂"] },
          { italic: true, dy: -15 },
        ),
        handle(
          { x: ends[0]![0], y: ends[0]![1] },
          {
            bind: { x: { param: "x", ...follows.x }, y: { param: "y", ...follows.y } },
            label: "the tip of x",
          },
        ),
        ...(["a", "b"] as const).map((param, k) =>
          handle(
            { x: tips[k]![0], y: tips[k]![1] },
            {
              bind: { x: { param, ...follows.x }, y: { param: k === 0 ? "c" : "d", ...follows.y } },
              label: `the ${k === 0 ? "first" : "second"} column of A`,
              fill: colors.gray,
            },
          ),
        ),
        ...pairs.slice(0, isReal ? 2 : 1).map((pair, k) =>
          handle(
            { x: values[k]![0], y: values[k]![1] },
            {
              bind: { plane: follow(A, [pair, pairs[k === 0 ? 1 : 0]]) },
              label: `the eigenvalue λ${k === 0 ? "₁" : "₂"}`,
              fill: colors.green,
            },
          ),
        ),
      ],
      x: { domain: [-5.1, 5.1], axis: false },
      y: { domain: [-2.5, 2.5], axis: false },
    });
  },
  say: ({ A, pairs, isReal, degrees, x, y, image }) => {
    const show = (...values: number[]): string =>
      values.map((value) => formatNumber(value, { decimals: 2 })).join(", ");
    const [[re, im], [other]] = pairs.map(({ value }) => value) as [Point, Point];
    const turn = (Math.atan2(Math.abs(im), re) * 180) / Math.PI;
    const values = isReal
      ? `λ₁ = ${show(re)}, λ₂ = ${show(other)}`
      : `λ = ${show(re)} ± ${show(Math.abs(im))}i, a spiral with |λ| = ${show(Math.hypot(re, im))} that turns by ${show(turn)}° a step`;
    const residual = formatNumber(Math.max(...pairs.map((pair) => pair.residual)), { digits: 1 });
    const warning =
      isReal && degrees < 5 ? ` Close to defective: the eigenvectors are ${show(degrees)}° apart.` : "";
    return (
      `A = [${A.map((row) => show(...row)).join("; ")}] sends x = (${show(x, y)}) to (${show(...image)}). ` +
      `${values}; ‖Av − λv‖ = ${residual}.${warning}`
    );
  },
});
//#endregion

export const about: About = {
  number: 3,
  title: "Eigenvalues and eigenvectors",
  summary: "Directions that a matrix only stretches, and what complex and missing ones mean.",
};

/** The numbers of the lesson. */
export function numbers() {
  const A = tensor([
    [1, 2],
    [3, 2],
  ]);
  const { values, vectors } = eig(A);
  const [lambda, V] = [real(values), real(vectors)];
  const back = matmul(mul(V, lambda), inv(V));
  const power = 10;
  const byEigen = matmul(mul(V, tensor([...lambda.data].map((value) => value ** power))), inv(V));
  const spiral = eigvals([
    [1, -1],
    [1, 1],
  ]);
  const symmetric = eigh([
    [2, 1],
    [1, 2],
  ]);
  return {
    A: A.toArray() as number[][],
    values: [...lambda.data],
    vectors: V.toArray() as number[][],
    residual: norm(sub(matmul(A, V), mul(V, lambda))).item(),
    back: norm(sub(A, back)).item(),
    power,
    powers: matrixPower(A, power).toArray() as number[][],
    powerError: norm(sub(byEigen, matrixPower(A, power))).item() / norm(byEigen).item(),
    spiral: { real: [...real(spiral).data], imaginary: [...imag(spiral).data] },
    symmetric: {
      values: [...symmetric.values.data],
      orthogonality: norm(
        sub(matmul(transpose(symmetric.vectors), symmetric.vectors), [
          [1, 0],
          [0, 1],
        ]),
      ).item(),
    },
    /** What a small entry below the diagonal does to a Jordan block. */
    jordan: [1e-4, 1e-8, 1e-12, 1e-16].map((epsilon) => ({
      epsilon,
      shift:
        Math.max(
          ...real(
            eigvals([
              [1, 1],
              [epsilon, 1],
            ]),
          ).data,
        ) - 1,
    })),
  };
}

export const exercise = defineExercise({
  question:
    "Let $A = \\begin{pmatrix} 5 & -2 \\\\ 1 & 2 \\end{pmatrix}$. Find both eigenvalues, $\\lambda_1 > \\lambda_2$, and an eigenvector $v$ to $\\lambda_1$, written as its slope $v_2 / v_1$.",
  fields: [
    { name: "first", label: "λ₁", placeholder: "a number" },
    { name: "second", label: "λ₂", placeholder: "a number" },
    { name: "slope", label: "v₂/v₁", placeholder: "such as 3/2" },
  ],
  derive: (made) => {
    const [a, b, c, d] = [5, -2, 1, 2];
    const trace = a + d;
    const determinant = made("determinant") ? a * d + b * c : a * d - b * c;
    const root = Math.sqrt(trace ** 2 - 4 * determinant);
    const sign = made("sign of the roots") ? -1 : 1;
    const [large, small] = made("diagonal") ? [a, d] : [(sign * trace + root) / 2, (sign * trace - root) / 2];
    // (a − λ) v₁ + b v₂ = 0
    const at = made("other vector") ? small : large;
    const slope = (at - a) / (made("left vector") ? c : b);
    const seen = made("upside down") ? 1 / slope : made("sign of the vector") ? -slope : slope;
    return made("exchanged")
      ? { first: small, second: large, slope: seen }
      : { first: large, second: small, slope: seen };
  },
  slips: {
    determinant:
      "The determinant is ad − bc. With b = −2 and c = 1 that is 10 + 2; the product bc was added.",
    "sign of the roots":
      "The characteristic polynomial is λ² − (a + d)λ + (ad − bc): the trace comes with a minus, so the eigenvalues add up to +7.",
    diagonal: "These are the diagonal entries. They are the eigenvalues only of a triangular matrix.",
    "other vector": "This is the eigenvector of the other eigenvalue, λ₂.",
    "left vector": "This is an eigenvector of Aᵀ, a left eigenvector: b and c have changed places.",
    "upside down": "This is v₁/v₂; the slope is v₂/v₁.",
    "sign of the vector": "The sign is wrong: from (a − λ)v₁ + b v₂ = 0 follows v₂/v₁ = (λ − a)/b.",
    exchanged: "The two eigenvalues stand in exchanged places.",
  },
  hint: "The eigenvalues have the sum 5 + 2 and the product ad − bc. Then solve (A − λ₁I)v = 0, one row is enough.",
  solution:
    "$\\lambda^2 - 7\\lambda + 12 = (\\lambda - 4)(\\lambda - 3)$, so $\\lambda_1 = 4$, $\\lambda_2 = 3$. From $(5 - 4)v_1 - 2v_2 = 0$ follows $v = (2, 1)$, with slope $\\tfrac12$, or any multiple of it.",
});
