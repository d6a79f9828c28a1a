/**
 * Writes the Python programs that to_python.py runs, to python-programs.json among the fixtures of two packages.
 *
 * Run: node tooling/reference/to_python.ts && python3 tooling/reference/to_python.py
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pythonCases as withLinalg } from "../../packages/adjoint/test/python-cases.ts";
import { pythonPrograms } from "../../packages/testing/src/index.ts";
import type { PythonCase } from "../../packages/testing/src/index.ts";
import { pythonCases } from "../../packages/testing/test/python-cases.ts";

function write(name: string, cases: readonly PythonCase[]): void {
  const lines = pythonPrograms(cases).map((program) => JSON.stringify(program));
  const target = join(import.meta.dirname, "../../packages", name, "test/fixtures/python-programs.json");
  writeFileSync(target, `[\n${lines.join(",\n")}\n]\n`);
}

write("testing", pythonCases);
write("adjoint", withLinalg);
