import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as autodiff from "@adjoint/autodiff";
import * as tensor from "@adjoint/tensor";
import { expect, test } from "vitest";
import * as adjoint from "../src/index.ts";
import manifest from "../package.json" with { type: "json" };

const flat = { tensor, autodiff };
const namespaces = Object.keys(manifest.dependencies)
  .map((name) => name.replace("@adjoint/", ""))
  .filter((name) => name !== "tensor");

test("every value of @adjoint/tensor and @adjoint/autodiff is here by its name, the same one", () => {
  for (const [name, exports] of Object.entries(flat)) {
    const missing = Object.entries(exports).filter(([key, value]) => Reflect.get(adjoint, key) !== value);
    expect(missing.map(([key]) => `${key} of @adjoint/${name}`)).toEqual([]);
  }
});

test("every type of @adjoint/tensor and @adjoint/autodiff is here by its name", () => {
  const here = exportedNames("adjoint");
  for (const name of Object.keys(flat)) {
    expect(exportedNames(name).filter((exported) => !here.includes(exported))).toEqual([]);
  }
});

test("names of the two do not collide with each other or with a namespace", () => {
  const names = [...Object.keys(flat).flatMap(exportedNames), ...namespaces];
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("every other package is a namespace of its name, and nothing else is here", () => {
  const expected = [...Object.values(flat).flatMap((exports) => Object.keys(exports)), ...namespaces, "math"];
  expect(Object.keys(adjoint).toSorted()).toEqual(expected.toSorted());
});

test("the packages work together through the one door", () => {
  const { grad, information, linalg, probability, random, sum } = adjoint;
  expect(
    linalg
      .trace([
        [1, 2],
        [3, 4],
      ])
      .item(),
  ).toBe(5);
  const mean = probability.normal().sample(random.key(0), [3]);
  const divergence = (m: adjoint.Tensor) =>
    sum(information.klDivergence(probability.normal({ mean: m }), probability.normal()));
  expect(String(grad(divergence)(mean))).toBe(String(mean));
});

/** The names in the export lists of a package's index, types included. */
function exportedNames(name: string): string[] {
  const source = readFileSync(join(import.meta.dirname, "../..", name, "src/index.ts"), "utf8");
  return [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)]
    .flatMap(([, list]) => list!.split(",").map((part) => part.replace(/^\s*type\s+/, "").trim()))
    .filter((part) => part !== "");
}
