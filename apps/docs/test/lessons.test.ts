import { readFileSync } from "node:fs";
import { renderFigure, startOf } from "@adjoint/viz";
import { expect, test } from "vitest";
import { lessonList } from "../src/lessons/index.ts";
import * as bowl from "../src/lessons/largest-curvature.ts";
import * as cross from "../src/lessons/cross-entropy.ts";
import * as gaussian from "../src/lessons/gaussian.ts";
import * as kl from "../src/lessons/kl-divergence.ts";
import * as hvp from "../src/lessons/hessian-vector-product.ts";
import * as eigen from "../src/lessons/eigenvectors.ts";
import * as principal from "../src/lessons/principal-components.ts";
import * as singular from "../src/lessons/singular-values.ts";
import * as ring from "../src/lessons/ring-function.ts";
import outputs from "../src/lessons/pytorch/outputs.json" with { type: "json" };

/** What PyTorch printed for a lesson, line by line. */
function torch(lesson: keyof typeof outputs): unknown[] {
  return outputs[lesson].map((line) => JSON.parse(line.replace(/\binf\b/g, "1e999")) as unknown);
}

function expectClose(actual: unknown, expected: unknown, digits = 12): void {
  const flatten = (value: unknown): number[] =>
    Array.isArray(value) ? value.flatMap(flatten) : [value as number];
  const [a, b] = [flatten(actual), flatten(expected)];
  expect(a.length).toBe(b.length);
  a.forEach((value, i) => {
    if (Number.isFinite(b[i]!)) expect(value).toBeCloseTo(b[i]!, digits);
    else expect(value).toBe(b[i]);
  });
}

test("the ring: value, gradient and Hessian at (1, 2) are those of PyTorch", () => {
  const { value, gradient, hessian } = ring.numbers();
  expectClose([value, gradient, hessian], torch("ring-function"), 15);
  expect(value.toFixed(6)).toBe("0.033690");
  expect(gradient.map((d) => d.toFixed(6))).toEqual(["-0.053904", "-0.107807"]);
});

test("the ring: a second derivative passes through the gradient", () => {
  const { gradient, gradientThroughSecond, hessian, secondDerivatives } = ring.numbers();
  expectClose(gradientThroughSecond, gradient, 15);
  expectClose(secondDerivatives, hessian, 15);
});

test("the ring: four exact routes agree to the last digits, the difference quotient to nine", () => {
  const [first, ...others] = ring.numbers().routes;
  for (const { name, gradient } of others) {
    expectClose(gradient, first!.gradient, name === "difference quotient" ? 9 : 15);
  }
});

test("the ring: on the unit circle the Hessian's eigenvalues are -4/e and 0", () => {
  expectClose(ring.numbers().ringEigenvalues, [-4 / Math.E, 0], 15);
});

test("Hessian-vector products: the gradient is [11, 11] and H·[1, 1] is [5, 4], as in PyTorch", () => {
  const { gradient, product } = hvp.numbers();
  expect(gradient).toEqual([11, 11]);
  expect(product).toEqual([5, 4]);
  expectClose([gradient, product], torch("hessian-vector-product"));
});

test("Hessian-vector products: four routes agree", () => {
  const { routes } = hvp.numbers();
  expect(routes.length).toBe(4);
  for (const { product, name } of routes)
    expectClose(product, [5, 4], name.startsWith("difference") ? 8 : 12);
});

test("Hessian-vector products: work grows with n for a product and with n² for the Hessian", () => {
  const { cost } = hvp.numbers();
  const growth = (of: "gradient" | "product" | "whole"): number => cost.at(-1)![of] / cost.at(-2)![of];
  expect(growth("gradient")).toBeLessThan(4.5);
  expect(growth("product")).toBeLessThan(4.5);
  expect(growth("whole")).toBeGreaterThan(12);
});

