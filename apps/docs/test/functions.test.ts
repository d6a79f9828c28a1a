import { existsSync, readFileSync } from "node:fs";
import * as linalg from "@adjoint/linalg";
import { expect, test } from "vitest";
import { functionDocs, readDoc } from "../scripts/function-docs.ts";
import { functionGroups, functionSlug } from "../scripts/function-groups.ts";
import { functionPage } from "../scripts/function-page.ts";
import { speedPage } from "../scripts/speed-page.ts";
import type { SpeedTable } from "../scripts/speed-page.ts";

const folder = `${import.meta.dirname}/../../../packages/linalg`;
const docs = functionDocs(folder);
const names = docs.map(({ name }) => name);

test("every function that linalg exports has a page and stands in one group", () => {
  const exported = Object.entries(linalg as Record<string, unknown>)
    .filter(([name, value]) => typeof value === "function" && !/^[A-Z]/.test(name))
    .map(([name]) => name);
  expect(names.toSorted()).toEqual(exported.toSorted());
  expect(functionGroups.flatMap((group) => group.names).toSorted()).toEqual(exported.toSorted());
});

/** Plain arithmetic on numbers that nothing is wrong with. */
const throwsNothing = ["marchenkoPasturEdge"];

test.each(docs.map((doc) => [doc.name, doc] as const))(
  "%s: its doc comment says formula, shapes, derivative, method, cost, source and errors, and has an example that is run",
  (name, { summary, text, parts, errors, example, signature }) => {
    const missing: string[] = (["Shapes", "Derivative", "Method", "Cost", "Source"] as const).filter(
      (label) => parts[label] === undefined,
    );
    if (errors === undefined && !throwsNothing.includes(name)) missing.push("@throws");
    if (parts.Formula === undefined && !/[=≈√Σ‖]/.test(summary + text)) missing.push("Formula");
    expect(missing).toEqual([]);
    expect(example).toContain("// =>");
    expect(example).toContain(name);
    expect(signature).toContain(`function ${name}`);
    expect(parts.Cost).toMatch(/O\(|[nmkp]|operations|additions/);
  },
);

test("a page holds every part of the comment, once, and its code says what the function is called with", () => {
  for (const doc of docs) {
    const page = functionPage(doc, names);
    for (const heading of ["Shapes", "Algorithm", "Cost", "Derivative", "Example", "Source", "See also"]) {
      expect(page.split(`\n## ${heading}\n`).length).toBe(2);
    }
    expect(page).toContain(doc.example);
    expect(page).toContain(`/api/linalg/#${doc.name.toLowerCase()}`);
  }
});

test("labels are found at the beginning of lines and of sentences, with what they add to themselves", () => {
  const doc = readDoc(
    "f",
    [
      "/**",
      " * The f of x, `a < b`: f(x) = x. And more.",
      " *",
      " * Shapes: any. Derivatives, P fixed: df = dx,",
      " * in all orders.",
      " *",
      " * Cost: n. Method: none.",
      " * Source: a book.",
      " *",
      " * @throws TypeError always.",
      " */",
      "export function f(x: number): number;",
      "export function f(x: string): string;",
      "export function f(x: unknown): unknown {",
      "",
    ].join("\n"),
  );
  expect(doc.summary).toBe("The f of x, `a < b`: f(x) = x.");
  expect(doc.text).toBe("And more.");
  expect(doc.parts).toEqual({
    Shapes: "any.",
    Derivative: "P fixed: df = dx, in all orders.",
    Cost: "n.",
    Method: "none.",
    Source: "a book.",
  });
  expect(doc.errors).toBe("TypeError always.");
  expect(doc.signature).toBe("function f(x: number): number;\nfunction f(x: string): string;");
});

test("signs of formulas stand for themselves in Markdown, and other functions are linked", () => {
  const page = functionPage(
    {
      name: "solve",
      summary: "x_i * y_i < |z|, as `lu` and `solve` do.",
      text: "",
      parts: {},
      errors: undefined,
      example: undefined,
      signature: "function solve(): void;",
    },
    ["solve", "lu"],
  );
  expect(page).toContain(
    "x\\_i \\* y\\_i &lt; \\|z\\|, as [`lu`](/linear-algebra/functions/lu/) and `solve` do.",
  );
});

test("addresses are in lower case, with words apart", () => {
  expect(functionSlug("marchenkoPasturEdge")).toBe("marchenko-pastur-edge");
  expect(functionSlug("qr")).toBe("qr");
});

const measured = `${folder}/bench/table.json`;

test("the page of times shows the rows that were measured, and a dash for those that were not", () => {
  const example: SpeedTable = {
    machine: "a machine",
    node: "v24.1.0",
    numpy: "1.24.2",
    rows: [
      { function: "solve", n: 32, ms: 0.0123, toNumpy: 0.8 },
      { function: "solve", n: 256, ms: 1.5, toNumpy: 1.375 },
      { function: "qr", n: 256, ms: 9.04, toNumpy: 1.6 },
    ],
  };
  const page = speedPage(example);
  expect(page).toContain("| `solve` | 0.80 (12\u00a0µs) | 1.38 (1.5\u00a0ms) |");
  expect(page).toContain("| `qr` | – | 1.60 (9\u00a0ms) |");
  expect(page).toContain("Node 24.1.0");
  if (existsSync(measured)) {
    const table = JSON.parse(readFileSync(measured, "utf8")) as SpeedTable;
    for (const { ms, toNumpy } of table.rows) expect(ms > 0 && toNumpy > 0).toBe(true);
  }
});
