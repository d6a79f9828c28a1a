import { expect, test } from "vitest";
import { checkLayers } from "./check.ts";
import { type Layer, layers } from "./table.ts";
import type { Manifest, Package } from "./workspace.ts";

const table: Record<string, Layer> = {
  "@x/low": { packages: [] },
  "@x/high": { packages: ["@x/low"], thirdParty: ["d3-array"] },
};

function pkg(name: string, files: Record<string, string>, manifest: Partial<Manifest> = {}): Package {
  return {
    folder: `packages/${name.replace("@x/", "")}`,
    manifest: { name, ...manifest },
    files: new Map(Object.entries(files)),
  };
}

const usesLow = { dependencies: { "@x/low": "workspace:^" } };

test("a workspace that follows the table has no problems", () => {
  const packages = [
    pkg("@x/low", { "src/index.ts": 'export { a } from "./a.ts";', "src/a.ts": "export const a = 1;" }),
    pkg("@x/high", { "src/index.ts": 'import { a } from "@x/low"; export const b = a;' }, usesLow),
  ];
  expect(checkLayers(packages, table)).toEqual([]);
});

test("an import upwards fails even when it is declared", () => {
  const packages = [
    pkg("@x/low", { "src/a.ts": 'import type { B } from "@x/high";' }, { dependencies: { "@x/high": "*" } }),
    pkg("@x/high", { "src/b.ts": "export type B = 1;" }),
  ];
  expect(checkLayers(packages, table)).toEqual([
    "packages/low/src/a.ts: @x/low may not import @x/high: the table allows nothing",
  ]);
});

test("a subpath, a re-export and a dynamic import are imports too", () => {
  for (const text of [
    'import "@x/high/sub";',
    'export * from "@x/high";',
    'export * as high from "@x/high";',
    'const b = await import("@x/high");',
    'type B = import("@x/high").B;',
  ]) {
    const problems = checkLayers(
      [pkg("@x/low", { "src/a.ts": text }, { dependencies: { "@x/high": "*" } })],
      table,
    );
    expect(problems, text).toEqual([
      "packages/low/src/a.ts: @x/low may not import @x/high: the table allows nothing",
    ]);
  }
});

test("a third party that the table does not name fails, and so does a module of Node", () => {
  const packages = [
    pkg(
      "@x/high",
      { "src/a.ts": 'import "lodash"; import "d3-array"; import "node:fs";' },
      {
        dependencies: { lodash: "*", "d3-array": "*" },
      },
    ),
  ];
  expect(checkLayers(packages, table)).toEqual([
    "packages/high/src/a.ts: @x/high may not import lodash: the table allows @x/low, d3-array",
    "packages/high/src/a.ts: @x/high may not import node:fs: packages run in browsers",
  ]);
});

test("files that load each other fail", () => {
  const files = {
    "src/a.ts": 'import { b } from "./b.ts"; export const a = b;',
    "src/b.ts": 'export { c as b } from "./c.ts";',
    "src/c.ts": 'import { type A } from "./a.ts"; export const c = 1 as A;',
  };
  expect(checkLayers([pkg("@x/low", files)], table)).toEqual([
    "packages/low: files import each other: src/a.ts → src/b.ts → src/c.ts → src/a.ts",
  ]);
});

test("files whose types mention each other are no cycle", () => {
  const files = {
    "src/a.ts": 'import type { B } from "./b.ts"; export type A = B | 1;',
    "src/b.ts": 'import { type A } from "./a.ts"; export type B = A[];',
  };
  expect(checkLayers([pkg("@x/low", files)], table)).toEqual([]);
});

test("packages that develop against each other fail", () => {
  const packages = [
    pkg("@x/low", { "test/a.test.ts": 'import "@x/high";' }, { devDependencies: { "@x/high": "*" } }),
    pkg("@x/high", { "src/b.ts": 'import "@x/low";' }, usesLow),
  ];
  expect(checkLayers(packages, table)).toEqual(["packages depend on each other: @x/low → @x/high → @x/low"]);
});

test("an import that package.json does not declare fails, and a test may use devDependencies only", () => {
  expect(checkLayers([pkg("@x/high", { "src/a.ts": 'import "@x/low";' })], table)).toEqual([
    "packages/high: @x/low is imported by src/a.ts but not in dependencies",
  ]);
  const developed = { devDependencies: { "@x/low": "*", vitest: "*" } };
  const files = { "src/a.ts": 'import "@x/low";', "test/a.test.ts": 'import "vitest";' };
  expect(checkLayers([pkg("@x/high", files, developed)], table)).toEqual([
    "packages/high: @x/low is imported by src/a.ts but not in dependencies",
  ]);
});

test("a declared dependency that nothing uses fails", () => {
  const manifest = { dependencies: { "@x/low": "*" }, devDependencies: { "ml-matrix": "*", tsup: "*" } };
  const files = { "src/a.ts": "export {};", "test/a.test.ts": 'import "@x/low";' };
  expect(
    checkLayers([pkg("@x/high", files, { ...manifest, scripts: { build: "tsup --dts" } })], table),
  ).toEqual([
    "packages/high: @x/low is in dependencies but src does not import it",
    "packages/high: ml-matrix is declared but nothing uses it",
  ]);
});

test("imports of pages count, and code that only looks like one does not", () => {
  const page =
    'import A from "@x/low";\nimport "./a.css";\nexport const join = (x) => x.join(",");\n```ts\nimport "shown";\n```\n';
  const app = { ...pkg("app", { "src/a.mdx": page }, usesLow), folder: "apps/docs" };
  expect(checkLayers([app], table)).toEqual([]);
  expect(checkLayers([{ ...app, manifest: { name: "app" } }], table)).toEqual([
    "apps/docs: @x/low is imported by src/a.mdx but not in dependencies or devDependencies",
  ]);
});

test("a relative path into another package fails", () => {
  expect(checkLayers([pkg("@x/high", { "test/a.test.ts": 'import "../../low/src/a.ts";' })], table)).toEqual([
    "packages/high/test/a.test.ts: ../../low/src/a.ts leaves the package: import it by name",
  ]);
});

test("a package without a row fails", () => {
  expect(checkLayers([pkg("@x/new", {})], table)).toEqual([
    "packages/new: @x/new has no row in the table of layers",
  ]);
});

test("the table of the architecture has no cycle", () => {
  expect(checkLayers([], layers)).toEqual([]);
});