test("largest curvature: spectrum, border and distances are those of PyTorch", () => {
  const { eigenvalues, border, table } = bowl.numbers();
  const [values, limit, distances] = torch("largest-curvature");
  expectClose(eigenvalues, values);
  expectClose(border, limit);
  expectClose(
    table.slice(-2).map(({ distance }) => distance),
    distances,
    9,
  );
  expect(eigenvalues.map((value) => value.toFixed(3))).toEqual(["2.382", "4.618"]);
  expect(border.toFixed(4)).toBe("0.4331");
});

test("KL divergence: closed forms are those of PyTorch, and a sum over a grid agrees", () => {
  const { normals, coins } = kl.numbers();
  const [gaussian, coin] = torch("kl-divergence");
  expectClose([normals.forward, normals.backward], gaussian);
  expectClose([coins.sureFair, coins.fairSure], coin);
  expectClose(normals.forwardByGrid, normals.forward, 9);
});

test("KL divergence: the covering fit has the moments of p, the seeking fit sits on one bump", () => {
  const { covering, seeking, mixture } = kl.numbers();
  expectClose([covering.mean, covering.scale], [mixture.mean, mixture.scale], 4);
  expect(seeking.mean).toBeCloseTo(-2, 1);
  expect(seeking.scale).toBeLessThan(1);
});

test("eigenvectors: values and residual are those of PyTorch, and A is put together again", () => {
  const { values, residual, spiral, back, powerError } = eigen.numbers();
  const [real, error, pair] = torch("eigenvectors") as [number[], number, [number[], number[]]];
  expectClose(values, real);
  expectClose(residual, error);
  expectClose(spiral.real, pair[0]);
  expectClose(
    spiral.imaginary.toSorted((a, b) => a - b),
    pair[1],
  );
  expectClose([back, powerError], [0, 0]);
});

test("eigenvectors: a Jordan block moves its eigenvalues by the root of what it is moved by", () => {
  for (const { epsilon, shift } of eigen.numbers().jordan)
    expect(shift / Math.sqrt(epsilon)).toBeCloseTo(1, 6);
});

/** The matrix after its first eigenvalue handle is dragged to a place of the complex plane. */
function dragged(start: Record<"a" | "b" | "c" | "d", number>, to: readonly [number, number]) {
  const { figure } = eigen;
  const view = figure.view(figure.compute({ x: 1, y: 1, ...start }));
  const nodes = view.children.flatMap((node) => (node.type === "group" ? node.children : []));
  const grip = nodes.find((node) => node.type === "handle" && node.label === "the eigenvalue λ₁");
  if (grip?.type !== "handle") throw new Error("no handle at the eigenvalue");
  const at = { x: 2.6 + 0.75 * to[0], y: 0.75 * to[1] };
  const moved = grip.bind.plane!.map(({ param, offset = 0, x = 0, y = 0 }) => [
    param,
    offset + x * at.x + y * at.y,
  ]);
  return figure.compute({ x: 1, y: 1, ...start, ...(Object.fromEntries(moved) as typeof start) });
}

test("eigenvectors: dragging one of two real eigenvalues leaves the other and both directions where they are", () => {
  const start = { a: 1.1, b: 0.4, c: 0.3, d: 0.7 };
  const before = eigen.figure.compute({ x: 1, y: 1, ...start });
  const after = dragged(start, [-0.4, 0.3]);
  const other = before.pairs[1].value[0];
  const found = after.pairs.map(({ value }) => value[0]).toSorted((p, q) => p - q);
  expectClose(
    found,
    [-0.4, other].toSorted((p, q) => p - q),
  );
  const place = after.pairs.findIndex(({ value }) => Math.abs(value[0] - other) < 1e-9);
  expectClose(after.pairs[place]!.vector, before.pairs[1].vector);
});

test("eigenvectors: dragging one of a complex pair moves both, mirrored", () => {
  const { pairs } = dragged({ a: 0.9, b: -0.6, c: 0.5, d: 0.8 }, [0.3, 1.1]);
  expectClose(
    pairs.map(({ value }) => value),
    [
      [0.3, 1.1],
      [0.3, -1.1],
    ],
  );
});

