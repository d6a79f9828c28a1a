import { grad } from "@adjoint/autodiff";
import { digits } from "@adjoint/datasets";
import { cond, eigvalsh, lowRank, matrixRank, norm, svdvals } from "@adjoint/linalg";
import { matmul, mul, outer, slice, sub, transpose } from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import { heatmap, ramp } from "@adjoint/viz";
import type { Scene } from "@adjoint/viz";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { svd } from "@adjoint/linalg";
import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { arrow, colors, defineFigure, formatNumber, handle, line, plot, text } from "@adjoint/viz";

type Point = readonly [x: number, y: number];
type Move = (point: Point) => Point;

const rowsOf = (matrix: Tensor): [Point, Point] => matrix.toArray() as [Point, Point];

const apply =
  ([[a, b], [c, d]]: readonly [Point, Point]): Move =>
  ([x, y]) => [a * x + b * y, c * x + d * y];

/** Part of an orthogonal map: it turns, and a reflection turns over as well. */
function orthogonal(matrix: Tensor, part: number): Move {
  const [[a, b], [c, d]] = rowsOf(matrix);
  const angle = part * Math.atan2(c, a);
  const flip = a * d < b * c ? 1 - 2 * part : 1;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return apply([
    [cos, -flip * sin],
    [sin, flip * cos],
  ]);
}

// four planes: A leads from the first to the last, and so do Vᵀ, Σ and U one after the other
const planes = [
  { at: [-2.55, 2.45], reach: [1.2, 1.2], name: "the unit circle" },
  { at: [-2.55, -2.3], reach: [1.2, 1.2], name: "Vᵀ: turned" },
  { at: [1.6, -2.3], reach: [2.1, 1.75], name: "ΣVᵀ: stretched" },
  { at: [1.6, 2.45], reach: [2.1, 1.75], name: "UΣVᵀ: turned again" },
] as const;
const circle = Array.from({ length: 73 }, (_, i): Point => {
  const angle = (i * Math.PI) / 36;
  return [Math.cos(angle), Math.sin(angle)];
});

/** Points of a plane where the picture has them. */
const place = (k: number, points: readonly Point[]): Point[] =>
  points.map(([x, y]) => [planes[k]!.at[0] + x, planes[k]!.at[1] + y]);

