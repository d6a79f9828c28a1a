import { existsSync } from "node:fs";
import * as probability from "@adjoint/probability";
import { renderFigure, startOf } from "@adjoint/viz";
import type { Figure, Params } from "@adjoint/viz";
import { expect, test } from "vitest";
import { familiesIn } from "../scripts/family-functions.ts";
import { familyGroups, familySlug } from "../scripts/family-groups.ts";
import { familyPage } from "../scripts/family-page.ts";
import { functionDocs } from "../scripts/function-docs.ts";

const families = familiesIn(probability);
const names = [...families.keys()];
const docs = functionDocs(`${import.meta.dirname}/../../../packages/probability`);
const figureOf = (name: string): string =>
  `${import.meta.dirname}/../src/distributions/figures/${familySlug(name)}-distribution.ts`;

test("every family stands in one group and has a figure", () => {
  expect(familyGroups.flatMap((group) => group.names).toSorted()).toEqual(names.toSorted());
  expect(names.filter((name) => !existsSync(figureOf(name)))).toEqual([]);
});

test.each(names)(
  "%s: its doc comment says formula, moments, method and source, and has an example",
  (name) => {
    const doc = docs.find((candidate) => candidate.name === name)!;
    const missing = (["Formula", "Moments", "Method", "Source"] as const).filter(
      (label) => doc.parts[label] === undefined,
    );
    expect(missing).toEqual([]);
    expect(doc.example).toContain("// =>");
    const page = familyPage(doc, families.get(name)!, names);
    for (const heading of ["Moments", "How it is computed", "Example", "Source", "See also"]) {
      expect(page.split(`\n## ${heading}\n`).length).toBe(2);
    }
  },
);

test.each(names)(
  "%s: its figure can be drawn wherever its parameters stand, and says numbers",
  async (name) => {
    const { figure } = (await import(figureOf(name))) as { figure: Figure };
    const start = startOf(figure);
    const ends = Object.entries<Params[string]>(figure.params).flatMap(([param, { min, max }]) => [
      { ...start, [param]: min },
      { ...start, [param]: max },
    ]);
    for (const values of [start, ...ends]) {
      const drawn = renderFigure(figure, values);
      expect(drawn).toContain("<svg");
      expect(drawn).not.toMatch(/NaN|undefined/);
      expect(figure.say(figure.compute(values))).toMatch(/\d/);
    }
  },
);