test("eigenvectors: the caption warns close to a defective matrix, and has small residuals everywhere", () => {
  const { figure } = eigen;
  const said = (a: number, b: number, c: number, d: number): string =>
    figure.say(figure.compute({ x: 1, y: 0, a, b, c, d }));
  expect(said(1, 1, 0, 1)).toContain("Close to defective");
  expect(said(1, 0, 0, 1)).not.toContain("defective");
  expect(said(0, -1, 1, 0)).toContain("turns by 90.00° a step");
  for (const b of [-1.5, -0.3, 0, 0.7]) {
    const { pairs } = figure.compute({ x: 1, y: 0, a: 0.5, b, c: 1.2, d: -1 });
    for (const { residual } of pairs) expect(residual).toBeLessThan(1e-14);
  }
});

test("principal components: the variances of the irises are those of PyTorch", () => {
  const [irises] = principal.numbers().routes;
  const [variances, shares, eigenvalues] = torch("principal-components");
  expectClose([irises!.variances, irises!.shares], [variances, shares]);
  expectClose(irises!.variances, eigenvalues);
});

test("principal components: SVD and the eigenvectors of the covariance agree to twelve digits", () => {
  for (const { valueError, vectorError } of principal.numbers().routes) {
    expect(valueError).toBeLessThan(1e-12);
    expect(vectorError).toBeLessThan(1e-12);
  }
});

test("principal components: power iteration takes as many steps as the gap says, give or take a tenth and four", () => {
  for (const { iterations, predicted } of principal.numbers().routes) {
    expect(Math.abs(iterations - predicted)).toBeLessThan(4 + 0.1 * predicted);
  }
});

test("principal components: the share that the line keeps is largest in the first component", () => {
  const { figure } = principal;
  const flower = { x: 5, y: 4, copies: 0 };
  const { best, variances, residual } = figure.compute({ angle: 0, ...flower });
  expect(residual).toBeLessThan(1e-14);
  const angle = Math.atan2(best[0][1], best[0][0]);
  const share = variances[0] / (variances[0] + variances[1]);
  expect(figure.compute({ angle, ...flower }).kept).toBeCloseTo(share, 12);
  expect(figure.compute({ angle: angle + Math.PI / 2, ...flower }).kept).toBeCloseTo(1 - share, 12);
  expect(figure.compute({ angle: angle + 0.1, ...flower }).kept).toBeLessThan(share);
});

test("principal components: a flower that counts more often moves the mean and the components", () => {
  const own = { angle: 0, x: 9, y: 1 };
  const few = principal.figure.compute({ ...own, copies: 1 });
  const many = principal.figure.compute({ ...own, copies: 50 });
  expect(many.centre[0]).toBeGreaterThan(few.centre[0]);
  const [[a, b], [c, d]] = [few.best[0], many.best[0]];
  expect(Math.abs(a * c + b * d)).toBeLessThan(0.9);
});

test("singular values: values, condition and gradient are those of PyTorch", () => {
  const { s, condition, gradient } = singular.numbers();
  expectClose([s, condition, gradient], torch("singular-values"));
  expectClose([s[0]! ** 2, s[1]! ** 2], [45, 5]);
});

test("singular values: a digit cut off at rank k is as far away as the bound says", () => {
  const { values, rank, ranks } = singular.numbers().digit;
  expect(values.filter((value) => value > 1e-12).length).toBe(rank);
  for (const { error, bound } of ranks) expect(error).toBeCloseTo(bound, 12);
});

test("singular values: svdvals finds what the Gram matrix loses", () => {
  const { eps, svd, gram } = singular.numbers().lauchli;
  expect(svd[1]! / eps).toBeCloseTo(1, 12);
  expect(Math.abs(gram[1]! / eps - 1)).toBeGreaterThan(0.1);
});

