import { sqrt } from "@adjoint/tensor";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { grad } from "@adjoint/autodiff";
import { eigh } from "@adjoint/linalg";
import { dot, matmul, mul, sub, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { bar, colors, defineFigure, dot as dots, formatNumber, handle, line, plot, text } from "@adjoint/viz";

const H = tensor([
  [4, 1],
  [1, 3],
]);
const f = (x: Tensor): Tensor => mul(0.5, dot(x, matmul(H, x)));

/** Gradient descent with a fixed step: every point that it visits before it leaves the picture for good. */
function descend(start: Tensor, eta: number, steps: number): readonly Tensor[] {
  const path = [start];
  for (let x = start; path.length <= steps && dot(x, x).item() < 100; path.push(x)) {
    x = sub(x, mul(eta, grad(f)(x)));
  }
  return path;
}

const { values, vectors } = eigh(H);
const eigenvalues = values.toArray() as [number, number];

/** The ellipse on which f has the value `level`: its axes are the eigenvectors, of length √(2 level/λ). */
function ellipse(level: number): [number, number][] {
  const [[p, q], [r, s]] = vectors.toArray() as [[number, number], [number, number]];
  const [long, short] = eigenvalues.map((value) => Math.sqrt((2 * level) / value)) as [number, number];
  return Array.from({ length: 97 }, (_, i) => {
    const [u, v] = [long * Math.cos((i * Math.PI) / 48), short * Math.sin((i * Math.PI) / 48)];
    return [p * u + q * v, r * u + s * v];
  });
}
const border = 2 / eigenvalues[1];

export const figure = defineFigure({
  params: {
    eta: { value: 0.3, min: 0.02, max: 0.5, step: 0.001, label: "step size η" },
    x: { value: 2.4, min: -3, max: 3, step: 0.01, label: "start x" },
    y: { value: -1.6, min: -3, max: 3, step: 0.01, label: "start y" },
  },
  compute: ({ eta, x, y }) => ({
    eta,
    start: { x, y },
    path: descend(tensor([x, y]), eta, 40).map((point) => [...point.data] as [number, number]),
    factors: eigenvalues.map((value) => Math.abs(1 - eta * value)),
  }),
  view: ({ path, start, eta, factors: [shallow, steep] }) => {
    const color = eta < border ? colors.blue : colors.red;
    // bars to the right of the bowl: what one step leaves of each part; the line is 1
    const bars = { x: [4.1, 4.9], y: [steep!, shallow!].map((factor) => Math.min(factor, 1.3) * 4 - 2.3) };
    return plot({
      title: "Gradient descent on a quadratic bowl",
      equal: true,
      width: 620,
      height: 430,
      marks: [
        ...[1, 2, 3, 4, 5, 6, 7].map((k) =>
          line(ellipse(0.42 * k ** 2), { stroke: colors.gray, strokeWidth: 0.8, opacity: 0.6 }),
        ),
        line(path, { stroke: color, strokeWidth: 1.4 }),
        dots(path, { r: 3, fill: color }),
        bar({ ...bars, y2: -2.3 }, { width: 0.5, fill: color }),
        line({ x: [3.75, 5.25], y: [1.7, 1.7] }, { stroke: colors.red, strokeWidth: 1.2 }),
        text({ x: [4.1, 4.9], y: -2.55, text: ["steep", "shallow"] }, { size: 11 }),
        text({ x: 4.5, y: 2.5, text: "|1 − ηλ|" }),
        handle(start, { bind: { x: "x", y: "y" }, label: "the start" }),
      ],
      x: { domain: [-3.4, 5.4], ticks: [-3, -2, -1, 0, 1, 2, 3] },
      y: { domain: [-2.8, 2.8], ticks: [-2, -1, 0, 1, 2] },
    });
  },
  say: ({ eta, start, factors }) => {
    const [shallow, steep] = factors.map((factor) => formatNumber(factor, { decimals: 3 }));
    const outcome = eta < border ? "converges" : "diverges";
    return (
      `From (${formatNumber(start.x)}, ${formatNumber(start.y)}) with η = ${formatNumber(eta)} descent ${outcome}; ` +
      `the border is 2/λmax = ${formatNumber(border)}. ` +
      `A step multiplies the steep part by ${steep}, the shallow part by ${shallow}.`
    );
  },
});
//#endregion

export const about: About = {
  number: 15,
  title: "Largest curvature and step size",
  summary: "Why gradient descent diverges beyond 2/λmax, seen on one quadratic bowl.",
};

/** The numbers of the lesson: the spectrum of H, the border, and what steps around it do. */
export function numbers() {
  const [low, high] = eigenvalues;
  const best = 2 / (low + high);
  const steps = 200;
  const distance = (eta: number): number => {
    let x = tensor([2, 1]);
    for (let k = 0; k < steps; k++) x = sub(x, mul(eta, grad(f)(x)));
    return sqrt(dot(x, x)).item();
  };
  const row = (eta: number): { eta: number; factors: number[]; distance: number } => ({
    eta,
    factors: eigenvalues.map((value) => Math.abs(1 - eta * value)),
    distance: distance(eta),
  });
  return {
    eigenvalues,
    border,
    best,
    bestRate: Math.abs(1 - best * high),
    steps,
    table: [0.01, 0.1, best, 0.43, 0.436].map(row),
  };
}

export const exercise = defineExercise({
  question:
    "Let $f(x) = \\tfrac12 x^\\top H x$ with $H = \\begin{pmatrix} 5 & 2 \\\\ 2 & 2 \\end{pmatrix}$. Find both eigenvalues, and the step size above which gradient descent diverges.",
  fields: [
    { name: "largest", label: "λmax", placeholder: "a number" },
    { name: "smallest", label: "λmin", placeholder: "a number" },
    { name: "border", label: "border for η", placeholder: "such as 1/2" },
  ],
  derive: (made) => {
    const [a, b, d] = [5, 2, 2];
    const trace = a + d;
    const determinant = made("off-diagonal once") ? a * d - b : a * d - b * b;
    const root = Math.sqrt(trace ** 2 - 4 * determinant);
    const scale = made("half") ? 0.5 : made("double") ? 2 : 1;
    const high = scale * (made("diagonal") ? a : (trace + root) / 2);
    const low = scale * (made("diagonal") ? d : (trace - root) / 2);
    const borders: readonly [boolean, number][] = [
      [made("one over"), 1 / high],
      [made("smallest"), 2 / low],
      [made("fastest"), 2 / (high + low)],
    ];
    const border = borders.find(([wrong]) => wrong)?.[1] ?? 2 / high;
    return made("exchanged")
      ? { largest: low, smallest: high, border }
      : { largest: high, smallest: low, border };
  },
  slips: {
    diagonal: "These are the diagonal entries. They are the eigenvalues only of a triangular matrix.",
    "off-diagonal once":
      "In the determinant ad − b² the off-diagonal entry must be squared: it was subtracted once.",
    half: "The factor ½ of f was carried into the Hessian. Differentiating ½xᵀHx twice gives H.",
    double: "A factor 2 too many: differentiating ½xᵀHx twice gives H, for the ½ takes it away.",
    "one over":
      "1/λmax is the step that kills the steepest part at once. Up to twice as much still converges: |1 − ηλ| < 1 means η < 2/λ.",
    smallest: "The border comes from the largest eigenvalue; this uses the smallest.",
    fastest: "2/(λmax + λmin) is the fastest fixed step. The border is 2/λmax.",
    exchanged: "The two eigenvalues stand in exchanged places.",
  },
  hint: "The eigenvalues solve λ² − (a + d)λ + (ad − b²) = 0; then ask when |1 − ηλ| < 1 for both.",
  solution:
    "$\\lambda^2 - 7\\lambda + 6 = 0$, so $\\lambda = 6$ and $1$. Descent converges while $|1 - 6\\eta| < 1$, that is for $\\eta < 1/3$.",
});
