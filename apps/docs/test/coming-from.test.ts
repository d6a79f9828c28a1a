import * as adjoint from "adjoint";
import { expect, test } from "vitest";
import { nameTables } from "../src/coming-from/names.ts";

const rows = nameTables.flatMap((table) => table.rows);

function exported(path: string): unknown {
  return path.split(".").reduce<unknown>((from, name) => Reflect.get(from as object, name), adjoint);
}

test("every name that the tables give for Adjoint exists", () => {
  const missing = rows.flatMap((row) => row.adjoint).filter((name) => exported(name) === undefined);
  expect(missing).toEqual([]);
});

test("every function that an example calls is named by its row", () => {
  for (const { example, adjoint: names } of rows) {
    const called = [...(example ?? "").matchAll(/(?<![.\w])([a-z]\w*(?:\.\w+)?)\(/g)].map(
      ([, name]) => name!,
    );
    const functions = called.filter((name) => !name.startsWith("x."));
    expect(functions.filter((name) => !names.includes(name))).toEqual([]);
  }
});

test("every public transformation and most operations have a row", () => {
  const named = new Set(rows.flatMap((row) => row.adjoint));
  for (const name of [
    "grad",
    "valueAndGrad",
    "jvp",
    "vjp",
    "linearize",
    "jacobian",
    "hessian",
    "hvp",
    "vmap",
    "jet",
    "trace",
  ]) {
    expect(named).toContain(name);
  }
});