export const figure = defineFigure({
  params: {
    scrub: { value: 3, min: 0, max: 3, step: 0.01, label: "I → Vᵀ → Σ → U" },
    p: { value: 1.5, min: -1.8, max: 1.8, step: 0.01, label: "one axis, x" },
    q: { value: 0.9, min: -1.8, max: 1.8, step: 0.01, label: "one axis, y" },
    r: { value: 0.7, min: -2, max: 2, step: 0.01, label: "other axis" },
    turn: { value: 0.6, min: -3.14, max: 3.14, step: 0.01, label: "input angle" },
  },
  compute: ({ scrub, p, q, r, turn }) => {
    // A sends the direction of the input to the axis (p, q), and the direction across it to the other axis
    const length = Math.hypot(p, q);
    const across: Point = length === 0 ? [0, 1] : [-q / length, p / length];
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const A = tensor([
      [p * cos - r * across[0] * sin, p * sin + r * across[0] * cos],
      [q * cos - r * across[1] * sin, q * sin + r * across[1] * cos],
    ]);
    const { u, s, vt } = svd(A);
    const [s1, s2] = s.toArray() as [number, number];
    const part = (k: number): number => Math.min(1, Math.max(0, scrub - k));
    const steps: Move[] = [
      orthogonal(vt, part(0)),
      ([x, y]) => [x * (1 + part(1) * (s1 - 1)), y * (1 + part(1) * (s2 - 1))],
      orthogonal(u, part(2)),
    ];
    // plane k shows the first k steps
    const moves = planes.map(
      (_, k): Move =>
        (point) =>
          steps.slice(0, k).reduce((at, step) => step(at), point),
    );
    const whole = (i: 0 | 1, j: 0 | 1): number => {
      const [left, right] = [rowsOf(u)[i], rowsOf(vt)];
      return left[0] * s1 * right[0][j] + left[1] * s2 * right[1][j];
    };
    const [[a, b], [c, d]] = rowsOf(A);
    const residual = Math.hypot(a - whole(0, 0), b - whole(0, 1), c - whole(1, 0), d - whole(1, 1));
    return {
      A: rowsOf(A),
      sigma: [s1, s2],
      inputs: rowsOf(vt),
      moves,
      residual,
      across,
      scrub,
      p,
      q,
      r,
      turn,
    };
  },
  view: ({ moves, inputs, across, scrub, p, q, r, turn }) => {
    const [x, y] = planes[3].at;
    const input = place(0, [[Math.cos(turn), Math.sin(turn)]])[0]!;
    return plot({
      title: "A matrix turns, stretches and turns",
      equal: true,
      width: 560,
      margin: { left: 4, right: 4, top: 4, bottom: 4 },
      marks: [
        ...planes.map(({ at: [a, b], reach: [h, v] }) =>
          line(
            { x: [a - h, a + h, NaN, a, a], y: [b, b, NaN, b - v, b + v] },
            { stroke: colors.gray, strokeWidth: 0.7, opacity: 0.7 },
          ),
        ),
        ...moves.flatMap((move, k) => {
          const opacity = scrub > k - 1 ? 1 : 0.2;
          const tips = place(k, inputs.map(move));
          const [x1, y1] = planes[k]!.at;
          return [
            line(place(k, circle.map(move)), { stroke: colors.ink, strokeWidth: 1.4, opacity }),
            ...tips.map(([x2, y2], i) =>
              arrow({ x1, y1, x2, y2 }, { stroke: i === 0 ? colors.blue : colors.green, opacity }),
            ),
          ];
        }),
        // the ways between the planes
        arrow(
          {
            x1: [-1.15, -2.55, -1.15, 1.6],
            y1: [2.45, 1.05, -2.3, -0.15],
            x2: [-0.7, -2.55, -0.7, 1.6],
            y2: [2.45, -0.9, -2.3, 0.3],
          },
          { stroke: colors.gray },
        ),
        text(
          { x: [-0.92, -2.25, -0.92, 1.9], y: [2.75, 0.1, -2, 0.08], text: ["A", "Vᵀ", "Σ", "U"] },
          { size: 14, italic: true },
        ),
        text(
          {
            x: planes.map(({ at }) => at[0]),
            y: [3.95, -3.8, -4.3, 4.5],
            text: planes.map(({ name }) => name),
          },
          { size: 12 },
        ),
        handle(
          { x: x + p, y: y + q },
          {
            bind: { x: { param: "p", offset: x }, y: { param: "q", offset: y } },
            label: "the tip of one axis",
          },
        ),
        handle(
          { x: x + r * across[0], y: y + r * across[1] },
          {
            bind: {
              plane: [{ param: "r", offset: -x * across[0] - y * across[1], x: across[0], y: across[1] }],
            },
            label: "the tip of the other axis",
          },
        ),
        handle(
          { x: input[0], y: input[1] },
          { bind: { angle: { param: "turn", center: planes[0].at } }, label: "the direction of the input" },
        ),
      ],
      x: { domain: [-3.9, 3.9], axis: false },
      y: { domain: [-4.6, 4.8], axis: false },
    });
  },
  say: ({ A, sigma, residual }) => {
    const show = (value: number): string => formatNumber(value, { decimals: 2 });
    const [large, small] = sigma as [number, number];
    const rank = sigma.filter((value) => value > 1e-12).length;
    return (
      `A = [${A.map((row) => row.map(show).join(", ")).join("; ")}] has σ₁ = ${show(large)} and σ₂ = ${show(small)}: ` +
      `rank ${rank}, condition ${rank === 2 ? show(large / small) : "∞"}; ` +
      `‖A − UΣVᵀ‖ = ${formatNumber(residual, { digits: 2 })}.`
    );
  },
});
//#endregion

export const about: About = {
  number: 7,
  title: "Singular values",
  summary:
    "Every matrix is a turn, a stretch along the axes and another turn; the stretches say almost everything.",
};

/** One handwritten digit, a matrix of 8×8 pixels. */
const digit = (): Tensor => slice(digits().images, 3);

/** The numbers of the lesson. */
export function numbers() {
  const A = tensor([
    [3, 0],
    [4, 5],
  ]);
  const { u, s, vt } = svd(A);
  const product = matmul(mul(u, s), vt);
  const eps = 1e-9;
  const thin = tensor([
    [1, 1],
    [eps, 0],
    [0, eps],
  ]);
  const largest = grad((x: Tensor) => slice(svdvals(x), 0))(A);
  const u1v1 = outer(slice(u, [], 0), slice(vt, 0));
  const image = digit();
  const values = [...svdvals(image).data];
  const tail = (k: number): number => Math.hypot(...values.slice(k));
  const list = (x: TensorLike): number[] => [...tensor(x).data];
  return {
    A: A.toArray() as number[][],
    u: u.toArray() as number[][],
    s: list(s),
    vt: vt.toArray() as number[][],
    residual: norm(sub(A, product)).item(),
    gram: list(eigvalsh(matmul(transpose(A), A))),
    condition: cond(A).item(),
    frobenius: norm(A).item(),
    /** ∂σ₁/∂A by `grad`, and how far it is from u₁v₁ᵀ. */
    gradient: largest.toArray() as number[][],
    gradientError: norm(sub(largest, u1v1)).item(),
    lauchli: {
      eps,
      svd: list(svdvals(thin)),
      gram: list(eigvalsh(matmul(transpose(thin), thin)))
        .map((value) => Math.sqrt(Math.max(0, value)))
        .reverse(),
    },
    digit: {
      values,
      rank: matrixRank(image).item(),
      ranks: [1, 2, 3, 4].map((k) => ({
        k,
        share: 1 - (tail(k) / tail(0)) ** 2,
        error: norm(sub(image, lowRank(image, k))).item(),
        bound: tail(k),
        kept: k * 17,
      })),
    },
  };
}

