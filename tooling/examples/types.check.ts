import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { generated } from "./generate.ts";

test("the examples have the types that they claim", () => {
  const base = ts.readConfigFile(
    join(import.meta.dirname, "..", "..", "tsconfig.json"),
    ts.sys.readFile.bind(ts.sys),
  );
  const settings = ts.parseJsonConfigFileContent(base.config, ts.sys, join(import.meta.dirname, "..", ".."));
  const files = readdirSync(generated).map((name) => join(generated, name));
  const program = ts.createProgram(files, {
    ...settings.options,
    isolatedDeclarations: false,
    declaration: false,
  });
  const own = new Set(files);
  const diagnostics = program
    .getSourceFiles()
    .filter((file) => own.has(file.fileName))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
  const text = ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => generated,
    getNewLine: () => "\n",
  });
  expect(text).toBe("");
}, 60_000);