test("singular values: the figure's matrix has the axes that are dragged, also where one vanishes", () => {
  const { figure } = singular;
  const base = { scrub: 3, p: 1.2, q: -0.9, r: -0.5, turn: 2 };
  expectClose(figure.compute(base).sigma, [1.5, 0.5]);
  expectClose(figure.compute({ ...base, r: 0 }).sigma, [1.5, 0]);
  expectClose(figure.compute({ ...base, p: 0, q: 0 }).sigma, [0.5, 0]);
  for (const r of [-2, 0, 2]) expect(figure.compute({ ...base, r }).residual).toBeLessThan(1e-14);
});

test("singular values: the steps lead from the circle to the image under A", () => {
  const { A, moves } = singular.figure.compute({ scrub: 3, p: 1.2, q: -0.9, r: -0.5, turn: 2 });
  const [[a, b], [c, d]] = A;
  for (const [x, y] of [
    [1, 0],
    [0.6, 0.8],
  ] as const)
    expectClose(moves[3]!([x, y]), [a * x + b * y, c * x + d * y]);
});

test.each(lessonList.map((lesson) => [lesson.slug, lesson] as const))(
  "%s: the figure stands still as SVG and says its state",
  (_slug, { figure }) => {
    const said = figure.say(figure.compute(startOf(figure)));
    expect(said).toMatch(/\d/);
    expect(said).not.toMatch(/NaN|undefined/);
    const html = renderFigure(figure);
    expect(html).toContain(`<figcaption>${said}</figcaption>`);
    expect(html).not.toContain("NaN");
  },
);

test.each(lessonList.map(({ slug }) => slug))(
  "%s: the page prints no number that it does not compute",
  (slug) => {
    const page = readFileSync(`${import.meta.dirname}/../src/content/docs/lessons/${slug}.mdx`, "utf8");
    const prose = page.replace(/^---[\s\S]*?\n---\n/, "");
    expect(prose.match(/\d\.\d{3,}/g) ?? []).toEqual([]);
  },
);

test("the Gaussian: log-densities, scores and masses are those of PyTorch", () => {
  const { logProb, scores, atInflexion, within } = gaussian.numbers();
  const [far, inflexion, masses] = torch("gaussian");
  expectClose([logProb, scores.mean, scores.scale], far);
  expectClose([atInflexion.mean, atInflexion.scale], (inflexion as number[]).slice(1));
  expectClose(within, masses);
});

test("the Gaussian: at the parameters of greatest likelihood the mean score is zero", () => {
  const { fitted, slopes, tail, underflow } = gaussian.numbers();
  expectClose(slopes, [0, 0]);
  expect(Math.abs(fitted.mean - 1)).toBeLessThan(0.2);
  expect(Math.abs(fitted.scale - 2)).toBeLessThan(0.15);
  expect(tail.difference).toBe(0);
  expect(tail.survival).toBeGreaterThan(7e-24);
  expect(underflow.prob).toBeLessThan(1e-300);
  expectClose(underflow.logProb, -800 - Math.log(2 * Math.PI) / 2);
});

test("cross-entropy: loss, gradient and likelihood are those of PyTorch, stable at far logits", () => {
  const { nats, gradient, negativeLogLikelihood, extreme } = cross.numbers();
  const [loss, slope, likelihood, far] = torch("cross-entropy");
  expectClose([nats, negativeLogLikelihood], [loss, likelihood]);
  expectClose(gradient, slope);
  expectClose(extreme, far);
});

test("cross-entropy: it is entropy plus divergence, its gradient q − p, and it is least where q is p", () => {
  const { entropy, uniform, gradient, difference, fitted } = cross.numbers();
  expectClose(uniform.cross, entropy + uniform.lost);
  expectClose(gradient, difference);
  expectClose(fitted, [0.5, 0.25, 0.1875, 0.0625], 8);
});