/** The digit and what is left of it at rank 1, 2, 3 and 4. */
export function pictures(): { readonly digit: Scene } {
  const image = digit();
  const shown = [1, 2, 3, 4].map((k) => lowRank(image, k)).concat(image);
  const ink = ramp(["#ffffff", "#1c1a17"]);
  return {
    digit: plot({
      title: "A handwritten 3 at ranks 1, 2, 3 and 4, and whole",
      equal: true,
      width: 640,
      height: 150,
      margin: { left: 4, right: 4, top: 4, bottom: 4 },
      marks: [
        ...shown.map((pixels, i) =>
          heatmap(pixels, { x: [9.5 * i, 9.5 * i + 8], y: [0, 8], ramp: ink, domain: [0, 16] }),
        ),
        text(
          {
            x: shown.map((_, i) => 9.5 * i + 4),
            y: 9,
            text: ["rank 1", "rank 2", "rank 3", "rank 4", "whole"],
          },
          { size: 13 },
        ),
      ],
      x: { domain: [-0.25, 46.25], axis: false },
      y: { domain: [9.8, -0.3], axis: false },
    }),
  };
}

export const exercise = defineExercise({
  question:
    "Let $A = \\begin{pmatrix} 4 & 0 \\\\ 3 & -5 \\end{pmatrix}$. Find both singular values, and the condition number $\\sigma_1 / \\sigma_2$.",
  fields: [
    { name: "first", label: "σ₁", placeholder: "such as 2*sqrt(3)" },
    { name: "second", label: "σ₂", placeholder: "such as sqrt(3)" },
    { name: "condition", label: "σ₁/σ₂", placeholder: "a number" },
  ],
  derive: (made) => {
    const [[a, b], [c, d]] = [
      [4, 0],
      [3, -5],
    ] as const;
    // the entries of AᵀA, or of what was taken for it
    const [p, q, r] = made("square")
      ? [a * a + b * c, a * b + b * d, c * b + d * d]
      : [a * a + c * c, a * b + c * d, b * b + d * d];
    const mixed = made("columns") ? 0 : q;
    const root = Math.sqrt((p - r) ** 2 + 4 * mixed ** 2);
    const squares = [(p + r + root) / 2, (p + r - root) / 2] as const;
    const [large, small] = made("no root")
      ? squares
      : ([Math.sqrt(squares[0]), Math.sqrt(squares[1])] as const);
    const ratio = made("upside down")
      ? small / large
      : made("condition squared")
        ? (large / small) ** 2
        : large / small;
    return made("exchanged")
      ? { first: small, second: large, condition: ratio }
      : { first: large, second: small, condition: ratio };
  },
  slips: {
    "no root": "These are the eigenvalues of AᵀA. The singular values are their square roots.",
    square:
      "These are the sizes of the eigenvalues of A. They are its singular values only if A is symmetric, or at least normal: take the eigenvalues of AᵀA.",
    columns:
      "These are the lengths of the columns. They are the singular values only if the columns are orthogonal: AᵀA has entries off its diagonal.",
    exchanged: "The two stand in exchanged places: σ₁ is the larger one.",
    "upside down": "The fraction stands upside down: a condition number is at least 1.",
    "condition squared": "This is the condition number of AᵀA, the square of that of A.",
  },
  hint: "Form AᵀA, find its two eigenvalues from trace and determinant, and take their square roots.",
  solution:
    "$A^\\top A = \\begin{pmatrix} 25 & -15 \\\\ -15 & 25 \\end{pmatrix}$ has the eigenvalues $25 \\pm 15$, so $\\sigma_1 = \\sqrt{40} = 2\\sqrt{10}$, $\\sigma_2 = \\sqrt{10}$, and the condition number is $2$.",
});
